"""PLOVER's contexts of an event, by words of its sentence."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from ..data import checking, data_file, decode
from ..language.document import Document

FILE = "contexts.yaml"


class ContextFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """contexts.yaml as it stands."""

    contexts: dict[str, tuple[str, ...]]


class ContextWords:
    """A pattern for each context."""

    def __init__(self, file: ContextFile) -> None:
        self.names = tuple(file.contexts)
        self._find = {name: _any(words) for name, words in file.contexts.items()}

    def of(self, text: str) -> tuple[str, ...]:
        """The contexts of which a word stands in the text, in the order of the file."""
        return tuple(name for name, pattern in self._find.items() if pattern.search(text))


def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    forms = (re.escape(w.rstrip("*")) + (r"\w*" if w.endswith("*") else "") for w in words)
    return re.compile(rf"\b(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)


def parse(data: bytes) -> ContextWords:
    """The file validated; raises KnowledgeError where it is not as it should be."""
    with checking(FILE):
        return ContextWords(decode(data, ContextFile))


@cache
def context_words() -> ContextWords:
    """The words of the knowledge file."""
    return parse(data_file("knowledge", FILE))


class Contexts:
    """The contexts of a document's events; each sentence is looked at once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.told: dict[int, tuple[str, ...]] = {}

    def at(self, start: int) -> tuple[str, ...]:
        """The contexts of an event whose trigger starts at a character of the document."""
        if not self.document.sentences:
            return ()
        index = self.document.sentence_at(start)
        if index not in self.told:
            sentence = self.document.sentences[index]
            self.told[index] = context_words().of(self.document.text[sentence.start : sentence.end])
        return self.told[index]
