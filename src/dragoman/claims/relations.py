"""Relations: standing ties between actors, and of actors to territory, read from the forms of relations.yaml."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from ..knowledge.actors import actors
from ..knowledge.entries import Body, Format
from ..language.document import Document, Sentence
from ..linking.who import ActorLinker, StoryActors
from ..story import Attribution, Entity, Relation, Status
from .mentions import Mentions, mentions_of
from .phrases import Chunker, Line, Phrase
from .relation_words import RelationWords, relation_words
from .scene import (
    STATE,
    Find,
    Scene,
    country_of,
    cue_of,
    elsewhere,
    entity_of,
    identity,
    owner_of,
    possessor,
    share_of,
    sources_of,
    state_of,
    supported,
    tell,
    times_of,
    topic_of,
)

NO_SIDE = frozenset({"JRN", "CVL", "REF", "MED", "EDU", "BUS"})  # have no standing relations that we keep
ARMED = frozenset({"MIL", "REB", "PRM"})
MODALS: tuple[Status, ...] = ("requested", "planned", "hypothetical")  # also names of word classes
MUTUAL = frozenset({"allied", "opposes", "fights"})  # one way round says both
ASKED = 60  # characters of a line before the subject in which a verb of asking counts


class RelationFinder:
    """Finds standing relations. Raises KnowledgeError when relations.yaml is not valid."""

    def __init__(self, words: RelationWords | None = None) -> None:
        self.words = words or relation_words()
        self.chunker = Chunker(self.words)

    def find(
        self,
        document: Document,
        known: Sequence[Entity],
        attributions: Sequence[Attribution],
        actors: StoryActors | None = None,
    ) -> tuple[tuple[Relation, ...], tuple[str, ...]]:
        """The relations of a story in text order, and the names of the standing formats that it mentions.

        `actors`: the story's actors where the linker has read it already.
        """
        mentions = mentions_of(document, known, self.words)
        reported = _Reported(document, attributions)
        topic = topic_of(document, mentions, self.words)
        scene = Scene(actors or ActorLinker().read(document), topic, topic)
        kept: dict[tuple[object, ...], tuple[bool, Relation]] = {}
        for sentence in document.sentences:
            line = self.chunker.line(document, sentence, mentions.at)
            title = document.page.passages[sentence.passage].kind != "paragraph"
            for relation in self._relations(document, sentence, line, scene, reported):
                key = _key(relation)
                if key not in kept or (kept[key][0] and not title):
                    kept[key] = title, relation
            tell(scene, line)
        for relation in _members(mentions, self.words, document.date):
            kept.setdefault(_key(relation), (False, relation))
        relations = sorted((r for _, r in kept.values()), key=lambda r: (r.span, r.kind, r.subject.name))
        return tuple(relations), mentions.formats

    def _relations(
        self, document: Document, sentence: Sentence, line: Line, scene: Scene, reported: _Reported
    ) -> Iterator[Relation]:
        if not any(phrase for _, _, phrase in line.units) and " - " not in line.text:
            return
        words = set(line.text.casefold().split())
        for form in self.words.forms:
            if not form.fits(words):
                continue
            for match in form.find.finditer(line.text):
                start = document.words[line.words(match.start(), match.end())[0]][0]
                found = Find(document, sentence, line, match, form, scene, reported.at(start), match.groupdict())
                yield from self._read(found)

    def _read(self, found: Find) -> Iterator[Relation]:
        status = self._status(found)
        subjects, objects = self._subjects(found), found.phrases("o")
        if status is None or not subjects:
            return
        place = self._place(found)
        if found.form.kind in ("controls", "stationed") and place is None:
            return
        if found.form.kind == "stationed" and place:
            targets: list[Entity | None] = [place[1]]
        elif found.groups.get("f"):
            targets = [p.entity for p in found.phrases("f") if _is_format(p)]
        else:
            targets = [supported(p, found) for p in objects] or [None]
        if not any(targets) and found.form.kind not in ("controls", "stationed"):
            return
        soldiers = found.form.kind != "stationed" or "sing1" in found.groups  # "has" them, or is them
        for subject in subjects:
            for target in targets:
                target = elsewhere(subject, target, found)
                if _fit(subject, target, found.form.kind) and (soldiers or _armed(subject)):
                    turned = target is not None and found.form.kind == "allied" and found.groups.get("own") is not None
                    pair = (target, subject) if turned and target else (subject, target)
                    yield self._relation(found, *pair, status, place)

    def _subjects(self, found: Find) -> list[Entity]:
        if found.groups.get("own"):
            owner = owner_of(found)
            return [owner] if owner else []
        phrases = found.phrases("s")
        if not phrases and found.groups.get("s"):
            return [self._holder(found)]
        if len(phrases) > 1 and (found.groups.get("sing2") or (found.groups.get("sing1") or "").lower() == "has"):
            phrases = phrases[-1:]
        if found.groups.get("first") and not self._opens(found, phrases[0]):
            return []
        if found.groups.get("u") and not all(p.noun and p.entity.sector == "MIL" for p in found.phrases("u")):
            return []
        if any(self._against(found, p) for p in found.phrases("o")):
            return []
        if not found.form.free and not found.groups.get("rel") and self._after_preposition(found, phrases[0]):
            return []
        return [entity_of(p, found.scene) for p in phrases]

    def _after_preposition(self, found: Find, phrase: Phrase) -> bool:
        before = phrase.first - 1
        return before >= found.sentence.first and found.document.word(before).lower() in self.words.words["not_before"]

    def _against(self, found: Find, phrase: Phrase) -> bool:
        """Whether an object before its participle hangs on "against": "a war against X that was backed by Y"."""
        first = phrase.first == found.line.words(found.match.start(), found.match.end())[0]
        return first and phrase.first > 0 and found.document.word(phrase.first - 1).lower() == "against"

    def _opens(self, found: Find, phrase: Phrase) -> bool:
        """Whether a phrase is the subject that a sentence opens with, and its verb after "and" a plain present."""
        finite = any(found.groups.get(g) for g in ("past", "modal", "inf", "sing1"))
        return not finite and found.line.phrases(0, found.match.end())[0] == phrase and found.match.start() == 0

    def _holder(self, found: Find) -> Entity:
        """The side in "rebel-held": of the country spoken of."""
        start, end = found.chars(*found.match.span("s"))
        text, country = found.document.text[start:end], possessor(found) or found.scene.topic
        sector = self.words.file.holders[text.lower()]
        entity = Entity(
            text=text, name=text, sector=sector, country=country.country if country else None, start=start, end=end
        )
        if sector == "GOV":
            return replace(state_of(entity), name=f"Government of {country.name}") if country else entity
        adjective = actors().adjective(entity.country) + " " if entity.country else ""
        return replace(entity, name=f"{adjective}{text.lower().removesuffix('s')}{'' if sector == 'OPP' else 's'}")

    def _status(self, found: Find) -> Status | None:
        """The status that the form's words tell; None where they tell no relation."""
        groups, words = found.groups, self.words
        before = found.line.text[max(0, found.match.start() - ASKED) : found.match.start()].lower()
        if found.form.status != "ongoing":
            return found.form.status
        if found.attribution and words.heard("denial", cue_of(found)):
            return "denied"
        if any(value for name, value in groups.items() if "neg" in name):
            return "negated"
        if groups.get("inf"):
            return "requested" if words.heard("asks", before) else None
        modal = (groups.get("modal") or groups.get("ismodal") or "").lower()
        if words.heard("over", found.match.group()):
            return "happened"
        if modal:
            return next((s for s in MODALS if modal in words.words[s]), None)
        if words.heard("conditional", before[-25:].rpartition(",")[2]):
            return "hypothetical"
        if groups.get("perfect") and not found.form.past:
            return None
        if groups.get("past") or groups.get("was") or (groups.get("sing1") or "").lower() == "had":
            return self._past(found)
        return "ongoing"

    def _past(self, found: Find) -> Status | None:
        if not found.form.past:
            return None
        lasting = found.attribution is not None or self.words.heard("lasting", found.match.group())
        return "ongoing" if lasting else "happened"

    def _place(self, found: Find) -> tuple[str, Entity | None] | None:
        """The territory as the text has it, "the country" by its name; and the state, where it is one."""
        group = next((g for g in ("place", "held") if found.groups.get(g)), None)
        if group is None:
            return None
        phrases = found.phrases(group)
        if any(p.kind == "actor" and not p.bare for p in phrases):
            return None
        start, end = found.chars(*found.match.span(group))
        text = found.document.text[start:end]
        if text.lower() in ("the country", "country"):
            country = country_of(found)
            return (country.name, replace(country, text=text, start=start, end=end)) if country else None
        if text.lower().startswith(("a ", "an ")) or (not phrases and self._vague(text)):
            return None
        state = phrases[0].entity if len(phrases) == 1 and phrases[0].bare and phrases[0].entity.text == text else None
        return text, state

    def _vague(self, text: str) -> bool:
        """Whether a territory has no name and is none that the text makes definite."""
        words = re.findall(r"\w+", text.lower())
        if text != text.lower() and not self.words.common.issuperset(words):
            return False
        definite = words[0] == "the" and words[-1] in self.words.definite
        return not definite and not set(words) & self.words.compass

    def _relation(
        self,
        found: Find,
        subject: Entity,
        target: Entity | None,
        status: Status,
        place: tuple[str, Entity | None] | None,
    ) -> Relation:
        since, until, end = times_of(found)
        return Relation(
            kind=found.form.kind,
            subject=subject,
            object=target,
            place=place[0] if place else None,
            share=share_of(found),
            start=since,
            end=until,
            status=status,
            attribution=sources_of(found),
            span=found.chars(found.match.start(), end),
        )


class _Reported:
    """The attribution whose content stands most closely around a character; contents by the sentences they touch."""

    def __init__(self, document: Document, attributions: Sequence[Attribution]) -> None:
        self._document = document
        self._attributions = attributions
        self._spans: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for i, attribution in enumerate(attributions):
            for lo, hi in attribution.content:
                for sentence in range(document.sentence_at(lo), document.sentence_at(hi) + 1):
                    self._spans[sentence].append((lo, hi, i))

    def at(self, offset: int) -> Attribution | None:
        spans = self._spans.get(self._document.sentence_at(offset), ())
        around = [(hi - lo, i) for lo, hi, i in spans if lo <= offset < hi]
        return self._attributions[min(around)[1]] if around else None


def _fit(subject: Entity, target: Entity | None, kind: str) -> bool:
    """Whether two may have a standing relation: sides that are not one and the same."""
    if subject.sector in NO_SIDE or (target and target.sector in NO_SIDE):
        return False
    if target is None or kind == "member":
        return True
    if target.sector == "NGO" or (kind == "allied" and "IGO" in (subject.sector, target.sector)):  # "Nato ally": member
        return False
    if kind == "stationed" or (subject.sector in STATE and target.sector in STATE):
        return subject.country is None or subject.country != target.country
    return identity(subject) != identity(target)


def _armed(entity: Entity) -> bool:
    return entity.sector in ARMED


def _key(relation: Relation) -> tuple[object, ...]:
    sides = [identity(relation.subject), identity(relation.object) if relation.object else None]
    if relation.kind in MUTUAL:
        sides.sort(key=str)
    place = relation.place.casefold().removeprefix("the ") if relation.place else None
    return relation.kind, *sides, place, relation.status


def _is_format(phrase: Phrase) -> bool:
    known = actors().by_id.get(phrase.entity.id or "")
    return isinstance(known, Format) or (isinstance(known, Body) and known.sector == "IGO")


def _members(mentions: Mentions, words: RelationWords, date: dt.date | None) -> Iterator[Relation]:
    """Members on the story's day of the standing formats that it mentions, as far as it names them too."""
    day = date.isoformat() if date else None
    states = [e for _, e, _ in mentions.at.values() if e.country and e.sector == "GOV" and e.start is not None]
    for _, entity, kind in mentions.at.values():
        format = actors().by_id.get(entity.id or "")
        if kind != "format" or not isinstance(format, Format) or entity.start is None or entity.end is None:
            continue
        if not set(entity.text.lower().split()) & set(words.words["format"]):
            continue
        for member in format.parties:
            named = [e for e in states if e.country == member.id and (day is None or member.covers(day))]
            if named:
                nearest = min(named, key=lambda e: abs((e.start or 0) - (entity.start or 0)))
                yield Relation(kind="member", subject=state_of(nearest), object=entity, span=(entity.start, entity.end))
