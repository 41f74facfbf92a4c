"""Stories made by hand, small enough to know by heart, and the groups that merges would make of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select, update

from dragoman.store import tables, tallies
from dragoman.store.engine import Store
from dragoman.store.read import claims_of
from dragoman.store.write import Incoming, store
from dragoman.story import Entity, Event, Interval, MadeBy, Passage, Place, Status, Story

PEOPLE = {
    "Putin": ("Vladimir Putin", "RUS", "GOV", "vladimir-putin"),
    "Erdogan": ("Recep Tayyip Erdogan", "TUR", "GOV", "recep-tayyip-erdogan"),
    "Russia": ("Russia", "RUS", "GOV", "RUS"),
    "Turkey": ("Turkey", "TUR", "GOV", "TUR"),
    "Iran": ("Iran", "IRN", "GOV", "IRN"),
    "the army": ("Armed Forces of Russia", "RUS", "MIL", None),
    "rebels": ("rebels", None, "REB", None),
    "the Kremlin": ("Kremlin", "RUS", "GOV", "kremlin"),
    "Ankara": ("Turkey", "TUR", "GOV", "TUR"),
}
SPOTS = {"Idlib": ("Idlib", "SYR", 35.93, 36.63), "Sochi": ("Sochi", "RUS", 43.6, 39.7)}
QUADS = {
    "CONSULT": "verbal cooperation",
    "REQUEST": "verbal conflict",
    "ASSAULT": "material conflict",
    "AGREE": "verbal cooperation",
    "RETREAT": "material cooperation",
}


def person(words: str) -> Entity:
    name, country, sector, id = PEOPLE[words]
    return Entity(text=words, name=name, country=country, sector=sector, id=id)


def event(
    sentence: str,
    trigger: str,
    kind: str,
    *,
    by: Sequence[str] = (),
    to: Sequence[str] = (),
    word: Sequence[str] = (),
    mode: str | None = None,
    status: Status = "happened",
    day: str | None = None,
    place: str | None = None,
    background: bool = False,
    confidence: float = 0.9,
) -> tuple[str, str, dict[str, Any]]:
    """A sentence, its trigger, and the fields of its event."""
    fields: dict[str, Any] = {
        "type": kind,
        "mode": mode,
        "cameo": None,
        "quad": QUADS[kind],
        "score": 1.0,
        "scale": "plover-2.0",
        "actor": tuple(map(person, by)),
        "recipient": tuple(map(person, to)),
        "status": status,
        "background": background,
        "attribution": tuple(map(person, word)),
        "date": Interval(start=day, end=day) if day else None,
        "place": place,
        "confidence": confidence,
    }
    return sentence, trigger, fields


def story(id: str, published: str | None, agency: str, *told: tuple[str, str, dict[str, Any]]) -> Story:
    """A story of these sentences."""
    text, passages, events, places = "", [], [], []
    for sentence, trigger, fields in told:
        start = len(text) + sentence.index(trigger)
        events.append(Event(start=start, end=start + len(trigger), text=trigger, **fields))
        if fields["place"]:
            name, country, lat, lon = SPOTS[fields["place"]]
            at = len(text) + sentence.index(fields["place"])
            places.append(Place(span=(at, at + len(name)), text=name, name=name, country=country, lat=lat, lon=lon))
        passages.append(Passage(kind="paragraph", start=len(text), end=len(text) + len(sentence)))
        text += sentence + "\n\n"
    return Story(
        id=id, text=text, language="en", headline=None, agency=agency, byline=None, date=published,
        published=published, zone="UTC", zone_assumed=False, passages=tuple(passages), attributions=(),
        events=tuple(events), contacts=(), relations=(), timex=(), places=tuple(places), entities=(),
        made_by=MadeBy(coder="0", model="hand", knowledge="none"),
    )  # fmt: skip


CALL = story(
    "call", "2024-12-03", "SDA",
    event("Putin called Erdogan on Tuesday, the Kremlin said.", "called", "CONSULT", mode="phone",
          by=["Putin", "Erdogan"], word=["the Kremlin"], day="2024-12-03"),
    event("Putin urged the rebels to stop, it said.", "urged", "REQUEST", mode="yield", by=["Putin"], to=["rebels"],
          word=["the Kremlin"], confidence=0.7),
    event("The army bombed Idlib on Sunday.", "bombed", "ASSAULT", mode="aerial", by=["the army"], to=["rebels"],
          day="2024-12-01", place="Idlib"),
)  # fmt: skip
ANSWER = story(
    "answer", "2024-12-04", "AA",
    event("Erdogan and Putin spoke by telephone, Ankara said.", "spoke", "CONSULT", mode="phone",
          by=["Erdogan", "Putin"], word=["Ankara"], day="2024-12-03"),
    event("Turkey and Russia agreed on a ceasefire in Sochi in 2018.", "agreed", "AGREE", by=["Turkey", "Russia"],
          day="2018-09-17", place="Sochi", background=True),
    event("Russia denied that the army bombed Idlib.", "bombed", "ASSAULT", mode="aerial", by=["the army"],
          status="denied", word=["Russia"], place="Idlib", confidence=0.6),
)  # fmt: skip
UNDATED = story(
    "undated", None, "MW",
    event("Iran asked Russia to withdraw from Idlib.", "asked", "REQUEST", mode="change", by=["Iran"], to=["Russia"]),
    event("Russia would withdraw from Idlib.", "withdraw", "RETREAT", mode="withdraw", by=["Russia"],
          status="requested", place="Idlib"),
)  # fmt: skip
STORIES = (CALL, ANSWER, UNDATED)
EVENTS = sum(len(one.events) for one in STORIES)


def put(opened: Store, *stories: Story) -> list[int]:
    """Add stories, by their order; returns their keys."""
    return opened.write(lambda connection: store(connection, [Incoming(one) for one in stories or STORIES]))


def merge(opened: Store, keys: Sequence[int], same: Sequence[set[str]] = ()) -> None:
    """Groups for all events of stories: one each, and one for those of several whose claims have these words.

    `same`: sets of `story trigger`, as `call called`.
    """

    def work(connection: Any) -> None:
        names = [column.name for column in tables.event_groups.c]
        told = [claim for claim in claims_of(connection, keys) if claim.kind == "event"]
        sets = [[c for c in told if f"{c.story_id} {c.text}" in names] for names in same]
        alone = [[c] for c in told if not any(c in one for one in sets)]
        for group in (*sets, *alone):
            head = group[0]
            row = {name: getattr(head, name) for name in names if hasattr(head, name)}
            sides = {side: getattr(head, side)[0] if getattr(head, side) else None for side in ("actor", "recipient")}
            row |= {side: (one.id or one.name) if one else None for side, one in sides.items()}
            row |= {f"{side}_country": one.country if one else None for side, one in sides.items()}
            speakers = {c.sources[0].country for c in group if c.sources}
            count = len({c.story for c in group})
            row |= {"head": head.key, "mentions": len(group), "stories": count, "origins": count}
            connection.execute(insert(tables.event_groups).values(**row, sides=len(speakers)))
            members = [
                {"claim": c.key, "event": head.key, "sentence": c.sentence, "held": c.known_to is None} for c in group
            ]
            connection.execute(insert(tables.event_members), members)
            actors = [
                {"event": head.key, "role": role, "position": n, "actor": one.id, "name": one.name,
                 "country": one.country, "sector": one.sector, "day": head.day}
                for role, several in (
                    ("actor", head.actor), ("recipient", head.recipient),
                    ("source", dict.fromkeys(a for c in group for a in c.sources[:1])),
                    ("chain", dict.fromkeys(a for c in group for a in c.sources[1:])),
                )
                for n, one in enumerate(several)
            ]  # fmt: skip
            if actors:
                connection.execute(insert(tables.event_actors), actors)
            if both := tallies.pairs(row, actors):
                pairs = [{"event": head.key, "pair": p, "acts": acts, "day": head.day} for p, acts in both.items()]
                connection.execute(insert(tables.event_pairs), pairs)
        connection.execute(update(tables.stories).where(tables.stories.c.key.in_(keys)).values(merged=True))
        tallies.rebuild(connection)

    opened.write(work)


def ids(opened: Store) -> list[str]:
    """All claims that are events."""
    with opened.reading() as connection:
        asked = select(tables.claims.c.id).where(tables.claims.c.kind == "event")
        return list(connection.execute(asked).scalars())
