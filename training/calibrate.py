"""Fit the scales that make confidence a probability: `python -m training.calibrate FOLDER`.

Platt scaling (Platt 1999), by Newton's method, on stories and articles that training kept aside. An event is right when
the scorer finds it; an attribution when source and content both overlap a gold one's by half their words.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from dragoman.language.document import Document
from dragoman.reading.model import FoundAttribution, FoundEvent, Scale
from dragoman.reading.weights import load_reader
from dragoman.story import Span

from .annotations import Annotated, joined
from .corpora import plain, spans_of
from .sources import SHARED, kept_aside, records

NEAR = 40  # characters between triggers, as the scorer allows
RIDGE = 1e-2
STEPS = 50

Judged = tuple[float, bool]  # the model's probability, and whether it was right


def fit(judged: list[Judged]) -> Scale:
    """The slope and shift of the highest likelihood, held a little towards leaving the probability as it is."""
    chance = np.clip([p for p, _ in judged], 1e-6, 1 - 1e-6)
    right = np.array([r for _, r in judged], dtype=float)
    inputs = np.stack([np.log(chance / (1 - chance)), np.ones(len(chance))], axis=1)
    weights: npt.NDArray[np.float64] = np.array([1.0, 0.0])
    for _ in range(STEPS):
        told = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (right - told) - RIDGE * (weights - [1.0, 0.0])
        bend = (inputs * (told * (1 - told))[:, None]).T @ inputs + RIDGE * np.eye(2)
        weights = weights + np.linalg.solve(bend, slope)
    return Scale(round(float(weights[0]), 4), round(float(weights[1]), 4))


def judged_events(document: Document, found: tuple[FoundEvent, ...], story: Annotated) -> Iterator[Judged]:
    """Each found event, right when a gold one of its type stands near that no nearer one took."""
    spans = [document.chars(e.first, e.last) for e in found]
    near = sorted(
        (gap, i, j)
        for i, (event, span) in enumerate(zip(found, spans, strict=True))
        for j, gold in enumerate(story.events)
        if event.type == gold.type and (gap := _gap(span, gold.span)) <= NEAR
    )
    hit, taken = set[int](), set[int]()
    for _, i, j in near:
        if i not in hit and j not in taken:
            hit.add(i)
            taken.add(j)
    return ((event.confidence, i in hit) for i, event in enumerate(found))


def _gap(a: Span, b: Span) -> int:
    return max(a[0] - b[1], b[0] - a[1], -1)


def judged_attributions(
    document: Document, found: Iterable[Mapping[str, Any]], row: Mapping[str, Any]
) -> Iterator[Judged]:
    """Each found attribution, right when a gold one has half its words of source and content.

    found: {source, content, confidence} with spans in characters, as the story object has them.
    """
    gold = [_sides(document, a) for a in row["attributions"]]
    for a in found:
        source, content = _sides(document, a)
        right = any(_half(content, c) and (_half(source, s) or not (source or s)) for s, c in gold)
        yield a["confidence"], right


def _sides(document: Document, a: Mapping[str, Any]) -> tuple[set[int], set[int]]:
    """Words of source and content."""
    source, content = (
        [i for low, high in spans_of(document, a[k]) for i in range(low, high)] for k in ("source", "content")
    )
    return set(source), set(content)


def _as_told(document: Document, found: FoundAttribution) -> dict[str, Any]:
    source = list(document.chars(*found.source)) if found.source else None
    content = [list(document.chars(*piece)) for piece in found.content]
    return {"source": source, "content": content, "confidence": found.confidence}


def _half(a: set[int], b: set[int]) -> bool:
    return bool(a and b) and len(a & b) >= 0.5 * max(len(a), len(b))


def calibrate(folder: Path, articles: bool = True) -> None:
    """Give the model.json of a folder its scales; that of attributions stands on PolNeAR's `articles`."""
    file = folder / "model.json"
    card = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(card | {"scales": {}}), encoding="utf-8")
    reader = load_reader(folder)
    judged: dict[str, list[Judged]] = {"event": [], "attribution": []}
    for story in joined(SHARED):
        if kept_aside(story.id):
            document = plain(story.text)
            judged["event"] += judged_events(document, reader.read(document).events, story)
    for row in records(SHARED / "attribution/polnear.train.jsonl") if articles else ():
        if kept_aside(row["id"]):
            document = plain(row["text"])
            found = [_as_told(document, a) for a in reader.read(document).attributions]
            judged["attribution"] += judged_attributions(document, found, row)
    scales = {name: fit(some) for name, some in judged.items() if some}
    card["scales"] = {name: {"slope": s.slope, "shift": s.shift} for name, s in scales.items()}
    file.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    print({name: (len(judged[name]), scale) for name, scale in scales.items()})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the weights, whose model.json is given the scales")
    calibrate(parser.parse_args().folder)


if __name__ == "__main__":
    main()
