"""Counts of one value are found by it, whatever the time; those of each country that takes part are kept by month too.

`r1` makes the tables as they are now, with this index: it is made where it is not there.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import func, insert, literal, select

from dragoman.store.tables import event_actors, event_groups, event_tallies
from dragoman.store.tallies import MONTHLY, NONE, PARTY

revision = "r2"
down_revision = "r1"


def upgrade() -> None:
    connection = op.get_bind()
    for index in event_tallies.indexes:
        index.create(connection, checkfirst=True)
    of, side = event_groups.c, event_actors.c
    month = func.coalesce(func.substr(of.day, 1, 7), NONE)
    counted = (
        select(literal(MONTHLY[PARTY]), month, side.country, of.type, func.count(of.key.distinct()))
        .join(event_actors, side.event == of.key)
        .where(side.role.in_(("actor", "recipient")), side.country.is_not(None), of.known_to.is_(None))
        .group_by(month, side.country, of.type)
    )
    connection.execute(insert(event_tallies).from_select([column.name for column in event_tallies.columns], counted))
