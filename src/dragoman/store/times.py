"""Known time: moments in UTC, `2024-12-03T18:23:00Z`, which compare as text."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from zoneinfo import ZoneInfo

from . import StoreError

FORM = "%Y-%m-%dT%H:%M:%SZ"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def now() -> str:
    """This moment."""
    return dt.datetime.now(dt.UTC).strftime(FORM)


def came_out(published: str | None, day: str | None, zone: str | None) -> str | None:
    """When a story came out: its hour where it tells one, else the first moment of its day; None without a day.

    `zone`: of `published`, an offset or an IANA name; UTC without one, and for a day alone.
    """
    told = published or day
    if told is None:
        return None
    if DAY.fullmatch(told):
        return f"{told}T00:00:00Z"
    moment = parsed(told)
    if moment is None:
        return f"{told[:10]}T00:00:00Z"
    return _utc(moment if moment.tzinfo else moment.replace(tzinfo=zone_of(zone) or dt.UTC))


def known_at(told: str) -> str:
    """The moment that "as known on" means: of a date its last one. Raises StoreError for what is none."""
    moment = parsed(told)
    if moment is None:
        raise StoreError(f"{told[:40]!r} is no ISO date such as 2024-12-03 or 2024-12-03T19:23")
    if DAY.fullmatch(told):
        return f"{told}T23:59:59Z"
    return _utc(moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC))


def parsed(told: str) -> dt.datetime | None:
    """A date or moment of ISO 8601; None for what is none."""
    try:
        return dt.datetime.fromisoformat(told)
    except ValueError:
        return None


def _utc(moment: dt.datetime) -> str:
    try:
        return moment.astimezone(dt.UTC).strftime(FORM)
    except OverflowError:  # the first or last day that a calendar has
        return moment.replace(tzinfo=dt.UTC).strftime(FORM)


@lru_cache(maxsize=256)
def zone_of(name: str | None) -> dt.tzinfo | None:
    """The zone of an offset (`+01:00`) or an IANA name: UTC without one, None for what is none."""
    if not name:
        return dt.UTC
    try:
        return dt.datetime.fromisoformat(f"2000-01-01T00:00:00{name}").tzinfo
    except ValueError:
        pass
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None
