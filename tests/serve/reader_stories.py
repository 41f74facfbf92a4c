"""Stories made by hand for the reader: one with marks that overlap, one in which all that can be told is an attack."""

from __future__ import annotations

from dragoman.story import (
    Attribution,
    Candidate,
    Contact,
    Entity,
    Event,
    Interval,
    LeftOut,
    MadeBy,
    Party,
    Passage,
    Place,
    Quote,
    Relation,
    Span,
    Step,
    Story,
    Timex,
)

HEADLINE = "Brackenfels warns Velmora"
CAPTION = "ARCHIVE - Ada Glonn in Port Tarrow. Photo: MW"
FIRST = "On Friday the Velmoran office of Ada Glonn said that Brackenfels had called on Velmora to leave Tamsin."
SECOND = "Velmora controls half of Tamsin."
TEXT = "\n\n".join((HEADLINE, CAPTION, FIRST, "STRAY WORDS", SECOND))
ATTACK = "<script>window.hacked = 1</script><img src=x onerror=hacked=1>\"'></style><b>{{ 7 * 7 }}"
HOSTILE_ID = "../a b/c?d=1#e%2F\"'<script>hacked=1</script>\n\u202eé"


def at(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return start, start + len(words)


def passages(text: str = TEXT) -> tuple[Passage, ...]:
    kinds = ((HEADLINE, "headline"), (CAPTION, "caption"), (FIRST, "paragraph"), (SECOND, "paragraph"))
    return tuple(
        Passage(kind=kind, start=at(words, text)[0], end=at(words, text)[1])  # type: ignore[arg-type]
        for words, kind in kinds
    )


def overlapping() -> Story:
    """A source that holds an actor, an event that is a cue, content with events and a place, a relation over all."""
    office, velmora = at("the Velmoran office of Ada Glonn"), at("Velmora to")
    glonn = Entity(text="Ada Glonn", name="Ada Glonn", country="XBF", sector="GOV", id="ada-glonn",
                   start=at("Ada Glonn said")[0], end=at("Ada Glonn said")[0] + 9, by="name ada-glonn")  # fmt: skip
    state = Entity(text="Velmora", name="Velmora", country="XVL", sector="GOV", start=velmora[0], end=velmora[0] + 7,
                   by="a state that the story tells of",
                   candidates=(Candidate(id="XVL", name="Velmora", country="XVL", score=0.75),))  # fmt: skip
    again = Entity(text="Velmora", name="Velmora", country="XVL", sector="GOV", start=at(SECOND)[0],
                   end=at(SECOND)[0] + 7, by="name of before")  # fmt: skip
    steps = Step(field="type", by="model: event", confidence=0.9), Step(field="actor", by="model: role actor")
    call = _event("called on", "REQUEST", (glonn,), (state,), steps=steps)
    leave = _event("leave", "RETREAT", (state,), (), same=1)
    told = _event("warns", "THREATEN", (), (), same=1)
    return Story(
        id="overlapping",
        text=TEXT,
        language="en",
        headline=HEADLINE,
        agency="MW",
        byline=None,
        date="2024-03-15",
        published="2024-03-15T10:00",
        zone=None,
        zone_assumed=False,
        passages=passages(),
        attributions=(
            Attribution(source=office, cue=at("said that"), content=(at(FIRST[FIRST.index("Brackenfels") :]),),
                        sources=(glonn,), confidence=0.8),
            Attribution(source=at("Brackenfels had"), cue=at("called on"), content=(at("to leave Tamsin"),), within=0),
        ),
        events=(told, call, leave),
        contacts=(
            Contact(parties=(Party(code="XBF", name="Ada Glonn"), Party(code="XVL", name="Velmora")), channel="phone",
                    status="happened", asked_by="XBF", date=Interval(start="2024-03-15", end="2024-03-15"),
                    date_from="story", place=None, mentions=(1,),
                    readouts={"XBF": (Quote(text="Brackenfels had called on Velmora", story="overlapping",
                                            start=at("Brackenfels had")[0], end=velmora[0] + 7),)}),
        ),
        relations=(Relation(kind="controls", subject=again, object=None, place="Tamsin", share="half",
                            span=at(SECOND[:-1])),),
        timex=(Timex(span=at("Friday"), text="Friday", type="DATE", value="2024-03-15",
                     interval=Interval(start="2024-03-15", end="2024-03-15")),),
        places=(Place(span=at("Tamsin"), text="Tamsin", name="Isle of Tamsin", country="XTA", by="the only one"),),
        entities=(glonn, state, again),
        left_out=(LeftOut(start=at(CAPTION)[0], end=at(CAPTION)[1], why="picture caption, not news of the day"),),
        made_by=MadeBy(coder="0", model="none", knowledge="none"),
    )  # fmt: skip


def hostile() -> Story:
    """All words that a story or row can have are an attack."""
    text = f"{ATTACK}\n\n{ATTACK} met {ATTACK}."
    first, second = (0, len(ATTACK)), (len(ATTACK) + 2, len(text))
    met = at(" met ", text)
    trigger = (met[0] + 1, met[1] - 1)
    who = Entity(text=ATTACK, name=ATTACK, country=ATTACK, sector=ATTACK, id=ATTACK, start=second[0], end=met[0],
                 by=ATTACK, candidates=(Candidate(id=ATTACK, name=ATTACK, country=ATTACK, score=0.5),))  # fmt: skip
    event = Event(
        type=ATTACK, mode=ATTACK, cameo=ATTACK, quad="verbal cooperation", score=1.0, scale=ATTACK, start=trigger[0],
        end=trigger[1], text=ATTACK, actor=(who,), recipient=(who,), status="happened", background=False,
        attribution=(who,), date=Interval(start=ATTACK, end=ATTACK), place=ATTACK, contexts=(ATTACK,),
        trail=(Step(field=ATTACK, by=ATTACK, confidence=0.5),),
    )  # fmt: skip
    return Story(
        id=HOSTILE_ID,
        text=text,
        language="en",
        headline=ATTACK,
        agency=ATTACK,
        byline=ATTACK,
        date="2024-03-15",
        published="2024-03-15T10:00",
        zone=ATTACK,
        zone_assumed=True,
        passages=(Passage(kind="headline", start=first[0], end=first[1]),
                  Passage(kind="paragraph", start=second[0], end=second[1])),
        attributions=(Attribution(source=(second[0], met[0]), cue=trigger, content=((met[1], second[1]),),
                                  sources=(who,)),),
        events=(event,),
        contacts=(Contact(parties=(Party(code=ATTACK, name=ATTACK),), channel=None, status="happened", asked_by=ATTACK,
                          asked_by_according_to=(who,), date=None, date_from=None, place=ATTACK, mentions=(0,),
                          readouts={ATTACK: (Quote(text=ATTACK, story=HOSTILE_ID, start=first[0], end=first[1]),)}),),
        relations=(Relation(kind="allied", subject=who, object=who, place=ATTACK, share=ATTACK, span=second),),
        timex=(Timex(span=first, text=ATTACK, type="DATE", value=ATTACK, mod=ATTACK, edtf=ATTACK),),
        places=(Place(span=(met[1], second[1]), text=ATTACK, name=ATTACK, country=ATTACK, feature=ATTACK, by=ATTACK),),
        entities=(who,),
        formats=(ATTACK,),
        left_out=(LeftOut(start=0, end=5, why=ATTACK),),
        notes=(ATTACK,),
        extra={"outlet": ATTACK},
        made_by=MadeBy(coder=ATTACK, model=ATTACK, knowledge=ATTACK),
    )  # fmt: skip


def _event(
    words: str,
    kind: str,
    actor: tuple[Entity, ...],
    recipient: tuple[Entity, ...],
    *,
    same: int | None = None,
    steps: tuple[Step, ...] = (),
) -> Event:
    start, end = at(words)
    return Event(
        type=kind, mode=None, cameo=None, quad="verbal conflict", score=-4.0, scale="plover-2.0", start=start, end=end,
        text=words, actor=actor, recipient=recipient, status="happened", background=False, attribution=actor, date=None,
        place="Tamsin", same_as=same, confidence=0.9, trail=steps,
    )  # fmt: skip
