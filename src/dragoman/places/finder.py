"""PlaceFinder: the places that a story names, on the map."""

from __future__ import annotations

from collections.abc import Sequence

from ..language.document import Document
from ..story import Entity, Place
from .directions import of_the_country, shifted
from .gazetteer import Candidate, gazetteer
from .judging import Judge
from .matching import matches
from .mention import Mention
from .resolving import Resolver, link_containers, mark_lists
from .tokens import Line, lines_of
from .unknown import with_unknown
from .words import words


class PlaceFinder:
    """Finds the places a story names. Keeps no state between stories; the gazetteer is opened at the first one."""

    def find(self, document: Document, known: Sequence[Entity] = ()) -> tuple[Place, ...]:
        """Places in text order. `known`: actor mentions, inside whose names no place is looked for."""
        lines = lines_of(document)
        judge = Judge(lines, known)
        named: list[Mention] = []
        for line in lines:
            found = list(matches(line, document.text))
            found += abbreviated(line, found)
            named += sorted(with_unknown(line, found), key=lambda m: m.first)
        for mention in named:
            judge.learn(mention)
        mentions = [m for m in named if judge.accepts(m)]
        link_containers(mentions)
        mark_lists(mentions)
        resolver = Resolver(mentions, lines)
        resolver.resolve()
        kept = [m for m in mentions if resolver.believed(m)]
        places = [place(document.text, m) for m in kept]
        places += of_the_country(document, kept)
        return tuple(sorted(places, key=lambda p: p.span))


def abbreviated(line: Line, found: Sequence[Mention]) -> list[Mention]:
    """States in short after a comma: "Springfield, Ill.", "Dallas, TX"."""
    out, taken = [], {m.first for m in found}
    for mention in found:
        token = line.at(mention.last + 1)
        if mention.after.text != "," or not token.capital or mention.last + 1 in taken:
            continue
        code = words().abbreviations.get(token.lower)
        if code and (token.text.isupper() or line.at(mention.last + 2).text == "."):
            at, state = mention.last + 1, (gazetteer().divisions()[code],)
            out.append(Mention(line, at, at + 1, token.lower, state, token.start, token.end, cued=True))
    return out


def place(text: str, mention: Mention) -> Place:
    """What is told of a mention. A spot has the coordinates of the town in its name, if any."""
    chosen = mention.chosen
    told = text[mention.start : mention.end]
    if not chosen:
        return _unplaced(told, mention)
    lat, lon = shifted(chosen, mention.direction) if mention.direction else (chosen.lat, chosen.lon)
    return Place(
        span=(mention.start, mention.end),
        text=told,
        name=told if mention.spot or mention.direction else chosen.name,
        country=chosen.country,
        admin1=gazetteer().division(chosen),
        lat=lat,
        lon=lon,
        geonameid=_geonameid(chosen, mention),
        feature=_feature(chosen, mention),
        by=_by(mention),
    )


def _unplaced(told: str, mention: Mention) -> Place:
    """A name without a place of its own: on the map only by the town or division that the text puts it in."""
    around = mention.container.chosen if mention.container else None
    near = around if around and around.feature.startswith(("PPL", "ADM")) else None
    return Place(
        span=(mention.start, mention.end),
        text=told,
        name=told,
        country=around.country if around else None,
        lat=near.lat if near else None,
        lon=near.lon if near else None,
        admin1=gazetteer().division(around) if around else None,
        feature="S" if mention.spot else None,
        by=_by(mention) if around else None,
    )


def _by(mention: Mention) -> str:
    """What decided which place of the name is meant."""
    if mention.container:
        line, outer = mention.line, mention.container
        return f"in {' '.join(t.text for t in line.tokens[outer.first : outer.last])!r}, as the text says"
    if mention.fixed:
        return "the words around it"
    if mention.unknown:
        return "a name that sounds like it in a country of the story"
    if len(mention.candidates) == 1:
        return "the one place of that name"
    return f"the likeliest of {len(mention.candidates)}, by size and by the other places of the story"


def _feature(chosen: Candidate, mention: Mention) -> str:
    if mention.spot:
        return "S"
    return "RGN" if mention.direction and chosen.feature in {"PCLI", "ADM1"} else chosen.feature


def _geonameid(chosen: Candidate, mention: Mention) -> int | None:
    return chosen.id if chosen.id > 0 and not mention.spot and not mention.direction else None
