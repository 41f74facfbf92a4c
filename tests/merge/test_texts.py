"""Which stories are one text, on pages of openly invented states."""

from __future__ import annotations

import numpy as np
import pytest

from dragoman.merge import shingles
from dragoman.merge.items import came_out
from dragoman.merge.texts import TextGroup, candidates, groups, keys, links

from .merge_pages import items, story

P1 = (
    "The foreign ministers of Velmora and Brackenfels met on a lightship in the Saltmouth Strait on Monday and agreed "
    "to reopen the ferry line between their capitals, the ministry in Lower Harbour said."
)
P2 = (
    "The first boat is to sail on June 1. Customs officers of both states will work side by side in the two ports, "
    "according to the ministry, and tickets will cost nine crowns."
)
P3 = (
    "Brackenfels withdrew its demand for a list of passengers after four hours of talks. In return Velmora will let "
    "fishing boats from Everling Quay land in the harbour at night."
)
P4 = (
    "The line was closed in 2019 when police found arms below the deck of a ferry. Velmora claims the seven Gull "
    "Rocks, of which Brackenfels has controlled four since 2009."
)
OWN = (
    "In the market of Port Tarrow the news was received with joy. Anna Pell, who sells herring, had not seen her "
    "sister for five years. She bought a ticket within the hour, she told this newspaper."
)
OTHER = (
    "The mayor of Port Tarrow, Tilda Roake, warned that the quay was rotten. It would take more than a month to repair "
    "it, and the town had not been asked for its opinion, she said on Tuesday."
)
HEADER = "Velmora, Brackenfels to reopen ferry line\n\nLOWER HARBOUR, May 6, 2024 (TNA) - "
AGENCY = HEADER + "\n\n".join((P1, P2, P3, P4, "TNA\n"))


def paper(name: str, *paragraphs: str, credit: str = "", headline: str = "Ferries are coming back") -> str:
    return "\n\n".join((f"{name}\n7 May 2024", headline, *paragraphs, credit))


def found(**pages: str) -> list[TextGroup]:
    all_of = items(**pages)
    return groups(all_of, links(all_of, candidates(all_of.values())))


COPIES = {
    "whole, with credit": paper("The Harbour Gazette", P1, P2, P3, P4, credit="(TNA)"),
    "whole, without credit": paper("The Harbour Gazette", P1, P2, P3, P4),
    "cut": paper("The Harbour Gazette", P1, P2),
    "reordered": paper("The Harbour Gazette", P3, P1, P4, P2),
    "put into a longer story": paper("The Harbour Gazette", OWN, OTHER, P1, P2, OWN.replace("Anna Pell", "Ola Reed")),
    "edited": paper(
        "The Harbour Gazette",
        P1.replace("on a lightship", "on board a lightship").replace("ministry", "Foreign Ministry"),
        P2.replace("The first boat is to sail", "A first boat will sail").replace("nine crowns", "9 crowns"),
        P3.replace("four hours of talks", "long talks").replace("Velmora will", "Velmora is to"),
    ),
    "short, named in a sentence": paper("The Harbour Gazette", OWN, f"The Tamsin News Agency reports: {P1}", OTHER),
}


@pytest.mark.parametrize("text", COPIES.values(), ids=COPIES)
def test_copies(text: str) -> None:
    agency = AGENCY.replace("(TNA)", "(Tamsin News Agency)")
    (group,) = found(agency=agency, paper=text)
    assert (group.origin, group.house, group.stories) == ("agency", "tna", ("agency", "paper"))


QUOTE = (
    '"Nobody who wants peace on the water can wish that boats stay in port while the fish rot, and nobody who has '
    'children on both shores can understand that we quarrel about rocks on which not even a gull can sleep," he said.'
)
NO_COPIES = {
    "one quotation in two agencies": (
        f"Minister speaks\n\nLOWER HARBOUR, May 6, 2024 (TNA) - Velmora spoke of ferries on Monday. {QUOTE}\n\n{OWN}",
        f"Talk of rocks\n\nFALKENRIED, May 6, 2024 (MW) - A speech was made on Monday. {QUOTE}\n\n{OTHER}",
    ),
    "one document in two agencies": (
        f"Accord\n\nLOWER HARBOUR, May 6, 2024 (TNA) - {OWN}\n\nThe joint statement reads:\n\n{P2}\n\n{P3}\n",
        f"Deal\n\nFALKENRIED, May 6, 2024 (MW) - {OTHER}\n\nText of the statement:\n\n{P2}\n\n{P3}\n",
    ),
    "background alone": (
        f"Market\n\nLOWER HARBOUR, May 6, 2024 (TNA) - {OWN}\n\n{OTHER}\n\n{P4}\n",
        paper("The Harbour Gazette", P1, P2, P3, P4),
    ),
    "the same house on another day": (
        f"Market\n\nLOWER HARBOUR, May 6, 2024 (TNA) - {P1}\n\n{OWN}\n\n{P4}\n",
        f"Quay\n\nPORT TARROW, May 8, 2024 (TNA) - {OTHER}\n\n{P1}\n\n{P4}\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("pages", NO_COPIES.values(), ids=NO_COPIES)
def test_no_copies(pages: tuple[str, str]) -> None:
    left, right = pages
    assert found(left=left.replace("told", "says"), right=right.replace("told", "says")) == []


def test_two_texts_that_a_third_puts_together_stay_two() -> None:
    other = f"Quay rotten\n\nPORT TARROW, May 6, 2024 (MW) - {OTHER}\n\n{OWN}\n\nMW\n"
    both = paper("The Harbour Gazette", P1, P2, P3, OTHER, OWN)
    (group,) = found(agency=AGENCY, other=other, both=both)
    assert group.stories == ("agency", "both")


def test_only_copies_at_hand() -> None:
    (group,) = found(
        a=paper("The Harbour Gazette", P1, P2, P3),
        b=paper("Saltmouth Courier", P1, P2, P3, P4, credit="(Tamsin News Agency)"),
    )
    assert (group.origin, group.house) == (None, "tna")


def test_what_of_a_copy_is_the_origin_s() -> None:
    text = paper("The Harbour Gazette", OWN, P1, P2, OTHER)
    (group,) = found(agency=AGENCY, paper=text)
    (copy,) = group.copies
    assert [text[start:end] for start, end in copy.spans] == [P1, P2]
    assert not copy.whole
    (whole,) = found(agency=AGENCY, paper=COPIES["whole, without credit"])[0].copies
    assert whole.whole
    assert whole.score == 1.0


def test_what_people_judged_different_stays_apart() -> None:
    all_of = items(agency=AGENCY, paper=COPIES["whole, without credit"])
    shared = links(all_of, candidates(all_of.values()))
    assert groups(all_of, shared, {("agency", "paper")}) == []


def test_order_does_not_matter() -> None:
    pages = {"agency": AGENCY, **{f"p{n}": text for n, text in enumerate(COPIES.values())}}
    assert found(**pages) == found(**dict(reversed(pages.items())))


def test_keys_are_numbers_that_a_database_holds() -> None:
    one, two = items(a=AGENCY, b=COPIES["cut"]).values()
    assert all(0 <= number < 2**63 for number in keys(one))
    assert set(keys(one)) & set(keys(two))
    assert keys(items(a="Nothing")["a"]) == ()


def test_a_shared_run_of_words_is_always_found() -> None:
    random = np.random.default_rng(7)
    run = shingles.PRINT + shingles.WINDOW - 1
    for _ in range(50):
        shared, left, right = (random.integers(0, 2**32, size, dtype=np.uint64) for size in (run, 200, 200))
        one, two = np.concatenate((left, shared)), np.concatenate((right[:90], shared, right[90:]))
        assert set(shingles.keys(one)) & set(shingles.keys(two))


def test_when_a_text_came_out() -> None:
    page = "The Harbour Gazette\n\nFerries\n\n{date}\n\n" + P1 + "\n\n{note}\n"
    changed = story("a", page.format(date="14 March 2024, 17:10. Changed on 16 March 2024, 08:30", note=P2))
    amended = story(
        "b", page.format(date="14 March 2024", note="This article was amended on 4 May 2024 to correct a name.")
    )
    plain = story("c", page.format(date="14 March 2024, 17:10", note=P2))
    assert [came_out(one) for one in (changed, amended, plain)] == [
        "2024-03-16T08:30",
        "2024-05-04",
        "2024-03-14T17:10",
    ]
    assert changed.published == "2024-03-14T17:10"
