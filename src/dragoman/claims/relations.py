"""Relations: standing ties between actors, and of actors to territory, read from the forms of relations.yaml."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from ..knowledge.actors import Body, Format, State, actors
from ..language.document import Document, Sentence
from ..linking.who import ActorLinker, StoryActors
from ..story import Attribution, Entity, Relation, Span, Status
from .mentions import Mentions, is_paper, mentions_of
from .phrases import Chunker, Line, Phrase
from .relation_words import Form, RelationWords, relation_words

STATE = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY"})
NO_SIDE = frozenset({"JRN", "CVL", "REF", "MED", "EDU", "BUS"})  # have no standing relations that we keep
MUTUAL = frozenset({"allied", "opposes", "fights"})  # one way round says both
SINCE = re.compile(r"[^.;:]{0,45}?\bsince (?:(?P<month>[A-Z][a-z]+) )?(?:of )?(?P<year>(?:19|20)\d\d) ")
UNTIL = re.compile(r"[^.;:]{0,45}?\buntil (?:(?P<month>[A-Z][a-z]+) )?(?P<year>(?:19|20)\d\d) ")
OPENING = re.compile(r"since (?:(?P<month>[A-Z][a-z]+) )?(?P<year>(?:19|20)\d\d) ", re.IGNORECASE)
MONTHS = "january february march april may june july august september october november december".split()
ASKED = 60  # characters of a line before the subject in which a verb of asking counts


@dataclass
class Scene:
    """Who is who in the story; what was told last: the country spoken of, and the actor that a pronoun may mean."""

    actors: StoryActors
    country: Entity | None
    subject: Entity | None = None


@dataclass(frozen=True)
class Find:
    """A match of a form in a sentence, with what is around it."""

    document: Document
    sentence: Sentence
    line: Line
    match: re.Match[str]
    form: Form
    scene: Scene
    attribution: Attribution | None
    groups: Mapping[str, str | None] = field(default_factory=dict)

    def phrases(self, group: str) -> list[Phrase]:
        """The phrases in a group of the match."""
        if self.groups.get(group) is None:
            return []
        return self.line.phrases(*self.match.span(group))

    def chars(self, start: int, end: int) -> Span:
        """Characters of a stretch of the line."""
        return self.document.chars(*self.line.words(start, end))


class RelationFinder:
    """Finds standing relations. Raises KnowledgeError when relations.yaml is not valid."""

    def __init__(self, linker: ActorLinker | None = None, words: RelationWords | None = None) -> None:
        self.linker = linker or ActorLinker()
        self.words = words or relation_words()
        self.chunker = Chunker(self.words)

    def find(
        self, document: Document, known: Sequence[Entity], attributions: Sequence[Attribution]
    ) -> tuple[tuple[Relation, ...], tuple[str, ...]]:
        """The relations of a story in text order, and the names of the standing formats that it mentions."""
        mentions = mentions_of(document, known, self.words)
        reported = _Reported(attributions)
        scene = Scene(self.linker.read(document), _topic(mentions))
        kept: dict[tuple[object, ...], tuple[bool, Relation]] = {}
        for sentence in document.sentences:
            line = self.chunker.line(document, sentence, mentions.at)
            title = document.page.passages[sentence.passage].kind != "paragraph"
            for relation in self._relations(document, sentence, line, scene, reported):
                key = _key(relation)
                if key not in kept or (kept[key][0] and not title):
                    kept[key] = title, relation
            _tell(scene, line)
        for relation in _members(mentions, self.words):
            kept.setdefault(_key(relation), (False, relation))
        relations = sorted((r for _, r in kept.values()), key=lambda r: (r.span, r.kind, r.subject.name))
        return tuple(relations), mentions.formats

    def _relations(
        self, document: Document, sentence: Sentence, line: Line, scene: Scene, reported: _Reported
    ) -> Iterator[Relation]:
        if not any(phrase for _, _, phrase in line.units) and " - " not in line.text:
            return
        for form in self.words.forms:
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
            targets = [_entity(p, found.scene) for p in objects] or [None]
        if not any(targets) and found.form.kind not in ("controls", "stationed"):
            return
        for subject in subjects:
            for target in targets:
                if _fit(subject, target, found.form.kind):
                    turned = target is not None and found.form.kind == "allied" and found.groups.get("own") is not None
                    pair = (target, subject) if turned and target else (subject, target)
                    yield self._relation(found, *pair, status, place)

    def _subjects(self, found: Find) -> list[Entity]:
        if found.groups.get("own"):
            owner = _owner(found)
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
        if not found.form.free and not found.groups.get("rel") and self._after_preposition(found, phrases[0]):
            return []
        return [_entity(p, found.scene) for p in phrases]

    def _after_preposition(self, found: Find, phrase: Phrase) -> bool:
        before = phrase.first - 1
        return before >= found.sentence.first and found.document.word(before).lower() in self.words.words["not_before"]

    def _opens(self, found: Find, phrase: Phrase) -> bool:
        """Whether a phrase is the subject that a sentence opens with, and its verb after "and" a plain present."""
        finite = any(found.groups.get(g) for g in ("past", "modal", "inf", "sing1"))
        return not finite and found.line.phrases(0, found.match.end())[0] == phrase and found.match.start() == 0

    def _holder(self, found: Find) -> Entity:
        """The side in "rebel-held"."""
        start, end = found.chars(*found.match.span("s"))
        linked = found.scene.actors.link((start, end)).entity
        return replace(linked, sector=linked.sector or self.words.file.holders[linked.text.lower()])

    def _status(self, found: Find) -> Status | None:
        """The status that the form's words tell; None where they tell no relation."""
        groups, words = found.groups, self.words
        before = found.line.text[max(0, found.match.start() - ASKED) : found.match.start()].lower()
        if found.form.status != "ongoing":
            return found.form.status
        if found.attribution and words.heard("denial", _cue(found)):
            return "denied"
        if any(value for name, value in groups.items() if "neg" in name):
            return "negated"
        if groups.get("inf"):
            return "requested" if words.heard("asks", before) else None
        modal = (groups.get("modal") or groups.get("ismodal") or "").lower()
        if modal:
            return next(s for s in ("requested", "planned", "hypothetical") if modal in words.words[s])  # type: ignore[return-value]
        if words.heard("conditional", before[-25:].rpartition(",")[2]):
            return "hypothetical"
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
            country = _country(found)
            return (country.name, replace(country, text=text, start=start, end=end)) if country else None
        if not phrases and text.lower().removeprefix("the ") in self.words.vague and not _share(found):
            return None
        state = phrases[0].entity if len(phrases) == 1 and phrases[0].bare and phrases[0].entity.text == text else None
        return text, state

    def _relation(
        self, found: Find, subject: Entity, target: Entity | None, status: Status, place: tuple[str, Entity | None] | None
    ) -> Relation:
        since, until, end = _times(found)
        return Relation(
            kind=found.form.kind,
            subject=subject,
            object=target,
            place=place[0] if place else None,
            share=_share(found),
            start=since,
            end=until,
            status=status,
            attribution=_sources(found),
            span=found.chars(found.match.start(), end),
        )


class _Reported:
    """The attribution whose content stands most closely around a character."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        self._spans = sorted((lo, hi, i) for i, a in enumerate(attributions) for lo, hi in a.content)
        self._attributions = attributions

    def at(self, offset: int) -> Attribution | None:
        around = [(hi - lo, i) for lo, hi, i in self._spans if lo <= offset < hi]
        return self._attributions[min(around)[1]] if around else None


def _topic(mentions: Mentions) -> Entity | None:
    """The country told most often by its name: the one spoken of where the text has not named one yet."""
    names = [e for _, e, _ in mentions.at.values() if _is_country(e)]
    most = Counter(e.country for e in names).most_common(1)
    return next((e for e in names if e.country == most[0][0]), None) if most else None


def _is_country(entity: Entity) -> bool:
    known = actors().by_id.get(entity.id or "")
    return isinstance(known, State) and entity.text in (known.name, *known.aliases)


def _tell(scene: Scene, line: Line) -> None:
    """Take note of what a sentence was about."""
    phrases = [p for _, _, p in line.units if p]
    places = [p for p in phrases if p.kind == "place" and _is_country(p.entity)]
    if places:
        scene.country = places[-1].entity
    scene.subject = next((_entity(p, scene) for p in phrases if p.kind == "actor"), None)


def _country(found: Find) -> Entity | None:
    """The country spoken of where the match stands."""
    before = [p for p in found.line.phrases(0, found.match.start()) if p.kind == "place" and _is_country(p.entity)]
    return before[-1].entity if before else found.scene.country


def _owner(found: Find) -> Entity | None:
    """Whom "its" or "their" means: the subject of the sentence, of the one before where a pronoun stands for it."""
    taken = {p.first for p in found.phrases("o")}
    before = [p for p in found.line.phrases(0, found.match.start("own")) if p.first not in taken]
    actor = next((p for p in before if p.kind == "actor" and not _led_in(found, p)), None)
    if actor is None:
        first = found.document.word(found.sentence.first).lower()
        return found.scene.subject if first in ("it", "he", "she", "they") else None
    entity = _entity(actor, found.scene)
    return _state_of(entity) if "country '" in found.match.group() and entity.country else entity


def _led_in(found: Find, phrase: Phrase) -> bool:
    before = phrase.first - 1
    return before >= found.sentence.first and found.document.word(before).lower() in ("in", "to", "from", "with", "by", "of")


def _state_of(entity: Entity) -> Entity:
    known = actors().by_id.get(entity.country or "")
    return replace(entity, name=known.name, id=known.id, sector="GOV") if isinstance(known, State) else entity


def _entity(phrase: Phrase, scene: Scene) -> Entity:
    """Who a phrase is; a noun for actors is linked by what stands around it."""
    entity = phrase.entity
    if not phrase.noun or entity.start is None or entity.end is None:
        return entity
    linked = scene.actors.link((entity.start, entity.end)).entity
    return linked if linked.sector else entity


def _fit(subject: Entity, target: Entity | None, kind: str) -> bool:
    """Whether two may have a standing relation: sides that are not one and the same."""
    if subject.sector in NO_SIDE or (target and target.sector in NO_SIDE):
        return False
    if target is None or kind == "member":
        return True
    if kind == "stationed" or (subject.sector in STATE and target.sector in STATE):
        return subject.country is None or subject.country != target.country
    return _who(subject) != _who(target)


def _who(entity: Entity) -> object:
    return entity.id or (entity.name.casefold(), entity.country)


def _key(relation: Relation) -> tuple[object, ...]:
    sides = [_who(relation.subject), _who(relation.object) if relation.object else None]
    if relation.kind in MUTUAL:
        sides.sort(key=str)
    place = relation.place.casefold().removeprefix("the ") if relation.place else None
    return relation.kind, *sides, place, relation.status


def _is_format(phrase: Phrase) -> bool:
    known = actors().by_id.get(phrase.entity.id or "")
    return isinstance(known, Format) or (isinstance(known, Body) and known.sector == "IGO")


def _share(found: Find) -> str | None:
    if not found.groups.get("share"):
        return None
    start, end = found.chars(*found.match.span("share"))
    return found.document.text[start:end]


def _cue(found: Find) -> str:
    cue = found.attribution.cue if found.attribution else None
    return found.document.text[slice(*cue)].lower() if cue else ""


def _sources(found: Find) -> tuple[Entity, ...]:
    around = found.attribution.sources if found.attribution else ()
    if found.form.status == "denied":
        return (*around, *(p.entity for p in found.phrases("s")))
    return (*around, *(p.entity for p in found.phrases("by")))


def _times(found: Find) -> tuple[str | None, str | None, int]:
    """Since when and until when, as the text says, and where in the line that ends."""
    text, end = found.line.text, found.match.end()
    since, until = SINCE.match(text, end), UNTIL.match(text, end)
    opening = OPENING.match(text)
    last = max(end, *(m.end() for m in (since, until) if m), 0)
    start = since or opening
    return _day(start) if start else None, _day(until) if until else None, last


def _day(match: re.Match[str]) -> str:
    month = (match.group("month") or "").lower()
    return f"{match.group('year')}-{MONTHS.index(month) + 1:02}" if month in MONTHS else match.group("year")


def _members(mentions: Mentions, words: RelationWords) -> Iterator[Relation]:
    """Members of the standing formats that the story mentions, as far as it names them too."""
    states = [e for _, e, _ in mentions.at.values() if e.country and e.sector == "GOV" and e.start is not None]
    for _, entity, kind in mentions.at.values():
        format = actors().by_id.get(entity.id or "")
        if kind != "format" or not isinstance(format, Format) or entity.start is None or entity.end is None:
            continue
        if is_paper(entity, words):
            continue
        for member in format.members:
            named = [e for e in states if e.country == member]
            if named:
                nearest = min(named, key=lambda e: abs((e.start or 0) - (entity.start or 0)))
                yield Relation(
                    kind="member", subject=_state_of(nearest), object=entity, span=(entity.start, entity.end)
                )
