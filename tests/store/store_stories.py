"""Stories of invented states, made by hand: every table gets rows of them."""

from __future__ import annotations

from msgspec.structs import replace

from dragoman.story import (
    Attribution,
    Contact,
    Entity,
    Event,
    Interval,
    MadeBy,
    Party,
    Passage,
    Place,
    Quote,
    Relation,
    Span,
    Story,
)

HEADLINE = "Brackenfels and Velmora speak by telephone"
FIRST = "President Ada Glonn of Brackenfels called Velmora's president in Port Tarrow on Friday, her office said."
SECOND = "Velmora controls half of the island of Tamsin."
THIRD = "The harbour was quiet, according to the ministry."
TEXT = "\n\n".join((HEADLINE, FIRST, SECOND, THIRD))
GLONN = Entity(text="Ada Glonn", name="Ada Glonn", country="XBF", sector="GOV", id="ada-glonn")
VELMORA = Entity(text="Velmora", name="Velmora", country="XVL", sector="GOV", id="XVL")
OFFICE = Entity(text="her office", name="office of Ada Glonn", country="XBF", sector="GOV")
MINISTRY = Entity(text="the ministry", name="ministry", country="XVL", sector="GOV")
TAMSIN = Entity(text="Tamsin", name="Isle of Tamsin", country="XTA")


def at(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return start, start + len(words)


def event(words: str = "called", text: str = TEXT) -> Event:
    start, end = at(words, text)
    return Event(
        type="CONSULT",
        mode="phone",
        cameo="0412",
        quad="verbal cooperation",
        score=1.0,
        scale="plover-2.0",
        start=start,
        end=end,
        text=words,
        actor=(GLONN,),
        recipient=(VELMORA,),
        status="happened",
        background=False,
        attribution=(OFFICE,),
        date=Interval(start="2024-03-15", end="2024-03-15"),
        place="Port Tarrow",
        contexts=("military", "diplomatic"),
        confidence=0.9,
    )


def contact(id: str) -> Contact:
    start, end = at(FIRST)
    return Contact(
        parties=(
            Party(code="XBF", name="Ada Glonn"),
            Party(code="XVL", name="Velmora"),
        ),
        channel="phone",
        status="happened",
        asked_by="XBF",
        asked_by_according_to=(OFFICE,),
        date=Interval(start="2024-03-15", end="2024-03-15"),
        date_from="text",
        place="Port Tarrow",
        mentions=(0,),
        readouts={"XBF": (Quote(text=FIRST, story=id, start=start, end=end),)},
    )


def story(id: str = "call", *, text: str = TEXT, published: str | None = "2024-03-16T09:30") -> Story:
    """A call with its readout, a relation and a statement; a text of one's own adds nothing to them."""
    body = text if TEXT in text else f"{TEXT}\n\n{text}"
    lines = [Passage(kind="headline", start=0, end=len(HEADLINE))]
    lines.append(Passage(kind="paragraph", start=len(HEADLINE) + 2, end=len(body)))
    return Story(
        id=id,
        text=body,
        language="en",
        headline=HEADLINE,
        agency="VPA",
        byline=None,
        date=published[:10] if published else None,
        published=published,
        zone="+01:00",
        zone_assumed=True,
        passages=tuple(lines),
        attributions=(
            Attribution(source=at("her office"), cue=at("said"), content=(at(FIRST[:60]),), sources=(OFFICE,)),
            Attribution(
                source=at("the ministry"),
                cue=at("according to"),
                content=(at("The harbour was quiet"),),
                sources=(MINISTRY,),
                confidence=0.7,
            ),
        ),
        events=(event(),),
        contacts=(contact(id),),
        relations=(Relation(kind="controls", subject=VELMORA, object=TAMSIN, place="Tamsin", share="half",
                            start="2011", span=at("controls half")),),
        timex=(),
        places=(
            Place(span=at("Port Tarrow"), text="Port Tarrow", name="Port Tarrow", country="XVL", lat=1.5, lon=2.5),
        ),
        entities=(GLONN, VELMORA, OFFICE, MINISTRY),
        extra={"source": "Harbour Sentinel", "desk": ["foreign", 1]},
        made_by=MadeBy(coder="0", model="hand", knowledge="none"),
    )  # fmt: skip


def many(count: int) -> list[Story]:
    """Stories with ids of their own."""
    return [replace(story(f"s{n}"), contacts=(contact(f"s{n}"),)) for n in range(count)]
