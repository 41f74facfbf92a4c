"""Stories of invented states about what stands between them, made by hand."""

from __future__ import annotations

from typing import Any

from dragoman.knowledge.ontology import ontology
from dragoman.store.engine import Store
from dragoman.store.write import Incoming
from dragoman.store.write import store as write
from dragoman.story import Entity, Event, Interval, MadeBy, Passage, Place, Relation, Story
from dragoman.views.situation import Standings
from dragoman.views.situation_store import ask
from dragoman.views.standing_store import keep_up

VELMORA = Entity(text="Velmora", name="Velmora", country="XVL", sector="GOV")
BRACKENFELS = Entity(text="Brackenfels", name="Brackenfels", country="XBF", sector="GOV")
ORRUMBA = Entity(text="Orrumba", name="Orrumba", country="XOR", sector="GOV")
ARMY = Entity(text="Velmoran troops", name="Velmoran troops", country="XVL", sector="MIL")
FRONT = Entity(text="the Tumbiri River Front", name="Tumbiri River Front", country="XOR", sector="REB")
UNION = Entity(text="the Union", name="Northern Union", sector="IGO")
TAMSIN = Place(span=(0, 0), text="Tamsin", name="Tamsin", country="XTA")
KARST = Place(span=(0, 0), text="Karst", name="Karst", country="XOR")


def story(id: str, day: str, text: str, *told: Event | Relation, agency: str = "VPA") -> Story:
    """A story of one paragraph, with what is told in it."""
    spots = [TAMSIN, KARST]
    return Story(
        id=id,
        text=text,
        language="en",
        headline=None,
        agency=agency,
        byline=None,
        date=day,
        published=day,
        zone=None,
        zone_assumed=False,
        passages=(Passage(kind="paragraph", start=0, end=len(text)),),
        attributions=(),
        events=tuple(one for one in told if isinstance(one, Event)),
        contacts=(),
        relations=tuple(one for one in told if isinstance(one, Relation)),
        timex=(),
        places=tuple(spot for spot in spots if spot.text in text),
        entities=(),
        made_by=MadeBy(coder="0", model="hand", knowledge="none"),
    )


def event(text: str, words: str, type: str, mode: str | None = None, **told: Any) -> Event:
    """An event whose trigger is `words` of a text. `date`: one day, or two."""
    start = text.index(words)
    date = told.pop("date", None)
    first, last = date if isinstance(date, tuple) else (date, date)
    fields = {"actor": (), "recipient": (), "status": "happened", "background": False, "attribution": (), "place": None}
    return Event(
        type=type,
        mode=mode,
        cameo=None,
        quad=ontology().types[type].quad,
        score=None,
        scale="plover-2.0",
        start=start,
        end=start + len(words),
        text=words,
        date=Interval(start=first, end=last) if date else None,
        **{**fields, **told},
    )


def relation(text: str, kind: Any, subject: Entity, object: Entity | None = None, **told: Any) -> Relation:
    """A relation told by a whole text."""
    return Relation(kind=kind, subject=subject, object=object, span=(0, len(text)), **told)


def tells(id: str, day: str, kind: Any, subject: Entity, object: Entity | None = None, **told: Any) -> Story:
    """A story that tells of a relation alone."""
    agency = told.pop("agency", "VPA")
    place = f" {told['place']}" if told.get("place") else ""
    text = f"{subject.name} {kind} {object.name if object else ''}{place} ({id})."
    return story(id, day, text, relation(text, kind, subject, object, **told), agency=agency)


def happens(id: str, day: str, text: str, words: str, type: str, mode: str | None = None, **told: Any) -> Story:
    """A story that tells of an event alone."""
    agency = told.pop("agency", "VPA")
    return story(id, day, text, event(text, words, type, mode, **told), agency=agency)


def put(store: Store, *stories: Story) -> None:
    """Store stories, and go through their claims."""
    store.write(lambda connection: write(connection, [Incoming(one) for one in stories]))
    keep_up(store)


def on(store: Store, day: str, *actors: str, known: str | None = None) -> dict[str, Standings]:
    """What stands on a day, by kind with sides and place: `controls XVL Tamsin`."""
    found = ask(store, actors or ("XVL",), day, known).states
    return {" ".join((one.state.kind, *(side.ref for side in one.state.sides))): one for one in found}


def verdicts(store: Store, day: str, *actors: str, known: str | None = None) -> dict[str, str]:
    """The verdicts of these."""
    return {name: one.verdict for name, one in on(store, day, *actors, known=known).items()}
