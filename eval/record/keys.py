"""The keys: what is one text, which version replaces which, which contacts and events the stories tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from dragoman.claims.parties import state_code
from dragoman.data import decode

HERE = Path(__file__).resolve().parent
FOLDERS = {
    "real": HERE / "stories",
    "invented": HERE / "stories",
    "samples": HERE.parents[1] / "samples",
    "unseen": HERE / "unseen",
}  # key -> its stories
SEEN = ("real", "invented", "samples")  # those by whose errors rules and weights were made
Label = Literal["both", "only", "at odds"]


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the parts of a key. Stories are named by file."""


class Text(Part, frozen=True, kw_only=True):
    """Stories that are one text; `origin`: where it was first written, None when that is not among the files."""

    origin: str | None
    copies: tuple[str, ...]

    @property
    def stories(self) -> tuple[str, ...]:
        return (self.origin, *self.copies) if self.origin else self.copies


class Version(Part, frozen=True, kw_only=True):
    """A story that replaces another, or takes it back."""

    story: str
    supersedes: str
    kind: Literal["writethru", "correction", "hold", "release", "kill", "substitute"]


class Topic(Part, frozen=True, kw_only=True):
    """A matter of a contact; `points`: the exact words of each side, None where it does not speak of it."""

    topic: str
    label: Label
    points: dict[str, str | None]


class Meeting(Part, frozen=True, kw_only=True):
    """A contact: the sides whose account is told, all stories that tell or recall it."""

    id: str
    date: dt.date
    sides: tuple[str, ...]
    stories: tuple[str, ...]
    alignment: tuple[Topic, ...] = ()


class Mention(Part, frozen=True, kw_only=True):
    """A mention of an event: words that stand once in the story."""

    story: str
    words: str


class Told(Part, frozen=True, kw_only=True):
    """An event that stories tell, and how many origins do."""

    type: str
    origins: int
    mentions: tuple[Mention, ...]


class Key(Part, frozen=True, kw_only=True):
    """One file of the key; `states`: names of the invented states that have codes of their own in it."""

    states: dict[str, str] = {}
    texts: tuple[Text, ...]
    versions: tuple[Version, ...]
    contacts: tuple[Meeting, ...]
    events: tuple[Told, ...]


class Pairs(Part, frozen=True, kw_only=True):
    """The accounts of two sides that never were: label, and each side's words where it speaks of the matter."""

    sides: tuple[str, str]
    rows: tuple[tuple[Label, str | None, str | None], ...]


def pairs() -> tuple[Pairs, ...]:
    """What weights are fitted on beside the keys (`pairs.yaml`)."""
    return decode((HERE / "pairs.yaml").read_bytes(), tuple[Pairs, ...])


def key(name: str) -> Key:
    """A key by name (`FOLDERS`), with the codes that ours gives to invented states."""
    found = decode((HERE / f"{name}.yaml").read_bytes(), Key)
    codes = {code: state_code(state) for code, state in found.states.items()}
    return replace(found, contacts=tuple(_coded(contact, codes) for contact in found.contacts))


def _coded(contact: Meeting, codes: Mapping[str, str]) -> Meeting:
    topics = tuple(
        replace(topic, points={codes.get(side, side): point for side, point in topic.points.items()})
        for topic in contact.alignment
    )
    return replace(contact, sides=tuple(codes.get(side, side) for side in contact.sides), alignment=topics)


def joined(names: tuple[str, ...]) -> Key:
    """Several keys as one."""
    found = [key(name) for name in names]
    return Key(
        texts=tuple(part for one in found for part in one.texts),
        versions=tuple(part for one in found for part in one.versions),
        contacts=tuple(part for one in found for part in one.contacts),
        events=tuple(part for one in found for part in one.events),
    )
