"""The labels of the model's heads, in the order of their outputs."""

from __future__ import annotations

from typing import get_args

from ..knowledge.ontology import ontology
from ..story import Status


def begin(label: str) -> str:
    """The tag of a span's first word."""
    return f"B-{label}"


def inside(label: str) -> str:
    """The tag of a span's other words."""
    return f"I-{label}"


def bio(labels: tuple[str, ...]) -> tuple[str, ...]:
    """O, then B- and I- of each label."""
    return ("O", *(tag for label in labels for tag in (begin(label), inside(label))))


TYPES = tuple(ontology().types)
STATUSES: tuple[Status, ...] = get_args(Status)
MODE_LABELS = tuple(f"{t}:{m}" for t, entry in ontology().types.items() for m in ("", *entry.modes))
ATTRIBUTION_TAGS = bio(("source", "cue", "content"))
ATTRIBUTION_ROLES = ("O", "source", "content")
EVENT_TAGS = bio(TYPES)
ROLE_TAGS = bio(("actor", "recipient", "place"))
SOURCE_TAGS = bio(("source",))  # apart from the roles: who tells of an act may be who does it
HEADS: dict[str, int] = {
    "antecedent_pair": 2,
    "attribution": len(ATTRIBUTION_TAGS),
    "attribution_pair": len(ATTRIBUTION_ROLES),
    "event": len(EVENT_TAGS),
    "role_scene": len(ROLE_TAGS) + len(SOURCE_TAGS),
    "same_pair": 2,
    "status": len(STATUSES),
    "time_pair": 2,
    "background": 2,
    "mode": len(MODE_LABELS),
}
