"""What may be published about recorded incidents, and what somebody with several releases in hand cannot find out."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import optimize

from safetyzone.analyse.pictures.parts.months import month_name
from safetyzone.publish.site.release import (
    PERIOD_MONTHS,
    K,
    Reported,
    blocks_of,
    month_number,
    periods_of,
    released,
)

START = month_number("2025-01")
GROUPS, CELLS = ("a", "b"), ("c1", "c2", "c3")
Counts = NDArray[np.int64]  # months × groups × (cells + 1)


def reported(counts: Counts) -> Reported:
    """Each count as so many incidents."""
    month, group, cell = (np.repeat(axis.ravel(), counts.ravel()) for axis in np.indices(counts.shape))
    return Reported(month + START, group, cell, GROUPS, CELLS)


def releases(counts: Counts, ends: list[int]) -> list[dict[str, Any]]:
    """One release after the other, up to each of the ``ends``."""
    found: list[dict[str, Any]] = []
    for end in ends:
        before = found[-1] if found else None
        found.append(released(reported(counts), first=START, last=START + end - 1, before=before))
    return found


def monthly(*totals: int) -> Reported:
    counts = np.zeros((len(totals), 2, 4), np.int64)
    counts[:, 0, 0] = totals
    return reported(counts)


@pytest.mark.parametrize(
    ("totals", "blocks", "waiting"),
    [
        ((9, 5, 0), [(1, 1, 9), (2, 2, 5), (3, 3, 0)], []),
        ((9, 4, 7), [(1, 1, 9), (2, 3, 11)], []),
        ((1, 1, 1, 2), [(1, 4, 5)], []),
        ((9, 3, 0), [(1, 1, 9)], [2, 3]),
        ((0, 0), [(1, 1, 0), (2, 2, 0)], []),
        ((4,), [], [1]),
    ],
)
def test_months_with_few_wait_for_the_next(totals: tuple[int, ...], blocks: list[Any], waiting: list[int]) -> None:
    found, left = blocks_of(monthly(*totals), START, START + len(totals) - 1)
    assert [(b.first - START + 1, b.last - START + 1, b.n) for b in found] == blocks
    assert [month - START + 1 for month in left] == waiting


def test_a_period_is_six_months_of_whole_blocks() -> None:
    found, _ = blocks_of(monthly(9, 9, 9, 9, 9, 3, 9, 9, 9, 9, 9, 9, 9), START, START + 12)
    assert [(first - START + 1, last - START + 1) for first, last in periods_of(found)] == [(1, 7), (8, 13)]


def test_what_was_published_stays() -> None:
    counts = np.full((9, 2, 4), 6, np.int64)
    first, *_ = releases(counts, [6])
    counts[2, 0, 0] += 1  # a record that comes in late
    later = released(reported(counts), first=START, last=START + 8, before=first)
    assert later["blocks"][:6] == first["blocks"]
    assert later["periods"] == first["periods"]
    assert [each["from"] for each in later["blocks"][6:]] == [month_name(START + month) for month in (6, 7, 8)]


def bounds(counts: Counts, told: list[dict[str, Any]], asked: NDArray[np.bool_]) -> tuple[float, float]:
    """The attacker: everything in every release as one linear program over all months, groups and cells.

    Returns the smallest and largest sum of the counts ``asked`` that fits all that was published.
    """
    shape = counts.shape
    month, group, cell = np.indices(shape)
    rows, values, at_least, at_most = [], [], [], []
    for release in told:
        for block in release["blocks"]:
            inside = _between(month, block)
            rows.append(inside.ravel())
            values.append(block["n"])
        if release["waiting"]:  # hidden: so it is one to four
            inside = _between(month, {"from": release["waiting"][0], "to": release["waiting"][-1]})
            at_most.append((inside.ravel(), K - 1))
            at_least.append((inside.ravel(), 1))
        for period in release["periods"]:
            inside = _between(month, period)
            for g, line in enumerate(period["table"]):
                for c, value in enumerate(line):
                    if value is not None:
                        of_group = group == g if g < len(GROUPS) else np.ones(shape, bool)
                        of_cell = cell == c if c < shape[2] else np.ones(shape, bool)
                        rows.append((inside & of_group & of_cell).ravel())
                        values.append(value)
    upper = [(row, most) for row, most in at_most] + [(-1.0 * row, -least) for row, least in at_least]
    more: dict[str, Any] = {"bounds": (0, 60)}
    if rows:
        more |= {"A_eq": np.array(rows, float), "b_eq": np.array(values, float)}
    if upper:
        more |= {
            "A_ub": np.array([row for row, _ in upper], float),
            "b_ub": np.array([most for _, most in upper], float),
        }
    wanted = asked.ravel().astype(float)
    low, high = (optimize.linprog(sign * wanted, **more) for sign in (1, -1))
    assert low.status == high.status == 0
    return low.fun, -high.fun


def _between(month: NDArray[np.int64], told: dict[str, Any]) -> NDArray[np.bool_]:
    return (month + START >= month_number(told["from"])) & (month + START <= month_number(told["to"]))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.3, 4))
def test_three_overlapping_releases_give_no_small_count_away(seed: int, rate: float) -> None:
    counts = np.random.default_rng(seed).poisson(rate, size=(9, 2, 4))
    told = releases(counts, [7, 8, 9])
    month, group, cell = np.indices(counts.shape)
    for m in range(9):
        n = int(counts[m].sum())
        if 1 <= n < K:  # a month with few
            low, high = bounds(counts, told, month == m)
            assert high - low > 0.99, (m, n, low, high)
    for period in told[-1]["periods"]:
        inside = _between(month, period)
        for g in range(2):
            for c in range(4):
                n = int(counts[inside & (group == g) & (cell == c)].sum())
                if 1 <= n < K:
                    low, high = bounds(counts, told, inside & (group == g) & (cell == c))
                    assert low < 0.01, "could be nothing"
                    assert high > K - 0.01, "could be enough to show"


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=30))
def test_every_published_total_is_none_or_enough_and_none_overlap(totals: list[int]) -> None:
    found, waiting = blocks_of(monthly(*totals), START, START + len(totals) - 1)
    assert all(block.n == 0 or block.n >= K for block in found)
    months = [month for block in found for month in range(block.first, block.last + 1)] + waiting
    assert months == list(range(START, START + len(totals)))
    assert sum(block.n for block in found) == sum(totals) - sum(totals[month - START] for month in waiting)
    assert all(last - first + 1 >= PERIOD_MONTHS for first, last in periods_of(found))


@pytest.mark.parametrize("name", ["1970-01", "2024-02", "2026-12"])
def test_months_are_written_as_they_are_read(name: str) -> None:
    assert month_name(month_number(name)) == name
