"""Actors and what ties them: who is in it, how it is drawn, the page."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from dragoman.serve.layout import layout

HTML = {"accept": "text/html"}
DAY = "2024-12-31"


def network(client: TestClient, **asked: Any) -> dict[str, Any]:
    answer = client.get("/api/v1/network", params={"as_of": DAY, **asked})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@st.composite
def graphs(draw: st.DrawFn) -> tuple[tuple[tuple[float, float], ...], tuple[tuple[int, int, float], ...]]:
    count = draw(st.integers(1, 60))
    widths = draw(st.lists(st.integers(20, 170), min_size=count, max_size=count))
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda two: two[0] != two[1])
    edges = draw(st.lists(ends, max_size=90)) if count > 1 else []
    return tuple((float(wide), 40.0) for wide in widths), tuple((one, other, 1.0) for one, other in edges)


@settings(max_examples=25, deadline=None)
@given(graphs())
def test_all_nodes_lie_within_the_drawing_and_always_at_the_same_place(graph: Any) -> None:
    sizes, edges = graph
    places = layout(sizes, edges, 1160.0, 860.0, 0)
    layout.cache_clear()
    assert np.array_equal(places, layout(sizes, edges, 1160.0, 860.0, 0))
    box = np.asarray(sizes) / 2
    assert np.isfinite(places).all()
    assert (places >= box).all()
    assert (places <= np.array([1160.0, 860.0]) - box).all()


def test_labels_do_not_lie_on_each_other_and_who_is_tied_is_near() -> None:
    count = 36
    sizes = tuple((110.0, 36.0) for _ in range(count))
    edges = tuple((number, number - number % 6, 1.0) for number in range(count) if number % 6)  # six stars
    places = layout(sizes, edges, 1160.0, 800.0)
    apart = np.abs(places[:, None, :] - places[None, :, :])
    np.fill_diagonal(apart[:, :, 0], 1e9)
    assert not ((apart[:, :, 0] < 109) & (apart[:, :, 1] < 35)).any()
    far = np.linalg.norm(places[:, None, :] - places[None, :, :], axis=2)
    tied = [far[one, other] for one, other, _ in edges]
    assert np.mean(tied) < 0.6 * far[np.triu_indices(count, 1)].mean()


def test_the_ties_are_those_of_the_situation(client: TestClient) -> None:
    ties = {edge["id"]: edge for edge in network(client, actor="SYR")["edges"]}
    situation = client.get("/api/v1/situation", params={"actor": "SYR", "as_of": DAY}).json()["states"]
    two = [one for one in situation if one["subject"] and (one["object"] or one["place"])]
    own = [one for one in two if one["place"] and one["place"]["id"] == one["subject"]["id"]]  # no line leads to itself
    held = {one["id"] for one in two if one["verdict"] in ("holds", "contested") and one not in own}
    assert held
    assert held <= set(ties)
    by_id = {one["id"]: one for one in situation}
    for id in held:
        edge, state = ties[id], by_id[id]
        assert edge["source"] == state["subject"]["id"]
        assert edge["target"] in [state[role]["id"] for role in ("object", "place") if state[role]]
        assert edge["state"]["says"] == state["says"]
        assert (edge["state"]["stories"], edge["state"]["verdict"]) == (state["stories"], state["verdict"])


def test_every_tie_of_states_has_the_words_that_tell_it(client: TestClient) -> None:
    edges = network(client)["edges"]
    assert len(edges) > 5
    for edge in edges:
        told = edge["state"]["tellings"]
        assert told or edge["state"]["acts"]
        for one in told:
            text = client.get(f"/api/v1/stories/{one['story']}").json()
            assert one["words"] in str(text) or one["text"] in str(text)


def test_what_was_not_known_on_a_day_is_not_in_the_network(client: TestClient) -> None:
    now, then = network(client), network(client, known_on="2018-01-01")
    assert 0 < len(then["edges"]) < len(now["edges"])
    for edge in then["edges"]:
        assert all(told["told"] <= "2018-01-01" for told in edge["state"]["tellings"])


def test_kinds_can_be_chosen_and_a_wrong_one_is_told(client: TestClient) -> None:
    found = network(client, kind=["allied", "member"])
    assert {edge["kind"] for edge in found["edges"]} == {"allied", "member"}
    answer = client.get("/api/v1/network", params={"kind": "loves"})
    assert answer.status_code == 400
    assert "supports" in answer.json()["detail"]
    assert client.get("/api/v1/network", params={"actor": "nobody-such"}).status_code == 400


def test_pairs_with_events_are_those_that_are_counted(client: TestClient) -> None:
    found = network(client, kind="events", as_of="2020-03-31", window=365)
    counted = client.get(
        "/api/v1/events/count",
        params={"by": "dyad", "from": found["edges"][0]["events"]["first"], "to": "2020-03-31", "background": False},
    ).json()["rows"]
    numbers = {row[0][0]: row[1] for row in counted if row[0][0]}
    for edge in found["edges"]:
        told = edge["events"]
        assert told["cooperation"] + told["conflict"] == numbers[edge["id"]]
    assert len(found["edges"]) + found["left"]["pairs"] == len(numbers)
    shown = [numbers[edge["id"]] for edge in found["edges"]]
    assert shown == sorted(numbers.values(), reverse=True)[: len(shown)]


def test_every_node_is_tied_and_every_tie_has_both_nodes(client: TestClient) -> None:
    for asked in ({}, {"actor": "RUS"}, {"actor": "TUR", "kind": ["events", "supports"], "window": 1826}):
        found = network(client, **asked)
        tied = {id for edge in found["edges"] for id in (edge["source"], edge["target"])}
        assert tied == {node["id"] for node in found["nodes"]}
        assert len(found["nodes"]) <= 60


def test_the_page_draws_each_tie_and_tells_it_in_the_table(client: TestClient) -> None:
    found = network(client, actor="SYR")
    text = client.get("/network", params={"actor": "SYR", "as_of": DAY}, headers=HTML).text
    assert sorted(re.findall(r'data-edge="([^"]+)"', text)) == sorted(edge["id"] for edge in found["edges"])
    assert len(re.findall(r'data-node="', text)) == len(found["nodes"])
    table = text[text.index("<tbody>") : text.index("</tbody>")]
    assert table.count("<tr>") == len(found["edges"])
    assert table.count("<blockquote") >= len(found["edges"]) - 1
    assert 'style="' not in text


@pytest.mark.parametrize("actor", ["RUS", ""])
def test_the_panel_shows_both_sides_of_a_contested_tie(client: TestClient, actor: str) -> None:
    edges = network(client, actor=actor)["edges"]
    contested = next((edge for edge in edges if edge["state"]["verdict"] == "contested"), None)
    if contested is None:
        pytest.skip("no sample is contested")
    text = client.get("/network", params={"actor": actor, "as_of": DAY, "edge": contested["id"]}, headers=HTML).text
    panel = text[text.index('id="panel"') : text.index("</aside>")]
    for told in contested["state"]["tellings"]:
        assert f"#{told['claim']}" in panel
    assert "Against it" in panel


def test_a_tie_that_is_no_more_is_told_and_hostile_addresses_are_escaped(client: TestClient) -> None:
    bad = '"><script>alert(1)</script>'
    answer = client.get("/network", params={"as_of": DAY, "edge": bad, "x": bad}, headers=HTML)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert "<script>alert" not in answer.text
    for name in ("actor", "as_of", "kind", "known_on", "window"):
        answer = client.get("/network", params={name: bad}, headers=HTML)
        assert answer.status_code in (400, 422)
        assert "<script>alert" not in answer.text
