"""What was known on a day is told as it was told then, whatever is known better since."""

from __future__ import annotations

from pathlib import Path

from dragoman import Coder
from dragoman.store.add import merge
from dragoman.store.engine import Store
from dragoman.store.write import Incoming
from dragoman.store.write import store as keep
from dragoman.views.asking import asking
from dragoman.views.events import EventView, every

BEFORE, AFTER = "2023-05-11T17:00", "2023-06-01"


def requests(store: Store, known_on: str) -> list[tuple[list[str], str | None, str]]:
    """Who asked for the talks, as known at a moment: sides, status, and the story whose words are shown."""

    def told(event: EventView) -> tuple[list[str], str | None, str]:
        return [one.name for one in event.actor], event.status, event.words.story

    with store.reading() as connection:
        return sorted((told(e) for e in every(connection, asking(type="REQUEST", known_on=known_on))), key=str)


def test_before_a_correction_an_event_is_as_it_was_told_then(store: Store, samples: Path) -> None:
    coder = Coder()
    names = ("2023-05-11-velmora-talks-writethru", "2023-05-11-velmora-talks-correction")
    told = [coder.read((samples / f"{name}.txt").read_bytes(), id=name, name=name) for name in names]
    store.write(lambda connection: keep(connection, [Incoming(one) for one in told]))
    merge(store)
    assert requests(store, BEFORE) == [(["Velmora"], "happened", names[0])]
    after = requests(store, AFTER)
    assert (["Velmora"], "denied", names[1]) in after
    assert all("Brackenfels" in sides for sides, status, _ in after if status == "happened")
