"""Contacts: pages, and one with the accounts of its sides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlalchemy import Connection
from starlette.responses import Response

from ...store.parts import part
from ...store.times import known_at
from ...views.asking import asking
from ...views.contacts import ContactPage, Days, one, page
from ...views.readouts import Readout, codes_of
from ...views.vectors import word_vectors
from ..documents import answers
from ..problems import not_found
from ..shared import Reading, json

router = APIRouter(prefix="/contacts", tags=["contacts"])
MOST = 200
PARTIES = 5  # that may be asked for
LONGEST = 500  # characters of a value


@dataclass(frozen=True)
class Sought:
    """Filters of contacts, checked."""

    between: tuple[frozenset[str], ...]
    days: Days
    sides: int
    moment: str | None

    def page(self, connection: Connection, limit: int, after: str | None) -> ContactPage:
        """The contacts that pass."""
        return page(connection, self.between, self.days, self.sides, self.moment, limit, after)


KnownOn = Annotated[
    str | None, Query(max_length=30, description="What was known at the end of that day, instead of now.")
]  # fmt: skip


async def moment_of(known_on: KnownOn = None) -> str | None:
    """The moment that `known_on` means; an empty value is none, as forms send it. Raises StoreError."""
    told = asking(known_on=known_on or None).known_on
    return known_at(told) if told else None


Moment = Annotated[str | None, Depends(moment_of)]


_codes = lru_cache(maxsize=1024)(codes_of)  # all names of the knowledge are looked through


async def sought(
    moment: Moment,
    between: Annotated[
        list[str], Query(max_length=PARTIES, description="Who all take part: RUS, Turkey, a body by its id.")
    ] = [],  # noqa: B006
    on: Annotated[str | None, Query(max_length=30, description="On this day, or in this month or year.")] = None,
    sides: Annotated[int, Query(ge=0, le=50, description="At least so many sides give an account.")] = 0,
) -> Sought:
    """The filters of a request, checked. Raises StoreError."""
    days = asking(first=on or None, last=on or None)
    parties = tuple(_codes(who[:LONGEST].strip()) for who in between if who.strip())
    return Sought(parties, (days.first, days.last), sides, moment)


Filters = Annotated[Sought, Depends(sought)]


@router.get("", responses=answers(ContactPage, "Contacts, the newest first"))
def find(
    connection: Reading,
    asked: Filters,
    limit: Annotated[int, Query(ge=1, le=MOST, description="Contacts of a page.")] = 50,
    after: Annotated[str | None, Query(max_length=200, description="`after` of the page before.")] = None,
) -> Response:
    """Contacts that pass all filters, without their accounts."""
    return json(asked.page(connection, limit, after))


@router.get("/{id}", responses=answers(Readout, "The contact, with all accounts and how they are aligned"))
def get(connection: Reading, id: str, moment: Moment) -> Response:
    """One contact with the accounts of its sides, matter by matter."""
    return json(readout(connection, id, moment))


def readout(connection: Connection, id: str, moment: str | None) -> Readout:
    """A contact with its accounts; raises what is answered as not found."""
    found = part(connection, ("readout", id, moment), lambda: one(connection, id, moment, word_vectors))
    if found is None:
        raise not_found(f"contact {id[:80]}{f', as known at {moment}' if moment else ''}")
    return found
