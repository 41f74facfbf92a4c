"""relations.yaml: the forms in which relations are told, validated and compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import msgspec

from ..data import checking, data_file, decode
from ..story import RelationKind, Status

FILE = "relations.yaml"
ACTOR, PLACE, MODIFIER, FORMAT = 0xE000, 0xE800, 0xF000, 0xF400  # first symbols of each kind of phrase in a line
LAST = 0xF8FF
ROOM = 0x400  # phrases of one kind in a sentence at most
HEARD = ("denial", "asks", "conditional", "lasting", "over")  # classes that are looked for in plain text
GROUP = re.compile(r"\([^()]*\)[?*]?(?:\{[^}]*\}\??)?")
SLOT = re.compile(r"<([a-zA-Z]+)(?::(\w+))?>(\*?)")
NUMBER = r"(?:\d+(?: (?:, |\. )?\d+)*|one|two|three|four|five|six|seven|eight|nine|ten) "
ARTICLE = "al|el|ez|az|ad|ed|es|as|ash|at|an|de|du|la|of|of the"
CAPITAL = r"(?-i:[A-ZÀ-Þ])\w* "
NO_NAME = "and |or |the |a |an |in |with |but |who |which "
NAME = rf"{CAPITAL}(?:(?:(?:- |' |(?:{ARTICLE}) (?:- )?))?{CAPITAL}|- (?!{NO_NAME})\w+ ){{0,4}}"


class Pattern(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form of a relation as it stands in the file."""

    kind: RelationKind
    form: str
    past: bool = True
    status: Status = "ongoing"
    free: bool = False


class RelationFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """relations.yaml as it stands."""

    verbs: dict[str, tuple[str, ...]]
    words: dict[str, tuple[str, ...]]
    agents: dict[str, str | None]
    kinds: dict[str, str]
    holders: dict[str, str]
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True)
class Form:
    """A pattern written out; `needs`: sets of words of which a sentence must hold one each."""

    kind: RelationKind
    pattern: str
    past: bool
    status: Status
    free: bool
    needs: tuple[frozenset[str], ...]

    @cached_property
    def find(self) -> re.Pattern[str]:
        """The pattern compiled, when the first sentence needs it: most stories need but a few."""
        return re.compile(self.pattern, re.IGNORECASE)

    def fits(self, words: set[str]) -> bool:
        """Whether a sentence of these words is worth looking through."""
        return not any(need.isdisjoint(words) for need in self.needs)


class RelationWords:
    """The file's words and forms, compiled."""

    def __init__(self, file: RelationFile) -> None:
        self.file = file
        self.words = {name: tuple(w.casefold() for w in words) for name, words in file.words.items()}
        self._heard = {n: re.compile(rf"\b{self.any(n)}\b", re.I) for n in HEARD}
        self.definite = frozenset(self.words["definite_region"])
        self.compass = frozenset(self.words["compass"])
        self.common = frozenset(self.words["region"]) | frozenset(self.words["bearing"]) | {"the"}
        self.forms = tuple(self._written_out(p) for p in file.patterns)

    def _written_out(self, p: Pattern) -> Form:
        pattern = r"(?<!\S)" + SLOT.sub(self._slot, p.form)
        return Form(p.kind, pattern, p.past, p.status, p.free, tuple(self._needs(p.form)))

    def _needs(self, form: str) -> Iterator[frozenset[str]]:
        """Of the parts that are not optional: the words of verbs and nouns, and what stands there as it is."""
        bare = form
        while GROUP.search(bare):
            bare = GROUP.sub(" ", bare)
        for name, verb, star in SLOT.findall(bare):
            told = [f for forms in self.file.verbs[verb] for f in forms.split()] if verb else self.words.get(name, ())
            if not star and (verb or name in ("ally", "foe")):
                yield frozenset(word.split()[0] for word in told)
        yield from (frozenset({word}) for word in SLOT.sub(" ", bare).casefold().split() if word.isalpha())

    def _slot(self, slot: re.Match[str]) -> str:
        name, verb, star = slot.groups()
        if verb:
            forms = [form.split() for form in self.file.verbs[verb]]
            return {"v": self._finite, "p": self._passive, "g": _gerund}[name](forms)
        if name in SLOTS:
            return SLOTS[name]
        if name in ("share", "place", "held", "holder", "is", "end", "own"):
            return str(getattr(self, f"_{name}")())
        words = self.any(name)
        return f"(?:{words} )*" if star else words if not star and name in ("ally", "foe", "units") else f"(?:{words} )"

    def heard(self, name: str, text: str) -> bool:
        """Whether a word of a class stands in the text."""
        return self._heard[name].search(text) is not None

    def any(self, name: str) -> str:
        """The words of a class, as one group."""
        return _any(self.file.words[name])

    def _own(self) -> str:
        return f"(?P<own>{self.any('owner')})"

    def _is(self) -> str:
        modal = "|".join(self.any(m) for m in ("requested", "planned", "hypothetical"))
        return (
            r"(?:(?:is|are|(?P<was>was|were)|has been|have been|had been|remains?|became|(?P<ismodal>"
            + modal
            + r") be) "
            r"(?:(?P<isneg>not|no longer|never) )?)"
        )

    def _finite(self, forms: list[list[str]]) -> str:
        base, third, past, part, ing = (_any(f[i] for f in forms) for i in range(5))
        adverb = f"(?:{self.any('adv')} )*"
        modal = "|".join(self.any(m) for m in ("requested", "planned", "hypothetical"))
        return (
            rf"{adverb}(?:"
            rf"(?P<neg1>(?:do|does|did) not|(?:don|doesn|didn) ' t|never|no longer) {adverb}(?:{base}|{third}) "
            rf"|(?P<modal>{modal}) (?P<neg2>not )?{adverb}(?:continue to )?{base} "
            rf"|(?P<inf>to) {adverb}{base} "
            rf"|(?P<sing1>has|had|have) (?P<neg3>not |never )?{adverb}(?:been {adverb}{ing}|(?P<perfect>{part})) "
            rf"|(?:is|are|was|were) (?P<neg4>not |no longer )?{adverb}{ing} "
            rf"|continues? to {base} |(?P<sing2>{third}) |{base} |(?P<past>{past}) )"
        )

    def _passive(self, forms: list[list[str]]) -> str:
        part = _any(f[3] for f in forms)
        return rf"(?:{self._is()}(?:being )?)?(?:{self.any('adv')} )*{part} by (?:the )?"

    def _share(self) -> str:
        return (
            rf"(?P<share>(?:{self.any('about')} )?(?:(?:{NUMBER}|a |an )(?:percent|per cent|%|villages|towns|districts)"
            rf"|{NUMBER}of the (?:\w+ )?{NUMBER}|{self.any('share')}) )(?:of )?"
        )

    def _place(self) -> str:
        head, bearing = self.any("region"), f"(?:{self.any('bearing')} )*"
        symbol = f"[{chr(PLACE)}-{chr(LAST)}{chr(ACTOR)}-{chr(PLACE - 1)}]"
        named = self.any("named_region")
        core = (
            rf"(?:{NAME}(?:{head} )?|(?:{symbol} )?{bearing}(?:{named} (?:{NAME}|[{ANYWHERE}] )"
            rf"|{head} (?:of (?:the )?(?:{NAME}|[{ANYWHERE}] ))?)|[{ANYWHERE}] (?:{head} )?)"
        )
        more = rf"(?:(?:, |and )(?:the )?{bearing}{head} ){{0,2}}"
        return rf"(?<!- )(?<!' )(?P<place>(?:the |its |their )?{bearing}{core}{more})"

    def _held(self) -> str:
        return rf"(?P<held>{self.any('territory')} (?:of (?:the )?{NAME})?)"

    def _holder(self) -> str:
        return rf"(?P<s>[{chr(ACTOR)}-{chr(PLACE - 1)}{chr(MODIFIER)}-{chr(FORMAT - 1)}] |{_any(self.file.holders)} )"

    def _end(self) -> str:
        return rf"(?=(?:{self.any('end')} |[.,;:!?()\"”“—–]|$))"


ACTORS, ANYWHERE = f"{chr(ACTOR)}-{chr(PLACE - 1)}", f"{chr(ACTOR)}-{chr(MODIFIER - 1)}"
ONE = f"[{ACTORS}] "
SOME = f"{ONE}(?:(?:, {ONE}){{0,8}}(?:, )?(?:and|as well as) {ONE})?"
ASIDE = r"(?:, (?:which|who|whose|a|an|the|its|led|also|together|along) [^.;:]{1,110}? , |\( [^()]{1,60} \) )?"
SLOTS = {
    "s": f"(?P<s>{SOME})",
    "o": f"(?P<o>{SOME})",
    "one": f"(?P<o>{ONE})",
    "any": f"(?P<o>{SOME.replace(ACTORS, ANYWHERE)})",
    "by": f"(?P<by>{ONE})",
    "u": f"(?P<u>{ONE})",
    "number": f"(?:{NUMBER})",
    "first": rf"(?P<first>(?P<s>{ONE})[^.;:,]{{3,80}} and )",
    "S": rf"(?P<s>{SOME}){ASIDE}(?P<rel>(?:, )?(?:which|who|that) )?",
    "m": f"(?P<s>[{chr(ACTOR)}-{chr(PLACE - 1)}{chr(MODIFIER)}-{chr(FORMAT - 1)}] )",
    "f": f"(?P<f>[{ACTORS}{chr(FORMAT)}-{chr(LAST)}] )",
}


def _any(words: Iterable[str]) -> str:
    escaped = sorted(
        {re.escape(w).replace(r"\*", r"\w*").replace(r"\ ", " ") for w in words}, key=lambda w: (-len(w), w)
    )
    return f"(?:{'|'.join(escaped)})"


def _gerund(forms: list[list[str]]) -> str:
    return f"{_any(f[4] for f in forms)} "


def parse(data: bytes) -> RelationWords:
    """The file validated and compiled; raises KnowledgeError where it is not as it should be."""
    with checking(FILE):
        return RelationWords(decode(data, RelationFile))


@cache
def relation_words() -> RelationWords:
    """The words of the knowledge file."""
    return parse(data_file("knowledge", FILE))
