"""Pages of invented states and some that are shipped, coded once: what the merges in the database are tried on."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from dragoman.coder import Coder
from dragoman.store import add
from dragoman.store.engine import Store
from dragoman.store.write import Incoming
from dragoman.store.write import store as put
from dragoman.story import Story

CALL = """Glonn and Tresk speak by telephone

KESTREL NEWS AGENCY
14.03.2024 - 10:00

PORT TARROW

President Ada Glonn of Brackenfels spoke by telephone with President Milan Tresk of Velmora on Thursday, her office said.

The presidents discussed the border crossings at Tamsin and the release of eleven fishermen, the office said in a statement.

Glonn said that Brackenfels would open two crossings for trade before the end of the month, according to the statement.
"""  # noqa: E501
REPRINT = """Neighbours talk on the telephone

HARBOUR SENTINEL
15 March 2024

By Kestrel News Agency

President Ada Glonn of Brackenfels spoke by telephone with President Milan Tresk of Velmora on Thursday, her office said.

The presidents discussed the border crossings at Tamsin and the release of eleven fishermen, the office said in a statement.

Glonn said that Brackenfels would open two crossings for trade before the end of the month, according to the statement.
"""  # noqa: E501
OTHER = """Velmora: Tresk, Glonn discuss crossings

VELMORA STATE WIRE
14.03.2024 - 13:30

VELMORA CITY

Milan Tresk, the president of Velmora, held a phone call with Ada Glonn, the president of Brackenfels, on 14 March 2024, the presidency announced.

The call was made at the request of Brackenfels, the presidency said, adding that no date for opening crossings was agreed.
"""  # noqa: E501
KILL = """KILL: Glonn and Tresk speak by telephone

KESTREL NEWS AGENCY
14.03.2024 - 18:00

PORT TARROW

Editors, please kill the story slugged "Glonn and Tresk speak by telephone" sent at 10:00. No such call took place and the story must not be used.
"""  # noqa: E501
ADVISORY = """HOLD: Glonn and Tresk speak by telephone

KESTREL NEWS AGENCY
14.03.2024 - 11:00

PORT TARROW

Editors, please hold the story slugged "Glonn and Tresk speak by telephone" sent at 10:00. We are checking it.
"""
FREED = """RELEASE: Glonn and Tresk speak by telephone

KESTREL NEWS AGENCY
14.03.2024 - 12:00

PORT TARROW

Editors, the hold on "Glonn and Tresk speak by telephone" sent at 10:00 is lifted. The story stands and may be used.
"""
PAGES = {
    "call": CALL,
    "reprint": REPRINT,
    "other": OTHER,
    "kill": KILL,
    "advisory": ADVISORY,
    "freed": FREED,
}
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
STORIES = SAMPLES.parent / "eval" / "record" / "stories"
SHIPPED = {
    "ankara": SAMPLES / "2020-02-21-idlib-call-ankara.txt",
    "kremlin": SAMPLES / "2020-02-21-idlib-call-kremlin.txt",
    "seizure": SAMPLES / "2023-05-12-velmora-ferry-seizure.txt",
    "seizure-kill": SAMPLES / "2023-05-12-velmora-ferry-seizure-kill.txt",
    "shelling": STORIES / "2024-11-09-kesoranda-border-shelling.txt",
    "hold": STORIES / "2024-11-09-kesoranda-border-shelling-hold.txt",
    "release": STORIES / "2024-11-09-kesoranda-border-shelling-release.txt",
}


@cache
def coded(name: str) -> Story:
    """One of the pages as a story."""
    data = SHIPPED[name].read_bytes() if name in SHIPPED else PAGES[name].encode()
    return _coder().read(data, id=name, name=name)


@cache
def _coder() -> Coder:
    return Coder()


def take_in(store: Store, *names: str) -> None:
    """Add pages one after the other, each with its merge."""
    for name in names:
        store.write(lambda connection, name=name: put(connection, [Incoming(coded(name))]))  # type: ignore[misc]
        add.merge(store)
