"""The map as GeoJSON, and the boxes of an address."""

from __future__ import annotations

from typing import Literal

from ..story import Value
from ..views.asking import Box
from ..views.control import Control
from ..views.places import Place, Places
from .standings import State

NEAR = 0.0005  # degrees around a point, for a box that has it
KIND: Literal["Point"] = "Point"


class Point(Value, frozen=True, kw_only=True):
    """A point of GeoJSON: longitude, latitude."""

    type: Literal["Point"]
    coordinates: tuple[float, float]


class Here(Value, frozen=True, kw_only=True):
    """A place, and how many events of each class it has; `box`: for the filter that has its events alone."""

    name: str
    country: str | None
    admin1: str | None
    geonameid: int | None
    events: int
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int
    box: str


class Feature(Value, frozen=True, kw_only=True):
    """A place as a feature of GeoJSON."""

    type: Literal["Feature"]
    geometry: Point
    properties: Here


class PlaceMap(Value, frozen=True, kw_only=True):
    """Places as a collection of GeoJSON. `left_out`: places with fewer events that are not among them."""

    type: Literal["FeatureCollection"]
    features: tuple[Feature, ...]
    left_out: int


class Controlled(Value, frozen=True, kw_only=True):
    """Who controls a territory; `code`: where that is a whole country."""

    state: str
    by: str
    country: str | None
    of: str
    code: str | None
    verdict: str
    shares: tuple[str | None, ...]
    says: str


class Territory(Value, frozen=True, kw_only=True):
    """A territory as a feature of GeoJSON; `geometry`: null for a whole country, and where it is not known."""

    type: Literal["Feature"]
    geometry: Point | None
    properties: Controlled


class ControlMap(Value, frozen=True, kw_only=True):
    """Territories as a collection of GeoJSON; `unseen`: states of control that were not looked at."""

    type: Literal["FeatureCollection"]
    as_of: str
    known_on: str | None
    features: tuple[Territory, ...]
    unseen: int


def written(box: Box) -> str:
    """A box as an address has it."""
    return ",".join(f"{side:.4f}".rstrip("0").rstrip(".") for side in box)


def around(place: Place) -> Box:
    """A box that has one place alone."""
    return (
        max(-180.0, place.lon - NEAR), max(-90.0, place.lat - NEAR),
        min(180.0, place.lon + NEAR), min(90.0, place.lat + NEAR),
    )  # fmt: skip


def place_map(found: Places) -> PlaceMap:
    """Places as GeoJSON."""
    return PlaceMap(
        type="FeatureCollection", features=tuple(map(_feature, found.places)), left_out=found.left_out
    )  # fmt: skip


def _feature(place: Place) -> Feature:
    of = place.events
    here = Here(
        name=place.name,
        country=place.country,
        admin1=place.admin1,
        geonameid=place.geonameid,
        events=of.all,
        verbal_cooperation=of.verbal_cooperation,
        material_cooperation=of.material_cooperation,
        verbal_conflict=of.verbal_conflict,
        material_conflict=of.material_conflict,
        box=written(around(place)),
    )
    return Feature(type="Feature", geometry=Point(type=KIND, coordinates=(place.lon, place.lat)), properties=here)


def control_map(found: Control, told: tuple[State, ...], as_of: str, known_on: str | None) -> ControlMap:
    """Territories as GeoJSON."""
    features = []
    for state, spot in zip(told, found.spots, strict=True):
        if state.place is None:
            continue
        properties = Controlled(
            state=state.id,
            by=state.subject.name if state.subject else "somebody",
            country=state.subject.country if state.subject else None,
            of=state.place.name,
            code=spot.code,
            verdict=state.verdict,
            shares=state.shares,
            says=state.says,
        )
        point = None
        if spot.lat is not None and spot.lon is not None:
            point = Point(type=KIND, coordinates=(spot.lon, spot.lat))
        features.append(Territory(type="Feature", geometry=point, properties=properties))
    return ControlMap(
        type="FeatureCollection", as_of=as_of, known_on=known_on, features=tuple(features), unseen=found.unseen
    )
