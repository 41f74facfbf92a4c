"""Events as a data frame of pandas or polars, whichever is installed; neither is needed for anything else."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from typing import Any, Literal

from ..errors import DragomanError
from .events import EventView
from .flat import COLUMNS, flat

Library = Literal["pandas", "polars"]
LIBRARIES: tuple[Library, ...] = ("pandas", "polars")


def frame(events: Iterable[EventView], library: Library | None = None) -> Any:
    """A row for each event, with the columns of the export csv; fields of several values are lists.

    `library`: else pandas, or polars where that alone is installed. Raises DragomanError where there is none.
    """
    name, module = _library(library)
    columns: dict[str, list[Any]] = {column: [] for column in COLUMNS}
    for event in events:
        for column, value in flat(event).items():
            columns[column].append(value)
    if name == "polars":
        kinds = {"text": module.String, "number": module.Float64, "whole": module.Int64, "truth": module.Boolean,
                 "texts": module.List(module.String)}  # fmt: skip
        return module.DataFrame(columns, schema={column: kinds[kind] for column, kind in COLUMNS.items()})
    dtypes = {"text": "string", "number": "Float64", "whole": "Int64", "truth": "boolean", "texts": "object"}
    made = module.DataFrame(columns, columns=list(COLUMNS))
    return made.astype({column: dtypes[kind] for column, kind in COLUMNS.items()})


def _library(wanted: Library | None) -> tuple[Library, Any]:
    for name in (wanted,) if wanted else LIBRARIES:
        try:
            return name, importlib.import_module(name)
        except ModuleNotFoundError:
            continue
    raise DragomanError(f"a data frame needs {wanted or 'pandas or polars'}: pip install {wanted or 'pandas'}")
