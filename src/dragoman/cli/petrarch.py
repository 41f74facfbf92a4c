"""`dragoman petrarch`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .app import say

if TYPE_CHECKING:
    from ..knowledge.petrarch import Converted

LEFT_OUT = "left-out.txt"


@click.command(no_args_is_help=True)
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="The folder to make.")
def petrarch(files: tuple[Path, ...], out: Path) -> int:
    """Turn actor and agent dictionaries of PETRARCH or TABARI into knowledge files of your own, for --knowledge.

    Files with "agents" in their name hold agents, others actors. Names that we know already add their other names to
    that actor; nouns that we know are left as they are. Lines that cannot be used are told in DIR/left-out.txt.
    """
    from ..knowledge.actors import actors
    from ..knowledge.files import read
    from ..knowledge.petrarch import convert
    from .progress import number

    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        return say(f"{out}: it is there already, and not empty; name a new folder", 1)
    texts = [(file.name, file.read_text(encoding="utf-8", errors="replace")) for file in files]
    found = convert(texts, actors())
    if not found.entries:
        why = f": {found.faults[0]}" if found.faults else ""
        return say(f"nothing to keep in {', '.join(file.name for file in files)}{why}", 1)
    _write(found, out)
    read(out)
    told = ", ".join(f"{len(entries)} in {name}" for name, entries in found.entries.items())
    left = f"; {number(len(found.faults), 'line', 'lines')} left out: see {out / LEFT_OUT}" if found.faults else ""
    return say(f"{out}: entries {told}{left}")


def _write(found: Converted, out: Path) -> None:
    import yaml

    out.mkdir(parents=True, exist_ok=True)
    for name, entries in found.entries.items():
        text = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, default_flow_style=None, width=120)
        (out / name).write_text(text, encoding="utf-8")
    if found.faults:
        (out / LEFT_OUT).write_text("".join(f"{fault}\n" for fault in found.faults), encoding="utf-8")
