"""What merges compare of a story, in the form in which it is kept: to read it takes a twentieth of making it anew."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Generic, TypeVar

import msgspec
from msgspec.structs import force_setattr, replace

from ..story import Story
from . import contacts as contact_rules
from . import events as event_rules
from .contacts import ContactTelling
from .knowledge import merging
from .telling import Reader, Telling, tellings
from .words import Weights

T = TypeVar("T", Telling, ContactTelling)
FORM = 2  # of what is kept: to be raised with what tellings hold
LEVEL = 1  # of zlib: 6 takes three times the time for a tenth of the size


class Entry(msgspec.Struct, Generic[T], frozen=True, array_like=True):
    """A telling with what it is called in judgements: the id of its claim, or of its row in `contacts`.

    `claims`: keys of the claims of its mentions; `contact`: key of its row in `contacts`; both without the story's.
    """

    ref: str
    claims: tuple[int, ...]
    contact: int | None
    told: T


class Sketch(msgspec.Struct, frozen=True, array_like=True):
    """The tellings of a story: its events, and its contacts with what it names in passing."""

    day: str | None
    home: tuple[str, ...]
    names: dict[str, float]
    events: tuple[Entry[Telling], ...]
    contacts: tuple[Entry[ContactTelling], ...]


def method() -> str:
    """Of which making the tellings are: those of another are made anew."""
    return f"{FORM} {event_rules.METHOD} {merging().version} {contact_rules.VERSION}"


def sketch(
    story: Story, day: str | None, claims: Mapping[int, tuple[int, str]], contacts: Mapping[int, tuple[int, str]]
) -> Sketch:
    """The sketch of a story. `claims`, `contacts`: key and id of the rows of its events and contacts, by their indexes;
    what is told twice in one place has none."""
    reader = Reader(story, day)
    events, meetings = tellings(story, day, reader), contact_rules.contact_tellings(story, day, reader)
    told = [*events, *(one.telling for one in meetings)]
    return Sketch(
        day=told[0].day if told else None,
        home=told[0].home if told else (),
        names=told[0].names if told else {},
        events=tuple(e for t in events if (e := _entry(t, t, None, claims, contacts))),
        contacts=tuple(m for c in meetings if (m := _entry(c, c.telling, c.contact, claims, contacts))),
    )


def _entry(
    told: T,
    telling: Telling,
    at: int | None,
    claims: Mapping[int, tuple[int, str]],
    contacts: Mapping[int, tuple[int, str]],
) -> Entry[T] | None:
    """None for what is told twice in one place: its claim is that of another telling."""
    mentions = [claims[i] for i in telling.mentions if i in claims]
    contact = contacts.get(at) if at is not None else None
    if contact:
        return Entry(contact[1], tuple(dict.fromkeys(key for key, _ in mentions)), contact[0], told)
    if mentions:
        return Entry(mentions[0][1], tuple(dict.fromkeys(key for key, _ in mentions)), None, told)
    return None


def packed(made: Sketch) -> bytes:
    """A sketch as it is kept: what all its tellings share stands once."""
    bare = replace(
        made,
        events=tuple(replace(entry, told=_bare(entry.told)) for entry in made.events),
        contacts=tuple(
            replace(entry, told=replace(entry.told, telling=_bare(entry.told.telling))) for entry in made.contacts
        ),
    )
    return zlib.compress(msgspec.msgpack.encode(bare), LEVEL)


def _bare(telling: Telling) -> Telling:
    return replace(telling, story="", day=None, home=(), names={})


_DECODER = msgspec.msgpack.Decoder(Sketch)


def unpacked(kept: bytes, story: str) -> Sketch:
    """The sketch that `packed` was given; `story`: its name in tellings."""
    made = _DECODER.decode(zlib.decompress(kept))
    force_setattr(made, "names", Weights(made.names))
    for telling in (*(e.told for e in made.events), *(e.told.telling for e in made.contacts)):
        force_setattr(telling, "story", story)
        force_setattr(telling, "day", made.day)
        force_setattr(telling, "home", made.home)
        force_setattr(telling, "names", made.names)
        force_setattr(telling, "close", Weights(telling.close))
    return made
