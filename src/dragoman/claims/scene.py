"""What is around a form of a relation in the text: who a phrase is, whom "its" means, which country, since when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from ..knowledge.actors import actors
from ..knowledge.entries import State
from ..language.document import Document, Sentence
from ..linking.who import StoryActors
from ..story import Attribution, Entity, Span
from .mentions import Mentions
from .phrases import Line, Phrase
from .relation_words import Form, RelationWords

STATE = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY"})
LED_IN = frozenset({"in", "to", "from", "with", "by", "of"})
WITHIN = frozenset({"in", "inside", "across", "throughout"})
INSIDE = 3  # how many adjectives one "in Syria" outweighs when the country of a story is looked for
GAP = r"(?:(?!(?:has|have|had|is|are|was|were|who|which|that|and|but|when|while) )[^\s.,;:]+ ){0,6}"  # no other clause
SINCE = re.compile(rf"{GAP}since (?:(?P<month>[A-Z][a-z]+) )?(?:of )?(?P<year>(?:19|20)\d\d) ")
UNTIL = re.compile(rf"{GAP}until (?:(?P<month>[A-Z][a-z]+) )?(?P<year>(?:19|20)\d\d) ")
OPENING = re.compile(r"since (?:(?P<month>[A-Z][a-z]+) )?(?P<year>(?:19|20)\d\d) ", re.IGNORECASE)
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


@dataclass
class Scene:
    """Who is who in the story; what was told last: the country spoken of, and the actor that a pronoun may mean."""

    actors: StoryActors
    topic: Entity | None
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


def identity(entity: Entity) -> object:
    """What two mentions of one actor share."""
    return entity.id or (entity.name.casefold(), entity.country)


def topic_of(document: Document, mentions: Mentions, words: RelationWords) -> Entity | None:
    """The country where most of the story happens: told after "in", or by its adjective before what is of a country."""
    told: Counter[str] = Counter()
    states: dict[str, Entity] = {}
    for first, (last, entity, kind) in mentions.at.items():
        if entity.country is None or not (kind == "modifier" or _is_country(entity)):
            continue
        states.setdefault(entity.country, entity)
        before = [document.word(i).lower() for i in range(max(0, first - 2), first)]
        inside = before[-1:] and before[-1] in WITHIN and before[0] != "based"
        home = last < len(document.words) and document.word(last).lower() in words.words["home"]
        told[entity.country] += INSIDE * bool(inside) + (kind == "modifier" and home)
    most = told.most_common(1)
    return state_of(states[most[0][0]]) if most and most[0][1] else None


def _is_country(entity: Entity) -> bool:
    known = actors().by_id.get(entity.id or "")
    return isinstance(known, State) and entity.text in (known.name, *known.aliases)


def tell(scene: Scene, line: Line) -> None:
    """Take note of what a sentence was about."""
    phrases = [p for _, _, p in line.units if p]
    places = [p for p in phrases if p.kind == "place" and _is_country(p.entity)]
    if places:
        scene.country = places[-1].entity
    scene.subject = next((entity_of(p, scene) for p in phrases if p.kind == "actor"), None)


def possessor(found: Find) -> Entity | None:
    """The state in "Syria's rebel-held areas"."""
    before = found.line.text[: found.match.start()]
    phrases = found.line.phrases(0, found.match.start()) if before.endswith(("' s ", "' ")) else []
    return phrases[-1].entity if phrases and phrases[-1].bare else None


def country_of(found: Find) -> Entity | None:
    """The country spoken of where the match stands."""
    before = [p for p in found.line.phrases(0, found.match.start()) if p.kind == "place" and _is_country(p.entity)]
    return before[-1].entity if before else found.scene.country


def owner_of(found: Find) -> Entity | None:
    """Whom "its" or "their" means: the actor it is joined to, else the subject of the sentence or of the one before."""
    taken = {p.first for p in found.phrases("o")}
    start = found.match.start("own")
    before = [p for p in found.line.phrases(0, start) if p.kind == "actor" and p.first not in taken]
    joined = re.search(r"(\S) (?:, )?(?:and|or|,) $", found.line.text[:start])
    if joined and before and before[-1].last == found.line.words(joined.start(1), joined.start(1) + 1)[1]:
        return _whole(before[-1], found)
    if found.document.word(found.sentence.first).lower() in ("it", "he", "she", "they"):
        return found.scene.subject
    free = [p for p in before if not _led_in(found, p)]
    if not free:
        return None
    opens = free[0].first == found.sentence.first
    return _whole(free[0], found) if opens or len({identity(p.entity) for p in free}) == 1 else None


def _whole(phrase: Phrase, found: Find) -> Entity:
    """An actor, or the state of one in "his country's"."""
    entity = entity_of(phrase, found.scene)
    return state_of(entity) if "country '" in found.match.group() and entity.country else entity


def _led_in(found: Find, phrase: Phrase) -> bool:
    before = phrase.first - 1
    return before >= found.sentence.first and found.document.word(before).lower() in (
        "in",
        "to",
        "from",
        "with",
        "by",
        "of",
    )


def state_of(entity: Entity) -> Entity:
    known = actors().by_id.get(entity.country or "")
    return replace(entity, name=known.name, id=known.id, sector="GOV") if isinstance(known, State) else entity


def entity_of(phrase: Phrase, scene: Scene) -> Entity:
    """Who a phrase is; a noun for actors is linked by what stands around it."""
    entity = phrase.entity
    if not phrase.noun or entity.start is None or entity.end is None:
        return entity
    linked = scene.actors.link((entity.start, entity.end)).entity
    guessed = phrase.indefinite and entity.country is None and linked.sector == "MIL"  # "forces loyal to" somebody
    if guessed:
        return entity
    if entity.sector == "REB" and linked.sector in STATE:  # "the terrorist forces" are nobody's army
        return replace(entity, country=linked.country)
    return linked if linked.sector else entity


def supported(phrase: Phrase, found: Find) -> Entity:
    """The object of a form; "US-backed forces" are not the army of the country spoken of."""
    entity = entity_of(phrase, found.scene)
    if found.form.kind == "supports" and phrase.noun and phrase.entity.country is None and entity.sector == "MIL":
        return replace(phrase.entity, sector="REB", country=entity.country)
    return entity


def elsewhere(subject: Entity, target: Entity | None, found: Find) -> Entity | None:
    """Rebels whom a state supports are not its own: of the country that most is told of, if that is another."""
    own = target is not None and target.id is None and target.country == subject.country
    if target is None or not own or subject.sector not in STATE or target.sector not in ("REB", "OPP"):
        return target
    topic = found.scene.topic.country if found.scene.topic else None
    plain = next(p.entity for p in found.phrases("o") if p.entity.start == target.start or p.noun)
    return replace(plain, country=topic if topic != subject.country else None)


def share_of(found: Find) -> str | None:
    if not found.groups.get("share"):
        return None
    start, end = found.chars(*found.match.span("share"))
    return found.document.text[start:end]


def cue_of(found: Find) -> str:
    cue = found.attribution.cue if found.attribution else None
    return found.document.text[slice(*cue)].lower() if cue else ""


def sources_of(found: Find) -> tuple[Entity, ...]:
    around = found.attribution.sources if found.attribution else ()
    if found.form.status == "denied":
        return (*around, *(p.entity for p in found.phrases("s")))
    return (*around, *(p.entity for p in found.phrases("by")))


def times_of(found: Find) -> tuple[str | None, str | None, int]:
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
