"""Standing states for a reader: lines with their styles, each with its source and date."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from .app import say

if TYPE_CHECKING:
    from ..store.engine import Store
    from ..views.changes import Change
    from ..views.situation import Standings, Telling
    from ..views.situation_store import Difference, Evidence, Situation
    from ..views.standing import Side

Line = tuple[str, str]  # text, style
HEADING, PLAIN, QUIET, WARNING = "bold cyan", "", "dim", "bold yellow"
QUOTED = 160  # characters of a claim's words
TRIGGER = 30  # characters up to which words are a mere trigger, and the sentence is shown instead
PLURAL = {"supports ": "support ", "controls ": "control ", "has ": "have ", "is a member": "are members",
          "mediates ": "mediate "}  # fmt: skip
LATER = {  # verdicts that do not hold, with the heading of each
    "ended": "Ended",
    "denied": "Told only to be denied",
    "ahead": "Planned, asked for, threatened or supposed: not holding",
}
WHY = {
    "denied": "it is also told that it is not so",
    "shares differ": "the parts that are told differ",
    "taken by another": "taken by another",
    "told as past": "told as past",
    "ended": "an end is told",
}


def opened(db: str | None) -> Store:
    """The store, with its standing states kept up as far as it lets us write."""
    from ..store import StoreError
    from ..store.engine import open_store
    from ..views.standing_store import keep_up

    store = open_store(db)
    try:
        keep_up(store)
    except StoreError as error:
        say(f"stories added since this was last asked are left out ({error})")
    return store


def show(lines: Iterable[Line]) -> None:
    """Print lines: in colour and folded on a terminal, else as they are."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False)
    for text, style in lines:
        if not console.is_terminal:
            click.echo(text)
            continue
        indent = len(text) - len(text.lstrip())
        console.print(Padding(Text(text.lstrip(), style=style), (0, 0, 0, indent), expand=False))


def show_json(value: Mapping[str, Any]) -> None:
    """Print JSON for programs."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


# --- a situation


def situation_lines(found: Situation) -> Iterator[Line]:
    """What holds, by kind; then what ended, was denied, or is yet to come."""
    from ..views.standing_rules import standing

    yield f"{_asked(found.of)} on {found.as_of}" + _known(found.known_on), "bold"
    if not found.states:
        yield "Nothing is told of it.", PLAIN
    for name, kind in standing().kinds.items():
        held = [one for one in found.states if one.state.kind == name and one.verdict not in LATER]
        yield from _section(kind.title, held, found.evidence)
    for verdict, heading in LATER.items():
        yield from _section(heading, [one for one in found.states if one.verdict == verdict], found.evidence)


def _section(heading: str, states: Sequence[Standings], evidence: Mapping[int, Evidence]) -> Iterator[Line]:
    if states:
        yield "", PLAIN
        yield f"{heading}  {len(states)}", HEADING
    for one in states:
        yield from _standing(one, evidence)


def _standing(one: Standings, evidence: Mapping[int, Evidence]) -> Iterator[Line]:
    mark = "! " if one.verdict == "contested" else "  "
    yield f"{mark}{sentence(one)}", WARNING if one.verdict == "contested" else PLAIN
    yield f"    {'; '.join(_when(one))}", QUIET
    for telling in shown_tellings(one):
        if (claim := evidence.get(telling.claim)) is not None:
            yield f"    {_stance(telling)}{_source(telling.told, claim)}", PLAIN
    if one.acts and (claim := evidence.get(one.acts.claim)) is not None:
        yield f"    {_source(one.acts.last, claim)}", PLAIN


def sentence(one: Standings) -> str:
    """`Turkey supports Syrian rebels`; `Hayat Tahrir al-Sham controls more than half of Idlib`."""
    from ..views.standing_rules import standing

    state, kind = one.state, standing().kinds[one.state.kind]
    place = state.place.name if state.place else ""
    if shares := [share or "all" for share in one.shares if share or len(one.shares) > 1]:
        place = f"{' or '.join(shares)} of {place}"
    subject = state.subject.name if state.subject else ""
    if state.subject and state.place and state.subject.ref == state.place.country and state.kind == "controls":
        subject = f"the government of {subject}"
    if not subject:
        return f"{state.kind} in {place}" if place else f"{state.kind} on {state.object.name if state.object else '?'}"
    if state.object is None and kind.alone:
        return kind.alone.format(a=subject, p=place)
    says = kind.says
    if state.subject and _several(state.subject):
        for one_does, several_do in PLURAL.items():
            says = says.replace(f"{{a}} {one_does}", f"{{a}} {several_do}")
    return says.format(a=subject, b=state.object.name if state.object else "", p=place)


def _several(side: Side) -> bool:
    """Whether a name wants its verb in the plural: rebels, Houthis, but not the United States."""
    return side.name.endswith("s") and side.ref != side.country and not side.name.startswith("United ")


def _when(one: Standings) -> Iterator[str]:
    if one.verdict == "ahead":
        yield f"told {_span(one.first, one.last)}"
        return
    if one.since:
        yield f"since {one.since}"
    if one.until:
        yield f"until {one.until}"
    if one.acts:
        yield f"acts on {one.acts.days} days from {one.acts.first} to {one.acts.last}"
    elif one.last:
        yield f"told {_span(one.first, one.last)}" + (", not lately" if one.old else "")
    more = " or more" if one.more else ""
    yield f"{_many(one.stories, 'story', 'stories')}, {_many(one.origins, 'origin', 'origins')}{more}"
    from ..views.standing_rules import standing

    kinds = standing().kinds
    reasons = [WHY.get(why) or f"told beside it: {kinds[why].title.lower()}" for why in one.why if why != "ended"]
    if reasons:
        yield ("contested: " if one.verdict == "contested" else "") + ", ".join(reasons)


def _span(first: str | None, last: str | None) -> str:
    return f"{first} to {last}" if first != last and first and last and first < last else f"{last}"


def _many(count: int, one: str, several: str) -> str:
    return f"{count:,} {one if count == 1 else several}"


def shown_tellings(one: Standings) -> list[Telling]:
    """The last telling of each kind that matters for the verdict: of each share and side where it is contested."""
    found: dict[object, Telling] = {}
    for telling in one.tellings:
        stance = telling.stance
        if one.verdict in ("holds", "contested") and stance in ("ahead", "held", "ended"):
            continue
        if one.verdict == "ahead" and stance != "ahead":
            continue
        share = telling.share if one.verdict == "contested" else None
        stance = "for" if stance == "begun" else stance
        found.setdefault((stance, share, telling.status if stance == "ahead" else None), telling)
    return list(found.values())


def _stance(telling: Telling) -> str:
    """What a telling says, where it is not that the state holds."""
    what = {"ends": "its end ", "breaches": "a breach "}.get(telling.effect, "")
    if telling.stance == "ended":
        return f"ended {telling.begin}: "
    if telling.stance == "ahead" or telling.status in ("negated", "denied"):
        return f"{what}{telling.status}: "
    return "a breach: " if telling.stance == "against" else ""


def _source(day: str, claim: Evidence) -> str:
    """`2020-02-21 Northgate Press, Kremlin: «...» [story]`."""
    words = claim.words if " " in claim.words.strip() and len(claim.words) > TRIGGER else claim.text
    words = " ".join(words.split())
    short = words if len(words) <= QUOTED else words[:QUOTED].rsplit(" ", 1)[0] + " …"
    chain = ", ".join(filter(None, [claim.origin, " <- ".join(claim.chain)]))
    return f"{claim.day or day} {chain}: «{short}» [{claim.story}]" if chain else f"{day} «{short}» [{claim.story}]"


def _asked(of: Sequence[str]) -> str:
    from ..knowledge.actors import actors

    return " and ".join(entry.name if (entry := actors().by_id.get(one)) else one for one in of)


def _known(known_on: str | None) -> str:
    return f", as known on {known_on}" if known_on else ""


# --- a difference


def difference_lines(found: Difference) -> Iterator[Line]:
    """The changes, by what they are."""
    from ..views.changes import ORDER

    yield f"{_asked(found.of)} from {found.since} to {found.until}" + _known(found.known_on), "bold"
    if not found.changes:
        yield "Nothing that is told changed.", PLAIN
    for what in ORDER:
        several = [change for change in found.changes if change.what == what]
        if several:
            yield "", PLAIN
            yield f"{_TITLES[what]}  {len(several)}", HEADING
        for change in several:
            yield from _change(change, found.evidence)


_TITLES = {
    "began": "Began",
    "first told": "Told for the first time; it may be older",
    "ended": "Ended",
    "changed": "Changed",
    "contested": "Became contested",
    "settled": "Is no longer contested",
    "ahead": "Now planned, asked for or threatened",
}


def _change(change: Change, evidence: Mapping[int, Evidence]) -> Iterator[Line]:
    if change.what == "changed" and change.before is not None:
        yield f"  before: {sentence(change.before)}", QUIET
    yield from _standing(change.after, evidence)


# --- for programs


def situation_fields(found: Situation) -> dict[str, Any]:
    """The situation as JSON has it."""
    return {
        "of": list(found.of),
        "as_of": found.as_of,
        "known_on": found.known_on,
        "states": [standing_fields(one, found.evidence) for one in found.states],
    }


def difference_fields(found: Difference) -> dict[str, Any]:
    """The difference as JSON has it."""
    return {
        "of": list(found.of),
        "from": found.since,
        "to": found.until,
        "known_on": found.known_on,
        "changes": [
            {
                "what": change.what,
                "before": standing_fields(change.before, found.evidence) if change.before else None,
                "after": standing_fields(change.after, found.evidence),
            }
            for change in found.changes
        ],
    }


def standing_fields(one: Standings, evidence: Mapping[int, Evidence]) -> dict[str, Any]:
    """A state as JSON has it: its sides by `id`, and the tellings that are shown each with its claim."""
    from msgspec import to_builtins

    fields: dict[str, Any] = to_builtins(one)
    state, tellings = fields.pop("state"), fields.pop("tellings")
    for role in ("subject", "object", "place"):
        if side := state[role]:
            state[role] = {"id": side["ref"], "name": side["name"], "country": side["country"]}
    shown = []
    for telling, plain in zip(one.tellings, tellings, strict=True):
        claim = evidence.get(telling.claim)
        if claim is not None:
            plain = {key: value for key, value in plain.items() if key not in ("state", "claim", "story")}
            shown.append({**plain, **to_builtins(claim)})
    acts = fields["acts"] and {k: v for k, v in fields["acts"].items() if k not in ("state", "claim")}
    says = {"id": one.state.id, "kind": state.pop("kind"), "says": sentence(one)}
    return {**says, **state, **fields, "acts": acts, "tellings": shown, "others": len(one.tellings) - len(shown)}
