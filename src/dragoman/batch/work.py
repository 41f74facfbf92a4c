"""Coder + Row -> Answer. What one row comes to depends on that row and the coder alone."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace

from ..errors import DragomanError, KnowledgeError, ModelError
from ..schema import to_json
from .codes import Codes
from .rows import Row


@dataclass(frozen=True, slots=True)
class Answer:
    """The story's JSON (UTF-8, no line end), or the reason why there is none. `fatal`: no row can be coded."""

    story: bytes | None = None
    reason: str | None = None
    fatal: bool = False


def answer(coder: Codes, row: Row, lang: str | None, min_confidence: float = 0.0) -> Answer:
    """Code one row; nothing that goes wrong with it is raised."""
    try:
        story = coder.read(
            row.text,
            id=row.id,
            name=row.id,
            date=row.date,
            agency=row.agency,
            headline=row.headline,
            lang=lang,
            min_confidence=min_confidence,
        )
        return Answer(to_json(replace(story, extra={**story.extra, **row.extra})))
    except (ModelError, KnowledgeError) as error:
        return Answer(reason=str(error), fatal=True)
    except DragomanError as error:
        return Answer(reason=str(error).removeprefix(f"{row.id}: "))
    except MemoryError:
        return Answer(reason="the memory did not suffice; cut the story or run fewer jobs")
    except Exception as error:  # a fault of the coder must not cost the other rows
        return Answer(reason=f"a fault in dragoman ({type(error).__name__}: {error}); please report it with this row")
