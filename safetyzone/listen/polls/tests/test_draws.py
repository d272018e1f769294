"""Draws: everybody's probability is what is stated."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safetyzone.listen.polls import draws


@given(st.lists(st.integers(1, 400), min_size=4, max_size=25), st.data())
@settings(max_examples=60, deadline=None)
def test_pps_probabilities_add_up_and_no_cluster_comes_twice(sizes: list[int], data: st.DataObject) -> None:
    clusters = data.draw(st.integers(2, len(sizes)))
    drawn = draws.systematic_pps(sizes, clusters, seed=data.draw(st.integers(0, 9)))
    assert drawn.chosen.size == clusters == np.unique(drawn.chosen).size
    assert ((drawn.probability > 0) & (drawn.probability <= 1 + 1e-12)).all()


def test_pps_frequencies_are_the_stated_probabilities() -> None:
    sizes = [10, 20, 30, 40, 300]
    seen = np.zeros(5)
    for seed in range(4000):
        seen[draws.systematic_pps(sizes, 3, seed).chosen] += 1
    wanted = np.array([0.2, 0.4, 0.6, 0.8, 1.0])  # the last is larger than the step: certain
    assert np.abs(seen / 4000 - wanted).max() < 4 * np.sqrt(0.25 / 4000)


def test_a_stratified_draw_has_equal_probabilities_inside_a_stratum() -> None:
    strata = ["a"] * 100 + ["b"] * 50 + ["c"] * 10
    drawn = draws.simple_random(strata, 32, seed=1)
    labels = np.array(strata)[drawn.chosen]
    assert {label: int((labels == label).sum()) for label in "abc"} == {"a": 20, "b": 10, "c": 2}
    assert drawn.probability[labels == "a"].tolist() == [0.2] * 20


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: draws.systematic_pps([5, 0, 5], 2, 1), "cluster 2 has no households"),
        (lambda: draws.systematic_pps([5, 5], 3, 1), "at most the 2"),
        (lambda: draws.simple_random(["a", "a", "b"], 2, 1), "stratum 'b' has a single unit"),
        (lambda: draws.simple_random(["a", "a"], 3, 1), "only 2"),
        (lambda: draws.walk(5, 6, 1), "6 interviews are wanted in a cluster of 5"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(call: object, says: str) -> None:
    with pytest.raises(draws.CannotDraw, match=says):
        call()  # type: ignore[operator]


def test_small_clusters_are_merged_with_their_neighbours() -> None:
    assert draws.merged(["a", "b", "c", "d"], [10, 3, 4, 5]) == ["a", "b + c + d", "b + c + d", "b + c + d"]
    assert draws.merged(["a", "b", "c"], [12, 12, 3]) == ["a", "b + c", "b + c"]
    assert draws.merged(["a"], [3]) == ["a"]
