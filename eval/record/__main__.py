"""`python -m eval.record [PART...] [--key NAME] [--errors]`: how well the record merges, against our keys.

A part is a module of this folder with `measure(world) -> iterable of Figure`.
"""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable, Iterable

from .coded import coded
from .figures import Figure, World
from .keys import FOLDERS, SEEN, joined

PARTS: dict[str, str] = {
    "texts": "groups of stories that are one text, by pairs, and the origin of each copy",
    "versions": "which story replaces which, and how",
    "events": "mentions of one event by pairs, look-alikes, origins; contacts found once",
    "alignment": "topics of the accounts of a contact: both, only or at odds",
}  # module -> what it measures, in the order of printing


def measure(part: str, world: World) -> Iterable[Figure]:
    """The figures of a part."""
    found: Callable[[World], Iterable[Figure]] = importlib.import_module(f".{part}", __package__).measure
    return found(world)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.record", description=__doc__)
    parser.add_argument("part", nargs="*", help="; ".join(f"{name}: {what}" for name, what in PARTS.items()))
    parser.add_argument("--key", action="append", choices=tuple(FOLDERS), help="this key only; may be given again")
    parser.add_argument("--errors", action="store_true", help="list each error")
    args = parser.parse_args()
    if unknown := [part for part in args.part if part not in PARTS]:
        parser.error(f"no part {unknown[0]!r}: there are {', '.join(PARTS)}")
    names = tuple(args.key or SEEN)
    world = World(coded(names), joined(names), seen={*names} <= {*SEEN})
    for part in args.part or PARTS:
        for figure in measure(part, world):
            print(figure.row())
            for error in figure.errors if args.errors else ():
                print(f"    {error}")


if __name__ == "__main__":
    main()
