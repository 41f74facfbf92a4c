"""States that the knowledge lacks, told as states by a story itself: "Velmora's foreign minister", "the Kingdom of X".

A name that nothing else is known of is taken for a state's where the words around it are those of a state: national
offices ("embassy of X"), the form of state ("Grand Duchy of X"), an adjective made of the name before an office.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from ..knowledge.entries import State
from ..places.gazetteer import gazetteer
from ..places.keys import fold as key_of
from .names import Hit, Noun
from .words import (
    AUXILIARIES,
    DETERMINERS,
    HONORIFICS,
    LOCATIVE,
    NEVER_NAMES,
    PARTICLES,
    RANKS,
    SAYING,
    bag,
    capital,
    fold,
)

OWN = "~"  # before the name of such a state, as its id within a story
SURE = 2  # points from which a name is a state's
STRONG, WEAK, PERSON = 2, 1, -2  # what a name gains by the words around it
MOST = 2  # words of a name at most
SHORTEST = 4  # letters of a name, and of what an adjective shares with it
TAIL = 2  # last letters of a name that its adjective may lack
TOWN = 20_000  # inhabitants of a place from which its name is that of the place
LAND = bag("ADM1 RGN ISL PCLI TERR CONT")  # kinds of places whose name is taken, however few live there

NATIONAL = frozenset({  # offices that a state alone has
    "foreign minister", "foreign ministers", "foreign ministry", "prime minister", "prime ministers", "embassy",
    "head of state", "ambassador", "envoy", "top diplomat", "defence minister", "defense minister", "armed forces",
    "defence ministry", "defense ministry", "ministry of foreign affairs",
})  # fmt: skip
RULERS = bag("president presidents government parliament capital king queen sultan emir chancellor pm premier premiers")
RULING = NATIONAL | RULERS | bag("army navy troops soldiers coast")
INNER = bag("police authorities government counterpart") | {"coast guard"}
SHORES = bag("army navy coast territory airspace soil sovereignty") | {"coast guard"}  # of nobody but a state
MINISTERS = bag("minister ministers ministry")
PORTFOLIO = 2  # words of what a minister is of: "foreign trade minister"
FORMS = bag("republic kingdom sultanate emirate principality duchy confederation isle")
COMMON = bag("republic isle")  # forms of states that mean nothing by themselves
ENDINGS = bag("n an ian ean nian ese i ni ish er ite oan nese")  # of adjectives made of a name
PLURALS = bag("ns ans ians eans nians is nis ers ites oans")
PLURAL = "s"
JOINTS = bag("and , - –")  # between two states
ADDRESSED = bag("accused accuses warned warns blamed blames urged urges asked asks on between against summoned")
DIRECTIONS = bag("north south east west northern southern eastern western upper lower new greater central")
NAME = r"([A-Z][a-z]+(?: [A-Z][a-z]+)?)"
DATELINE = re.compile(rf"^[A-Z][\w' .-]*, (?:(?:the )?(?:[A-Z][a-z]+ ){{1,2}}of (?:the )?)?{NAME}\b ?(?:[(,–—-])")
AGENCY = re.compile(rf"\b{NAME} (?:News|Press|Information|Wire|Broadcasting|Telegraph Agency|Radio|Television)\b")
OFFICE = 4  # words of an office at most
BEFORE_OFFICE = 2  # words between a name's possessive and the office


@dataclass(frozen=True)
class Known:
    """The words of a story, and what is known at each: names, nouns, sentences in title case (`loud`) left out."""

    words: Sequence[str]
    folded: Sequence[str]
    hits: Sequence[Hit | None]
    nouns: Sequence[Noun | None]
    starts: Set[int]
    loud: Set[int]
    dateline: str = ""
    agency: str = ""
    kicker: str = ""

    @cached_property
    def taken(self) -> frozenset[int]:
        """Words of known names."""
        return frozenset(at for hit in self.hits if hit for at in range(hit.first, hit.last))

    @cached_property
    def titles(self) -> frozenset[int]:
        """Where nouns for a person end."""
        return frozenset(noun.last for noun in self.nouns if noun and noun.agent.kind == "person")

    @cached_property
    def titled(self) -> dict[int, int]:
        """Where names after a title end, with where they begin."""
        return {last: first for first, last in self.runs if first in self.titles}

    @cached_property
    def runs(self) -> tuple[tuple[int, int], ...]:
        """Capitalised words that nothing is known of."""
        out, at = [], 0
        while at < len(self.words):
            last = at
            while last < len(self.words) and self.free(last) and (last == at or last not in self.starts):
                last += 1
            if last > at:
                out.append((at, last))
            at = max(last, at + 1)
        return tuple(out)

    def free(self, at: int) -> bool:
        """Whether a word may be one of a name that nothing is known of."""
        word = self.words[at]
        named = capital(word) and word.isalpha() and not word.isupper() and at not in self.taken | self.loud
        return named and self.nouns[at] is None and self.folded[at] not in NEVER_NAMES | HONORIFICS | FORMS

    def office(self, at: int, of: Set[str]) -> bool:
        """Whether an office begins at a word."""
        return any(" ".join(self.folded[at : at + size]) in of for size in range(1, OFFICE + 1))

    def minister(self, at: int) -> bool:
        """Whether a ministry or who leads it begins at a word: "transport minister"."""
        words = self.folded[at : at + PORTFOLIO + 1]
        size = next((i for i, word in enumerate(words) if word in MINISTERS), None)
        return size is not None and all(word.isalpha() for word in words[:size])

    def office_before(self, at: int, of: Set[str]) -> bool:
        """Whether an office ends before a word."""
        return any(" ".join(self.folded[max(at - size, 0) : at]) in of for size in range(1, OFFICE + 1))


def unlisted_states(text: Known) -> tuple[State, ...]:
    """The states that a story tells of, and the knowledge does not have."""
    told, points = Counter[str](), Counter[str]()
    landed = set[str]()  # what has an army, a territory or ministers
    told.update(dict.fromkeys(DATELINE.findall(text.dateline), STRONG))
    agencies = {*AGENCY.findall(text.agency)}
    points.update(dict.fromkeys(agencies, WEAK))
    for first, last in text.runs:
        name = " ".join(text.words[first:last])
        told[name] += _told(text, first, last)
        if _has_land(text, first, last):
            landed.add(name)
        if _is_persons(text, first, last):
            points[text.words[last - 1]] += PERSON
            points[name] += PERSON
        points[name] += WEAK * text.office(last, RULING)  # "Velmora troops"
    made = {name: _adjectives(text, name) for name in told if len(name) >= SHORTEST and name.count(" ") < MOST}
    for name, found in made.items():
        ends = [at + 1 for ats in found.values() for at in ats]
        offices = sum(text.office(at, RULING | INNER) or text.minister(at) for at in ends)
        told[name] += (STRONG * offices + WEAK * bool(found)) * (name[-1] not in PLURAL)
        told[name] += WEAK * (name in _headings(text.kicker))
        points[name] += told[name] + WEAK * any(_is_made_of(fold(one), name) for one in agencies)
        points[name] += WEAK * (name in landed and _acts(text, name, ()) > 0)
    sure = {name for name in made if points[name] >= SURE and told[name]}
    if sure:  # a story of one such state has others
        sure |= {name for name in made if points[name] >= WEAK and told[name]}
        sure |= {name for name in made if points[name] >= 0 and points[name] + _acts(text, name, sure) >= SURE}
    sure -= {word for name in sure for word in made[name]}  # "Velmoran" is no state beside Velmora
    forms = {name: _forms(text, name) for name in sure}
    return tuple(_state(name, forms[name], made[name]) for name in made if name in sure and _is_no_place(name))


def _state(name: str, forms: Iterable[str], made: Iterable[str]) -> State:
    people = tuple(word for word in made if any(word.endswith(end) for end in PLURALS))
    adjectives = tuple(word for word in made if word not in people)
    return State(id=OWN + name, name=name, aliases=tuple(sorted(forms)), adjectives=adjectives, people=people)


def _told(text: Known, first: int, last: int) -> int:
    """How far whose a name is said to be, and what is said to be its own, tell that it is a state's."""
    if _form(text, first):
        return STRONG
    offices = [at for at in _owned(text, last) if text.office(at, RULERS | NATIONAL | SHORES) or text.minister(at)]
    if offices:
        return STRONG if text.office(offices[0], NATIONAL) else WEAK
    first = _head(text, first)
    if text.folded[first - 1 : first] != ["of"]:
        return 0
    if text.office_before(first - 1, NATIONAL) or text.folded[first - 2 : first - 1] == ["ministers"]:
        return STRONG
    titled = text.titled.get(first - 1)  # "Chancellor Otto Brann of Merrowland"
    return WEAK if text.office_before(titled or first - 1, RULERS | SHORES) else 0


def _has_land(text: Known, first: int, last: int) -> bool:
    """Whether an army, a territory or ministers are said to be a name's."""
    owned = any(text.office(at, SHORES) or text.minister(at) for at in _owned(text, last))
    return owned or (text.folded[first - 1 : first] == ["of"] and text.office_before(first - 1, SHORES))


def _head(text: Known, first: int) -> int:
    """Where the names begin of which one is the second: "the ministers of Keldland and Oskania"."""
    joined = first > 2 and text.folded[first - 1] == "and" and text.free(first - 2)
    return next((low for low, last in text.runs if joined and last == first - 1), first)


def _headings(kicker: str) -> set[str]:
    """The names in a line above the story, as they are written within it: "LATHANIA-KURRIA"."""
    return {name.strip().title() for name in re.split(r"[-/–—:]", kicker)}


def _owned(text: Known, last: int) -> range:
    """Where what a possessive owns may begin: the words after "Velmora's"."""
    after = text.folded[last : last + 2]
    return range(last + 2, last + 3 + BEFORE_OFFICE) if after == ["'", "s"] else range(0)


def _acts(text: Known, name: str, states: Collection[str]) -> int:
    """How much more often a name is told as somebody who acts, or beside a state, than as where something is."""
    size, acts = name.count(" ") + 1, 0
    for first, last in text.runs:
        if last - first == size and " ".join(text.words[first:last]) == name:
            before, after = text.folded[first - 1] if first else "", "".join(text.folded[last : last + 1])
            beside = before in JOINTS and text.words[first - 2] in states
            beside = beside or (after in JOINTS and last + 1 < len(text.words) and text.words[last + 1] in states)
            acting = before in ADDRESSED or after in AUXILIARIES | SAYING
            acts += STRONG if beside else WEAK * (acting - (before in LOCATIVE))
    return acts


def _form(text: Known, first: int) -> tuple[str, ...]:
    """What a state calls itself before "of" and its name: "Grand Duchy"."""
    last = first - 1 - (text.folded[first - 1 : first] == ["the"])
    if last < 1 or text.folded[last] != "of" or text.folded[last - 1] not in FORMS or not capital(text.words[last - 1]):
        return ()
    begin = last - 1
    while begin > 0 and begin not in text.starts and capital(text.words[begin - 1]) and text.words[begin - 1].isalpha():
        begin -= 1
    begin += text.folded[begin] in DETERMINERS
    return (" ".join(text.words[begin:last]),)


def _forms(text: Known, name: str) -> set[str]:
    """What a state calls itself: "Isle of Tamsin", "the Grand Duchy", and not "the Republic"."""
    told = {
        form
        for first, last in text.runs
        if " ".join(text.words[first:last]) == name
        for form in _form(text, first)
    }  # fmt: skip
    return {f"{form} of {name}" for form in told} | {form for form in told if fold(form) not in COMMON}


def _adjectives(text: Known, name: str) -> dict[str, list[int]]:
    """Words made of a name ("Velmoran"), with where they stand."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for at, folded in enumerate(text.folded):
        if at not in text.taken and capital(text.words[at]) and _is_made_of(folded, name):
            found[text.words[at]].append(at)
    return found


def _is_made_of(folded: str, name: str) -> bool:
    """Whether a word is an adjective, or a people's name, made of a state's."""
    own = fold(name.split()[-1])
    least = max(len(own) - TAIL, SHORTEST)
    if folded == own or not folded.startswith(own[:least]):
        return False
    ends = (folded[cut:] for cut in range(least, len(own) + 1) if folded.startswith(own[:cut]))
    return any(end in ENDINGS | PLURALS for end in ends)


def _is_persons(text: Known, first: int, last: int) -> bool:
    """Whether a name is told as a person's: after a title or "bin", or with a given name."""
    before = text.folded[max(first - 1, 0) : first]
    titled = first in text.titles or not (HONORIFICS | RANKS | PARTICLES).isdisjoint(before)
    return titled or (last - first > 1 and text.folded[first] not in DIRECTIONS)


def _is_no_place(name: str) -> bool:
    """Whether no place that may be meant has that name, or one that it is made of ("European")."""
    own = key_of(name)
    made = [own[:cut] for cut in range(SHORTEST, len(own)) if own[cut:] in ENDINGS]
    lands = (place.feature in LAND for key in (own, *made) for place in gazetteer().named(key))
    return not any(lands) and all(place.population < TOWN for place in gazetteer().named(own))
