"""Stories made of pages without coding them: texts and versions need no more."""

from __future__ import annotations

from dragoman.ingest import ingest
from dragoman.merge.items import Item, item
from dragoman.story import MadeBy, Story


def story(id: str, text: str, date: str | None = None, **extra: object) -> Story:
    page = ingest(text, name=id, lang="en", date=date)
    return Story(
        id=id,
        text=page.text,
        language="en",
        headline=page.headline,
        agency=page.agency,
        byline=page.byline,
        date=page.published[:10] if page.published else None,
        published=page.published,
        zone=page.zone,
        zone_assumed=page.zone_assumed,
        passages=page.passages,
        attributions=(),
        events=(),
        contacts=(),
        relations=(),
        timex=(),
        places=(),
        entities=(),
        extra=extra,
        made_by=MadeBy(coder="", model="", knowledge=""),
    )


def items(**pages: str) -> dict[str, Item]:
    """The items of pages, by the names that they are given under."""
    return {id: item(story(id, text)) for id, text in pages.items()}
