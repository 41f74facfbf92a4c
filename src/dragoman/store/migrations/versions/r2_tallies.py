"""Counts of one value are found by it, whatever the time; more is kept by month: of each country that takes part, and
of background.

`r1` makes the tables as they are now, with this index: it is made where it is not there.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import ColumnElement, func, insert, literal, select

from dragoman.store.tables import event_actors, event_groups, event_pairs, event_tallies
from dragoman.store.tallies import MONTHLY, NONE, PAIR, PARTY, RECALLED

revision = "r2"
down_revision = "r1"


def upgrade() -> None:
    for index in event_tallies.indexes:
        index.create(op.get_bind(), checkfirst=True)
    party = event_actors.c.role.in_(("actor", "recipient")) & event_actors.c.country.is_not(None)
    recalled = event_groups.c.background.is_(True)
    _count(MONTHLY[PARTY], event_actors.c.country, party)
    _count(RECALLED[PARTY], event_actors.c.country, party & recalled)
    _count(RECALLED[PAIR], event_pairs.c.pair, recalled)


def _count(field: str, value: ColumnElement[str], wanted: ColumnElement[bool]) -> None:
    """Keep how many events are held of each value, by month and type."""
    of, there = event_groups.c, value.table
    month = func.coalesce(func.substr(of.day, 1, 7), NONE)
    counted = (
        select(literal(field), month, value, of.type, func.count(of.key.distinct()))
        .join(there, there.c.event == of.key)
        .where(wanted, of.known_to.is_(None))
        .group_by(month, value, of.type)
    )
    op.get_bind().execute(insert(event_tallies).from_select([column.name for column in event_tallies.columns], counted))
