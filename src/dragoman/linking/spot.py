"""Spotting: the known names, nouns for actors and unknown proper names of a document, none overlapping."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..ingest.agencies import known
from ..knowledge.actors import Actors
from ..knowledge.entries import Actor, Body, Person, State
from ..language.document import WORD, Document, Sentence
from ..language.pronouns import PRONOUNS
from .names import Hit, Name, NameIndex, Noun, Told
from .unlisted import Known, unlisted_states
from .words import (
    AGAINST,
    DETERMINERS,
    HONORIFICS,
    NEVER_NAMES,
    NEW_SENTENCE,
    OWNING,
    PARTICLES,
    PREPOSITIONS,
    STOPS,
    THING_OPENERS,
    THINGS,
    TIES,
    bag,
    capital,
    fold,
)

TITLE_CASE = 0.9  # share of capitals, small words left out, from which a sentence is a headline in title case
SMALL = STOPS | DETERMINERS | {"s", "t"}  # words without capitals in a headline in title case
MONTHLY = bag("last late early mid this next early-mid and")  # before a month
SHOUTING = 3  # words from which a sentence without small letters is taken to be in capitals throughout
STATE_OWNED = bag("state party")  # agencies that speak for their state
IN_FULL, IN_OFFICE = 100.0, 10.0  # how much likelier who is told in full here is, and who is in office on the day
RARELY = 3  # a country told so many times more seldom than the first is not the one of "Congress"


@dataclass(frozen=True, slots=True)
class Proper:
    """Words `[first, last)` that are a proper name which the knowledge does not hold."""

    first: int
    last: int


Mark = Hit | Noun | Proper


class Text:
    """A document's words, folded and as they stand, with the marks found in them."""

    def __init__(self, document: Document, index: NameIndex, actors: Actors) -> None:
        self.document = document
        self.actors = actors
        self._index = index
        self.words = [document.text[start:end] for start, end in document.words]
        self.folded = [fold(word) for word in self.words]
        self._spelt = index.spelt(self.folded)
        self._starts = {s.first for s in document.sentences}
        self._inside = Counter(word for i, word in enumerate(self.words) if i not in self._starts)
        self._shouted = self._in_capitals()
        self._hits = self._find(None)
        self._nouns: list[Noun | None] = [self._noun(i) for i in range(len(self.words))]
        self.own = unlisted_states(self._known())
        if self.own:
            self._index = index.beside(self.own)
            self._hits = self._find(None)
        self.home = self._home()
        self._full = {n.actor.id for h in self._hits if h and h.last - h.first > 1 for n in h.names if n.actor}
        self._countries = self._count_countries()
        self._hits = self._find(Told(frozenset(self._full), self._much_told(), index.countries))
        self._quoted = self._quotes()
        marks = (m for s in document.sentences for m in self._spot(s))
        self.marks = tuple(self._told_apart(m) for m in marks if not (isinstance(m, Hit) and m.names[0].way == "mask"))
        self.mark_at: dict[int, Mark] = {i: m for m in self.marks for i in range(m.first, m.last)}

    def _home(self) -> str | None:
        """The state whose officials a story need not say to be its own: by its dateline and a state's agency."""
        page = self.document.page
        lines = [page.text[p.start : p.end] for p in page.passages if p.kind in ("dateline", "agency")]
        if own := next((state.id for state in self.own if any(state.name in line for line in lines)), None):
            return own
        told = {country for line in lines if (country := self._country(line))}
        agency = known(page.agency) if page.agency else None
        if agency and agency.owner in STATE_OWNED:
            told.add(agency.country)
        return told.pop() if len(told) == 1 else None

    def _country(self, line: str) -> str | None:
        """The first state, or capital of one, that a line names: "BEIRUT (Reuters) -"."""
        words = [word.capitalize() if word.isupper() else word for word in WORD.findall(line)]
        spelt = self._index.spelt(map(fold, words))
        hits = (self._index.hit(words, spelt, at) for at in range(len(words)))
        states = (hit.names[0].actor for hit in hits if hit and hit.names[0].way in ("name", "alias", "capital"))
        return next((self.actors.standing(state)[0] for state in states if isinstance(state, State)), None)

    @property
    def home_told(self) -> str | None:
        """That state, where the story speaks of it."""
        return self.home if self._countries[self.home] else None

    def _known(self) -> Known:
        loud = {i for s in self.document.sentences if self._is_title_case(s) for i in range(s.first, s.last)}
        page = self.document.page
        lines = {p.kind: page.text[p.start : p.end] for p in reversed(page.passages)}
        dateline, agency = lines.get("dateline", ""), page.agency or lines.get("agency", "")
        kicker = lines.get("kicker", "")
        return Known(self.words, self.folded, self._hits, self._nouns, self._starts, loud, dateline, agency, kicker)

    def written(self, first: int, last: int) -> str:
        """The text of the words `[first, last)`, blanks in one."""
        start, end = self.document.chars(first, last)
        return " ".join(self.document.text[start:end].split())

    def glued(self, at: int) -> bool:
        """Whether a word stands right after the one before, without a blank."""
        words = self.document.words
        return 0 < at < len(words) and words[at][0] == words[at - 1][1]

    def lookup(self, form: str) -> Actor | None:
        """Whose name some words are, wherever they may stand."""
        words = WORD.findall(form)
        hit = self._index.hit(words, self._index.spelt(map(fold, words)), 0)
        return hit.names[0].actor if hit and hit.last == len(words) else None

    def shorter(self, first: int, last: int) -> Hit | None:
        """The known name that the words `[first, last)` are by themselves."""
        hit = self._index.hit(self.words[:last], self._spelt[:last], first)
        return hit if hit and hit.last == last else None

    def in_quotes(self, at: int) -> bool:
        """Whether a word stands inside double quotation marks, by count within its line."""
        return self._quoted[at]

    def _quotes(self) -> list[bool]:
        out, inside = [], False
        for i, word in enumerate(self.words):
            if i and "\n" in self.document.text[self.document.words[i - 1][1] : self.document.words[i][0]]:
                inside = False
            if word in '“”"':
                inside = word == "“" or (word == '"' and not inside)
            out.append(inside)
        return out

    def hyphened(self, last: int) -> bool:
        """Whether a hyphen and a participle follow: "Iran-allied", "US-led"."""
        if self.folded[last : last + 1] != ["-"] or not self.glued(last):
            return False
        return not (TIES | OWNING).isdisjoint(self.folded[last + 1 : last + 2])

    def noun_inside(self, proper: Proper) -> Noun | None:
        """The last noun for a body or people within a proper name: "Police" of "Aleppo Police Command"."""
        nouns = [n for n in self._nouns[proper.first : proper.last] if n and n.last <= proper.last]
        return next((n for n in reversed(nouns) if n.agent.kind != "person"), None)

    def possessive_end(self, mark: Mark) -> int | None:
        """Where the possessive of a mark ends, if it is one: "Syria's", "Syrias"."""
        if isinstance(mark, Hit) and mark.names[0].bare:
            return mark.last
        apostrophe = self.words[mark.last : mark.last + 1] in (["'"], ["’"]) and self.glued(mark.last)
        if not apostrophe:
            return None
        return mark.last + 1 + (self.folded[mark.last + 1 : mark.last + 2] == ["s"] and self.glued(mark.last + 1))

    def owning_state(self, first: int) -> str | None:
        """The state whose possessive stands right before a word: "Italy's Maritime Bureau"."""
        end = first - 1 - (self.folded[first - 1] == "s") if first else 0
        owner = self.mark_at.get(end - 1)
        state = owner.names[0].actor if isinstance(owner, Hit) and self.possessive_end(owner) == first else None
        return state.id if isinstance(state, State) else None

    def only_surname(self, mark: Proper) -> bool:
        """Whether a name is one word, with its particles."""
        return all(w in PARTICLES or w == "-" for w in self.folded[mark.first : mark.last - 1])

    def personal(self, mark: Proper) -> bool:
        """Several words, or one after "Mr"; a single unknown word is as likely a place, "Rose Garden" a thing."""
        if self.folded[mark.last - 1] in THINGS or self.folded[mark.first] in THING_OPENERS:
            return False
        before = self.folded[mark.first - 1] if mark.first else ""
        after_stop = self.folded[mark.first - 2] if mark.first > 1 and before == "." else before
        return mark.last - mark.first > 1 or after_stop in HONORIFICS

    def prefixed(self, first: int) -> bool:
        """Whether a prefix stands before a name: "anti-Assad", "pro-Russian"."""
        return self.folded[max(first - 2, 0) : first][-1:] == ["-"] and self.folded[first - 2] in AGAINST

    def _find(self, told: Told | None) -> list[Hit | None]:
        """The longest name at each word; in sentences all in capitals no pronoun is a name ("WHO", "US")."""
        at = range(len(self.words))
        return [
            None
            if self.folded[i] in PRONOUNS and i in self._shouted
            else self._index.hit(self.words, self._spelt, i, told)
            for i in at
        ]

    def _in_capitals(self) -> set[int]:
        out: set[int] = set()
        for s in self.document.sentences:
            words = [w for w in self.words[s.first : s.last] if w.isalpha() and len(w) > 1]
            if len(words) > SHOUTING and all(map(str.isupper, words)):
                out.update(range(s.first, s.last))
        return out

    def _much_told(self) -> frozenset[str]:
        """Countries told not much more seldom than the first."""
        most = max(self._countries.values(), default=0)
        return frozenset(c for c, n in self._countries.items() if c and n * RARELY >= most)

    def _count_countries(self) -> Counter[str | None]:
        sure = (h.names[0].actor for h in self._hits if h and len(h.names) == 1)
        return Counter(self.actors.standing(a)[0] for a in sure if isinstance(a, State | Body))

    def _noun(self, at: int) -> Noun | None:
        noun = self._index.noun(self.folded, at)
        if noun and noun.agent.also_adjective and noun.last < len(self.words):
            following = self.words[noun.last]
            if following.isalpha() and following.islower() and following not in STOPS:
                return None
        return None if noun and self._is_hour(noun) else noun

    def _is_hour(self, noun: Noun) -> bool:
        """Whether letters that are short for a title are none here: "at 10 pm"."""
        word, short = self.words[noun.first], noun.agent.short
        if short is None or self.folded[noun.first].removesuffix("s") != fold(short):
            return False
        return not word[: len(short)].isupper() or self.words[max(noun.first - 1, 0)][-1].isdigit()

    def _spot(self, sentence: Sentence) -> list[Mark]:
        title_case = self._is_title_case(sentence)
        marks: list[Mark] = []
        at = sentence.first
        while at < sentence.last:
            mark = self._mark(sentence, at, title_case)
            if mark is None or mark.last > sentence.last:
                at += 1
                continue
            marks.append(mark)
            at = mark.last
        return marks

    def _is_title_case(self, sentence: Sentence) -> bool:
        at = range(sentence.first, sentence.last)
        words = [self.words[i] for i in at if self.words[i][0].isalpha() and self.folded[i] not in SMALL]
        return len(words) > 3 and sum(map(capital, words)) > TITLE_CASE * len(words)

    def _mark(self, sentence: Sentence, at: int, title_case: bool) -> Mark | None:
        hit, noun = self._hits[at], self._nouns[at]
        if hit and hit.last - at == 1 and self._is_month(at):
            hit = None
        if hit and noun and noun.last > hit.last and hit.names[0].way != "name":
            hit = None
        proper = None if title_case else self._proper(sentence, at)
        if hit:
            return proper if proper and self._only_part_of(hit, proper) else hit
        if noun and not (proper and proper.last > noun.last and noun.agent.kind == "body"):
            return noun
        return proper

    def _is_month(self, at: int) -> bool:
        """Whether "May" is the month."""
        after = self.words[at + 1] if at + 1 < len(self.words) else ""
        return self.folded[at] == "may" and (
            after.isdigit() or (at > 0 and self.folded[at - 1] in PREPOSITIONS | MONTHLY)
        )

    def _only_part_of(self, hit: Hit, proper: Proper) -> bool:
        """Whether a hit begins a longer proper name, of something or somebody else ("London Bridge")."""
        if proper.last <= hit.last or self._hits[hit.last] or self.words[hit.last] == "-":
            return False
        if (
            hit.last - hit.first == 1
            and self.folded[hit.last] in PARTICLES
            and not isinstance(hit.names[0].actor, State)
        ):
            return True
        if self._is_surname(hit) and capital(self.words[hit.last]) and not self._nouns[hit.last]:
            return True
        noun = self._nouns[hit.last]
        titled = noun and (noun.agent.kind == "person" or noun.last >= proper.last)
        return hit.names[0].way == "capital" and not titled

    @staticmethod
    def _is_surname(hit: Hit) -> bool:
        """Whether a hit is one word that is the last of a person's name; before another name it is a given one."""
        actor = hit.names[0].actor
        return (
            hit.last - hit.first == 1
            and isinstance(actor, Person)
            and hit.names[0].words[-1:] == (*actor.name.split()[-1:],)
        )

    def _proper(self, sentence: Sentence, at: int) -> Proper | None:
        """A run of capitalised words, with particles, hyphens and apostrophes inside."""
        if not self._may_begin(sentence, at):
            return None
        last = at + 1
        while last < sentence.last and (step := self._step(sentence, last)):
            last += step
        first_word = at == sentence.first or self.words[at - 1] in "\"'“‘:"
        if last - at == 1 and first_word and not self._again(at):
            return None
        return Proper(at, last)

    def _may_begin(self, sentence: Sentence, at: int) -> bool:
        word = self.words[at]
        if not capital(word) or len(word) < 2 or self.folded[at] in NEVER_NAMES or self.folded[at] in HONORIFICS:
            return False
        return at == sentence.first or not (self.words[at - 1] in "-'’" and self.glued(at))

    def _again(self, at: int) -> bool:
        """Whether the capitalised first word of a sentence stands capitalised inside one too."""
        return self._inside[self.words[at]] > (at not in self._starts)

    def _step(self, sentence: Sentence, at: int) -> int:
        """By how many words from `at` a proper name goes on."""
        left = sentence.last - at
        if capital(self.words[at]):
            ends = self.folded[at] in NEW_SENTENCE and any(w.islower() for w in self.words[at + 1 : at + 2])
            return 0 if ends or self._begins_other(at) else 1
        if left > 1 and self.words[at] in "-'’" and self.glued(at) and self.glued(at + 1):
            return 2 if self.folded[at + 1] != "s" and capital(self.words[at + 1]) else 0
        if left > 1 and self.folded[at] in PARTICLES:
            rest = 2 if self.words[at + 1] == "-" and left > 2 else 1
            return rest + 1 if capital(self.words[at + rest]) else 0
        return 0

    def _begins_other(self, at: int) -> bool:
        """Whether a known name (no bare surname or city) or a title begins here, so that a proper name ends before."""
        hit, noun = self._hits[at], self._nouns[at]
        if noun and noun.agent.kind == "person":
            return True
        if hit and hit.last - at == 1 and isinstance(hit.names[0].actor, Body) and not self.words[at].isupper():
            return False
        return (
            bool(hit)
            and hit.names[0].way != "capital"
            and (isinstance(hit.names[0].actor, State | Body) or hit.names[0].way == "name")
            if hit
            else False
        )

    def _told_apart(self, mark: Mark) -> Mark:
        if not isinstance(mark, Hit) or len(mark.names) == 1:
            return mark
        weighed = sorted(((self._weight(name), name) for name in mark.names), key=lambda w: -w[0])
        total = sum(weight for weight, _ in weighed) or 1.0
        names, scores = tuple(n for _, n in weighed), tuple(w / total for w, _ in weighed)
        return Hit(mark.first, mark.last, names, scores)

    def _weight(self, name: Name) -> float:
        """Likelihood of an actor whose name others have too: told in full here, in office, of a country told here."""
        actor = name.actor
        if actor is None:
            return 0.0
        weight = 1.0
        if actor.id in self._full:
            weight *= IN_FULL
        if isinstance(actor, Person) and self.document.date and self.actors.role_on(actor, self.document.date):
            weight *= IN_OFFICE
        country = self.actors.standing(actor, self.document.date)[0]
        told = sum(self._countries.values())
        return weight * (1 + (self._countries[country] / told if country and told else 0))
