"""Arguments: what is accepted, what is refused and in which words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from zonestats import checks, minimums
from zonestats.errors import InvalidInput, Refusal

LENGTHS = arrays.array_shapes(min_dims=1, max_dims=1, min_side=0, max_side=20)


@given(arrays.arrays(np.float64, LENGTHS, elements=st.floats(-1e9, 1e9)))
def test_numbers_come_back_as_they_are_writeable_and_apart_from_read_only_ones(values: np.ndarray) -> None:
    values.flags.writeable = False
    found = checks.floats("x", values)
    assert found.tolist() == values.tolist()
    assert found.flags.writeable
    assert found.flags.c_contiguous
    assert not np.shares_memory(found, values) or values.size == 0


@given(arrays.arrays(np.float64, LENGTHS, elements=st.floats(allow_nan=True, allow_infinity=True)))
def test_missing_and_infinite_values_are_counted_and_placed(values: np.ndarray) -> None:
    bad = np.flatnonzero(~np.isfinite(values))
    if bad.size == 0:
        assert checks.floats("x", values).size == values.size
        return
    with pytest.raises(InvalidInput) as error:
        checks.floats("x", values)
    assert f"has {bad.size} missing or infinite values, the first at ({bad[0]},)" in error.value.problem


@given(arrays.arrays(np.float64, LENGTHS, elements=st.floats(-1e6, 1e6)))
def test_whole_numbers_are_read_and_fractions_refused(values: np.ndarray) -> None:
    if np.array_equal(values, np.rint(values)):
        assert checks.integers("k", values).dtype == np.int64
    else:
        with pytest.raises(InvalidInput, match="whole numbers"):
            checks.integers("k", values)


@pytest.mark.parametrize("dtype", [np.int8, np.uint16, np.int32, np.int64, np.float32, np.float64, bool])
def test_every_kind_of_whole_number_is_read(dtype) -> None:
    assert checks.integers("k", np.array([0, 1, 1], dtype=dtype)).tolist() == [0, 1, 1]


@pytest.mark.parametrize("good", [[True, False], [1, 0], [1.0, 0.0], np.array([1, 0], dtype=np.int8)])
def test_booleans_may_be_numbers(good) -> None:
    assert checks.booleans("told", good).tolist() == [True, False]


@pytest.mark.parametrize("bad", [[2, 0], [0.5, 1], ["yes", "no"], [np.nan, 1]])
def test_booleans_must_be_true_or_false(bad) -> None:
    with pytest.raises(InvalidInput, match="true or false"):
        checks.booleans("told", bad)


def test_lengths_must_agree_and_the_message_names_all() -> None:
    assert checks.same_length(x=np.zeros(3), y=np.zeros((3, 2))) == 3
    with pytest.raises(InvalidInput) as error:
        checks.same_length(x=np.zeros(3), y=np.zeros(2))
    assert str(error.value) == "x and y: must have the same number of rows: x has 3, y has 2"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: checks.positive("cell", 0), "cell: must be a finite number above 0, not 0"),
        (lambda: checks.positive("cell", np.inf), "above 0"),
        (lambda: checks.fraction("level", 1), "level: must lie between 0 and 1, not 1"),
        (lambda: checks.choice("kernel", "box", ("a", "b")), "kernel: must be one of a, b, not 'box'"),
        (lambda: checks.seed_of(None), "cannot be repeated"),
        (lambda: checks.whole("n", 1.5), "n: must be a whole number of at least 1, not 1.5"),
        (lambda: checks.whole("n", 0), "at least 1"),
        (lambda: checks.whole("n", np.nan), "at least 1"),
        (lambda: checks.floats("x", [[1.0]]), "x: must have 1 dimension(s), not shape (1, 1)"),
        (lambda: checks.floats("x", [], minimum=1), "needs at least 1 row(s), has 0"),
        (lambda: checks.floats("x", [object()]), "cannot be read as numbers"),
    ],
)
def test_what_is_wrong_is_said_in_words(call, words: str) -> None:
    with pytest.raises(InvalidInput) as error:
        call()
    assert words in str(error.value)


def test_a_refusal_speaks_and_can_be_compared() -> None:
    refusal = Refusal("not_enough", "not enough events: 3, at least 50 are needed", 3, 50)
    assert str(refusal) == refusal.reason
    assert refusal == Refusal("not_enough", refusal.reason, 3, 50)
    with pytest.raises(AttributeError):
        refusal.have = 60  # type: ignore[misc]


def test_the_minimums_are_those_of_the_methods_page() -> None:
    """METHODS §2: an area pack may raise, never lower."""
    wanted = {
        "HOTSPOT_EVENTS": 50, "HOTSPOT_CELLS": 30, "CLOCK_EVENTS": 30, "YEAR_ON_YEAR_EVENTS": 10, "KNOX_EVENTS": 100,
        "KNOX_EXPECTED": 5.0, "PRIOR_COUNT_EVENTS": 200, "PRIOR_COUNT_DAYS": 365, "HAWKES_EVENTS": 500,
        "EFFECT_EVENTS_BEFORE": 20, "POLL_EFFECTIVE_ANSWERS": 30, "POLL_MAP_ANSWERS": 10, "OPINION_PEOPLE": 30,
        "OPINION_VOTES": 7, "SMALL_AREAS": 20, "INDEX_ZONES": 10, "PUBLIC_COUNT": 5,
    }  # fmt: skip
    assert {name: getattr(minimums, name) for name in wanted} == wanted
