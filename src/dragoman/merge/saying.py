"""What a person says of an event or actor of a story: checked, kept, and brought into the record."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast, get_args

import msgspec
from sqlalchemy import Connection, select

from ..errors import DragomanError
from ..knowledge.entries import Sector
from ..knowledge.ontology import ontology
from ..language.document import split_sentences
from ..linking.lookup import Match, look_up
from ..store import corrections
from ..store.corrected import ENTITY, EVENT, Correction, Field, Who, plain, value_of, who
from ..store.read import story_of
from ..store.tables import claims, stories
from ..store.times import now
from ..story import Entity, Event, Span, Status, Story
from . import correcting
from .judgements import US

FIELDS: tuple[Field, ...] = get_args(Field)
MOST_NAME, MOST_ACTORS = 200, 20
CODE, MONTH = re.compile(r"[A-Z]{3}"), re.compile(r"(\d{4})(?:-(\d\d))?")
TRUE, FALSE = ("true", "yes", "1"), ("false", "no", "0")
NAMED_BY_PART = "part of "


class CorrectionError(DragomanError):
    """A correction that cannot be made."""


@dataclass(frozen=True)
class Target:
    """Where a correction is made: a version of a story, by its key, and the trigger of an event, or a mention of an
    actor."""

    key: int
    id: str
    story: Story
    event: Event | None
    entity: Entity | None

    @property
    def span(self) -> Span:
        """The characters that it is known by."""
        if self.event is not None:
            return self.event.start, self.event.end
        assert self.entity is not None
        return self.entity.start or 0, self.entity.end or 0


def correct(
    connection: Connection, what: str, field: str, value: Any, by: str, version: str | None = None
) -> Correction:
    """Keep what a person says, in the caller's transaction, which no merge runs beside. Raises CorrectionError.

    `what`: id of a claim, or `STORY@START` for the event or actor whose words begin at that character; `field`: one of
    `FIELDS`; `value`: text, or JSON as `docs/commands.md` tells of it; `version`: of the story, else the newest.
    """
    name = " ".join(by.split())
    if not name or name == US or len(name) > MOST_NAME:
        raise CorrectionError(f"{by[:80]!r} cannot correct: give a person's name (by)")
    if field not in FIELDS:
        raise CorrectionError(f"{field[:40]!r}: there is no such field; correct one of {', '.join(FIELDS)}")
    told = field
    at = target(connection, what, told, version)
    old = who(at.entity) if at.entity is not None else value_of(cast(Event, at.event), told)
    new = checked(told, value, at)
    if plain(new) == plain(old):
        raise CorrectionError(f"{told} is {shown(told, old)} already: there is nothing to correct")
    made = corrections.add(connection, _made(at, told, plain(old), plain(new), name))
    correcting.bring_up(connection, [at.id])
    return made


def withdraw(connection: Connection, id: str) -> Correction:
    """Take a correction back: the story is as it was read, or as others corrected it. Raises CorrectionError."""
    held = corrections.one(connection, id)
    if held is None or held.withdrawn_at:
        told = "is withdrawn already" if held else "there is no such correction; `dragoman correct list` shows them"
        raise CorrectionError(f"{id[:80]!r}: {told}")
    corrections.withdraw(connection, id)
    correcting.bring_up(connection, [held.story])
    found = corrections.one(connection, id)
    assert found is not None
    return found


def target(connection: Connection, what: str, field: Field, version: str | None = None) -> Target:
    """What is named, as it is now. Raises CorrectionError."""
    of = claims.c
    asked = select(of.story, of.start, of.item).where(of.id == what, of.kind == "event")
    claim = connection.execute(asked).first()
    if claim is not None and field != ENTITY:
        story = story_of(connection, claim.story)
        return Target(claim.story, story.id, story, story.events[claim.item], None)
    name, _, start = what.rpartition("@")
    if not name or not start.isdecimal():
        raise CorrectionError(
            f"{what[:80]!r}: there is no such event; give the id of its claim, or STORY@START for what begins there"
        )
    key = _key(connection, name, version)
    return _within(key, name, story_of(connection, key), int(start), field)


def _within(key: int, id: str, story: Story, start: int, field: Field) -> Target:
    if field == ENTITY:
        named = [*story.entities, *(e for event in story.events for e in (*event.actor, *event.recipient))]
        entity = next((one for one in named if one.start == start and one.end is not None), None)
        if entity is None:
            raise CorrectionError(f"no actor of {id[:80]!r} is named at character {start}")
        return Target(key, id, story, None, entity)
    event = next((one for one in story.events if one.start == start), None)
    if event is None:
        raise CorrectionError(f"no event of {id[:80]!r} begins at character {start}")
    return Target(key, id, story, event, None)


def _key(connection: Connection, id: str, version: str | None) -> int:
    of = stories.c
    asked = select(of.key).where(of.id == id).order_by(of.known_from.desc(), of.key.desc()).limit(1)
    if version:
        asked = asked.where(of.version.startswith(version, autoescape=True))
    key = connection.execute(asked).scalar()
    if key is None:
        raise CorrectionError(f"{id[:80]!r}: there is no such story" + (" of that version" if version else ""))
    return int(key)


def _made(at: Target, field: Field, old: Any, new: Any, by: str) -> Correction:
    (start, stop), text = at.span, at.story.text
    sentence = _sentence(at.story, start)
    return Correction(
        id="",
        story=at.id,
        text=corrections.text_hash(text),
        start=start,
        stop=stop,
        words=text[start:stop],
        sentence=text[sentence[0] : sentence[1]],
        offset=start - sentence[0],
        field=field,
        old=old,
        new=new,
        by=by,
        at=now(),
    )


def _sentence(story: Story, at: int) -> Span:
    for passage in story.passages:
        if passage.start <= at < passage.end:
            spans = split_sentences(story.text, passage.start, passage.end)
            return next(((a, b) for a, b in spans if a <= at < b), (passage.start, passage.end))
    return at, at


# --- values


def checked(field: Field, value: Any, at: Target) -> Any:
    """A value as it is kept; `value`: text, or JSON. Raises CorrectionError."""
    event, day = at.event, at.story.day
    if field == ENTITY:
        return _who(value, day)
    if field in ("actor", "recipient"):
        return _whos(value, day)
    assert event is not None
    if field == EVENT:
        if value not in (None, "", "none"):
            raise CorrectionError("event: give nothing, which says that there is no such event; its fields are others")
        return None
    if field == "type":
        return _one_of("type", value, tuple(ontology().types))
    if field == "mode":
        modes = ontology().types[event.type].modes if event.type in ontology().types else {}
        return None if value in (None, "", "none") else _one_of(f"mode of {event.type}", value, tuple(modes))
    if field == "status":
        return _one_of("status", value, get_args(Status))
    if field == "background":
        return _truth(value)
    return _days(value)


def shown(field: Field, value: Any) -> str:
    """A value in words."""
    value = plain(value)
    if value is None or value == []:
        return "none"
    if field == ENTITY:
        return _named(value)
    if field in ("actor", "recipient"):
        return ", ".join(map(_named, value))
    if field == "date":
        start, end = value["start"] or "", value["end"] or ""
        return start if start == end else f"{start}/{end}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _named(one: dict[str, Any]) -> str:
    codes = " ".join(told for told in (one.get("country") or one.get("state"), one.get("sector")) if told)
    return f"{one['name']} ({codes})" if codes else str(one["name"])


def _one_of(what: str, value: Any, known: Sequence[str]) -> str:
    spelt = {name.casefold(): name for name in known}
    if not isinstance(value, str) or value.strip().casefold() not in spelt:
        raise CorrectionError(f"{str(value)[:40]!r} is no {what}; there are {', '.join(known) or 'none'}")
    return spelt[value.strip().casefold()]


def _truth(value: Any) -> bool:
    told = str(value).strip().casefold()
    if told not in (*TRUE, *FALSE):
        raise CorrectionError(f"{str(value)[:40]!r}: say true or false")
    return told in TRUE


def _days(value: Any) -> dict[str, str | None] | None:
    if value in (None, "", "none"):
        return None
    if isinstance(value, dict) and value.keys() <= {"start", "end"}:
        first, last = value.get("start"), value.get("end")
    elif isinstance(value, str):
        first, slash, last = (part.strip() for part in value.partition("/"))
        last = last if slash else first
    else:
        raise CorrectionError("date: give a day, START/END, or an object with `start` and `end`")
    start, end = _day(first, last=False), _day(last, last=True)
    if not (start or end) or (start and end and start > end):
        raise CorrectionError(f"{str(value)[:60]!r} is no time: give a day, or START/END")
    return {"start": start, "end": end}


def _day(told: Any, *, last: bool) -> str | None:
    if told in (None, ""):
        return None
    try:
        if match := MONTH.fullmatch(str(told)):
            year, month = int(match[1]), int(match[2] or (12 if last else 1))
            return dt.date(year, month, calendar.monthrange(year, month)[1] if last else 1).isoformat()
        return dt.date.fromisoformat(str(told)).isoformat()
    except ValueError:
        raise CorrectionError(f"{str(told)[:40]!r} is no day such as 2024-12-03, no month, no year") from None


def _whos(value: Any, day: dt.date | None) -> list[Who]:
    told = [part for part in value.split(";") if part.strip()] if isinstance(value, str) else value
    if told is None:
        return []
    if not isinstance(told, list) or len(told) > MOST_ACTORS:
        raise CorrectionError(f"give a list of actors, {MOST_ACTORS} at most, or names with ; between")
    return [_who(one, day) for one in told]


def _who(value: Any, day: dt.date | None) -> Who:
    """An actor: a name, id or code that the knowledge has, `NAME|COUNTRY|SECTOR`, or an object."""
    if isinstance(value, str):
        name, *codes = (part.strip() for part in value.split("|"))
        if not codes:
            return _known(name, day)
        country, sector = [*codes, ""][:2]
        value = {"name": name, "country": country or None, "sector": sector or None}
    try:
        made = msgspec.convert(value, Who)
    except msgspec.ValidationError as error:
        raise CorrectionError(
            f"an actor is a name, or an object with `name`, `country`, `sector`, `id`: {error}"
        ) from None
    name = " ".join(made.name.split())
    if not name or any(len(part) > MOST_NAME for part in (name, made.id or "", made.state or "")):
        raise CorrectionError(f"an actor has a name, of {MOST_NAME} characters at most")
    if made.country is not None and not CODE.fullmatch(made.country):
        raise CorrectionError(f"{made.country[:40]!r} is no code of a country: three capitals, RUS")
    if made.sector is not None and made.sector not in get_args(Sector):
        raise CorrectionError(f"{made.sector[:40]!r} is no sector; there are {', '.join(get_args(Sector))}")
    if "\0" in f"{name}{made.id}{made.state}":
        raise CorrectionError("a name has a character NUL")
    return msgspec.structs.replace(made, name=name)


def _known(name: str, day: dt.date | None) -> Who:
    """Whom the knowledge has by a name, on the day of the story; a name of nobody is taken as it stands."""
    if not name or len(name) > MOST_NAME or "\0" in name:
        raise CorrectionError(f"an actor has a name, of {MOST_NAME} characters at most")
    found = [match for match in look_up(name, day) if match.actor and not match.why.startswith(NAMED_BY_PART)]
    exact = [match for match in found if match.actor and match.actor.id == name]
    several = {match.actor.id for match in exact or found if match.actor}
    if len(several) > 1:
        raise CorrectionError(f"{name!r} may be {', '.join(sorted(several))}: give one of these ids")
    best = next(iter(exact or found), None)
    return _as_who(best) if best else Who(name=" ".join(name.split()))


def _as_who(match: Match) -> Who:
    id = match.actor.id if match.actor else None
    return Who(name=match.name, id=id, country=match.country, sector=match.sector)
