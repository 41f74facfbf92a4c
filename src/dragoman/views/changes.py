"""Two situations -> what began, ended, changed or became contested between them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from ..story import Value
from .situation import IN_FORCE, Standings

What = Literal["began", "first told", "ended", "changed", "contested", "settled", "ahead"]
ORDER: tuple[What, ...] = ("began", "first told", "ended", "changed", "contested", "settled", "ahead")


class Change(Value, frozen=True, kw_only=True):
    """What became of a state: as it was (None: nothing was told of it) and as it is.

    `began` on a day that is told; `first told`: it may be older; `contested`, `settled`: whether it holds is now, or no
    longer, told in two ways; `ahead`: now planned, asked for or threatened.
    """

    what: What
    before: Standings | None
    after: Standings


def changes(before: Iterable[Standings], after: Iterable[Standings]) -> tuple[Change, ...]:
    """The changes from one situation to a later one, by what they are."""
    was = {one.state.id: one for one in before}
    found = []
    for now in after:
        then = was.get(now.state.id)
        found += [Change(what=what, before=then, after=now) for what in _what(then, now)]
    return tuple(sorted(found, key=lambda change: ORDER.index(change.what)))


def _what(then: Standings | None, now: Standings) -> list[What]:
    held, holds = then is not None and then.verdict in IN_FORCE, now.verdict in IN_FORCE
    found: list[What] = []
    if holds and not held:
        found.append("began" if now.since else "first told")
    if now.verdict == "ended" and (held or _brief(then, now)):
        found.append("ended")
    if held and holds and then is not None and set(now.shares) != set(then.shares):
        found.append("changed")
    if now.verdict == "contested" and (then is None or then.verdict != "contested"):
        found.append("contested")
    if then is not None and then.verdict == "contested" and now.verdict == "holds":
        found.append("settled")
    if now.verdict == "ahead" and (then is None or then.verdict == "ended"):
        found.append("ahead")
    return found


def _brief(then: Standings | None, now: Standings) -> bool:
    """Whether it began and ended in between."""
    return then is None and now.until is not None and now.why != ("told as past",)
