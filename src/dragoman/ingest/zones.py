"""Time zones as headers write them: `EST`, `GMT+4:30`, `Moscow time`, `+0100`."""

from __future__ import annotations

import re
from functools import cache

# Abbreviations of one meaning: an offset, or an IANA zone where the abbreviation leaves summer time open.
ZONES = {
    "Z": "UTC", "UTC": "UTC", "GMT": "UTC", "UT": "UTC", "WET": "UTC", "WEST": "+01:00",
    "CET": "+01:00", "CEST": "+02:00", "MEZ": "+01:00", "MESZ": "+02:00", "EET": "+02:00", "EEST": "+03:00",
    "MSK": "+03:00", "TRT": "+03:00", "SAST": "+02:00", "CAT": "+02:00", "EAT": "+03:00", "WAT": "+01:00",
    "KSA": "+03:00", "GST": "+04:00", "PKT": "+05:00", "NPT": "+05:45", "MMT": "+06:30", "ICT": "+07:00",
    "WIB": "+07:00", "SGT": "+08:00", "HKT": "+08:00", "MYT": "+08:00", "PHT": "+08:00", "JST": "+09:00",
    "KST": "+09:00", "AEST": "+10:00", "AEDT": "+11:00", "ACST": "+09:30", "AWST": "+08:00", "NZST": "+12:00",
    "NZDT": "+13:00", "EST": "-05:00", "EDT": "-04:00", "CDT": "-05:00", "MDT": "-06:00", "PST": "-08:00",
    "PDT": "-07:00", "AKST": "-09:00", "HST": "-10:00", "BRT": "-03:00", "ART": "-03:00", "IRST": "+03:30",
    "IRDT": "+04:30", "IDT": "+03:00", "AFT": "+04:30", "ET": "America/New_York", "CT": "America/Chicago",
    "MT": "America/Denver", "PT": "America/Los_Angeles",
}  # fmt: skip
# Abbreviations that several countries use: by the agency's country (alpha-3), "" for the usual reading of the others.
SHARED = {
    "IST": {"IND": "+05:30", "LKA": "+05:30", "ISR": "+02:00", "IRL": "+01:00"},
    "BST": {"": "+01:00", "BGD": "+06:00"},
    "CST": {"": "-06:00", "CHN": "+08:00", "TWN": "+08:00", "CUB": "-05:00"},
    "MST": {"": "-07:00", "MYS": "+08:00"},
    "AST": {"SAU": "+03:00", "IRQ": "+03:00", "KWT": "+03:00", "QAT": "+03:00", "BHR": "+03:00", "CAN": "-04:00"},
}
# Cities that headers name and IANA does not, or under another name.
CITIES = {
    "beijing": "Asia/Shanghai", "washington": "America/New_York", "new delhi": "Asia/Kolkata", "delhi": "Asia/Kolkata",
    "ankara": "Europe/Istanbul", "geneva": "Europe/Zurich", "tel aviv": "Asia/Jerusalem", "islamabad": "Asia/Karachi",
    "eastern": "America/New_York", "pacific": "America/Los_Angeles", "kiev": "Europe/Kyiv", "hanoi": "Asia/Ho_Chi_Minh",
    "mecca": "Asia/Riyadh", "doha": "Asia/Qatar", "abu dhabi": "Asia/Dubai", "brasilia": "America/Sao_Paulo",
}  # fmt: skip
OFFSET = re.compile(r"(?:UTC|GMT)?\s?([+−-])\s?(\d{1,2})(?::?(\d{2}))?")
ZONE = re.compile(
    r"\s*(\()?(?P<zone>Z\b|(?:UTC|GMT)\s?[+−-]\s?\d{1,2}(?::?\d{2})?(?!\d)|[+−-]\d\d:?\d\d(?!\d)|(?<=\d)[+−-]\d\d\b"
    r"|[A-Z]{2,4}\b|[A-Z][a-z]{2,14}(?:[ ][A-Z][a-z]{2,14})?(?=[ ](?:time\b|\(\d{4}[ ])))(?:[ ][Tt]ime\b)?(?(1)\))"
)
MAX_OFFSET = 14


def zone(word: str, country: str | None) -> tuple[str | None, str | None]:
    """A zone as `+01:00`, `UTC` or an IANA name, and a note where that is one of several readings."""
    word = " ".join(word.split())
    if offset := OFFSET.fullmatch(word):
        return _offset(*offset.groups()), None
    if word.upper() in ZONES:
        return ZONES[word.upper()], None
    if readings := SHARED.get(word.upper()):
        found = readings.get(country or "", readings.get(""))
        if country in readings:
            return found, None
        reading = f"read as {found}" if found else "not read"
        return found, f"the time zone {word} is used by several countries: {reading}"
    return _cities().get(word.casefold()), None


def _offset(sign: str, hours: str, minutes: str | None) -> str | None:
    if int(hours) > MAX_OFFSET or int(minutes or 0) > 59:
        return None
    if int(hours) == int(minutes or 0) == 0:
        return "UTC"
    return f"{'+' if sign == '+' else '-'}{int(hours):02}:{int(minutes or 0):02}"


@cache
def _cities() -> dict[str, str]:
    """Cities by which IANA names its zones (`Europe/Moscow`)."""
    from zoneinfo import available_timezones

    named = {name.rsplit("/", 1)[1].replace("_", " ").casefold(): name for name in sorted(available_timezones())
             if name.split("/")[0] in {"Africa", "America", "Asia", "Australia", "Europe", "Pacific"}}  # fmt: skip
    return named | CITIES
