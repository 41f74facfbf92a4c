"""Ingest: bytes or text of one story -> `Page`, its parts told apart and its characters unchanged."""

from __future__ import annotations

from dataclasses import replace

from ..errors import OtherLanguage
from . import dates, decode, detect, wire
from .agencies import known
from .page import Page

__all__ = ["Page", "ingest"]

READ = frozenset({"headline", "heading", "paragraph"})
NO_DATE = "no date on the page: expressions such as 'on Tuesday' are left open; pass --date to give it"


def ingest(
    data: bytes | str,
    *,
    name: str,
    date: str | None = None,
    agency: str | None = None,
    headline: str | None = None,
    lang: str | None = None,
) -> Page:
    """Read one story; `name` stands in messages. `date`, `agency`, `headline`, `lang` go before what the page says."""
    given = dates.given(date) if date else None
    text = decode.decode(data, name) if isinstance(data, bytes) else decode.check(data, name)
    page = _page(text, name, agency, headline)
    page = _dated(page, given)
    code = _language(page, name, lang)
    return replace(page, headline=headline or page.headline, language=code)


def _page(text: str, name: str, agency: str | None, headline: str | None) -> Page:
    from . import html

    if not html.is_html(text):
        parts = wire.parts(text, agency=agency, headline=headline)
        return _of(text, parts)
    article = html.article(text, name)
    said = article.metadata
    parts = wire.parts(article.text, agency=agency, headline=headline, publisher=said.publisher, ready=article.units)
    page = _of(article.text, parts)
    if stamp := _best([*said.published, *article.times], page.published):
        page = replace(page, published=stamp.published, zone=stamp.zone, notes=stamp.notes)
    return replace(page, byline=page.byline or said.byline)


def _best(values: list[str], shown: str | None) -> dates.Stamp | None:
    """The date that a page's head gives: the first, as another of the same day tells it with time or local zone.

    None where the page itself shows that day as precisely.
    """
    stamps = [stamp for value in values if (stamp := dates.find(value)) and stamp.published]
    if not stamps:
        return None
    first = stamps[0]
    if not first.timed:
        timed = (
            stamp for stamp in stamps if stamp.timed and (stamp.published or "").startswith(first.published or "-")
        )
        first = next(timed, first)
        return None if not first.timed and (shown or "").startswith(first.published or "-") else first
    local = (stamp for stamp in stamps if stamp.zone != "UTC" and stamp.instant == first.instant)
    return next(local, first) if first.zone == "UTC" else first


def _of(text: str, parts: wire.Parts) -> Page:
    return Page(
        text=text,
        passages=parts.passages,
        headline=parts.headline,
        agency=parts.agency,
        byline=parts.byline,
        published=parts.published,
        zone=parts.zone,
        notes=parts.notes,
    )


def _dated(page: Page, given: dates.Stamp | None) -> Page:
    """The date given instead of the page's; the agency's zone where none is said; a note where there is no date."""
    if given:
        page = replace(page, published=given.published, zone=given.zone, notes=())
    if page.published is None:
        return replace(page, notes=(*page.notes, NO_DATE))
    house = known(page.agency) if page.agency else None
    if page.zone is None and house:
        return replace(page, zone=house.zone, zone_assumed=True)
    return page


def _language(page: Page, name: str, lang: str | None) -> str:
    if lang:
        code = lang.strip().lower().replace("_", "-").split("-")[0]
        if code not in ("en", "eng", "english"):
            raise OtherLanguage(f"{name}: {detect.refusal(code)}")
        return "en"
    detect.require_english("\n".join(page.text[p.start : p.end] for p in page.passages if p.kind in READ), name)
    return "en"
