"""contacts.yaml: words of channels, of asking, of hosts; validated and compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import msgspec

from ..data import checking, data_file, decode
from ..story import Channel

FILE = "contacts.yaml"


class Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Phrases that give a side a part in a contact, by where that side stands."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    inside: tuple[tuple[str, str], ...]


class ChannelWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of a trigger, and words near one, that tell a channel."""

    trigger: tuple[str, ...]
    near: tuple[str, ...]


class ContactFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """contacts.yaml as it stands."""

    channels: dict[Channel, ChannelWords]
    modes: dict[str, Channel]
    bare: dict[str, Channel | None]
    definite: tuple[str, ...]
    others: tuple[str, ...]
    standing: tuple[str, ...]
    asking: Phrases
    mediator: Phrases
    host: Phrases
    frames: tuple[str, ...]
    papers: tuple[str, ...]
    announcing: tuple[str, ...]
    past: tuple[str, ...]
    topics: tuple[str, ...]
    telling: tuple[str, ...]
    peers: tuple[str, ...]
    together: tuple[str, ...]
    codes: dict[str, str | None]


@dataclass(frozen=True)
class Part:
    """Phrases that give a side a part, compiled; each pair of `inside` ends and begins at the side."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    inside: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]


class ContactWords:
    """The file's words as patterns."""

    def __init__(self, file: ContactFile) -> None:
        contact = "|".join(map(_words, sorted(file.bare, key=len, reverse=True)))
        self.modes = file.modes
        self.codes = file.codes
        self.trigger_channels = {channel: any_of(words.trigger) for channel, words in file.channels.items()}
        self.near_channels = {channel: any_of(words.near) for channel, words in file.channels.items() if words.near}
        self.nouns = contact
        self.bare = re.compile(rf"\b({contact})\b", re.IGNORECASE)
        self.definite = re.compile(rf"\b(?:{'|'.join(file.definite)})\s+(?:[\w'’-]+\s+){{0,2}}$", re.IGNORECASE)
        self.others = re.compile(rf"\b(?:{'|'.join(file.others)})\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
        self.standing = any_of(file.standing)
        self.asking, self.mediator, self.host = (_part(p, contact) for p in (file.asking, file.mediator, file.host))
        self.frames, self.papers = any_of(file.frames), any_of(file.papers)
        self.announcing, self.topics = any_of(file.announcing), any_of(file.topics)
        self.telling, self.peers = _compile(file.telling, contact), any_of(file.peers)
        self.together = _compile(file.together, contact)
        self.past = re.compile(rf"\b(?:{'|'.join(file.past)})\s*$", re.IGNORECASE)


def _part(phrases: Phrases, contact: str) -> Part:
    inside = tuple(
        (re.compile(rf"\b{a}\s+(?:the\s+)?$", re.I), re.compile(rf"(?:['’]s?)?\s+(?:\w+\s+)?{b}\b", re.I))
        for a, b in phrases.inside
    )
    return Part(_compile(phrases.before, contact), _compile(phrases.after, contact), inside)


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the words, in any case; a trailing * stands for any ending."""
    return re.compile(rf"\b(?:{'|'.join(map(_words, words))})\b", re.IGNORECASE)


def _words(phrase: str) -> str:
    return r"\s+".join(re.escape(w.rstrip("*")) + (r"\w*" if w.endswith("*") else "") for w in phrase.split())


def _compile(patterns: Iterable[str], contact: str) -> re.Pattern[str]:
    spaced = (p.replace(" ", r"\s+").replace("<contact>", contact) for p in patterns)
    return re.compile("|".join(rf"\b(?:{p})(?!\w)" for p in spaced), re.IGNORECASE)


def parse(data: bytes) -> ContactWords:
    """The file validated and compiled; raises KnowledgeError where it is not as it should be."""
    with checking(FILE):
        return ContactWords(decode(data, ContactFile))


@cache
def contact_words() -> ContactWords:
    """The words of the knowledge file."""
    return parse(data_file("knowledge", FILE))
