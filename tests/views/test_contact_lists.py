"""Pages of contacts, and one by its id, on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from dragoman.store import StoreError, tables
from dragoman.store.engine import Store
from dragoman.views.contacts import ContactPage, headlines, one, page
from dragoman.views.readouts import codes_of, readouts
from tests.merge.merge_stories import take_in

BEFORE, LATER = "2020-02-21T17:30:00Z", "2020-02-22T00:00:00Z"  # the Kremlin's story alone is out; both are


@pytest.fixture
def told(store: Store) -> Store:
    take_in(store, "ankara", "kremlin")
    return store


def asked(store: Store, **filters: Any) -> ContactPage:
    with store.reading() as connection:
        return page(connection, **filters)


def ids(store: Store, **filters: Any) -> set[str]:
    return {contact.id for contact in asked(store, **filters).contacts}


def test_filters_say_what_the_contacts_have(told: Store) -> None:
    with told.reading() as connection:
        known = {contact.id: contact for contact in readouts(connection)}
    assert ids(told) == ids(told, moment=LATER) == set(known)
    for codes in (("Russia", "TUR"), ("FRA", "Germany"), ("RUS", "PER")):
        between = [codes_of(code) for code in codes]
        wanted = {
            id for id, one in known.items() if all({p.code for p in one.parties} & meant for meant in between)
        }  # fmt: skip
        assert ids(told, between=between) == ids(told, between=between, moment=LATER) == wanted
    for sides in (1, 2, 3, 4):
        wanted = {id for id, one in known.items() if len(one.readouts) >= sides}
        assert ids(told, sides=sides) == ids(told, sides=sides, moment=LATER) == wanted
    assert ids(told, days=("2020-02-21", "2020-02-21")) == {
        one.id for one in asked(told).contacts if one.day == "2020-02-21"
    }


def test_a_party_that_is_everywhere_is_looked_for_otherwise(told: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    between = [codes_of("RUS"), codes_of("TUR")]
    for moment in (None, LATER):
        few = ids(told, between=between, moment=moment)
        monkeypatch.setattr("dragoman.views.contacts.SELDOM", 0)
        assert ids(told, between=between, moment=moment) == few
        monkeypatch.undo()


def test_what_was_not_out_yet_is_not_known(told: Store) -> None:
    [call] = asked(told, between=[codes_of("RUS"), codes_of("TUR")], sides=1, moment=BEFORE).contacts
    assert (call.stories, set(call.accounts)) == (("kremlin",), {"RUS"})
    with told.reading() as connection:
        then, now = one(connection, call.id, BEFORE), one(connection, call.id)
        assert then is not None
        assert now is not None
        assert (set(then.readouts), set(now.readouts)) == ({"RUS"}, {"RUS", "TUR"})
        assert one(connection, call.id, "2019-01-01T00:00:00Z") is None
        assert one(connection, "none") is None
        assert headlines(connection, ["kremlin", "ankara"], BEFORE).keys() == {"kremlin"}
        assert headlines(connection, ["kremlin", "ankara"]).keys() == {"kremlin", "ankara"}


def test_cursors_lead_through_all_of_it(told: Store) -> None:
    for moment in (None, LATER):
        seen, after = [], None
        while True:
            found = asked(told, limit=1, after=after, moment=moment)
            seen += [contact.id for contact in found.contacts]
            if (after := found.after) is None:
                break
        assert seen == [contact.id for contact in asked(told, moment=moment).contacts]
        assert len(seen) > 3
    with pytest.raises(StoreError, match="no cursor"):
        asked(told, after="!")


def test_contacts_without_a_day_come_last(told: Store) -> None:
    def forget(connection: Any) -> None:
        group = tables.contact_groups
        first = connection.execute(select(group.c.key).order_by(group.c.day.desc(), group.c.id)).scalars().first()
        connection.execute(group.update().where(group.c.key == first).values(day=None))

    first = asked(told).contacts[0].id
    told.write(forget)
    assert asked(told).contacts[-1].id == first
    found, after = [], None
    while (page := asked(told, limit=2, after=after)).contacts:
        found += [one.id for one in page.contacts]
        if (after := page.after) is None:
            break
    assert found == [one.id for one in asked(told).contacts]
