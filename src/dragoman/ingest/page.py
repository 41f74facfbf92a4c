"""What ingest hands on: the text of one story with its parts told apart."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..story import Passage


@dataclass(frozen=True)
class Page:
    """A page as read: `text` is never changed; `passages` cover it in order without overlap.

    `published`: ISO 8601 as precise as the page is (`2024-12-03T19:23`, `2024-12-03`), local to `zone`.
    `zone`: `+01:00`, `UTC`, or an IANA name; `zone_assumed` when the page does not say it.
    """

    text: str
    passages: tuple[Passage, ...]
    headline: str | None = None
    agency: str | None = None
    byline: str | None = None
    published: str | None = None
    zone: str | None = None
    zone_assumed: bool = False
    language: str = "en"
    notes: tuple[str, ...] = ()
    extra: dict[str, object] = field(default_factory=dict)
