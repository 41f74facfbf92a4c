"""readouts.yaml: words by which the accounts of a contact's sides are told; validated and compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import msgspec

from ..data import checking, data_file, decode
from .contact_words import ContactWords, any_of, contact_words

FILE = "readouts.yaml"


class ReadoutFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """readouts.yaml as it stands."""

    reporting: tuple[str, ...]
    says: tuple[str, ...]
    clauses: tuple[str, ...]
    opening: tuple[str, ...]
    acts: tuple[str, ...]
    accounts: tuple[str, ...]
    reported: tuple[str, ...]
    results: tuple[str, ...]
    passing: tuple[str, ...]
    heads: tuple[str, ...]
    silent: tuple[str, ...]
    elsewhere: tuple[str, ...]
    public: tuple[str, ...]
    verbs: tuple[str, ...]
    subjects: tuple[str, ...]
    seconds: tuple[str, ...]


class ReadoutWords:
    """The file's words as patterns; `contact`: nouns for a contact ("the call")."""

    def __init__(self, file: ReadoutFile, contacts: ContactWords) -> None:
        self.contact = contacts.bare
        self.reporting, self.says, self.clauses = any_of(file.reporting), any_of(file.says), any_of(file.clauses)
        self.opening, self.acts, self.accounts = any_of(file.opening), any_of(file.acts), any_of(file.accounts)
        self.reported, self.silent = any_of(file.reported), any_of(file.silent)
        self.elsewhere, self.public = any_of(file.elsewhere), any_of(file.public)
        results = _either(file.results).replace(" ", r"\s+").replace("<contact>", contacts.nouns)
        self.results = re.compile(rf"(?:{results})", re.IGNORECASE)
        self.passing = re.compile(rf"(?:{_either(file.passing)})\s*(?=[,;.]|$)")
        self.heads = re.compile(rf"(?:{_either(file.heads)})\s*")
        self.verbs = re.compile(rf"\b(?:{_either(file.verbs)})\b")
        self.second = re.compile(rf"(?:{_either(file.subjects)})\s(?:[a-z]+ly\s)?(?:{_either(file.seconds)})")


def _either(patterns: Iterable[str]) -> str:
    return "|".join(patterns)


def parse(data: bytes) -> ReadoutWords:
    """The file validated and compiled; raises KnowledgeError where it is not as it should be."""
    with checking(FILE):
        return ReadoutWords(decode(data, ReadoutFile), contact_words())


@cache
def readout_words() -> ReadoutWords:
    """The words of the knowledge file."""
    return parse(data_file("knowledge", FILE))
