"""Judgements to groups: the mean decides, firm judgements stand."""

from __future__ import annotations

from itertools import permutations

from dragoman.merge.grouping import Judgement, Verdict, grouped


def said(left: str, right: str, score: float, firm: bool = False) -> Judgement[str]:
    verdict: Verdict = "same" if score >= 0.5 else "different"
    return Judgement(
        kind="event", left=left, right=right, verdict=verdict, score=score, method="test", version="1", firm=firm
    )


def test_pairs_above_the_threshold_are_one() -> None:
    assert grouped("abc", [said("a", "b", 0.9)], 0.5) == [("a", "b"), ("c",)]


def test_a_chain_is_not_enough() -> None:
    chain = [said("a", "b", 0.9), said("b", "c", 0.6), said("a", "c", 0.1)]
    assert grouped("abc", chain, 0.5) == [("a", "b"), ("c",)]


def test_a_firm_difference_keeps_apart_what_all_others_bind() -> None:
    links = [said("a", "b", 0.95), said("b", "c", 0.95), said("a", "c", 0.0, firm=True)]
    assert ("a", "b", "c") not in grouped("abc", links, 0.5)


def test_a_firm_sameness_binds_whatever_the_score_of_others() -> None:
    links = [said("a", "b", 1.0, firm=True), said("b", "c", 0.2)]
    assert grouped("abc", links, 0.5) == [("a", "b"), ("c",)]


def test_the_order_of_judgements_changes_nothing() -> None:
    links = [said("a", "b", 0.9), said("b", "c", 0.6), said("a", "c", 0.1), said("c", "d", 0.7)]
    assert len({tuple(grouped("abcd", order, 0.5)) for order in permutations(links)}) == 1
