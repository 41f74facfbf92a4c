"""Actor and agent dictionaries of PETRARCH and TABARI -> entries for knowledge files of the user's own.

An actor is a name in capitals with `_` for spaces, further names on lines that begin with `+`, and CAMEO codes in
brackets, some of them dated: `[AFGGOV 011222-140929]`, `[AFGELI <750101]`, `[AFGGOV >20011222]`. An agent is a noun
with its code after `~` and its plural in braces: `POLICEMAN {POLICEMEN} [~COP]`. Source of the formats: the TABARI
manual and the dictionaries of the Open Event Data Alliance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, get_args

from .actors import Actors
from .entries import Actor, Sector, State
from .forms import key

SECTORS: dict[str, str] = {  # sectors of CAMEO that PLOVER calls otherwise
    **{sector: sector for sector in get_args(Sector)},
    "MED": "JRN", "HLH": "MED", "MNC": "BUS", "NGM": "NGO", "INS": "REB", "SEP": "REB", "RAD": "REB", "LAB": "CVL",
    "SET": "CVL", "AGR": "CVL", "ENV": "NGO", "HRI": "NGO", "PPL": "CVL", "KID": "CVL", "JEW": "REL", "MOS": "REL",
    "CHR": "REL", "BUD": "REL", "HIN": "REL", "MUS": "REL",
}  # fmt: skip
NO_COUNTRY = frozenset("IGO NGO NGM MNC INT IMG UIS".split())  # first codes of who is of no country
REGIONS = frozenset(
    """AFR ASA BLK CRB CAU CFR CIS CAS CEU EIN EAF EEU EUR LAM MEA MDT NAF NMR PGS PRS SCN SAM SAS SEA SAF WAF WEU WST
    KKL""".split()
)
BODIES = {"IGOUNO": "united-nations", "IGOEUR": "european-union", "IGOWSTNAT": "nato"}  # by how a code begins
NOBODY = "[---]"  # the code of a name that is to be passed over
COMMENT = re.compile(r"[#;].*")
CODE = re.compile(r"\[([^\[\]]*)\]")
DATED = re.compile(
    r"(?P<code>[A-Z]{3,})\s*(?P<sign>[<>])?\s*(?P<first>\d{6}|\d{8})?\s*(?:-\s*(?P<last>\d{6}|\d{8}))?>?"
)
BRACED = re.compile(r"\{([^{}]*)\}?")
SET = re.compile(r"!([A-Z]+)!")
SMALL = frozenset("of the and for in on at de del la le du des da dos das van von der di al el ul e i".split())
FIRST_CENTURY = 30  # two-digit years up to this are of this century
DEFAULT = "UNK"


@dataclass(frozen=True)
class Fault:
    """A line that could not be read, and why."""

    file: str
    line: int
    text: str
    why: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.why}: {self.text.strip()[:60]}"


@dataclass
class Spelt:
    """An actor of a dictionary: its names, and its codes with ISO days."""

    line: int
    names: list[str]
    codes: list[tuple[str, str | None, str | None]] = field(default_factory=list)


@dataclass
class Converted:
    """Entries by knowledge file, and the lines that were left out."""

    entries: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def add(self, file: str, entry: dict[str, Any]) -> None:
        self.entries.setdefault(file, []).append(entry)


def convert(dictionaries: Iterable[tuple[str, str]], known: Actors) -> Converted:
    """Entries for the text of dictionaries by file name; those with `agents` in their name hold agents.

    A name that the knowledge has already adds its other names to that actor.
    """
    out = Converted()
    for name, text in dictionaries:
        lines = list(enumerate((COMMENT.sub("", line).rstrip() for line in text.splitlines()), 1))
        if "agents" in name.lower():
            _convert_agents(name, lines, known, out)
        else:
            _Conversion(name, known, out).run(lines)
    return out


def _convert_agents(file: str, lines: list[tuple[int, str]], known: Actors, out: Converted) -> None:
    heads = {form for agent in known.agents for form in (agent.head, agent.plural)}
    sets: dict[str, list[str]] = {}
    for number, line in lines:
        if not line.strip():
            continue
        if line.startswith("!") and "=" in line:
            label, _, words = line.partition("=")
            sets[label.strip(" !")] = [_plain(word) for word in words.split(",")]
            continue
        entries = list(_agents(line, sets))
        if not entries:
            out.faults.append(Fault(file, number, line, "no noun with a code as in [~GOV]"))
        for entry in entries:
            if entry["head"] not in heads:
                heads.add(entry["head"])
                out.add("agents.yaml", entry)


def _agents(line: str, sets: dict[str, list[str]]) -> Iterator[dict[str, Any]]:
    """The nouns of a line; a substitution set (`FISHER!PERSON!`) gives one for each of its words."""
    noun, _, coded = line.partition("[")
    code = re.match(r"~?([A-Z]{3,})~?", coded.strip())
    sector = _sector(code[1]) if code else None
    braced = BRACED.search(noun)
    plural = _plain(braced[1]) if braced else None
    stem = BRACED.sub("", noun)
    named = SET.search(stem)
    if not sector or not _plain(SET.sub("", stem)):
        return
    for word in sets.get(named[1], []) if named else [""]:
        head = _plain(SET.sub(word, stem)).lower()
        entry = {"head": head, "sector": sector, "kind": "person" if plural != "" else "people"}
        if plural != "" and not named:
            entry["plural"] = (plural or f"{head}s").lower()
        yield entry


class _Conversion:
    """One dictionary of actors."""

    def __init__(self, file: str, known: Actors, out: Converted) -> None:
        self.file, self.known, self.out = file, known, out
        self.ids = {key(form): actor.id for actor in known.by_id.values() for form in forms_of(actor)}
        self.taken = set(known.by_id)

    def run(self, lines: list[tuple[int, str]]) -> None:
        for spelt in self._spelt(lines):
            forms = list(dict.fromkeys(form for name in spelt.names for form in _forms(name)))
            if spelt.codes:
                self._take(spelt, forms)
            else:
                self.out.faults.append(Fault(self.file, spelt.line, spelt.names[0], "no code"))

    def _spelt(self, lines: list[tuple[int, str]]) -> Iterator[Spelt]:
        current: Spelt | None = None
        for number, line in lines:
            if not line.strip():
                continue
            line = line.replace(NOBODY, "")
            name, codes = CODE.sub("", line), list(_codes(line))
            if len(codes) < len(CODE.findall(line)):
                self.out.faults.append(Fault(self.file, number, line, "a code that is none"))
            if name.startswith("+") and current:
                current.names.append(name[1:])
            elif _forms(name) and not name.startswith("+"):
                if current:
                    yield current
                current = Spelt(number, [name])
            if current:
                current.codes += codes
            elif codes or name.strip():
                self.out.faults.append(Fault(self.file, number, line, "no name before it"))
        if current:
            yield current

    def _take(self, spelt: Spelt, forms: list[str]) -> None:
        country, sector = self._standing(spelt.codes[0][0])
        if country and sector is None and not any(since or until for _, since, until in spelt.codes):
            self._take_state(country, forms)
            return
        known = next((self.ids[key(form)] for form in forms if key(form) in self.ids), None)
        if known:
            self._add_names(known, forms)
        elif len(spelt.codes) > 1 or any(since or until for _, since, until in spelt.codes):
            self._take_person(spelt, forms)
        else:
            entry = {"id": self._id(forms[0]), "name": forms[0], "sector": sector or DEFAULT, "country": country}
            self._keep("groups.yaml", entry, forms)

    def _take_state(self, country: str, forms: list[str]) -> None:
        """Towns and people of a state stand for it as its capital does; an unknown code is a new state."""
        if isinstance(self.known.by_id.get(country), State):
            new = [form for form in forms if key(form) not in self.ids]
            if new:
                self.out.add("states.yaml", {"id": country, "capitals": new})
        elif country not in self.taken:
            self.taken.add(country)
            self._keep("states.yaml", {"id": country, "name": forms[0], "capitals": forms[1:]}, forms[:1])

    def _take_person(self, spelt: Spelt, forms: list[str]) -> None:
        undated = [code for code, since, until in spelt.codes if not (since or until)] or [spelt.codes[-1][0]]
        sector = self._standing(undated[-1])[1]
        owners = (self._of(code) for code in (*undated, *(code for code, _, _ in spelt.codes)))
        country = next((of for of in owners if of), None)
        if country is None:  # whom they stand for must be an entry
            self.out.faults.append(Fault(self.file, spelt.line, spelt.names[0], "a person with offices of no country"))
            return
        roles = []
        for code, since, until in spelt.codes:
            of, held = self._of(code), self._standing(code)[1]
            if of and (since or until):
                role = {"role": "office", "of": of, "sector": held, "from": since, "to": until, "source": self.file}
                roles.append({k: v for k, v in role.items() if v})
        entry = {"id": self._id(forms[0]), "name": forms[0], "of": country, "sector": sector or DEFAULT, "roles": roles}
        self._keep("persons.yaml", entry, forms)

    def _of(self, code: str) -> str | None:
        """The state or organisation of a code."""
        bodies = (id for start, id in BODIES.items() if code.startswith(start) and id in self.known.by_id)
        return self._standing(code)[0] or next(bodies, None)

    def _standing(self, code: str) -> tuple[str | None, str | None]:
        parts = [code[i : i + 3] for i in range(0, len(code), 3)]
        of_country = parts[0] not in NO_COUNTRY | REGIONS and (parts[0] in self.taken or parts[0] not in SECTORS)
        country = parts[0] if of_country and (len(parts) == 1 or parts[0] in self.taken) else None
        return country, _sector("".join(parts[1:] if of_country else parts))

    def _add_names(self, id: str, forms: list[str]) -> None:
        new = [form for form in forms if key(form) not in self.ids]
        if new and id in self.known.homes:
            self.ids |= {key(form): id for form in new}
            self.out.add(self.known.homes[id], {"id": id, "aliases": new})

    def _keep(self, file: str, entry: dict[str, Any], forms: list[str]) -> None:
        entry = {k: v for k, v in entry.items() if v}
        if forms[1:]:
            entry["aliases"] = forms[1:]
        self.ids |= {key(form): entry["id"] for form in forms}
        self.out.add(file, entry)

    def _id(self, name: str) -> str:
        base = re.sub(r"[^a-z0-9]+", "-", key(name)).strip("-") or "actor"
        id, number = base, 2
        while id in self.taken:
            id, number = f"{base}-{number}", number + 1
        self.taken.add(id)
        return id


def forms_of(actor: Actor) -> tuple[str, ...]:
    """The forms that an actor has in any story."""
    own = (*actor.adjectives, *actor.people, *actor.capitals) if isinstance(actor, State) else ()
    return (actor.name.split(" (")[0], *actor.aliases, *own)


def _codes(line: str) -> Iterator[tuple[str, str | None, str | None]]:
    """The codes of a line with their first and last day."""
    for bracket in CODE.findall(line):
        if match := DATED.fullmatch(bracket.strip().replace("--", "-")):
            first, last = _day(match["first"]), _day(match["last"])
            yield match["code"], *((None, first) if match["sign"] == "<" else (first, last))


def _day(digits: str | None) -> str | None:
    """ "011222" or "20011222" as an ISO day."""
    if not digits:
        return None
    if len(digits) == 6:
        digits = ("20" if int(digits[:2]) <= FIRST_CENTURY else "19") + digits
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def _sector(codes: str) -> str | None:
    """The first of some CAMEO codes of three letters that is a sector."""
    return next((SECTORS[codes[i : i + 3]] for i in range(0, len(codes), 3) if codes[i : i + 3] in SECTORS), None)


def _plain(word: str) -> str:
    return " ".join(word.replace("_", " ").split())


def _forms(name: str) -> list[str]:
    """A name as texts write it: "FREE_ARMY_" is "Free Army", "ZED_FRONT_(ZF)_" is "Zed Front" and "Zf"."""
    parts = (_plain(part) for part in re.split(r"[()]", name))
    return [re.sub(r"[^\W\d_]+('S\b)?", _cased, part) for part in parts if re.search(r"[A-Z]{2}", part)]


def _cased(word: re.Match[str]) -> str:
    """Small words fit capitals too, so they are told in small letters, wherever they stand."""
    return word[0].lower() if word[0].lower() in SMALL else word[0].capitalize()
