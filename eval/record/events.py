"""Events and contacts across stories: pairs of mentions, look-alikes, origins; each contact found once.

A mention of the key is the mention of ours whose trigger stands in its words and has its type, or else a type near it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from dragoman.merge.knowledge import merging
from dragoman.merge.words import fold
from dragoman.story import Story

from .accounts import near
from .figures import Figure, World
from .keys import Key, Meeting, Mention, Told
from .shown import Met

Group = int


def measure(world: World) -> Iterable[Figure]:
    """Pairs of mentions, pairs of the key that no merge may join, origins of each event, contacts."""
    home = world.shown.home
    found = {
        (number, mention): index
        for number, told in enumerate(world.key.events)
        for mention in told.mentions
        if mention.story in world.stories
        and (index := ours(world.stories[mention.story], mention, told.type)) is not None
    }
    yield _mentions(world.key, found)
    yield from _pairs(world, found, home)
    yield _origins(world, found, home)
    yield from _contacts(world)


def ours(story: Story, mention: Mention, type: str) -> int | None:
    """Index of our mention of what the key mentions: the surest in its words of its type, else of a near one."""
    start = story.text.find(mention.words)
    inside = [i for i, e in enumerate(story.events) if e.start < start + len(mention.words) and e.end > start]
    for also in (False, True):
        fits = [i for i in inside if (story.events[i].type == type) or (also and _near(story.events[i].type, type))]
        if fits:
            return max(fits, key=lambda i: story.events[i].confidence or 0.0)
    return None


def _near(a: str, b: str) -> bool:
    return frozenset((a, b)) in merging().near


def _mentions(key: Key, found: Mapping[tuple[int, Mention], int]) -> Figure:
    everything = [(n, told.type, m) for n, told in enumerate(key.events) for m in told.mentions]
    missed = [f"missed  {type}  {m.story}  {m.words}" for n, type, m in everything if (n, m) not in found]
    return Figure("mentions that are coded", len(found), len(found), len(everything), tuple(missed))


def _pairs(
    world: World, found: Mapping[tuple[int, Mention], int], home: Mapping[tuple[str, int], Group]
) -> Iterator[Figure]:
    """Pairs of mentions that are merged and should be: of those coded, and of all that the key has."""
    right = wrong = wanted = 0
    errors: list[str] = []
    mixed: Counter[tuple[int, int]] = Counter()
    for (a, i), (b, j) in combinations(found.items(), 2):
        one = home[a[1].story, i] == home[b[1].story, j]
        wanted += a[0] == b[0]
        if a[0] == b[0] and one:
            right += 1
        elif a[0] == b[0] or one:
            wrong += one
            mixed[a[0], b[0]] += one
            sign = "wrong " if one else "missed"
            errors.append(f"{sign}  {a[1].story}: {a[1].words}  |  {b[1].story}: {b[1].words}")
    every = sum(len(t.mentions) * (len(t.mentions) - 1) // 2 for t in world.key.events)
    yield Figure("events, pairs", right, right + wrong, wanted, tuple(errors))
    yield Figure("events, all of the key", right, right + wrong, every)
    alike = [(a, b) for a, b in combinations(range(len(world.key.events)), 2) if _alike(world.key.events, a, b)]
    joined = [pair for pair in alike if mixed[pair]]
    names = tuple(f"joined  {_name(world.key.events[a])}  |  {_name(world.key.events[b])}" for a, b in joined)
    yield Figure("look-alikes kept apart", len(alike) - len(joined), len(alike), len(alike), names)


def _alike(told: tuple[Told, ...], a: int, b: int) -> bool:
    """Whether two events are of one type and told by one story: what is easily taken for the other."""
    stories = ({m.story for m in told[n].mentions} for n in (a, b))
    return told[a].type == told[b].type and bool(set.intersection(*stories))


def _name(told: Told) -> str:
    return f"{told.type} {told.mentions[0].story}: {told.mentions[0].words}"


def _origins(world: World, found: Mapping[tuple[int, Mention], int], home: Mapping[tuple[str, int], Group]) -> Figure:
    """Events whose number of independent origins is right: that of our event with most of the mentions."""
    right, errors, counted = 0, [], 0
    for number, told in enumerate(world.key.events):
        groups = Counter(home[m.story, i] for (n, m), i in found.items() if n == number)
        if groups:
            counted += 1
            origins = world.shown.origins[groups.most_common(1)[0][0]]
            right += origins == told.origins
            errors += [f"{origins} for {told.origins}  {_name(told)}"] if origins != told.origins else []
    return Figure("origins of events", right, counted, counted, tuple(errors))


def _contacts(world: World) -> Iterator[Figure]:
    """Contacts of the key: found at all, found once (neither split nor joined with another), in all their stories."""
    homes: dict[str, list[Met]] = defaultdict(list)
    for contact in world.shown.contacts:
        fits = [(_fit(contact, m), m.id) for m in world.key.contacts if _is(contact, m)]
        if fits and max(fits)[0] > 0:
            homes[max(fits)[1]].append(contact)
    errors = []
    stories = 0
    for meeting in world.key.contacts:
        held = homes[meeting.id]
        stories += max((len({*c.stories} & {*meeting.stories}) for c in held), default=0)
        if len(held) != 1:
            errors.append(f"{'split ' if held else 'missed'}  {meeting.id}")
    total = len(world.key.contacts)
    yield Figure("contacts found once", total - len(errors), sum(map(len, homes.values())), total, tuple(errors))
    yield Figure("stories of contacts", stories, stories, sum(len(m.stories) for m in world.key.contacts))


def _fit(contact: Met, meeting: Meeting) -> int:
    """How many of the sides, and of the names in the key's id, ours has; 0 where it lacks the sides."""
    sides = len(contact.parties.keys() & {*meeting.sides})
    if sides < min(len(meeting.sides), 2):
        return 0
    named = fold(" ".join((contact.place or "", *contact.parties.values())))
    return sides + sum(word in named for word in meeting.id.split("-") if not word.isdigit())


def _is(contact: Met, meeting: Meeting) -> bool:
    """Whether ours may be the key's: a story of both tells it, and its day is near."""
    if not {*contact.stories} & {*meeting.stories} or contact.planned:
        return False
    return near(contact.start, contact.end, meeting)
