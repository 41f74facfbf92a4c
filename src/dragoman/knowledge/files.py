"""Files of actor knowledge -> entries, checked: what ships, and what a user's folders add to it.

A user's entry with an id that is known adds to that entry: lists grow, other fields are replaced. A fault is told with
file, line and entry.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from msgspec import Struct, ValidationError, convert

from ..data import parse
from ..errors import KnowledgeError
from . import compiled
from .entries import (
    FILES,
    PATTERNS,
    Actor,
    Agent,
    Body,
    Entries,
    Format,
    Gender,
    Given,
    Leader,
    People,
    Person,
    State,
)

FOLDER = Path(__file__).parent  # what ships
AGENTS, MASKS, GIVEN, SPELLINGS = "agents.yaml", "masks.yaml", "given.yaml", "spellings.yaml"
NAMES = (*FILES, AGENTS, MASKS, GIVEN, SPELLINGS)  # what a folder may hold
KEYS = ("id", "head")  # by which an entry is known

Entry = TypeVar("Entry", bound=Struct)


@dataclass(frozen=True)
class Raw:
    """An entry as YAML has it, and the file where it stands; where it was added to, the last one."""

    file: Path
    number: int
    value: Any

    @property
    def key(self) -> str | None:
        """What no other entry of its file has."""
        told = self.value if isinstance(self.value, dict) else {}
        return next((str(told[k]) for k in KEYS if k in told), None)

    def fault(self, problem: object) -> KnowledgeError:
        """What to raise for an entry that cannot be used."""
        node = yaml.compose(self.file.read_bytes(), Loader=yaml.CSafeLoader)
        at = f", line {node.value[self.number].start_mark.line + 1}" if isinstance(node, yaml.SequenceNode) else ""
        return KnowledgeError(f"{self.file.name}{at}, entry {self.key or self.value!r}: {problem}; mend the entry")


def read(*more: Path, shipped: Path = FOLDER) -> Entries:
    """Entries of what ships and of the folders in `more`. Raises KnowledgeError at the first fault."""
    for folder in more:
        _check_folder(folder)
    folders = (shipped, *more)
    files = [folder / name for folder in folders for name in NAMES if (folder / name).exists()]
    known = compiled.load(files)
    if known is None:
        known = _read_all(folders)
        compiled.keep(files, known)
    return known


def _read_all(folders: Sequence[Path]) -> Entries:
    raws = {name: _merged(_raws(folders, name)) for name in FILES}
    actors = {name: tuple(map(_whole, _converted(raws[name], kind))) for name, kind in FILES.items()}
    _check([pair for name in FILES for pair in zip(raws[name], actors[name], strict=True)])
    agents, given = _merged(_raws(folders, AGENTS)), _raws(folders, GIVEN)
    _check_given(given)
    found: dict[str, Any] = {name.removesuffix(".yaml"): entries for name, entries in actors.items()}
    found |= {"agents": tuple(_converted(agents, Agent)), "given": tuple(_converted(given, Given))}
    spellings = tuple(_spellings(_raws(folders, SPELLINGS)))
    return Entries(**found, masks=tuple(_masks(_raws(folders, MASKS))), spellings=spellings)


def _spellings(raws: Sequence[Raw]) -> Iterator[tuple[str, ...]]:
    seen: set[str] = set()
    for raw in raws:
        try:
            words = convert(raw.value, tuple[str, ...])
        except ValidationError as error:
            raise raw.fault("not a list of spellings of one word") from error
        if twice := [word for word in words if word.lower() in seen]:
            raise raw.fault(f"{twice[0]!r} stands in another list too")
        seen |= {word.lower() for word in words}
        yield words


def _masks(raws: Sequence[Raw]) -> Iterator[str]:
    for raw in raws:
        if not isinstance(raw.value, str):
            raise raw.fault("not a name")
        yield raw.value


def digest(folder: Path) -> str:
    """SHA-256 of the knowledge files in a folder, in hexadecimal digits."""
    sha = hashlib.sha256()
    for file in sorted(folder / name for name in NAMES):
        if file.exists():
            sha.update(file.name.encode() + b"\0" + file.read_bytes())
    return sha.hexdigest()


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise KnowledgeError(f"{folder}: no folder of knowledge files is there; check the name")
    files = sorted(file for file in folder.iterdir() if file.suffix in (".yaml", ".yml"))
    unknown = [file for file in files if file.name not in NAMES]
    if unknown:
        raise KnowledgeError(f"{unknown[0]}: of no known kind; name it one of {', '.join(NAMES)}")
    if not files:
        raise KnowledgeError(f"{folder}: it holds no knowledge file; put there one or more of {', '.join(NAMES)}")


def _raws(folders: Sequence[Path], name: str) -> list[Raw]:
    files = [folder / name for folder in folders]
    return [raw for n, file in enumerate(files) if n == 0 or file.exists() for raw in _read(file)]


def _read(file: Path) -> Iterator[Raw]:
    try:
        entries = parse(file.read_bytes())
    except yaml.MarkedYAMLError as error:
        at = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise KnowledgeError(f"{file.name}{at}: {error.problem}; mend its YAML") from error
    except (OSError, yaml.YAMLError) as error:
        raise KnowledgeError(f"{file.name}: {error}; restore the file or mend its YAML") from error
    if not isinstance(entries, list):
        raise KnowledgeError(f"{file.name}: not a list of entries; begin each with '- '")
    return (Raw(file, number, entry) for number, entry in enumerate(entries))


def _merged(raws: Sequence[Raw]) -> list[Raw]:
    """Entries of one kind; those of a later file added to those of an earlier one that have the same key."""
    out: list[Raw] = []
    at: dict[str, int] = {}
    for raw in raws:
        key = raw.key
        if key in at and out[at[key]].file != raw.file:
            out[at[key]] = Raw(raw.file, raw.number, _added(out[at[key]].value, raw.value))
            continue
        if key is not None:
            at.setdefault(key, len(out))
        out.append(raw)
    return out


def _added(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    out = dict(old)
    for key, value in new.items():
        before = old.get(key)
        if isinstance(before, list) and isinstance(value, list):
            out[key] = before + [v for v in value if v not in before]
        elif isinstance(before, dict) and isinstance(value, dict):
            out[key] = _added(before, value)
        else:
            out[key] = value
    return out


def _converted(raws: Sequence[Raw], kind: type[Entry]) -> Iterator[Entry]:
    for raw in raws:
        try:
            yield convert(raw.value, kind)
        except ValidationError as error:
            raise raw.fault(_plain(error)) from error


def _plain(error: ValidationError) -> str:
    """The fault in words: no regular expressions."""
    told = str(error)
    for pattern, meant in PATTERNS.items():
        told = told.replace(f"`str` matching regex {pattern!r}", meant)
    return told


def _whole(entry: Actor) -> Actor:
    return entry.person() if isinstance(entry, Leader) else entry


def _references(actor: Actor) -> tuple[str, ...]:
    """Ids that an entry names."""
    if isinstance(actor, State):
        return tuple(i for i in (actor.country, actor.successor) if i)
    if isinstance(actor, Body):
        return (*actor.parents, *((actor.country,) if actor.country else ()))
    if isinstance(actor, Person):
        return (actor.of, *(role.of for role in actor.roles))
    if isinstance(actor, People):
        return (*actor.countries, *((actor.default,) if actor.default else ()))
    if isinstance(actor, Format):
        return (*(m.id for m in actor.parties), *((actor.about,) if actor.about else ()))
    return ()


def _check(told: Sequence[tuple[Raw, Actor]]) -> None:
    seen: dict[str, Raw] = {}
    for raw, actor in told:
        if actor.id in seen:
            raise raw.fault(f"the id stands twice, the first time in {seen[actor.id].file.name}")
        seen[actor.id] = raw
    for raw, actor in told:
        if unknown := [i for i in _references(actor) if i not in seen]:
            raise raw.fault(f"names {unknown[0]!r}, which is no id")


def _check_given(raws: Sequence[Raw]) -> None:
    told: dict[str, Gender] = {}
    for raw, entry in zip(raws, _converted(raws, Given), strict=True):
        for name in entry.names:
            if told.setdefault(name.lower(), entry.gender) != entry.gender:
                raise raw.fault(f"{name!r} stands for both genders; leave it out of both")
