"""An event as one row of simple values: for csv, Parquet, DuckDB and data frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from .events import EventView, Named

Kind = Literal["text", "number", "whole", "truth", "texts"]
COLUMNS: dict[str, Kind] = {
    "id": "text", "type": "text", "mode": "text", "cameo": "text", "quad": "text", "score": "number", "scale": "text",
    "status": "text", "background": "truth", "confidence": "number", "day": "text", "date_start": "text",
    "date_end": "text", "actors": "texts", "actor_ids": "texts", "actor_countries": "texts", "actor_sectors": "texts",
    "recipients": "texts", "recipient_ids": "texts", "recipient_countries": "texts", "recipient_sectors": "texts",
    "sources": "texts", "source_ids": "texts", "source_countries": "texts", "source_sectors": "texts", "place": "text",
    "place_name": "text", "place_country": "text", "place_admin1": "text", "lat": "number", "lon": "number",
    "geonameid": "whole", "contexts": "texts", "mentions": "whole", "stories": "whole", "origins": "whole",
    "sides": "whole", "known_from": "text", "known_to": "text", "story": "text", "agency": "text", "start": "whole",
    "end": "whole", "sentence": "text", "claims": "texts",
}  # fmt: skip
SAME = ("id", "type", "mode", "cameo", "quad", "score", "scale", "status", "background", "confidence", "day",
        "mentions", "stories", "origins", "sides", "known_from", "known_to")  # fmt: skip


def flat(event: EventView) -> dict[str, Any]:
    """The row, in the order of COLUMNS. Lists of one side go together: an actor without a code has an empty one."""
    head = next(claim for claim in event.claims if claim.id == event.words.claim)
    row: dict[str, Any] = {name: getattr(event, name) for name in SAME}
    row["date_start"], row["date_end"] = (event.date.start, event.date.end) if event.date else (None, None)
    for role, named in (("actor", event.actor), ("recipient", event.recipient), ("source", event.attribution)):
        row |= _side(role, named)
    place = event.place
    row |= {
        "place": place and place.text,
        "place_name": place and place.name,
        "place_country": place and place.country,
        "place_admin1": place and place.admin1,
        "lat": place and place.lat,
        "lon": place and place.lon,
        "geonameid": place and place.geonameid,
        "contexts": list(event.contexts),
        "story": event.words.story,
        "agency": head.agency,
        "start": head.start,
        "end": head.end,
        "sentence": event.words.text,
        "claims": [claim.id for claim in event.claims],
    }
    return {name: row[name] for name in COLUMNS}


def _side(role: str, named: Sequence[Named]) -> dict[str, list[str]]:
    return {
        f"{role}s": [one.name for one in named],
        f"{role}_ids": [one.id or "" for one in named],
        f"{role}_countries": [one.country or "" for one in named],
        f"{role}_sectors": [one.sector or "" for one in named],
    }
