"""Places and who controls them: over HTTP, and on the page of the map."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import dragoman.serve
from dragoman.serve.filters import box_of
from dragoman.serve.places import written
from dragoman.store import StoreError

HTML = {"accept": "text/html"}
STATIC = Path(dragoman.serve.__file__).parent / "static"
CLASSES = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")


def places(client: TestClient, **asked: Any) -> list[dict[str, Any]]:
    answer = client.get("/api/v1/map", params=asked)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["type"] == "FeatureCollection"
    return list(told["features"])


def listed(client: TestClient, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after: dict[str, str] = {}
    while True:
        page = client.get("/api/v1/events", params={"limit": 500, **asked, **after}).json()
        found += page["events"]
        if page["after"] is None:
            return found
        after = {"after": page["after"]}


@pytest.mark.parametrize(
    "asked",
    [
        {}, {"type": "ASSAULT"}, {"quad": "verbal-cooperation"}, {"status": "happened", "background": "false"},
        {"with": ["RUS", "TUR"]}, {"actor": "TUR"}, {"text": "ceasefire"}, {"place": "SYR"},
        {"from": "2020", "to": "2020"}, {"known_on": "2020-03-05"}, {"origins": 1}, {"confidence": 0.9},
        {"mode": "aerial"}, {"box": "30,30,45,45"},
    ],
    ids=str,
)  # fmt: skip
def test_places_have_the_events_that_the_filters_find(client: TestClient, asked: dict[str, Any]) -> None:
    expected: dict[tuple[float, float], dict[str, int]] = {}
    for event in listed(client, **asked):
        if event["place"] and event["place"]["lat"] is not None:
            at = expected.setdefault((event["place"]["lon"], event["place"]["lat"]), dict.fromkeys(CLASSES, 0))
            at[event["quad"].replace(" ", "_")] += 1
    found = places(client, **asked)
    told = [(tuple(one["geometry"]["coordinates"]), one["properties"]) for one in found]
    assert {at: {name: here[name] for name in CLASSES} for at, here in told} == expected
    numbers = [one["properties"]["events"] for one in found]
    assert numbers == sorted((sum(counts.values()) for counts in expected.values()), reverse=True)


def test_the_box_of_a_place_has_its_events_alone(client: TestClient) -> None:
    for one in places(client)[:10]:
        here = one["properties"]
        events = listed(client, box=here["box"])
        assert len(events) == here["events"]
        assert {event["place"]["name"] or event["place"]["text"] for event in events} >= {here["name"]}


def test_an_answer_is_bounded_and_tells_what_is_left_out(client: TestClient) -> None:
    whole = places(client)
    told = client.get("/api/v1/map", params={"limit": 3}).json()
    assert [told["features"], told["left_out"]] == [whole[:3], len(whole) - 3]
    assert client.get("/api/v1/map", params={"limit": 100_000}).status_code == 422


@pytest.mark.parametrize("box", ["1,2,3", "a,b,c,d", "0,10,1,5", "0,0,1,91", "nan,0,1,1", "-181,0,1,1", "1,2,3,4,5"])
def test_what_is_no_box_is_told(client: TestClient, box: str) -> None:
    answer = client.get("/api/v1/map", params={"box": box})
    assert answer.status_code == 400
    assert "west, south, east, north" in answer.json()["detail"]


def test_boxes_are_written_as_they_are_read() -> None:
    for box in ((-180.0, -90.0, 180.0, 90.0), (0.0, -0.0005, 0.0005, 12.3456)):
        assert box_of(written(box)) == box
    assert box_of("") is None
    with pytest.raises(StoreError):
        box_of("here")


def test_who_controls_what_is_told_as_of_a_day(client: TestClient) -> None:
    told = client.get("/api/v1/map/control", params={"as_of": "2024-12-08"}).json()
    there = {(one["properties"]["by"], one["properties"]["of"]): one for one in told["features"]}
    assert there
    before = client.get("/api/v1/map/control", params={"as_of": "1990-01-01"}).json()
    assert before["features"] == []
    shapes = json.loads((STATIC / "world.json").read_text(encoding="utf-8"))
    codes = {shape.get("id") for shape in shapes["objects"]["countries"]["geometries"]}
    for one in told["features"]:
        assert one["properties"]["verdict"] in ("holds", "contested")
        assert one["properties"]["code"] is None or one["properties"]["code"] in codes
    assert any(one["properties"]["code"] or one["geometry"] for one in told["features"])


def test_the_page_lists_places_and_the_events_of_one(client: TestClient) -> None:
    page = client.get("/map", headers=HTML)
    assert page.status_code == 200
    first = places(client)[0]["properties"]
    link = next(html.unescape(found) for found in re.findall(r'<th scope="row"><a data-swap href="([^"]+)"', page.text))
    one = client.get("/map" + link, headers=HTML)
    assert one.status_code == 200
    assert f'<h2 id="listed" tabindex="-1">{first["name"]}</h2>' in one.text
    assert one.text.count('<article class="card quad-') == min(25, first["events"])
    assert f"{first['events']} events" in one.text


def test_the_page_lists_who_controls_what_without_a_script(client: TestClient) -> None:
    page = client.get("/map", params={"to": "2024-12-08"}, headers=HTML).text
    link = html.unescape(re.search(r'data-control><p><a href="([^"#]+)#control"', page).group(1))  # type: ignore[union-attr]
    listed_ = client.get(link, headers=HTML).text
    states = client.get("/api/v1/map/control", params={"as_of": "2024-12-08"}).json()["features"]
    assert listed_.count('<article class="card standing') == len(states) > 0
    part = client.get("/map/control", params={"to": "2024-12-08"}, headers=HTML).text
    assert part.count('<article class="card standing') == len(states)
    assert "<html" not in part


def test_no_position_is_taken_on_borders(client: TestClient) -> None:
    assert "No position is taken" in client.get("/map", headers=HTML).text


def test_filters_of_an_address_are_escaped_and_kept(client: TestClient) -> None:
    hostile = '"><script>alert(1)</script>'
    page = client.get("/map", params={"place": hostile, "source": hostile}, headers=HTML).text
    assert "<script>alert" not in page
    assert '<input type="hidden" name="source"' in page


def test_shapes_and_script_are_light_enough() -> None:
    sizes = [(STATIC / name).stat().st_size for name in ("world.json", "map.js", "page.js", "dragoman.css")]
    assert sum(sizes) < 1_000_000


def test_shapes_have_our_codes_of_countries() -> None:
    from dragoman.knowledge.actors import actors

    shapes = json.loads((STATIC / "world.json").read_text(encoding="utf-8"))["objects"]["countries"]["geometries"]
    codes = [shape["id"] for shape in shapes if shape.get("id")]
    assert {"SYR", "UKR", "XKX", "PSE", "TWN", "COD"} <= set(codes)
    assert sum(code in actors().by_id for code in codes) > 190
