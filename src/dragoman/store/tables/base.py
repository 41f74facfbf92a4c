"""What all tables are made of."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Integer, MetaData, Text

ROOM = 65_536  # claims, contacts and sentences that a story may have, each: over MAX_WORDS of language/document.py
Key = BigInteger().with_variant(Integer, "sqlite")  # INTEGER alone is SQLite's own row number

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def known() -> tuple[Column[str], Column[str]]:
    """When it was known: from the first moment up to the second, which is null while it still holds."""
    return Column("known_from", Text, nullable=False), Column("known_to", Text)


def point() -> tuple[Column[str | float | int], ...]:
    """A place: the text's words, then what the gazetteer has."""
    return (
        Column("place", Text),
        Column("place_name", Text),
        Column("place_id", Integer),
        Column("place_country", Text),
        Column("place_admin1", Text),
        Column("lat", Float),
        Column("lon", Float),
    )


def side(role: str) -> tuple[Column[str], ...]:
    """A side of a state, or its territory: what it is known by, its name, its country."""
    return Column(role, Text), Column(f"{role}_name", Text), Column(f"{role}_country", Text)
