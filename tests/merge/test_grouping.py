"""Scores to groups: the mean decides, what is firm stands."""

from __future__ import annotations

from itertools import permutations

from dragoman.merge.grouping import clustered

A, B, C, D = range(4)


def test_pairs_above_the_threshold_are_one() -> None:
    assert clustered(3, {(A, B): 0.9}, {}, 0.5) == [[A, B], [C]]


def test_a_chain_is_not_enough() -> None:
    assert clustered(3, {(A, B): 0.9, (B, C): 0.6, (A, C): 0.1}, {}, 0.5) == [[A, B], [C]]


def test_a_firm_difference_keeps_apart_what_all_others_bind() -> None:
    scores = {(A, B): 0.95, (B, C): 0.95, (A, C): 0.0}
    assert [A, B, C] not in clustered(3, scores, {(A, C): "different"}, 0.5)


def test_a_firm_sameness_binds_whatever_the_score_of_others() -> None:
    assert clustered(3, {(A, B): 1.0, (B, C): 0.2}, {(A, B): "same"}, 0.5) == [[A, B], [C]]


def test_the_order_of_scores_changes_nothing() -> None:
    scores = {(A, B): 0.9, (B, C): 0.6, (A, C): 0.1, (C, D): 0.7}
    found = [clustered(4, dict(order), {}, 0.5) for order in permutations(scores.items())]
    assert all(one == found[0] for one in found)
