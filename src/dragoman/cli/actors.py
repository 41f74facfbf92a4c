"""`dragoman actors`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .app import say
from .params import knowledge_option

if TYPE_CHECKING:
    from ..knowledge.entries import Role, Spell
    from ..linking.lookup import Match


@click.command(no_args_is_help=True)
@click.argument("query", nargs=-1, required=True)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="As of a day: 2013-06-01; else of late.")
@click.option("--json", "as_json", is_flag=True, help="Print entries as JSON, one a line.")
@knowledge_option
def actors(query: tuple[str, ...], on: dt.datetime | None, as_json: bool, knowledge: tuple[Path, ...]) -> int:
    """Look up an actor of the knowledge, and why it is found: by a name in any spelling or language ("Путин"), an id,
    or a description as stories have it ("the Turkish president"). The exit code is 1 when nobody is found.
    """
    from ..knowledge.actors import use
    from ..linking.lookup import look_up

    use(*knowledge)
    asked, day = " ".join(query), on.date() if on else None
    found = look_up(asked, day)
    if not found:
        return say(f"nobody is known by {asked!r}; add them in a file of your own (--knowledge DIR)", 1)
    for number, match in enumerate(found):
        if as_json:
            click.echo(json.dumps(_fields(match), ensure_ascii=False))
        else:
            click.echo(("\n" if number else "") + "\n".join(_lines(match, day)))
    return 0


def _fields(match: Match) -> dict[str, Any]:
    from msgspec import to_builtins

    told = {"name": match.name, "country": match.country, "sector": match.sector, "why": match.why}
    return {
        **told,
        "role": to_builtins(match.role) if match.role else None,
        "kind": _kind(match),
        "entry": to_builtins(match.actor) if match.actor else None,
    }


def _kind(match: Match) -> str | None:
    return type(match.actor).__name__.lower() if match.actor else None


def _lines(match: Match, day: dt.date | None) -> Iterator[str]:
    from ..knowledge.entries import Body, Format, Person, State

    actor = match.actor
    codes = " ".join(part for part in (match.country, match.sector) if part)
    yield match.name + (f"  {codes}" if codes else "")
    yield f"  found by       {match.why}"
    if actor is None:
        yield "  entry          none: described, not known by name"
        return
    yield f"  entry          {actor.id} ({_kind(match)}" + (f", Wikidata {actor.qid})" if actor.qid else ")")
    if match.role:
        yield f"  {'on ' + day.isoformat() if day else 'last office':15}{_role(match.role)}"
    if forms := (*actor.aliases, *(f for fs in actor.names.values() for f in fs)):
        yield f"  also           {', '.join(forms)}"
    if actor.short or actor.local:
        yield f"  in context     {', '.join((*actor.short, *actor.local))}"
    if isinstance(actor, State):
        yield from (f"  capital        {capital}" for capital in actor.capitals)
    elif isinstance(actor, Body):
        yield from (f"  part of        {_name(parent)}" for parent in actor.parents)
    elif isinstance(actor, Format):
        yield from (f"  member         {_name(m.id)}{_when(m)}" for m in actor.parties)
    elif isinstance(actor, Person):
        yield from (f"  office         {_role(role)}" for role in actor.roles if role != match.role)


def _role(role: Role) -> str:
    return f"{role.role} of {_name(role.of)}{_when(role)}, {role.source}"


def _name(id: str) -> str:
    from ..knowledge.actors import actors as known

    return known().by_id[id].name


def _when(spell: Spell) -> str:
    return f", {spell.since or '?'} to {spell.until or '?'}" if spell.since or spell.until else ""
