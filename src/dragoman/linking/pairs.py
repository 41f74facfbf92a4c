"""Mentions that stand for several actors: "US and British forces"; of those told before, "the two leaders"."""

from __future__ import annotations

from collections import Counter

from ..knowledge.entries import State
from ..story import Span
from .names import Hit
from .referents import Who
from .resolve import Scene
from .words import bag

COUNTS = {"two": 2, "both": 2, "three": 3, "trio": 3, "pair": 2, "four": 4}
STATES = bag("countries nations states governments sides capitals neighbours neighbors")
TALKING = "sides"  # which states are called as those whose officials speak
PERSONS = bag("leaders presidents ministers men women officials politicians diplomats pair trio counterparts")
REACH = 8  # sentences back


def tied_names(scene: Scene, first: int, last: int) -> tuple[Span, Span] | None:
    """Words on either side of the "and" that ties two known names in one mention: "Moscow and Damascus"."""
    words, marks = scene.text.words, scene.text.mark_at
    if {",", "("} & set(words[first:last]):
        return None
    for i in range(first + 1, last - 1):
        left, right = marks.get(i - 1), marks.get(i + 1)
        if scene.text.folded[i] == "and" and isinstance(left, Hit) and isinstance(right, Hit) and left is not right:
            return ((first, i), (i + 1, last)) if left.first >= first and right.last <= last else None
    return None


def parts_of(scene: Scene, first: int, last: int) -> tuple[Who, ...]:
    """The last so many different states or persons before a mention; none where it is no such mention."""
    folded = scene.text.folded[first:last]
    count = next((COUNTS[word] for word in folded if word in COUNTS), None)
    if count is None or len(folded) > 3 or folded[0] not in ("the", "both", "these", "those"):
        return ()
    tail = folded[-1]
    if tail in STATES:
        spoke = _speaking(scene, first, count) if tail == TALKING else ()
        return spoke or _most_told(scene, first, count) or _last(scene, first, count, state=True)
    if told := _told(scene, first, folded):
        return told
    return _last(scene, first, count, state=False) if tail in PERSONS else ()


def _speaking(scene: Scene, first: int, count: int) -> tuple[Who, ...]:
    """The states whose officials were told before, where they are so many: of others it was only spoken."""
    sentence = scene.document.sentence_of(first)
    found: dict[str, Who] = {}
    for referent in scene.referents:
        near = referent.last <= first and sentence - referent.sentence <= REACH
        state = _state_of(scene, referent.who) if near and referent.who.kind == "person" else None
        if state:
            found.setdefault(state.name, state)
    return tuple(found.values()) if len(found) == count else ()


def _most_told(scene: Scene, first: int, count: int) -> tuple[Who, ...]:
    """The states that the story has told of most, where no other was told of as often."""
    told = [_state_of(scene, referent.who) for referent in scene.referents if referent.last <= first]
    states = {who.name: who for who in told if who is not None}
    ranked = Counter(who.name for who in told if who is not None).most_common(count + 1)
    if len(ranked) <= count or ranked[count - 1][1] == ranked[count][1]:
        return ()
    return tuple(states[name] for name, _ in ranked[:count])


def _told(scene: Scene, first: int, folded: list[str]) -> tuple[Who, ...]:
    """Several told before as one with the same count ("two British tourists ... the two men")."""
    counts = COUNTS.keys() & set(folded) - {"both"}
    for referent in reversed(scene.referents):
        words = scene.text.folded[referent.first : referent.head]
        if referent.last <= first and referent.who.many and words[:1] and words[0] in counts and "dozen" not in words:
            return (referent.who,)
    return ()


def _last(scene: Scene, first: int, count: int, state: bool) -> tuple[Who, ...]:
    sentence = scene.document.sentence_of(first)
    found: dict[str, Who] = {}
    for referent in reversed(scene.referents):
        if referent.last > first or sentence - referent.sentence > REACH or (referent.located and not state):
            continue
        who = _state_of(scene, referent.who) if state else referent.who
        if who is not None and (state or (who.kind == "person" and not who.many)):
            found.setdefault(who.name, who)
        if len(found) == count:
            return tuple(reversed(found.values()))
    return ()


def _state_of(scene: Scene, who: Who) -> Who | None:
    if who.kind == "state":
        return who
    state = scene.actors.by_id.get(who.country or "")
    if who.kind == "person" and who.sector == "GOV" and isinstance(state, State):
        return Who(state.name, state.id, "GOV", state.id, f"state of {who.name}", "state")
    return None
