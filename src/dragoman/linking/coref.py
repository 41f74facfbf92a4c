"""Pronouns: the actor told before that he, she, it, they, we, who stand for."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..knowledge.entries import Body, Person, State
from ..language.pronouns import HE, I_WORDS, IT, RELATIVE, SHE, THEY, WE
from .phrases import Phrase
from .referents import Referent, Who
from .words import COUNTING, SAYING, THINGS, bag

if TYPE_CHECKING:
    from .resolve import Scene

COUNTED_BACK = 1  # sentences back that "16 others" reaches
FAR = 6  # sentences back that a pronoun or definite noun reaches
MAX_BEFORE = 200  # referents that are weighed for a pronoun: a bound on work
BY_SENTENCE = -1.0  # weight of each sentence between
SUBJECT, SPEAKER, REPEATED = 1.2, 0.6, 0.3
QUOTED = -3.0  # who is named inside a quotation is seldom meant outside of it
PLACE = -1.5  # "in Syria" is seldom "it"
ELSEWHERE = -1.5  # who is named in another paragraph is meant more seldom
SAYS = 1.5  # "it said" looks for one who speaks
BY_NUMBER = 1.0  # "they" looks for several
GOVERNING = frozenset({"prime minister", "chancellor"})  # offices beside which a president only presides
SPEAKING = I_WORDS | WE
STATES = bag("GOV MIL LEG JUD COP SPY")


def antecedent(scene: Scene, at: int, pronoun: str | None = None) -> Who | None:
    """Who the pronoun at a word (or another in its place) stands for."""
    word = pronoun or scene.text.folded[at]
    if word in RELATIVE:
        return _just_before(scene, at)
    if word in I_WORDS or word in WE:
        return _speaking(scene, at, word in WE)
    fitting = [r for r in _before(scene, at) if may_be(r.who, word) and not _names_thing(scene, r)]
    if word in IT and _says(scene, at):  # offices and papers go on speaking: "it said", "it added"
        fitting = [r for r in fitting if r.speaker] or fitting
    best = max(fitting, key=lambda r: _weight(scene, r, at, word), default=None)
    if best is None and word in HE | SHE:
        return scene.person_after(at)
    return best.who if best else None


def subject_before(scene: Scene, at: int) -> Who | None:
    """Whom alone the paragraph of a pronoun tells as doing something before it, if the pronoun may mean them."""
    here = scene.paragraph(_sentence(scene, at))
    told = {r.who.name: r.who for r in _before(scene, at) if r.subject and scene.paragraph(r.sentence) == here}
    fitting = [who for who in told.values() if who.kind == "person" and may_be(who, scene.text.folded[at])]
    return fitting[0] if len(fitting) == 1 else None


def counted(scene: Scene, first: int, last: int) -> Who:
    """ "25", "16 others": people of the kind counted last in the sentence or the one before it."""
    number = _sentence(scene, first)
    for referent in reversed(_before(scene, first)):
        who = referent.who
        near = number - referent.sentence <= COUNTED_BACK
        if near and who.kind == "people" and referent.terms and _is_counted(scene, referent):
            return Who(who.name, who.country, who.sector, who.id, f"counted on from {who.name!r}", "people", True)
    country = scene.countries.near(number, "CVL")
    return Who(scene.text.written(first, last), country, "UNK", None, "people counted", "people", True)


def _is_counted(scene: Scene, referent: Referent) -> bool:
    words = scene.text.folded[referent.first : referent.head]
    return any(word[:1].isdigit() or word in COUNTING for word in words if word not in ("the", "a", "an", "of"))


def _names_thing(scene: Scene, referent: Referent) -> bool:
    """Whether a noun only tells whose something is: "a refugee camp"."""
    following = scene.text.folded[referent.last : referent.last + 1]
    return bool(referent.terms) and referent.who.kind == "person" and not THINGS.isdisjoint(following)


def _before(scene: Scene, at: int) -> Sequence[Referent]:
    sentence = _sentence(scene, at)
    first = bisect.bisect_left(scene.referents, sentence - FAR, key=lambda r: r.sentence)
    last = bisect.bisect_right(scene.referents, sentence, key=lambda r: r.sentence)
    return [r for r in scene.referents[first:last] if r.last <= at][-MAX_BEFORE:]


def _sentence(scene: Scene, at: int) -> int:
    return scene.document.sentence_of(at)


def may_be(who: Who, pronoun: str) -> bool:
    """Whether a pronoun fits who it would stand for: gender, number, a body or a person."""
    if pronoun in HE:
        return who.kind == "person" and who.gender != "f" and not who.many
    if pronoun in SHE:
        return who.kind == "person" and who.gender != "m" and not who.many
    if pronoun in IT:
        return who.kind in ("body", "state") or (who.kind == "people" and not who.many)
    return pronoun in THEY and who.kind != "format"


def _weight(scene: Scene, referent: Referent, at: int, pronoun: str) -> float:
    weight = BY_SENTENCE * (_sentence(scene, at) - referent.sentence) + referent.last / (at + 1) * 0.5
    weight += SUBJECT * referent.subject + SPEAKER * referent.speaker + PLACE * referent.located
    weight += REPEATED * scene.repeated(referent.who.name, at)
    weight += ELSEWHERE * (scene.paragraph(referent.sentence) != scene.paragraph(_sentence(scene, at)))
    weight += QUOTED * (referent.quoted and not scene.text.in_quotes(at))
    if referent.speaker and _says(scene, at):
        weight += SAYS
    if pronoun in THEY:
        weight += BY_NUMBER * (referent.who.many or referent.who.kind == "people") - (referent.who.kind == "person")
    return weight


def _says(scene: Scene, at: int) -> bool:
    """Whether a word of saying follows."""
    return not SAYING.isdisjoint(scene.text.folded[at + 1 : at + 2])


def last_speaker(scene: Scene, at: int) -> Who | None:
    """Whose statement it is: the last body or person that spoke before a word."""
    spoke = [r for r in _before(scene, at) if r.speaker]
    bodies = [r for r in spoke if r.who.kind == "body"]
    return (bodies or spoke)[-1].who if spoke else None


def _just_before(scene: Scene, at: int) -> Who | None:
    comma = scene.text.words[at - 1] == "," if at else False
    for referent in reversed(scene.referents):
        if referent.last <= at:
            return referent.who if at - referent.last <= 1 + comma else None
    return None


def _speaking(scene: Scene, at: int, we: bool) -> Who | None:
    """The one quoted: the speaker in the sentence, before it, or after it; for "we" their state or body."""
    sentence = _sentence(scene, at)
    speakers = [r for r in scene.referents if r.speaker and abs(r.sentence - sentence) <= FAR // 2]
    best = min(speakers, key=lambda r: (abs(r.sentence - sentence), r.sentence > sentence), default=None)
    if best is None:
        return antecedent(scene, at, "he")
    return _side(scene, best.who) if we else best.who


def _side(scene: Scene, who: Who) -> Who:
    group = scene.actors.by_id.get(who.of or "")
    if isinstance(group, Body):
        return Who(group.name, *scene.actors.standing(group), group.id, f"side of {who.name}", "body", many=True)
    if who.kind != "person" or who.country is None or who.sector not in STATES:
        return who
    state = scene.actors.by_id.get(who.country)
    if state is None:
        return who
    return Who(state.name, who.country, "GOV", state.id, f"side of {who.name}", "state")


def role_mirrored(scene: Scene, phrase: Phrase, country: str | None) -> str | None:
    """The office that "his counterpart" in a country holds: the same, or who leads where a government does."""
    state = scene.actors.by_id.get(country or "")
    for referent in reversed(scene.referents):
        actor = scene.actors.by_id.get(referent.who.id or "") if referent.last <= phrase.first else None
        role = scene.actors.role_on(actor, scene.document.date) if isinstance(actor, Person) else None
        if role is None:
            continue
        own = scene.actors.by_id.get(role.of)
        leads = isinstance(own, State) and role.role == own.led_by
        same = country is not None and scene.actors.holder(role.role, country, scene.document.date) is not None
        governed = isinstance(state, State) and state.led_by in GOVERNING
        return "leader" if leads and (governed or not same) else role.role
    return None
