"""A story read through once: every name and noun for an actor, and who it stands for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from ..knowledge.actors import Actors
from ..knowledge.entries import Body, People, Person, State
from ..language.document import Document, Sentence
from . import back, coref
from .ahead import TITLED, introduced
from .names import Hit, NameIndex, Noun
from .nouns import describe, sector_of
from .phrases import LEFT_WORDS, SENT, Owner, Phrase, is_class, led_for, owners_before, read_phrase
from .referents import STATE_SECTORS, Countries, Kind, Referent, Who, of_actor, town_country
from .respective import posts
from .spot import Mark, Proper, Text
from .words import (
    ADVERBIALS,
    BODIES,
    CONJUNCTIONS,
    DEFINITE,
    DETERMINERS,
    HONORIFIC_OF,
    INVERTING,
    LOCATIVE,
    PREPOSITIONS,
    RANKS,
    SAYING,
    STATE_RUN,
    STOPS,
    WIDE,
    bag,
)

CLAUSE_OPENERS = frozenset(
    {",", '"', "“", ":", "-", "–", "—", "(", "that", "but", "and", "while", "as", "when", "after"}
)
NO_CONTEXT = bag("UNK JRN NGO IGO BUS ELI CRM REL")  # sectors whose bare nouns take no country from the story
OF_NO_COUNTRY = bag(  # relatives and alliances, of whom the story tells no country by itself
    """family father mother parents brother sister son daughter wife husband widow relative relatives couple
    coalition"""
)
MEDIA = {"television": "television", "tv": "television", "radio": "radio", "media": "media", "agency": "news agency"}
EXPLAINED = "explained by "  # begins what decided who somebody is
MOVEMENTS = bag("OPP REB PTY")
RULERS = bag("government regime")
FORCES = bag(
    "REB PRM UAF OPP PTY MIL"
)  # sectors of bodies that nouns for armed groups may name: "coalition", "militia"


class Scene:
    """The referents of a document, in order; `states`: those of officials of whom it does not say it, by name."""

    def __init__(
        self, document: Document, index: NameIndex, actors: Actors, states: Mapping[str, str] | None = None
    ) -> None:
        self.document, self._states = document, states or {}
        self.text = Text(document, index, actors)
        self.actors = actors.beside(self.text.own) if self.text.own else actors
        self.countries = Countries(self.text, self.actors)
        self.referents: list[Referent] = []
        self._ends: defaultdict[str, list[int]] = defaultdict(list)  # where the referents of a name end
        self._surnames: dict[str, Who] = {}
        self._posts = posts(self.text)
        for number, sentence in enumerate(document.sentences):
            self._read(number, sentence)
        self.referents = [introduced(self, referent, self._surnames) for referent in self.referents]

    def known(self, hit: Hit) -> Who | None:
        """Who a known name or adjective is, alone."""
        return self._hit(self.document.sentence_of(hit.first), hit)

    def inside(self, first: int, last: int) -> Who | None:
        """Who words are that are only part of a longer name ("Iran" of "Iran nuclear deal")."""
        mark = self.text.mark_at.get(first)
        if not isinstance(mark, Hit) or (mark.first, mark.last) == (first, last) or mark.last < last:
            return None
        shorter = self.text.shorter(first, last)
        return self.known(shorter) if shorter else None

    def named(self, first: int, last: int) -> Who | None:
        """The body or person whose name words are, whatever stands beside it ("Isis" of "Isis fighters")."""
        mark = self.text.mark_at.get(first)
        hit = mark if isinstance(mark, Hit) else self.text.shorter(first, last)
        if hit is None or (hit.first, hit.last) != (first, last):
            return None
        who = self.known(hit) if isinstance(hit.names[0].actor, Body | Person) else None
        return self._branch(hit, who) if who and who.kind == "body" else who

    def paragraph(self, sentence: int) -> int:
        """Which passage a sentence stands in."""
        return self.document.sentences[sentence].passage

    def person_after(self, at: int) -> Who | None:
        """The known person told next in a sentence ("According to his office, ...")."""
        sentence = self.document.sentences[self.document.sentence_of(at)]
        for i in range(at, sentence.last):
            mark = self.text.mark_at.get(i)
            if isinstance(mark, Hit) and isinstance(mark.names[0].actor, Person):
                return of_actor(self.actors, mark, self.text)
        return None

    def repeated(self, name: str, at: int) -> bool:
        """Whether a name is told more than once before a word."""
        return len(self._ends[name]) > 1 and self._ends[name][1] <= at

    def _read(self, number: int, sentence: Sentence) -> None:
        at = sentence.first
        while at < sentence.last:
            mark = self.text.mark_at.get(at)
            if mark is None:
                at += 1
                continue
            self._take(number, sentence, mark)
            at = max(mark.last, at + 1)

    def _take(self, number: int, sentence: Sentence, mark: Mark) -> None:
        if isinstance(mark, Noun):
            phrase = read_phrase(self.text, mark, sentence)
            self._keep(number, sentence, phrase.first, phrase.last, mark.last - 1, self._phrase(number, phrase), phrase)
        elif isinstance(mark, Hit):
            self._take_hit(number, sentence, mark)
        else:
            self._keep(number, sentence, mark.first, mark.last, mark.last - 1, self._proper(number, sentence, mark))

    def _take_hit(self, number: int, sentence: Sentence, hit: Hit) -> None:
        """Keep a known name; bare adjectives are left to their nouns, peoples take the country before them."""
        who = self._hit(number, hit)
        tied = self.text.hyphened(hit.last) or self.text.prefixed(hit.first)
        if who is None or hit.names[0].way == "adjective" or tied:
            return
        first = hit.first
        if isinstance(hit.names[0].actor, People):
            if hit.last in self.text.mark_at:
                return
            first, owners = owners_before(self.text, hit, sentence)
            country = next((o.country for o in (self._owner_who(number, x) for x in owners) if o and o.country), None)
            who = self._people_in(who, country) if country else who
        elif isinstance(hit.names[0].actor, Body):
            who = self._branch(hit, who)
        self._keep(number, sentence, first, hit.last, hit.last - 1, who)

    def _said(self, number: int, first: int) -> bool:
        """Whether the verb before a phrase is that of whoever was told before it: "the rebels said troops ..."."""
        last = self.referents[-1] if self.referents else None
        if last is None or last.sentence != number or not last.speaker:
            return False
        return ADVERBIALS.union(SAYING, ("on",)).issuperset(self.text.folded[last.last : first])

    def _following(self, sentence: Sentence, last: int) -> list[str]:
        """The two words after a phrase, adverbs left out: "said that" after "the rebels on Sunday said that"."""
        words, at = self.text.folded, last
        while at < sentence.last and (
            words[at] in ADVERBIALS or (words[at] == "on" and not ADVERBIALS.isdisjoint(words[at + 1 : at + 2]))
        ):
            at += 1
        return words[at : min(at + 2, sentence.last)]

    def _begins(self, sentence: Sentence, first: int) -> int:
        """Where the phrase around a name begins, if it has a determiner: "the activist-run Palmyra Council"."""
        for at in range(first - 1, max(first - LEFT_WORDS - 3, sentence.first - 1), -1):
            word = self.text.folded[at]
            if word in DETERMINERS:
                return at
            if word in STOPS or not (word.isalnum() or word == "-"):
                break
        return first

    def _branch(self, hit: Hit, who: Who) -> Who:
        """A movement of one country's name in another: "Jordan's Muslim Brotherhood"."""
        before = next((m for at in range(hit.first - 1, hit.first - 4, -1) if (m := self.text.mark_at.get(at))), None)
        state = before.names[0].actor if isinstance(before, Hit) else None
        if not (isinstance(state, State) and before and who.country and who.sector in MOVEMENTS):
            return who
        owns = before.last == hit.first or self.text.possessive_end(before) == hit.first
        if not owns or state.id == who.country:
            return who
        return replace(who, name=f"{self.actors.adjective(state.id)} {who.name}", country=state.id, id=None)

    def _keep(
        self, number: int, sentence: Sentence, first: int, last: int, head: int, who: Who, phrase: Phrase | None = None
    ) -> None:
        if phrase:
            self._absorb(phrase)
        elif any(first < r.last and who.name == r.who.name for r in self.referents[-2:]):
            return
        words, folded = self.text.words, self.text.folded
        before = folded[first - 1] if first > sentence.first else ""
        begins = first if phrase else self._begins(sentence, first)
        opener = folded[begins - 1] if begins > sentence.first else ""
        following = self._following(sentence, last)
        after = "".join(following[:1])
        opens = begins == sentence.first or opener in CLAUSE_OPENERS or opener in SAYING
        goes_on = after.isalpha() and after not in PREPOSITIONS and after not in CONJUNCTIONS
        speaker = not SAYING.isdisjoint(following) or (before in INVERTING and not self._said(number, first))
        according = folded[max(first - 2, 0) : first] == ["according", "to"]
        located = before in LOCATIVE and not according
        post = self._posts.get(first)
        title = phrase.noun if phrase else post.title if post else None
        terms = frozenset({title.agent.head}) if title else frozenset[str]()
        self._ends[who.name].append(last)
        self.referents.append(
            Referent(
                first, last, head, number, who, terms, subject=opens and (goes_on or words[last - 1] == "who"),
                speaker=speaker or according, located=located, quoted=self.text.in_quotes(first),
            )
        )  # fmt: skip

    def _absorb(self, phrase: Phrase) -> None:
        """Modifiers inside a phrase are no actors of their own; possessors are."""
        kept = {o.at for o in phrase.owners if o.how in ("possessive", "of", "in")}
        while self.referents and self.referents[-1].first >= phrase.first and self.referents[-1].first not in kept:
            self._ends[self.referents.pop().who.name].pop()

    def _hit(self, number: int, hit: Hit) -> Who | None:
        """Who a known name is; a bare adjective with its noun is left to the noun."""
        who = of_actor(self.actors, hit, self.text)
        actor = hit.names[0].actor
        if isinstance(actor, People):
            country = self.countries.of_people(number, actor.countries) or actor.default
            people = Who(actor.name, None, actor.sector, actor.id, f"people {actor.id}", "people")
            return self._people_in(people, country)
        if who and hit.names[0].way == "people":
            return self._nationals(hit, who)
        return who

    def _people_in(self, who: Who, country: str | None) -> Who:
        """A people as it lives in one country."""
        people = self.actors.by_id.get(who.id or "")
        name = people.name if isinstance(people, People) else who.name
        adjective = self.actors.adjective(country) + " " if country else ""
        return Who(f"{adjective}{name}", country, who.sector, who.id, who.by, "people", many=True)

    def _nationals(self, hit: Hit, who: Who) -> Who:
        """ "The Russians" are their state; "two Russians", "Russians" are people; "ethnic Russians" live elsewhere."""
        if hit.first and self.text.folded[hit.first - 1] == "ethnic":
            country = self.countries.near(self.document.sentence_of(hit.first), "REB")
            name = "ethnic " + self.text.written(hit.first, hit.last)
            return Who(name, country, "CVL", None, f"people of {who.id} abroad", "people", True)
        if hit.first and self.text.folded[hit.first - 1] == "the":
            return who
        name = self.text.written(hit.first, hit.last)
        return Who(name, who.country, "CVL", None, f"people of {who.id}", "people" if who.many else "person", who.many)

    def _proper(self, number: int, sentence: Sentence, mark: Proper) -> Who:
        """Somebody or something unknown: what the story said before, or what the words after explain."""
        name = self.text.written(mark.first, mark.last)
        known = self._surnames.get(self.text.folded[mark.last - 1])
        if known and (known.name == name or self.text.only_surname(mark)):
            return known
        if post := self._posts.get(mark.first):
            agent, by = post.title.agent, f"{TITLED} {post.title.agent.head!r}"
            return self._remember(
                mark, Who(name, post.country, agent.sector, None, by, "person", gender=self._gender(mark))
            )
        if body := self._unknown_body(mark):
            return body
        explained = self._explained(number, sentence, mark)
        country, sector = (explained.country, explained.sector) if explained else (None, None)
        by = f"{EXPLAINED}{explained.name!r}" if explained else "name as in the text"
        if led := led_for(self.text, mark):
            country, sector, by = led, "GOV", f"{EXPLAINED}what is led for {led}"
        if sector is None and not RANKS.isdisjoint(self.text.folded[max(mark.first - 2, sentence.first) : mark.first]):
            country, sector, by = self.countries.near(number, "MIL", named=True), "MIL", "rank before the name"
        kind: Kind = "person" if self.text.personal(mark) or explained else "unknown"
        if kind == "unknown" and self.text.folded[mark.last - 1] in BODIES:
            kind = "body"
        gender = (explained.gender if explained else None) or self._gender(mark)
        return self._remember(mark, Who(name, country, sector, None, by, kind, gender=gender))

    def _unknown_body(self, mark: Proper) -> Who | None:
        """A body that tells what it is, and its state or town: "the Russian Coordination Center", "Aleppo Police"."""
        noun = self.text.noun_inside(mark)
        if noun is None and self.text.folded[mark.last - 1] not in BODIES:
            return None
        before = self.text.mark_at.get(mark.first - 1)
        name = before.names[0] if isinstance(before, Hit) else None
        first, country = mark.first, town_country(self.text, mark)
        if before and name and name.way == "adjective" and isinstance(name.actor, State):
            first, country = mark.first if name.bare else before.first, name.actor.id
        elif state := self.text.owning_state(mark.first):  # "Italy's Maritime Bureau", whatever "Maritime" is elsewhere
            country = state
        if country is None:
            return None
        sector = noun.agent.sector if noun else None
        return Who(self.text.written(first, mark.last), country, sector, None, f"body of {country}", "body")

    def _gender(self, mark: Proper) -> str | None:
        """What the word before a name, or its first word, tells of the gender."""
        before = self.text.folded[max(mark.first - 2, 0) : mark.first]
        told = next((HONORIFIC_OF[word] for word in reversed(before) if word in HONORIFIC_OF), None)
        return told or self.actors.given.get(self.text.folded[mark.first])

    def _remember(self, mark: Proper, who: Who) -> Who:
        """Somebody by whose names he or she is known from here on; `who`."""
        if who.kind != "person":
            return who
        for word in {self.text.folded[mark.last - 1], self.text.folded[mark.first]}:
            old = self._surnames.get(word)
            if old is None or (old.sector is None and who.sector is not None):
                self._surnames[word] = who
        return who

    def _explained(self, number: int, sentence: Sentence, mark: Proper) -> Who | None:
        """The apposition after a name: "Ana Brodie, the mayor of ..."."""
        words = self.text.words
        if mark.last >= sentence.last or words[mark.last] not in (",", "(", "-", "–"):
            return None
        for at in range(mark.last + 1, min(mark.last + 9, sentence.last)):
            noun = self.text.mark_at.get(at)
            if isinstance(noun, Noun) and noun.agent.kind == "person":
                phrase = read_phrase(self.text, noun, sentence)
                told = phrase.first <= mark.last + 2 and not phrase.name
                return self._phrase(number, phrase, named=True) if told else None
            if words[at] in (",", "whose"):
                return None
        return None

    def _phrase(self, number: int, phrase: Phrase, named: bool = False) -> Who:
        """Who a phrase stands for; `named`: it says who somebody is whose name stands elsewhere."""
        owner = self._owner(number, phrase)
        if owner and phrase.noun.agent.mirrors and owner.kind != "state":
            owner = self._other_side(number, owner)
        described = self._describe(number, phrase, owner, named or isinstance(phrase.name, Proper))
        if isinstance(phrase.name, Hit):
            return of_actor(self.actors, phrase.name, self.text) or described
        if isinstance(phrase.name, Proper):
            name = self.text.written(phrase.name.first, phrase.name.last)
            if described.kind == "person" and phrase.noun.agent.role and described.id:
                described = describe(self.actors, self.text, phrase, owner, described.country)
            known = self._surnames.get(self.text.folded[phrase.name.last - 1])
            if known and known.sector:
                return known
            by, gender = f"{TITLED} {phrase.noun.agent.head!r}", described.gender or self._gender(phrase.name)
            country = described.country or self._states.get(name)
            who = Who(name, country, described.sector, None, by, "person", gender=gender)
            return self._remember(phrase.name, who)
        return described

    def _other_side(self, number: int, owner: Who) -> Who:
        """Whose "her counterpart" is: the other state that the story speaks of, never her own."""
        country = self.countries.near(number, "GOV", named=True, but=owner.country)
        state = self.actors.by_id.get(country or "")
        if not isinstance(state, State):
            return replace(owner, country=None, id=None)
        return Who(state.name, country, state.sector, state.id, f"not the side of {owner.name}", "state")

    def _describe(self, number: int, phrase: Phrase, owner: Who | None, named: bool) -> Who:
        """Who a noun phrase stands for by its words, or the office that it says somebody named holds."""
        agent = phrase.noun.agent
        if owner and owner.id and owner.kind == "body" and self._is_its_class(phrase, owner):
            return replace(owner, by=f"{owner.by}, which is a {agent.head}")
        if phrase.name is None and not phrase.noun.plural and (office := self._office(number, phrase, owner)):
            return office
        definite = phrase.determiner in DEFINITE and not phrase.counted
        if definite and owner is None and (told := back.pointed_to(self, number, phrase)):
            if told.kind == "state" and told.country:
                self.countries.tell(number, told.country)
            return told
        if agent.sector == "JRN" and (media := self._state_media(number, phrase, owner)):
            return media
        country = owner.country if owner else None
        sector = sector_of(phrase, owner, agent.sector)
        if owner is None and sector not in NO_CONTEXT and not self._of_no_country(phrase):
            abroad = sector == "REB" and not phrase.tied and back.across_states(self, number)
            offices = definite and sector == "GOV" and agent.kind == "body" and not phrase.noun.plural
            near = (number, sector, named or offices, self._country_of(phrase.backer))
            told_so = back.titled_before(self, agent) if named and sector in STATE_SECTORS else None
            country = told_so or (None if abroad else self.countries.near(*near))
            if country is None and agent.head in RULERS:
                country = back.ruled_before(self, number, agent.head)
            if country is None and named and sector in STATE_SECTORS:
                country = self.text.home
            elif country is None and offices:
                country = self.text.home_told
        return describe(self.actors, self.text, phrase, owner, country)

    def _state_media(self, number: int, phrase: Phrase, owner: Who | None) -> Who | None:
        """The body that "state television" of a country is, or that of the country most spoken of."""
        words = self.text.folded[phrase.first : phrase.noun.last]
        medium = next((MEDIA[word] for word in words if word in MEDIA), None)
        if medium is None or STATE_RUN.isdisjoint(words) or (owner and owner.kind not in ("state", "unknown")):
            return None
        country = owner.country if owner else self.countries.near(number, "GOV")
        body = self.text.lookup(f"{self.actors.adjective(country)} state {medium}") if country else None
        if not isinstance(body, Body):
            return None
        by = f"state {medium} of {country}"
        return Who(body.name, *self.actors.standing(body, self.document.date), body.id, by, "body")

    @staticmethod
    def _is_its_class(phrase: Phrase, owner: Who) -> bool:
        """Whether the noun after a body's name says what it is: "the SANA news agency", and not "Hamas's party"."""
        nearest = phrase.owners[0] if phrase.owners else None
        named = nearest and isinstance(nearest.mark, Hit) and isinstance(nearest.mark.names[0].actor, Body)
        sector = phrase.noun.agent.sector
        fits = sector in ("UNK", "IGO", owner.sector) or {sector, owner.sector} <= FORCES
        return bool(named and nearest and nearest.how == "adjective" and is_class(phrase.noun) and fits)

    def _country_of(self, backer: Hit | None) -> str | None:
        who = of_actor(self.actors, backer, self.text) if backer else None
        return who.country if who else None

    def _of_no_country(self, phrase: Phrase) -> bool:
        """Western governments, international aid groups, and somebody's relatives."""
        words = self.text.folded[max(phrase.first - 1, 0) : phrase.noun.first]
        return phrase.noun.agent.head in OF_NO_COUNTRY or not WIDE.isdisjoint(words)

    def _office(self, number: int, phrase: Phrase, owner: Who | None) -> Who | None:
        """The holder of an office on the story's day: "the Turkish president"."""
        role = phrase.noun.agent.role
        if phrase.noun.agent.mirrors and owner:
            role = coref.role_mirrored(self, phrase, owner.country)
        if role is None or phrase.determiner in ("a", "an", "another", "any", "every", "each", "no"):
            return None
        role += self._sent_to(phrase)
        told = back.told_holder(self, phrase, role, owner)
        if told:
            return told
        of = (owner.id if owner else None) or (owner.country if owner else None) or self.countries.near(number, "GOV")
        holder = self.actors.holder(role, of, self.document.date) if of and self.document.date else None
        if holder is None:
            return None
        person = holder[1]
        country, sector = self.actors.standing(person, self.document.date)
        by = f"role {role} of {of} on {self.document.date}"
        return Who(person.name, country, sector, person.id, by, "person", gender=person.gender)

    def _sent_to(self, phrase: Phrase) -> str:
        """The state after "envoy for", as the names of offices have it."""
        at = phrase.noun.last
        if phrase.noun.agent.head not in SENT or self.text.folded[at : at + 1] not in (["for"], ["to"], ["on"]):
            return ""
        mark = self.text.mark_at.get(at + 1)
        actor = mark.names[0].actor if isinstance(mark, Hit) else None
        return f" for {actor.name}" if isinstance(actor, State) else ""

    def _owner(self, number: int, phrase: Phrase) -> Who | None:
        """The first owner that tells a country or is known; a country-less group takes the country of the next."""
        found: Who | None = None
        for owner in sorted(phrase.owners, key=self._is_no_people):
            who = self._owner_who(number, owner)
            if who is None:
                continue
            if found is None:
                found = who
            elif found.kind == "people" and owner.how == "adjective" and who.kind == "state":
                return self._people_in(found, who.country)
            elif found.country is None and owner.how == "adjective":
                found = Who(found.name, who.country, found.sector, found.id, found.by, found.kind, found.many)
            if found.country and found.kind != "people":
                return found
        return found

    def _local(self, number: int, mark: Proper) -> Who | None:
        """A body that has the name of its town, or the state of a town: "a source at Aleppo Police Command"."""
        if self.text.noun_inside(mark):
            body = self._proper(number, self.document.sentences[number], mark)
            return body if body.country else None
        country = town_country(self.text, mark, whole=True)
        name = self.text.written(mark.first, mark.last)
        return Who(name, country, None, None, f"town of {country}", "unknown") if country else None

    @staticmethod
    def _is_no_people(owner: Owner) -> bool:
        """A people before a noun owns it, wherever its state stands: "Kurdish Syrian forces"."""
        actor = owner.mark.names[0].actor if isinstance(owner.mark, Hit) else None
        return not (owner.how == "adjective" and isinstance(actor, People))

    def _owner_who(self, number: int, owner: Owner) -> Who | None:
        if owner.mark is None:
            return coref.antecedent(self, owner.at)
        if isinstance(owner.mark, Hit):
            actor = owner.mark.names[0].actor
            if owner.how == "in" and not isinstance(actor, State):
                return None
            return (
                self._hit(number, owner.mark)
                if not isinstance(actor, State)
                else of_actor(self.actors, owner.mark, self.text)
            )
        if isinstance(owner.mark, Proper):
            known = self._surnames.get(self.text.folded[owner.mark.last - 1]) if owner.how != "in" else None
            return known or self._local(number, owner.mark)
        if owner.how == "of" and isinstance(owner.mark, Noun):
            group = read_phrase(self.text, owner.mark, self.document.sentences[number])
            return self._phrase(number, group)
        if owner.how == "possessive":
            return next((r.who for r in reversed(self.referents) if r.head == owner.mark.last - 1), None)
        return None
