"""Texts and versions in the database: who copies whom, who replaces whom, and whose words stand where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import msgspec
from sqlalchemy import delete, insert, select, update

from ..store import bulk
from ..store.tables import stories, story_origins, text_groups, text_keys, text_members
from . import texts, versions
from .ends import CORRECTION, settle
from .items import Item
from .judgements import Judged, closure, ordered, parts, standing, withdraw_ours, write
from .notices import Kind, notice
from .shelf import Shelf
from .texts import Link, TextGroup
from .versions import Version

Pair = tuple[str, str]
SAME_ID = "same id"
TAKEN = 1.0  # share of a copy that a person says is one
CROWD = 300  # stories of a house under one key


class Numbers(msgspec.Struct, frozen=True):
    """`detail` of a judgement on texts."""

    own: int
    left: float
    right: float


def take_in(shelf: Shelf, new: Collection[int]) -> set[int]:
    """Judge new stories; returns all whose text, version or known time was looked at."""
    shelf.items(new)  # all of them at once
    _file(shelf, new)
    found = _near(shelf, new)
    pairs = {ordered(a, b) for a, others in found.items() if a in _names(shelf, new) for b in others if a != b}
    near = {name for pair in pairs for name in pair}
    write(shelf.connection, _links(shelf, pairs, near | _names(shelf, new)))
    later = _later(shelf, new, found)
    _versions(shelf, _names(shelf, new) | later)
    return regroup(shelf, {shelf.key_of(name) for name in _names(shelf, new) | later})


def regroup(shelf: Shelf, keys: Iterable[int]) -> set[int]:
    """Groups of texts, origins and known times of these stories and all that are bound to them."""
    uids = {shelf.row(key).uid for key in keys}
    chain = closure(shelf.connection, "version", uids)
    part = closure(shelf.connection, "text", chain)
    found = _standing_versions(shelf, closure(shelf.connection, "version", part))
    touched = set(shelf.keys(part))
    items = shelf.items(touched)
    judged = standing(shelf.connection, "text", part)
    links, apart = _as_links(shelf, judged, items)
    groups = texts.groups(items, links, versions.apart(found) | apart)
    _keep_groups(shelf, touched, groups)
    _keep_origins(shelf, items, groups)
    settle(shelf, touched, found, groups)
    return touched


def _names(shelf: Shelf, keys: Iterable[int]) -> set[str]:
    return {shelf.name(key) for key in keys}


def _file(shelf: Shelf, new: Collection[int]) -> None:
    """Keep the numbers by which these stories are found."""
    for part in parts(sorted(new)):
        shelf.connection.execute(delete(text_keys).where(text_keys.c.story.in_(part)))
    rows = [
        {"key": number, "story": key}
        for key in sorted(new)
        for number in sorted({number for numbers in shelf.numbers(key) for number in numbers})
    ]
    bulk.insert(shelf.connection, text_keys, rows)


def _near(shelf: Shelf, keys: Iterable[int]) -> dict[str, set[str]]:
    """Names of stories, each with those that share a key with it."""
    asked = {key: shelf.numbers(key) for key in keys}
    limits: dict[int, int] = {}
    for of_text, of_version in asked.values():
        limits |= dict.fromkeys(of_version, CROWD)
        limits |= dict.fromkeys(of_text, texts.HELD_BY)
    held: dict[int, list[int]] = defaultdict(list)
    for part in parts(sorted(limits)):
        for row in shelf.connection.execute(select(text_keys).where(text_keys.c.key.in_(part))):
            held[row.key].append(row.story)
    out: dict[str, set[str]] = {}
    for key, numbers in asked.items():
        several = {*numbers[0], *numbers[1]}
        others = {other for n in several if len(held[n]) <= limits[n] for other in held[n]} - {key}
        shelf.rows(others)
        out[shelf.name(key)] = _names(shelf, others)
    return out


def _links(shelf: Shelf, pairs: Collection[Pair], names: Iterable[str]) -> list[Judged]:
    """Judgements on pairs of texts; those that have nothing in common get none."""
    items = shelf.items(map(shelf.key_of, sorted(names)))
    return [_judged(shelf, link) for link in texts.links(items, pairs)]


def _judged(shelf: Shelf, link: Link) -> Judged:
    left, right = (shelf.row(shelf.key_of(name)).uid for name in (link.left, link.right))
    shares = link.left_share, link.right_share
    if left > right:
        left, right, shares = right, left, shares[::-1]
    return Judged(
        kind="text",
        left=left,
        right=right,
        verdict="same" if link.copy else "different",
        detail=msgspec.json.encode(Numbers(link.own, *shares)).decode(),
        score=link.score,
        method=texts.METHOD,
        method_version=texts.VERSION,
    )


def _as_links(shelf: Shelf, judged: Iterable[Judged], items: Mapping[str, Item]) -> tuple[list[Link], set[Pair]]:
    """What stories have in common, and the pairs that a person holds apart."""
    links, apart = [], set()
    for one in judged:
        keys = shelf.keys([one.left]), shelf.keys([one.right])
        if not all(keys):
            continue
        left, right = shelf.name(keys[0][0]), shelf.name(keys[1][0])
        if left not in items or right not in items:
            continue
        if one.firm and not one.same:
            apart.add(ordered(left, right))
        numbers = msgspec.json.decode(one.detail, type=Numbers) if one.detail else Numbers(0, TAKEN, TAKEN)
        links.append(
            Link(
                left=left,
                right=right,
                own=numbers.own,
                left_share=numbers.left,
                right_share=numbers.right,
                copy=one.same,
            )
        )
    return links, apart


def _later(shelf: Shelf, new: Collection[int], found: Mapping[str, Collection[str]]) -> set[str]:
    """Stories that a new one may come before: which one they replace is judged anew."""
    first = {name: shelf.row(shelf.key_of(name)).known_from[:10] for name in found}
    return {
        other
        for name, others in found.items()
        for other in others
        if shelf.row(shelf.key_of(other)).known_from[:10] >= first[name]
    }


def _versions(shelf: Shelf, asked: Collection[str]) -> None:
    """Judge which story each of these replaces, among all that share a key with them and their chains."""
    near = _near(shelf, map(shelf.key_of, sorted(asked)))
    names = {*asked, *(other for others in near.values() for other in others)}
    uids = {shelf.row(shelf.key_of(name)).uid for name in names}
    chain = closure(shelf.connection, "version", uids)
    items = shelf.items(shelf.keys(chain))
    links, _ = _as_links(shelf, standing(shelf.connection, "text", chain), items)
    ours = [_version(shelf, v, versions.METHOD) for v in versions.versions(items, links) if v.story in asked]
    ours += _same_ids(shelf, asked, {one.left for one in ours})
    keep = {one.pair for one in ours}
    uids = {shelf.row(shelf.key_of(name)).uid for name in asked}
    withdraw_ours(
        shelf.connection,
        "version",
        [j.pair for j in standing(shelf.connection, "version", uids) if j.left in uids and j.pair not in keep],
    )
    write(shelf.connection, ours)


def _version(shelf: Shelf, found: Version, method: str) -> Judged:
    detail = {"kind": found.kind, "why": list(found.why)}
    if found.restores:
        detail["restores"] = shelf.row(shelf.key_of(found.restores)).uid
    return Judged(
        kind="version",
        left=shelf.row(shelf.key_of(found.story)).uid,
        right=shelf.row(shelf.key_of(found.supersedes)).uid,
        verdict="same",
        detail=msgspec.json.encode(detail).decode(),
        score=found.score,
        method=method,
        method_version=versions.VERSION,
    )


def _same_ids(shelf: Shelf, asked: Iterable[str], replaced: Collection[str]) -> list[Judged]:
    """A story whose id was there with another text is a version of it: a correction unless its words tell otherwise."""
    out = []
    rows = {name: shelf.row(shelf.key_of(name)) for name in sorted(asked)}
    under: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for part in parts(sorted({row.id for row in rows.values()})):
        same = select(stories.c.id, stories.c.known_from, stories.c.key).where(stories.c.id.in_(part))
        for id, known_from, key in shelf.connection.execute(same):
            under[id].append((known_from, key))
    for row in rows.values():
        older = [key for at, key in sorted(under[row.id]) if (at, key) < (row.known_from, row.key)]
        if not older or row.uid in replaced:
            continue
        name = shelf.name(row.key)
        kind: Kind = notice(shelf.items([row.key])[name]).kind or CORRECTION
        found = Version(story=name, supersedes=shelf.name(older[-1]), kind=kind, score=1.0, why=(SAME_ID,))
        out.append(_version(shelf, found, SAME_ID))
    return out


def _standing_versions(shelf: Shelf, uids: Collection[str]) -> list[Version]:
    """The versions that stand among these stories, in the order in which they came."""
    out = []
    for one in standing(shelf.connection, "version", uids):
        ends = shelf.keys([one.left]), shelf.keys([one.right])
        if not one.same or not all(ends):
            continue
        detail = msgspec.json.decode(one.detail or "{}")
        restores = shelf.keys([detail["restores"]]) if "restores" in detail else []
        out.append(
            Version(
                story=shelf.name(ends[0][0]),
                supersedes=shelf.name(ends[1][0]),
                kind=detail.get("kind", CORRECTION),
                score=one.score or 0.0,
                why=tuple(detail.get("why", ())),
                restores=shelf.name(restores[0]) if restores else None,
            )
        )
    return sorted(out, key=lambda v: (shelf.row(shelf.key_of(v.story)).known_from, v.story))


def _keep_groups(shelf: Shelf, touched: Collection[int], groups: Iterable[TextGroup]) -> None:
    connection = shelf.connection
    for part in parts(sorted(touched)):
        mine = select(text_members.c.text_group).where(text_members.c.story.in_(part))
        old = list(connection.execute(mine).scalars())
        connection.execute(delete(text_members).where(text_members.c.story.in_(part)))
        for some in parts(sorted(set(old))):
            connection.execute(delete(text_members).where(text_members.c.text_group.in_(some)))
            connection.execute(delete(text_groups).where(text_groups.c.key.in_(some)))
    for group in groups:
        keys = [shelf.key_of(name) for name in group.stories]
        row = {"first": keys[0], "origin": _house_name(shelf, group), "size": len(keys)}
        [number] = connection.execute(insert(text_groups).returning(text_groups.c.key), row).scalars()
        scores = {shelf.key_of(copy.story): copy.score for copy in group.copies}
        scores |= {keys[0]: 1.0} if group.origin else {}
        members = [{"story": key, "text_group": number, "score": scores.get(key)} for key in keys]
        connection.execute(insert(text_members), members)


def _house_name(shelf: Shelf, group: TextGroup) -> str | None:
    """Whose text it is, as a page writes it."""
    items = shelf.items(map(shelf.key_of, group.stories))
    told = (items[name] for name in group.stories)
    names = ((name, key) for one in told for name, key in zip(one.names, (one.house, one.credit), strict=True))
    return next((name for name, key in names if name and key == group.house), group.house)


def _keep_origins(shelf: Shelf, items: Mapping[str, Item], groups: Iterable[TextGroup]) -> None:
    """Whose words stand where in each story, and the origin of the whole."""
    connection = shelf.connection
    keys = {name: shelf.key_of(name) for name in items}
    own = {name: one.house or one.credit or f"story {shelf.row(keys[name]).id}" for name, one in items.items()}
    rows = {name: [(0, len(one.text), own[name])] for name, one in items.items()}
    origin = {name: shelf.row(key).agency or shelf.row(key).outlet for name, key in keys.items()}
    for group in groups:
        house = group.house or own[group.stories[0]]
        for copy in group.copies:
            is_whole = copy.whole or not copy.spans  # a person says so where no words are alike
            whole = [(0, len(items[copy.story].text))] if is_whole else []
            rows[copy.story] += [(start, stop, house) for start, stop in (*copy.spans, *whole)]
            if is_whole:
                origin[copy.story] = _house_name(shelf, group) or origin[copy.story]
    for part in parts(sorted(keys.values())):
        connection.execute(delete(story_origins).where(story_origins.c.story.in_(part)))
    connection.execute(
        insert(story_origins),
        [
            {"story": keys[name], "position": n, "start": start, "stop": stop, "house": house}
            for name, spans in sorted(rows.items())
            for n, (start, stop, house) in enumerate(spans)
        ],
    )
    held: dict[int, str | None] = {}
    for part in parts(sorted(keys.values())):
        asked = select(stories.c.key, stories.c.origin).where(stories.c.key.in_(part))
        held.update((row.key, row.origin) for row in connection.execute(asked))
    for name, told in origin.items():
        if held[keys[name]] != told:
            connection.execute(update(stories).where(stories.c.key == keys[name]).values(origin=told))
