"""Formats of lines, in UTF-8: csv, plover, icews, polecat, geojson."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..knowledge.actors import actors
from ..knowledge.entries import Person
from ..views.events import EventView, Named
from ..views.flat import COLUMNS, flat
from .plain import Plain, alpha_3, cameo, country_name, cow, plain
from .told import Told

BETWEEN = "; "  # values of one field
TOWN = "PPL"  # features of GeoNames that are towns begin so
ICEWS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City",
    "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
POLECAT = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City",
    "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip


def as_csv(events: Iterable[Told]) -> Iterator[str]:
    """One row an event, fields of RFC 4180."""
    yield _row(COLUMNS, ",")
    for one in events:
        yield _row((_cell(value) for value in flat(one.event).values()), ",")


def as_plover(events: Iterable[Told]) -> Iterator[str]:
    """PLOVER 2.0, one JSON object a line."""
    for one, form in _in_plover(events):
        yield _json(_plover(one, form))


def _in_plover(events: Iterable[Told]) -> Iterator[tuple[Told, Plain]]:
    """Events of types and modes that PLOVER has: a stored story may have those of another ontology."""
    for one in events:
        if (form := plain(one.event)) is not None:
            yield one, form


def _plover(one: Told, form: Plain) -> dict[str, Any]:
    """An event as an object of PLOVER; what is not known is left out, as its manual has it."""
    event = one.event
    date = event.date.start if event.date and event.date.start else event.day
    place = event.place
    fields = {
        "id": event.id,
        "date": date,
        "end_date": event.date.end if event.date and event.date.end != date else None,
        "actor": [_entity(named) for named in event.actor],
        "recipient": [_entity(named) for named in event.recipient],
        "event": [form.type],
        "mode": form.mode,
        "auxiliary_mode": list(form.auxiliary),
        "context": list(event.contexts),
        "quad_code": form.quad,
        "event_scale": form.score,
        "event_loc": place and {
            "geonameid": place.geonameid, "lat": place.lat, "lon": place.lon, "place": place.name or place.text,
            "province": place.admin1, "country": place.country,
        },
        "text_info": {"story": event.words.story, "sentence": one.about.sentence, "start": event.words.start,
                      "end": event.words.end, "text": event.words.text, "trigger": list(event.words.trigger)},
        "cite_info": {"publisher": one.about.publisher, "headline": one.about.headline,
                      "published": one.about.published},
        "language": one.about.language,
        "version": one.about.version,
        "speaker": [_entity(named) for named in event.attribution],
        "status": event.status,
        "background": event.background,
        "confidence": event.confidence,
        "dragoman_event": event.type,
        "dragoman_mode": event.mode,
        "corroboration": {"mentions": event.mentions, "stories": event.stories, "origins": event.origins,
                          "sides": event.sides},
        "known_from": event.known_from,
        "known_to": event.known_to,
    }  # fmt: skip
    return {name: _without_nulls(value) for name, value in fields.items() if value is not None}


def _without_nulls(value: Any) -> Any:
    return {k: v for k, v in value.items() if v is not None} if isinstance(value, dict) else value


def _entity(named: Named) -> dict[str, Any]:
    fields = {
        "code": alpha_3(named.country),
        "sector": [named.sector] if named.sector else None,
        "entity_text": named.name,
        "identifier_id": named.id,
        "identifier_text": "dragoman" if named.id else None,
    }
    return {name: value for name, value in fields.items() if value is not None}


def as_icews(events: Iterable[Told]) -> Iterator[str]:
    """ICEWS' 20 columns with tabs between: a row for each pair of who acts and on whom, both ways where both act."""
    yield _row(ICEWS, "\t")
    for one, form in _in_plover(events):
        if form.stands:
            yield from (_row(row, "\t") for row in _icews(one, form))


def _icews(one: Told, form: Plain) -> Iterator[list[str]]:
    event = one.event
    code = cameo().codes.get(form.cameo or "")
    both = list(pairs(event))
    for number, (actor, recipient) in enumerate(both, 1):
        yield [
            event.id if len(both) == 1 else f"{event.id}-{number}",
            _date(event),
            *_icews_actor(actor),
            code.name if code else "",
            form.cameo or "",
            _cell(code.intensity) if code else "",
            *_icews_actor(recipient),
            event.words.story,
            _cell(one.about.sentence),
            one.about.publisher or "",
            *_spot(one),
        ]


def pairs(event: EventView, both_ways: bool = True) -> Iterator[tuple[Named | None, Named | None]]:
    """Who acts on whom; of those who act together each on each other, once for both where not `both_ways`."""
    actors = event.actor
    if event.recipient:
        yield from ((actor, recipient) for actor in actors or (None,) for recipient in event.recipient)
    elif len(actors) > 1:
        yield from (
            (one, other)
            for n, one in enumerate(actors)
            for m, other in enumerate(actors)
            if n < m or (both_ways and n != m)
        )
    else:
        yield (actors[0] if actors else None, None)


def _spot(one: Told) -> list[str]:
    """City, district, province, country, latitude and longitude; a place that is no town is no city."""
    place = one.event.place
    if place is None:
        return [""] * 6
    town = place.name if _feature(one).startswith(TOWN) else ""
    return [town or "", "", place.admin1 or "", country_name(place.country), _cell(place.lat), _cell(place.lon)]


def _feature(one: Told) -> str:
    place = one.event.place
    return one.about.features.get(place.name or "", "") if place else ""


def _icews_actor(named: Named | None) -> list[str]:
    return [named.name, named.sector or "", country_name(named.country)] if named else ["", "", ""]


def as_polecat(events: Iterable[Told]) -> Iterator[str]:
    """POLECAT's 40 columns with tabs between, one row an event."""
    yield _row(POLECAT, "\t")
    for one, form in _in_plover(events):
        if form.stands:
            yield _row(_polecat(one, form), "\t")


def _polecat(one: Told, form: Plain) -> list[str]:
    event, about, place = one.event, one.about, one.event.place
    return [
        event.id,
        _date(event),
        form.type,
        form.mode or "",
        _cell(form.score),
        ("VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT")[form.quad - 1],
        BETWEEN.join(event.contexts),
        *_polecat_side(event.actor),
        *_polecat_side(event.recipient),
        place.name or "" if place else "",
        *_spot(one),
        _cell(place.geonameid) if place else "",
        place.text if place else "",
        _feature(one),
        about.publisher or "",
        (about.published or "")[:10],
        BETWEEN.join(about.people),
        BETWEEN.join(about.organizations),
        BETWEEN.join(about.locations),
        about.language,
        about.version,
    ]


def _polecat_side(named: Sequence[Named]) -> list[str]:
    """Name, country, COW, first sector, all sectors, title, raw name and item of one side."""
    sectors = [one.sector for one in named if one.sector]
    return [
        BETWEEN.join(one.name for one in named),
        BETWEEN.join(alpha_3(one.country) or "" for one in named),
        BETWEEN.join(cow(one.country) for one in named),
        sectors[0] if sectors else "",
        BETWEEN.join(dict.fromkeys(sectors)),
        BETWEEN.join(_title(one) for one in named) if any(map(_title, named)) else "",
        BETWEEN.join(one.name for one in named),
        BETWEEN.join(_item(one) for one in named) if any(map(_item, named)) else "",
    ]


def _title(named: Named) -> str:
    """The office last held by a person of the knowledge."""
    known = actors().by_id.get(named.id or "")
    role = actors().role_on(known, None) if isinstance(known, Person) else None
    return role.role if role else ""


def _item(named: Named) -> str:
    known = actors().by_id.get(named.id or "")
    return (known.qid or "") if known else ""


def as_geojson(events: Iterable[Told]) -> Iterator[str]:
    """A FeatureCollection of the events whose place has coordinates, one feature a line."""
    yield '{"type": "FeatureCollection", "features": [\n'
    between = ""
    for one in events:
        row = flat(one.event)
        if row["lat"] is None or row["lon"] is None:
            continue
        point = {"type": "Point", "coordinates": [row.pop("lon"), row.pop("lat")]}
        feature = {"type": "Feature", "id": row["id"], "geometry": point, "properties": row}
        yield between + _json(feature).rstrip("\n")
        between = ",\n"
    yield "\n]}\n"


def _date(event: EventView) -> str:
    return (event.date.start if event.date else None) or event.day or ""


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return BETWEEN.join(value) if isinstance(value, list) else str(value)


def _row(cells: Iterable[str], between: str) -> str:
    """A line of a table; tabs and line ends of values become blanks where tabs are between."""
    out = io.StringIO()
    if between == "\t":
        return between.join(" ".join(cell.split()) for cell in cells) + "\n"
    csv.writer(out, delimiter=between, lineterminator="\r\n").writerow(list(cells))
    return out.getvalue()
