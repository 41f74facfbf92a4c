"""Known times in between: a story that was held and then released was not known meanwhile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, delete, insert, select

from .tables import story_gaps

Time = tuple[str, str | None]  # from a moment up to another, which is None while it lasts
AT_ONCE = 400


def keep(connection: Connection, stories: Collection[int], gaps: Iterable[tuple[int, str, str]]) -> None:
    """Let these stories have these gaps (story, start, stop), and no others."""
    keys = sorted(stories)
    for at in range(0, len(keys), AT_ONCE):
        connection.execute(delete(story_gaps).where(story_gaps.c.story.in_(keys[at : at + AT_ONCE])))
    longest: dict[tuple[int, str], str] = {}
    for story, start, stop in gaps:
        longest[story, start] = max(stop, longest.get((story, start), stop))
    rows = [{"story": key, "start": start, "stop": stop} for (key, start), stop in longest.items() if start < stop]
    if rows:
        connection.execute(insert(story_gaps), rows)


def of(connection: Connection, stories: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """The gaps of stories, by their keys."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    keys = sorted(stories)
    for at in range(0, len(keys), AT_ONCE):
        asked = select(story_gaps).where(story_gaps.c.story.in_(keys[at : at + AT_ONCE]))
        for row in connection.execute(asked.order_by(story_gaps.c.story, story_gaps.c.start)):
            found[row.story].append((row.start, row.stop))
    return found


def without(time: Time, gaps: Iterable[tuple[str, str]]) -> list[Time]:
    """What is left of a time; nothing of one that ends as it begins. `gaps`: in the order of their starts."""
    start, stop = time
    left: list[Time] = []
    for begin, end in gaps:
        if end <= start or (stop is not None and begin >= stop):
            continue
        left.append((start, begin))
        start = end
    left.append((start, stop))
    return [(a, b) for a, b in left if b is None or a < b]


def between(times: Sequence[Time]) -> list[tuple[str, str]]:
    """The gaps that several times leave between the first start and the last stop."""
    found: list[tuple[str, str]] = []
    known: str | None = None
    for start, stop in sorted(times, key=lambda time: time[0]):
        if known is not None and start > known:
            found.append((known, start))
        if stop is None:
            break
        known = stop if known is None else max(known, stop)
    return found
