"""Phrases around nouns for actors: whose they are ("Turkey's", "Kurdish", "of the SDF"), and the names they title."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from ..knowledge.entries import Body, Person, State
from ..language.document import Sentence
from .names import Hit, Noun
from .spot import Proper, Text
from .words import AGAINST, BACKING, CLASSES, DETERMINERS, NUMBERS, OWNING, POSSESSIVE, STOPS, TIES, bag

LEFT_WORDS = 3  # unknown words between a noun and what stands before it: "Syria's long-serving foreign minister"
RIGHT_WORDS = 5  # words between "of", "in", "for" and the name that they lead to
APOSTROPHES = frozenset("'’")
SENT = bag("envoy ambassador emissary negotiator mediator representative rapporteur") | {
    "special envoy",
    "peace envoy",
    "special representative",
}  # "for" leads to what they are sent to, not to whose they are
PLACES = bag("in from at near inside outside across throughout")
LED = bag("led leads leading headed heads heading represented represents chaired chairs")
ALLIANCES = bag("coalition alliance")  # of whom they are made tells what they are


@dataclass(frozen=True, slots=True)
class Owner:
    """What a noun is said to belong to: a name, another noun, or a pronoun (`mark` None, word `at`)."""

    at: int
    mark: Hit | Noun | Proper | None
    how: Literal["adjective", "possessive", "of", "in", "noun"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words `[first, last)`: a noun for actors with its owners (nearest first), and the name it titles or explains.

    `tied`: a name is tied to it by a hyphen; `backer`: the name in "Turkish-backed", which tells whose they are not.
    """

    first: int
    last: int
    noun: Noun
    owners: tuple[Owner, ...]
    determiner: str | None
    name: Hit | Proper | None = None
    counted: bool = False
    tied: bool = False
    backer: Hit | None = None


class _Left:
    """The words before a noun, read leftwards."""

    def __init__(self, text: Text, noun: Noun | Hit, sentence: Sentence) -> None:
        self.text, self.low = text, sentence.first
        self.first = noun.first
        self.owners: list[Owner] = []
        self.determiner: str | None = None
        self.unknown = 0
        self.counted = False
        self.tied = False
        self.backer: Hit | None = None
        at = noun.first - 1
        while at >= self.low:
            at = self._read(at)

    def _read(self, at: int) -> int:
        """Take the word at `at`; the next to read, or -1 to stop."""
        word, mark = self.text.folded[at], self.text.mark_at.get(at)
        if word == ")" and (before := self._bracket(at)) is not None:
            return before
        if self._is_possessive(at):
            return self._possessor(at)
        if word in POSSESSIVE:
            self.owners.append(Owner(at, None, "possessive"))
            self.first = at
            return -1
        if word in DETERMINERS and not mark:
            self.first, self.determiner = at, word
            return at - 1 if word == "the" and self.text.folded[max(at - 1, 0)] in ("all", "both") else -1
        if mark is not None:
            return self._modifier(mark)
        if word in STOPS or (not word.isalnum() and word != "-"):
            return -1
        return self._plain(at, word)

    def _bracket(self, at: int) -> int | None:
        """What to read after the short form of a name in brackets: "the Islamic State (IS) group"."""
        mark = self.text.mark_at.get(at - 1)
        opens = isinstance(mark, Hit) and mark.first - 2 >= self.low and self.text.words[mark.first - 1] == "("
        return mark.first - 2 if mark and opens and isinstance(self.text.mark_at.get(mark.first - 2), Hit) else None

    def _plain(self, at: int, word: str) -> int:
        if word[0].isdigit() or word in NUMBERS:
            self.counted = True
            self.first = at
        elif word != "-":
            self.unknown += 1
        return at - 1 if self.unknown <= LEFT_WORDS else -1

    def _is_possessive(self, at: int) -> bool:
        words = self.text.words
        if at - 1 < self.low:
            return False
        return (self.text.folded[at] == "s" and words[at - 1] in APOSTROPHES and self.text.glued(at)) or (
            words[at] in APOSTROPHES and self.text.glued(at)
        )

    def _possessor(self, at: int) -> int:
        end = at - 1 if self.text.folded[at] == "s" else at
        mark = self.text.mark_at.get(end - 1)
        if mark is None:
            return -1
        self.owners.append(Owner(mark.first, mark, "possessive"))
        self.first = mark.first
        before = self.text.folded[mark.first - 1] if mark.first > self.low else ""
        if before in DETERMINERS:
            self.first, self.determiner = mark.first - 1, "the"
        return -1

    def _modifier(self, mark: Hit | Noun | Proper) -> int:
        after = self.text.folded[mark.last : mark.last + 2]
        tied = len(after) == 2 and after[0] == "-" and after[1] in TIES
        owning = len(after) == 2 and after[0] == "-" and after[1] in OWNING
        adjective = isinstance(mark, Hit) and mark.names[0].way == "adjective"
        if isinstance(mark, Noun) and (mark.plural and self.text.folded[mark.last - 1].endswith("s")):
            return -1
        if self.unknown and not (adjective or tied or owning):
            return -1
        foreign = self.text.folded[max(mark.first - 2, self.low) : mark.first]
        self.tied = self.tied or tied
        if tied and after[1] in BACKING and isinstance(mark, Hit):
            self.backer = mark
        tied = tied or foreign[-1:] == ["ethnic"] or (len(foreign) == 2 and foreign[0] in AGAINST and foreign[1] == "-")
        if not tied:
            self.owners.append(Owner(mark.first, mark, "noun" if isinstance(mark, Noun) else "adjective"))
        self.first = mark.first
        return mark.first - 1


def _after(text: Text, noun: Noun, sentence: Sentence) -> Owner | None:
    """The name that "of", "in", "from", "for" after a noun leads to."""
    at = noun.last + (text.folded[noun.last : noun.last + 2] == ["belonging", "to"])
    if at >= sentence.last:
        return None
    word = "of" if at > noun.last else text.folded[at]
    if word not in PLACES and word != "of" and (word != "for" or noun.agent.head in SENT):
        return None
    members = noun.agent.sector == "UNK" and noun.agent.kind == "person"
    if (members or (word == "of" and noun.agent.head in ALLIANCES)) and (group := _group_at(text, at + 1, sentence)):
        return Owner(group.first, group, "of")
    for i in range(at + 1, min(at + 1 + RIGHT_WORDS, sentence.last)):
        mark = text.mark_at.get(i)
        if word == "from" and isinstance(mark, Hit) and isinstance(mark.names[0].actor, Body):
            return Owner(i, mark, "of")
        if isinstance(mark, Hit | Proper):
            return Owner(i, mark, "in" if word in PLACES else "of")
        if (
            isinstance(mark, Noun)
            or (text.folded[i] in STOPS and text.folded[i] != "of")
            or not text.folded[i].isalnum()
        ):
            return None
    return None


def _after_name(text: Text, name: Hit | Proper, sentence: Sentence) -> Owner | None:
    """The state behind a titled name: "President Ressa Tunge of Kurria"."""
    at = name.last + 1 + (text.folded[name.last + 1 : name.last + 2] == ["the"])
    mark = text.mark_at.get(at) if text.folded[name.last : name.last + 1] == ["of"] and at < sentence.last else None
    state = isinstance(mark, Hit) and mark.names[0].way != "adjective" and isinstance(mark.names[0].actor, State)
    return Owner(at, mark, "of") if state else None


def led_for(text: Text, name: Proper) -> str | None:
    """The state for which somebody leads something: "Ana Torvik, who led Germany's delegation"."""
    clause = text.folded[name.last : name.last + 3]
    if clause[:2] != [",", "who"] or LED.isdisjoint(clause[2:]):
        return None
    at = name.last + len(clause)
    mark = text.mark_at.get(at + (text.folded[at : at + 1] == ["the"]))
    if not isinstance(mark, Hit) or not isinstance(state := mark.names[0].actor, State):
        return None
    return state.id if mark.names[0].way == "adjective" or text.possessive_end(mark) else None


def _group_at(text: Text, at: int, sentence: Sentence) -> Noun | None:
    """The noun for a group or body whose phrase begins at a word: "members of Syrian opposition groups"."""
    for i in range(at, min(at + RIGHT_WORDS, sentence.last)):
        mark = text.mark_at.get(i)
        if isinstance(mark, Noun):  # "members of members of ..." tells no group
            return mark if mark.agent.kind != "person" or (mark.plural and mark.agent.sector != "UNK") else None
        adjective = isinstance(mark, Hit) and mark.names[0].way == "adjective"
        if not adjective and text.folded[i] not in DETERMINERS | TIES | {"-"}:
            return None
    return None


def _named(text: Text, noun: Noun, definite: bool, sentence: Sentence) -> Hit | Proper | None:
    """The personal name after a title, or after a comma where the phrase is definite; a body's after what it is."""
    if noun.last >= sentence.last:
        return None
    if is_class(noun):
        mark = text.mark_at.get(noun.last)
        return mark if isinstance(mark, Hit) and isinstance(mark.names[0].actor, Body) else None
    if noun.agent.kind != "person":
        return None
    at = noun.last
    comma = text.words[at] == ","
    if comma and (not definite or noun.plural):
        return None
    mark = text.mark_at.get(at + comma)
    if isinstance(mark, Hit) and isinstance(mark.names[0].actor, Person):
        return mark
    if isinstance(mark, Proper) and (not comma or mark.last - mark.first > 1):
        return mark
    return None


def _named_after(text: Text, noun: Noun, owner: Owner, sentence: Sentence) -> Hit | Proper | None:
    """The personal name that stands behind what an office is of: "the Chancellor of Germany, Angela Merkel"."""
    if owner.how != "of" or owner.mark is None or noun.agent.kind != "person" or noun.plural:
        return None
    at = owner.mark.last
    if at + 1 >= sentence.last or text.words[at] != ",":
        return None
    mark = text.mark_at.get(at + 1)
    if isinstance(mark, Hit):
        return mark if isinstance(mark.names[0].actor, Person) else None
    return mark if isinstance(mark, Proper) and mark.last - mark.first > 1 else None


def is_class(noun: Noun) -> bool:
    """Whether a noun says what a body is that has a name: "news agency"."""
    single = noun.agent.kind == "people" or not noun.plural
    return single and noun.agent.head.split()[-1] in CLASSES


def owners_before(text: Text, mark: Noun | Hit, sentence: Sentence) -> tuple[int, tuple[Owner, ...]]:
    """The first word of the phrase that ends in a mark, and what stands before the mark as its owners."""
    left = _Left(text, mark, sentence)
    return left.first, tuple(left.owners)


def read_phrase(text: Text, noun: Noun, sentence: Sentence) -> Phrase:
    """The phrase whose head is a noun."""
    left = _Left(text, noun, sentence)
    definite = left.determiner == "the" or any(o.how == "possessive" for o in left.owners)
    owner = _after(text, noun, sentence)
    name = _named(text, noun, definite or bool(left.owners), sentence)
    if name is None and definite and owner:
        name = _named_after(text, noun, owner, sentence)
    if name and not owner and not left.owners:
        owner = _after_name(text, name, sentence)
    last = name.last if name else noun.last
    if owner and owner.how == "in" and any(o.how == "possessive" for o in left.owners):
        owner = None  # "our forces in the north": whose they are is told
    owners = tuple(left.owners) + ((owner,) if owner else ())
    phrase = Phrase(left.first, last, noun, owners, left.determiner, name, left.counted, left.tied, left.backer)
    return replace(phrase, last=owner.mark.last) if owner and owner.mark and not name else phrase
