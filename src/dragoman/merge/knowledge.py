"""events.yaml: what the merge of events knows of types, words and weights; validated as it is loaded."""

from __future__ import annotations

from functools import cache

import msgspec

from ..data import checking, data_file, decode
from .words import stem

FILE = "events.yaml"


class EventsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """events.yaml as it stands."""

    version: str
    near: dict[str, tuple[str, ...]]
    both: tuple[str, ...]
    once: tuple[str, ...]
    kinds: dict[str, dict[str, tuple[str, ...]]]
    modes: dict[str, str]
    about: dict[str, str]
    mutual: tuple[str, ...]
    definite: tuple[str, ...]
    again: tuple[str, ...]
    counted: dict[str, tuple[str, ...]]
    numbers: dict[str, int]
    bias: float
    weights: dict[str, float]
    threshold: float


class Merging(msgspec.Struct, frozen=True):
    """The same, as it is looked up.

    `near`: pairs of types that tell one event in other stories; `both`: types whose sides act together; `once`: types
    that befall a person but once; `kinds`: type -> kind -> stems of triggers; `modes`: mode -> the kind it is; `about`:
    type -> the type whose kinds it may be about; `counted`: word -> its class.
    """

    version: str
    near: frozenset[frozenset[str]]
    both: frozenset[str]
    once: frozenset[str]
    kinds: dict[str, dict[str, frozenset[str]]]
    modes: dict[str, str]
    about: dict[str, str]
    mutual: frozenset[str]
    definite: frozenset[str]
    again: frozenset[str]
    counted: dict[str, str]
    numbers: dict[str, int]
    bias: float
    weights: dict[str, float]
    threshold: float


@cache
def merging() -> Merging:
    """The file's content; raises KnowledgeError where it is not of its form."""
    data = data_file("merge", FILE)
    with checking(FILE):
        file = decode(data, EventsFile)
    return Merging(
        version=file.version,
        near=frozenset(frozenset((a, b)) for a, others in file.near.items() for b in others),
        both=frozenset(file.both),
        once=frozenset(file.once),
        kinds={
            type: {kind: frozenset(map(stem, words)) for kind, words in kinds.items()}
            for type, kinds in file.kinds.items()
        },
        modes=file.modes,
        about=file.about,
        mutual=frozenset(map(stem, file.mutual)),
        definite=frozenset(file.definite),
        again=frozenset(file.again),
        counted={stem(word): what for what, words in file.counted.items() for word in words},
        numbers=file.numbers,
        bias=file.bias,
        weights=file.weights,
        threshold=file.threshold,
    )
