"""Contacts that several stories tell: the same call or meeting found in each, and made one with all its accounts.

A story tells a contact in full (`Story.contacts`), or it names one in passing ("the talks in Kinshasa") without saying
who took part; such mentions are tellings too. Of states that the knowledge lacks, sides are names as the text has them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from ..claims.parties import state_code
from ..knowledge.actors import actors
from ..knowledge.entries import State
from ..story import Channel, Contact, Party, Quote, Story
from .grouping import Fill, Pair, Verdict, clustered
from .likeness import CAMPS, alike, copied, near
from .telling import Reader, Side, Telling, days, groups
from .words import content, cosine

METHOD, VERSION = "contacts", "contacts-2"
THRESHOLD = 0.5
TOLD = frozenset({"happened", "ongoing", "planned"})
REMOTE: frozenset[Channel] = frozenset({"phone", "video"})
SAME_SIDE = 0.6  # likeness from which two sides are one
NEWS = 2  # days before a story's own in which what it tells without a day was held
COPIED = 0.97  # score of a sentence that two stories have alike
TALKS = 7  # days that talks may last
AHEAD = 31  # days for which a plan without a day may be meant
YEAR = 366  # days

X = TypeVar("X")
Key = tuple[str, int]  # a story's id and the first mention of the contact in it


class ContactTelling(Struct, frozen=True, kw_only=True, array_like=True):
    """A contact as one story tells it; `contact`: index into `Story.contacts`, None where it is named in passing."""

    telling: Telling
    contact: int | None
    sides: tuple[Side, ...]
    channel: Channel | None
    planned: bool

    @property
    def key(self) -> Key:
        return self.telling.key

    @property
    def remote(self) -> bool | None:
        """Whether it was by wire; None where nothing tells, or a place beside the word for a call leaves it open."""
        if self.channel is None:
            return None
        return (None if self.telling.places else True) if self.channel in REMOTE else False


class MergedContact(Struct, frozen=True, kw_only=True):
    """One contact with all that stories tell of it.

    `mentions`, `contacts`: of each story, indexes into its events and its contacts.
    """

    parties: tuple[Party, ...]
    channel: Channel | None
    start: str | None
    end: str | None
    place: str | None
    stories: tuple[str, ...]
    mentions: dict[str, tuple[int, ...]]
    readouts: dict[str, tuple[Quote, ...]]
    contacts: dict[str, tuple[int, ...]]


def contact_tellings(story: Story, day: str | None = None, reader: Reader | None = None) -> tuple[ContactTelling, ...]:
    """The contacts of a story, and the CONSULTs that are none of its contacts."""
    reader = reader or Reader(story, day)
    taken = {index for contact in story.contacts for index in contact.mentions}
    out = [_full(reader, story, at, contact) for at, contact in enumerate(story.contacts) if contact.mentions]
    for group in groups(story.events):
        mentions = tuple(
            i for i in group if story.events[i].type == "CONSULT" and i not in taken and story.events[i].status in TOLD
        )
        if mentions:
            telling = reader.telling(mentions)
            sides = (*telling.actors, *telling.recipients)
            out.append(
                ContactTelling(
                    telling=telling,
                    contact=None,
                    sides=tuple(side for side in sides if side.words),
                    channel="phone" if "call" in telling.kinds else None,
                    planned=not telling.statuses & {"happened", "ongoing"},
                )
            )
    return tuple(sorted(out, key=lambda t: t.key))


def _full(reader: Reader, story: Story, at: int, contact: Contact) -> ContactTelling:
    telling = reader.telling(contact.mentions)
    told = [side for side in (*telling.actors, *telling.recipients) if side.words]
    codes = {party.code for party in contact.parties}
    sides = [side for side in told if not side.country or state_code(side.country) in codes or len(codes) > 2]
    left = (_party(party) for party in contact.parties)
    return ContactTelling(
        telling=telling,
        contact=at,
        sides=(*sides, *(side for side in left if side and not _told(side, sides))),
        channel=contact.channel,
        planned=contact.status == "planned",
    )


def _party(party: Party) -> Side | None:
    """A state's side that no mention names, but the story around it."""
    state = actors().by_id.get(party.code)
    if not isinstance(state, State):
        return None
    words, person = frozenset(content(party.name)), party.name != state.name and " " in party.name
    return Side(id=None, words=words, country=party.code, sector="GOV", person=person)


def _told(side: Side, others: Iterable[Side]) -> bool:
    """Whether a state is there already, and a person of it where the side is one."""
    return any(side.country == other.country and other.person >= side.person for other in others)


def score(a: ContactTelling, b: ContactTelling) -> float | None:
    """How likely two tellings tell one contact; None where they surely do not."""
    return None if apart(a, b) else round(max(0.0, likeness(a, b)), 4)


def clusters(
    told: Sequence[ContactTelling],
    scores: Mapping[Pair, float],
    firm: Mapping[Pair, Verdict],
    threshold: float,
    fill: Fill,
) -> list[list[int]]:
    """Groups of tellings, by their places. Those in full are grouped first; what names a contact in passing goes to the
    group with the telling that it is likest to, since it is silent on most by which others know each other.
    """
    full = [at for at, one in enumerate(told) if one.contact is not None]
    passing = [at for at, one in enumerate(told) if one.contact is None]
    groups = _clustered(full, scores, firm, threshold, fill)
    alone = []
    for at in passing:
        home = _nearest(at, groups, scores, firm, threshold, fill)
        alone += [at] if home is None else []
        if home is not None:
            home.append(at)
    return sorted(map(sorted, [*groups, *_clustered(alone, scores, firm, threshold, fill)]))


def _clustered(
    some: Sequence[int], scores: Mapping[Pair, float], firm: Mapping[Pair, Verdict], threshold: float, fill: Fill
) -> list[list[int]]:
    """`clustered` of some of the tellings alone."""
    place = {at: n for n, at in enumerate(some)}

    def mine(found: Mapping[Pair, X]) -> dict[Pair, X]:
        return {(place[i], place[j]): value for (i, j), value in found.items() if i in place and j in place}

    groups = clustered(len(some), mine(scores), mine(firm), threshold, lambda i, j: fill(some[i], some[j]))
    return [[some[n] for n in group] for group in groups]


def _nearest(
    at: int,
    groups: Sequence[list[int]],
    scores: Mapping[Pair, float],
    firm: Mapping[Pair, Verdict],
    threshold: float,
    fill: Fill,
) -> list[int] | None:
    """The group that a telling in passing is of, if any."""
    best, most = None, threshold
    for group in groups:
        pairs = [(min(at, other), max(at, other)) for other in group]
        said = {firm.get(pair) for pair in pairs}
        if "same" in said:
            return group
        score = max(scores.get(pair, 0.0) for pair in pairs)
        if score < most or "different" in said:
            continue
        if all(pair in scores or fill(*pair) is not None for pair in pairs):
            best, most = group, score
    return best


def apart(a: ContactTelling, b: ContactTelling) -> bool:
    """What forbids that two are one contact: days, persons, channel, place, another pair of sides."""
    if copied(a.telling, b.telling):
        return False
    if a.telling.story == b.telling.story and a.contact is not None and b.contact is not None:
        return True  # the story itself holds them apart
    if None not in (remote := {a.remote, b.remote}) and len(remote) > 1:
        return True
    if _for_years(a) != _for_years(b):
        return True
    if _other_day(a, b) or _other_people(a.sides, b.sides) or (_beyond(a, b) and _beyond(b, a)):
        return True
    return _elsewhere(a, b) and not _same_day_and_sides(a, b)


def likeness(a: ContactTelling, b: ContactTelling) -> float:
    """From 0 to 1: the sides that both name, the day, the channel, the place, and what the stories are about."""
    shared = _shared(a.sides, b.sides)
    full = min(len(_states(a.sides)), len(_states(b.sides)))
    score = 0.5 if shared >= 2 else 0.25 if shared == 1 and full < 2 else 0.15 if not a.sides or not b.sides else 0.0
    if copied(a.telling, b.telling):
        return COPIED
    if not score:
        return 0.0
    score += _day(a, b)
    score += 0.1 if a.remote is not None and a.remote == b.remote else 0.0
    score += 0.15 * max((near(x, y) for x in a.telling.places for y in b.telling.places), default=0.0)
    score += 0.3 * (cosine(a.telling.names, b.telling.names) - 0.2) if a.telling.story != b.telling.story else 0.0
    score += 0.1 if a.telling.story == b.telling.story and max(a, b, key=lambda t: t.key).telling.definite else 0.0
    score -= 0.25 if a.planned != b.planned else 0.0
    return max(0.0, min(1.0, score))


def _day(a: ContactTelling, b: ContactTelling) -> float:
    gap = _gap(a, b)
    if gap is None:
        return -0.05
    told = a.telling.narrow and b.telling.narrow
    return (0.3 if told else 0.2) if gap == 0 else 0.0 if gap == 1 else -0.3


def _gap(a: ContactTelling, b: ContactTelling) -> int | None:
    """Days between the times at which two contacts may have been; None where one may have been at any."""
    mine, theirs = _window(a), _window(b)
    return max(0, days(mine[1], theirs[0]), days(theirs[1], mine[0])) if mine and theirs else None


def _window(told: ContactTelling) -> tuple[str, str] | None:
    """First and last day on which a contact may have been: as told, else from the story's day."""
    telling = told.telling
    if telling.start and telling.end:
        return telling.start, telling.end
    if telling.background or telling.day is None:
        return None
    day = dt.date.fromisoformat(telling.day)
    first, last = (0, AHEAD) if told.planned else (-NEWS, 0)
    return (day + dt.timedelta(first)).isoformat(), (day + dt.timedelta(last)).isoformat()


def _for_years(told: ContactTelling) -> bool:
    """Whether it is a format ("have mediated since 2014") rather than one contact, which may be told of a year."""
    start, end = told.telling.start, told.telling.end
    return start is not None and end is not None and days(start, end) > YEAR


def _other_day(a: ContactTelling, b: ContactTelling) -> bool:
    gap = _gap(a, b)
    return gap is not None and gap > 1


def _states(sides: Iterable[Side]) -> set[object]:
    """The states or bodies of sides, whoever speaks for them."""
    return {side.country or side.id or side.words for side in sides}


def _shared(a: Sequence[Side], b: Sequence[Side]) -> int:
    """How many states, or names, two tellings both have."""
    return len({_state(x) for x in a if any(alike(x, y) >= SAME_SIDE for y in b)})


def _state(side: Side) -> object:
    return side.country if side.country and CAMPS.get(side.sector or "GOV") == "state" else side.id or side.words


def _other_people(a: Sequence[Side], b: Sequence[Side]) -> bool:
    """Whether one state sent somebody else: both tellings name persons of it, and none is in both."""
    for state in {x.country for x in a if x.country} & {y.country for y in b if y.country}:
        mine, theirs = ([s for s in sides if s.country == state and s.person] for sides in (a, b))
        if mine and theirs and all(max(alike(x, y) for y in theirs) < 0.9 for x in mine):
            return True
    return False


def _beyond(a: ContactTelling, b: ContactTelling) -> bool:
    """Whether one names a state that the other has not, where the other names two or more."""
    mine, theirs = ({s.country for s in t.sides if s.country} for t in (a, b))
    return len(theirs) > 1 and bool(mine - theirs)


def _same_day_and_sides(a: ContactTelling, b: ContactTelling) -> bool:
    """Whether two sides and the days are the same in both: then a place is what was spoken of, or near the other."""
    told = all(t.start and t.end and days(t.start, t.end) <= TALKS for t in (a.telling, b.telling))
    return told and _gap(a, b) == 0 and _shared(a.sides, b.sides) >= 2


def _elsewhere(a: ContactTelling, b: ContactTelling) -> bool:
    places = [near(x, y) for x in a.telling.places for y in b.telling.places]
    return bool(places) and max(places) <= -0.7 and not (a.channel in REMOTE or b.channel in REMOTE)


def merged(group: Sequence[ContactTelling], stories: Mapping[str, Story]) -> MergedContact:
    """One contact of its tellings; `stories` by id."""
    contacts = [(t, stories[t.telling.story].contacts[t.contact]) for t in group if t.contact is not None]
    start, end = _told_day(group)
    channels = Counter(t.channel for t in group if t.channel)
    places = Counter(c.place for _, c in contacts if c.place)
    ids = tuple(sorted({t.telling.story for t in group}, key=lambda id: (stories[id].date or "9999", id)))
    return MergedContact(
        parties=_parties([c for _, c in contacts]) or tuple(_named(group)),
        channel=channels.most_common(1)[0][0] if channels else None,
        start=start,
        end=end,
        place=places.most_common(1)[0][0] if places else None,
        stories=ids,
        mentions={id: tuple(sorted(_mentions(group, id))) for id in ids},
        readouts=_readouts([c for _, c in contacts]),
        contacts={id: found for id in ids if (found := tuple(sorted(_of(group, id))))},
    )


def _mentions(group: Iterable[ContactTelling], story: str) -> Iterator[int]:
    yield from (i for t in group if t.telling.story == story for i in t.telling.mentions)


def _of(group: Iterable[ContactTelling], story: str) -> Iterator[int]:
    yield from (t.contact for t in group if t.telling.story == story and t.contact is not None)


def _told_day(group: Sequence[ContactTelling]) -> tuple[str | None, str | None]:
    """The day that most tellings give; that of the story where none does."""
    dated = [t.telling for t in group if t.telling.start and t.telling.end]
    told = Counter((t.start, t.end) for t in [t for t in dated if t.narrow] or dated)
    if told:
        return min(told, key=lambda d: (-told[d], d[0] or ""))
    news = sorted({t.telling.day for t in group if t.telling.day and not t.telling.background and not t.planned})
    return (news[0], news[0]) if news else (None, None)


def _parties(contacts: Collection[Contact]) -> tuple[Party, ...]:
    """All sides by code: the name told most often, a part other than party where a story tells one."""
    names: dict[str, Counter[str]] = {}
    roles: dict[str, Party] = {}
    for party in (party for contact in contacts for party in contact.parties):
        names.setdefault(party.code, Counter())[party.name] += 1
        if party.role != "party" or party.code not in roles:
            roles[party.code] = party
    return tuple(
        Party(code=code, name=told.most_common(1)[0][0], role=roles[code].role) for code, told in names.items()
    )


def _named(group: Iterable[ContactTelling]) -> Iterator[Party]:
    """Sides of a contact that is only named in passing: their states, else their names."""
    seen = {
        state_code(side.country) if side.country else " ".join(sorted(side.words)).upper(): side.country
        for telling in group
        for side in telling.sides
    }
    yield from (Party(code=code, name=state or code) for code, state in seen.items())


def _readouts(contacts: Iterable[Contact]) -> dict[str, tuple[Quote, ...]]:
    """Each side's accounts from all stories, each quote once."""
    out: dict[str, dict[Quote, None]] = {}
    for contact in contacts:
        for side, quotes in contact.readouts.items():
            out.setdefault(side, {}).update(dict.fromkeys(quotes))
    return {side: tuple(quotes) for side, quotes in sorted(out.items())}
