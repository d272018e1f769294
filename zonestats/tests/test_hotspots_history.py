"""Emerging hot spots: every class by its rule."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zonestats import hotspots
from zonestats.errors import InvalidInput
from zonestats.hotspots.history import NAMES, classify

T = 12
ALL, NEVER = np.ones(T, bool), np.zeros(T, bool)


def _at(*periods: int) -> np.ndarray:
    out = NEVER.copy()
    out[list(periods)] = True
    return out


@pytest.mark.parametrize(
    ("hot", "cold", "trend", "name"),
    [
        (NEVER, NEVER, 0, "no pattern"),
        (_at(3, 4), NEVER, 0, "no pattern"),  # once hot, long ago, for a while
        (_at(11), NEVER, 0, "new"),
        (_at(10, 11), NEVER, 0, "consecutive"),
        (_at(5, 6, 7, 8, 9, 10, 11), NEVER, 1, "consecutive"),
        (_at(2, 3, 11), NEVER, 0, "sporadic"),
        (_at(2, 10, 11), NEVER, 0, "sporadic"),
        (_at(11), _at(1), 0, "oscillating"),
        (_at(2, 11), _at(6), 0, "oscillating"),
        (ALL, NEVER, 0, "persistent"),
        (ALL, NEVER, 1, "intensifying"),
        (ALL, NEVER, -1, "diminishing"),
        (~_at(4), NEVER, 0, "persistent"),  # 11 of 12 = 92 %
        (~_at(11), NEVER, 0, "historical"),
        (~_at(4, 5), NEVER, 0, "sporadic"),  # 10 of 12 = 83 %
    ],
)
def test_each_class_by_its_rule(hot, cold, trend: int, name: str) -> None:
    found = classify(hot[None], cold[None], np.array([float(trend)]))
    assert NAMES[found[0]] == name


@given(st.integers(0, 2**32))
def test_every_cell_has_one_class_and_cold_mirrors_hot(seed: int) -> None:
    counts = np.random.default_rng(seed).poisson(3, (36, 10)).astype(float)
    around = hotspots.grid(6, 6)
    found = hotspots.emerging(counts, neighbours=around)
    turned = hotspots.emerging(counts.max() - counts, neighbours=around)
    assert np.array_equal(found.hot, turned.cold)
    only_one_side = ~(found.hot.any(axis=1) & found.cold.any(axis=1))
    assert np.array_equal(found.classes[only_one_side], -turned.classes[only_one_side])
    assert len(found.names) == 36
    assert "10 periods" in found.summary()


def test_z_of_each_period_is_that_of_gi_star() -> None:
    counts = np.random.default_rng(1).poisson(3, (49, 11)).astype(float)
    found = hotspots.emerging(counts, neighbours=hotspots.grid(7, 7))
    for period in range(11):
        assert np.array_equal(found.z[:, period], hotspots.gi_star(counts[:, period], neighbours=hotspots.grid(7, 7)).z)


def test_a_growing_hot_spot_is_called_intensifying() -> None:
    counts = np.random.default_rng(2).poisson(4, (100, 12)).astype(float)
    block = [44, 45, 54, 55]
    counts[block] += np.round(10 * 1.3 ** np.arange(12))
    found = hotspots.emerging(counts, neighbours=hotspots.grid(10, 10))
    assert {found.names[cell] for cell in block} == {"intensifying hot"}
    assert (found.trend_p[block] <= 0.05).all()


def test_too_few_periods_or_cells_are_refused() -> None:
    few = hotspots.emerging(np.ones((36, 9)), neighbours=hotspots.grid(6, 6))
    assert few.refusal is not None
    assert few.refusal.need == 10
    small = hotspots.emerging(np.ones((9, 12)), neighbours=hotspots.grid(3, 3))
    assert small.refusal is not None
    assert "not enough cells" in small.summary()


@pytest.mark.parametrize("shape", [(36, 1), (35, 12)])
def test_wrong_tables_are_named(shape) -> None:
    with pytest.raises(InvalidInput, match="counts"):
        hotspots.emerging(np.ones(shape), neighbours=hotspots.grid(6, 6))
