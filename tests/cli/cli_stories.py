"""Stories made by hand, to show and to check: every field of the record is in one of them."""

from __future__ import annotations

from msgspec.structs import replace

from dragoman.story import (
    Candidate,
    Contact,
    Entity,
    Event,
    Interval,
    LeftOut,
    MadeBy,
    Party,
    Passage,
    PassageKind,
    Place,
    Quote,
    Relation,
    Status,
    Step,
    Story,
    Timex,
)

LINES: list[tuple[PassageKind, str]] = [
    ("kicker", "Veldoria"),
    ("headline", "Presidents of Veldoria and Karsund discuss the fighting in Osmar"),
    ("agency", "WNA"),
    ("date", "3.12.2024 - 19:23"),
    ("caption", "ARCHIVE - President Ilan Moro (r) meets President Tarik Senn (l). Photo: A. Name/Pool"),
    ("caption", "ARCHIVE - President Ilan Moro (r) meets President Tarik Senn (l). Photo: A. Name/Pool"),
    ("credit", "Keystone"),
    (
        "paragraph",
        "According to the palace in Veld, President Ilan Moro has called on his colleague Tarik Senn in a telephone "
        "conversation to help restore stability in Osmar. Senn had asked for the call, the palace said.",
    ),
    (
        "paragraph",
        "His communications office said that Karsund was working on a just and lasting solution, and that the Osmar "
        "regime should participate in the political process.",
    ),
    ("paragraph", "Both have repeatedly agreed on key issues, such as the ceasefire in Idra in 2020."),
    ("paragraph", "The government controls around two thirds of the country beside its ally Veldoria."),
    ("sign-off", "WNA"),
]
TEXT = "\n\n".join(line for _, line in LINES)
VELDORIA = Entity(text="Veldoria", name="Veldoria", country="VEL", sector="GOV")
MORO = Entity(text="Ilan Moro", name="Ilan Moro", country="VEL", sector="GOV")
SENN = Entity(text="Tarik Senn", name="Tarik Senn", country="KAR", sector="GOV")
PALACE = Entity(text="the palace in Veld", name="Palace of Veld", country="VEL", sector="GOV")
OFFICE = Entity(text="His communications office", name="communications office of Karsund", country="KAR", sector="GOV")
OSMAR = Entity(text="The government", name="Government of Osmar", country="OSM", sector="GOV")


UNCLEAR = Entity(
    text="Senn",
    name="Senn",
    by="a name of 2, of whom the story tells no more",
    candidates=(
        Candidate(id="tarik-senn", name="Tarik Senn", country="KAR", score=0.625),
        Candidate(id="maria-senn", name="Maria Senn", country=None, score=0.375),
    ),
)


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def event(
    type: str,
    trigger: str,
    actor: Entity,
    recipient: Entity | None = None,
    *,
    mode: str | None = None,
    status: Status = "happened",
    word: tuple[Entity, ...] = (),
    date: Interval | None = None,
    background: bool = False,
    same_as: int | None = None,
    place: str | None = None,
) -> Event:
    start, end = at(trigger)
    return Event(
        type=type,
        mode=mode,
        cameo=None,
        quad="verbal cooperation",
        score=1.0,
        scale="goldstein",
        start=start,
        end=end,
        text=trigger,
        actor=(actor,),
        recipient=(recipient,) if recipient else (),
        status=status,
        background=background,
        attribution=word,
        date=date,
        place=place,
        same_as=same_as,
        confidence=0.9,
        trail=(Step(field="type", by="model", confidence=0.9),),
    )


def passages() -> tuple[Passage, ...]:
    found, start = [], 0
    for kind, line in LINES:
        found.append(Passage(kind=kind, start=start, end=start + len(line)))
        start += len(line) + 2
    return tuple(found)


def quote(words: str) -> Quote:
    start, end = at(words)
    return Quote(text=words, story="call", start=start, end=end)


def timex(words: str, value: str, edtf: str | None, mod: str | None = None) -> Timex:
    return Timex(span=at(words), text=words, type="DATE", value=value, mod=mod, edtf=edtf)


def place(words: str, name: str, country: str | None, admin1: str | None, feature: str, by: str | None) -> Place:
    lat = 12.5 if by else None
    return Place(span=at(words), text=words, name=name, country=country, admin1=admin1, lat=lat, feature=feature, by=by)


def mention(entity: Entity, words: str, by: str) -> Entity:
    start, end = at(words)
    return replace(entity, text=words, start=start, end=end, by=by)


EVENTS = (
    event("REQUEST", "called on", MORO, SENN, mode="assist", word=(PALACE,), same_as=1),
    event("CONSULT", "telephone conversation", MORO, SENN, mode="phone", word=(PALACE,)),
    event("REQUEST", "should participate", SENN, OSMAR, status="requested", word=(OFFICE, SENN), same_as=1),
    event(
        "AGREE",
        "ceasefire",
        VELDORIA,
        SENN,
        date=Interval(start="2020-01-01", end="2020-12-31"),
        background=True,
        place="Idra",
    ),
)
MEETING = Contact(
    parties=(Party(code="VEL", name="Veldoria"), Party(code="KAR", name="Karsund")),
    channel="phone",
    status="happened",
    asked_by="KAR",
    asked_by_according_to=(PALACE,),
    date=Interval(start="2024-12-03", end="2024-12-03"),
    date_from="story",
    place=None,
    mentions=(0, 1),
    readouts={
        "VEL": (quote("to help restore stability in Osmar"), quote("Senn had asked for the call")),
        "KAR": (quote("Karsund was working on a just and lasting solution"),),
    },
)
RELATIONS = (
    Relation(
        kind="controls",
        subject=OSMAR,
        object=None,
        place="the country",
        share="around two thirds",
        span=at("The government controls around two thirds of the country"),
    ),
    Relation(kind="allied", subject=VELDORIA, object=OSMAR, attribution=(PALACE,), span=at("its ally Veldoria")),
)
TIMES = (
    timex("repeatedly", "PAST_REF", None),
    timex("ceasefire", "2020-03-01", "2020-03-01"),
    timex("in 2020", "2020", "2020/..", "START"),
)
PLACES = (
    place("Osmar", "Osmar", "OSM", None, "PCLI", "the one place of that name"),
    place("Veld", "Véld", "VEL", "Veld", "PPLC", "the likeliest of 2"),
    place("Idra", "Idra", "OSM", "Low Coast", "PPL", "the likeliest of 2"),
    place("Karsund", "Karsund", "KAR", None, "ADM1", "the one place of that name"),
    place("the country", "the country", None, None, "RGN", None),
)
ENTITIES = (
    mention(MORO, "Ilan Moro", "name ilan-moro"),
    mention(OSMAR, "The government", "noun 'government' of Osmar"),
    mention(SENN, "his colleague", "role president of KAR on 2024-12-03"),
    mention(SENN, "His", "pronoun -> 'Tarik Senn'"),
    mention(SENN, "Both", "nothing known"),
    mention(UNCLEAR, "Senn", UNCLEAR.by or ""),
)


def call() -> Story:
    """A call told by both sides."""
    parts = passages()
    return Story(
        id="call",
        text=TEXT,
        language="en",
        headline=LINES[1][1],
        agency="WNA",
        byline=None,
        date="2024-12-03",
        published="2024-12-03T19:23",
        zone="Europe/Zurich",
        zone_assumed=True,
        passages=parts,
        attributions=(),
        events=EVENTS,
        contacts=(MEETING,),
        relations=RELATIONS,
        timex=TIMES,
        places=PLACES,
        entities=ENTITIES,
        formats=("Astana format",),
        left_out=tuple(
            LeftOut(start=p.start, end=p.end, why="picture caption" if p.kind == "caption" else "picture credit")
            for p in parts
            if p.kind in ("caption", "credit")
        ),
        notes=("the zone is assumed from the agency's seat",),
        made_by=MadeBy(coder="0.1.0", model="by hand", knowledge="none"),
    )
