"""Merges in the database."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection


def update(connection: Connection, new_story_ids: Sequence[int]) -> None:
    """Take in new stories, by their keys: in the caller's transaction, which no other merge runs beside."""
