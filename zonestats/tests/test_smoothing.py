"""Compiled sums of Gaussians and neighbours' distances, each against the plainest way to the same numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree
from scipy.stats import norm

from zonestats.forecast import decluster
from zonestats.kernels import smoothing as loops
from zonestats.tests.uncompiled import uncompile

SEEDS = st.integers(0, 2**32)


def cut(apart: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """The density the kernels promise: Gaussian, nothing beyond five standard deviations."""
    return np.where(np.abs(apart) <= 5 * spread, norm.pdf(apart, scale=spread), 0.0)


def points_of(seed: int, n: int, *, ties: bool = True) -> np.ndarray:
    rng = np.random.default_rng(seed)
    found = np.vstack([rng.normal(0, 1, (n - n // 2, 3)), rng.normal(2, 0.05, (n // 2, 3))])
    return np.round(found, 1) if ties else found


@given(st.floats(-30, 30), st.floats(0.5, 40))
def test_an_evenly_spaced_density_needs_no_exponential_per_node(mean: float, spread: float) -> None:
    out = np.zeros(60)
    loops.add_even(-10.0, 0.5, mean, spread, out)
    nodes = -10.0 + 0.5 * np.arange(60)
    inside = np.abs(nodes - mean) < 4.999 * spread
    assert np.allclose(out[inside], norm.pdf(nodes[inside], mean, spread), rtol=1e-11)
    assert (out[np.abs(nodes - mean) > 5.001 * spread] == 0).all()


@given(st.floats(-30, 30), st.floats(0.01, 40))
def test_an_unevenly_spaced_density_is_the_density(mean: float, spread: float) -> None:
    nodes, out = 25 * np.sinh(0.2 * np.arange(-15, 16)), np.zeros(31)
    loops.add_uneven(nodes, mean, spread, out)
    inside = np.abs(nodes - mean) < 4.999 * spread
    assert np.allclose(out[inside], norm.pdf(nodes[inside], mean, spread), rtol=1e-12)


def test_a_line_adds_its_kernels_and_the_mass_is_their_number() -> None:
    mean, spread = np.array([20.0, 20.0, 31.0]), np.array([2.0, 3.0, 1.5])
    out = np.zeros(201)
    loops.line_sum(0.0, 0.25, mean, spread, out)
    nodes = 0.25 * np.arange(201)
    assert np.allclose(out, cut(nodes[:, None] - mean, spread).sum(axis=1), atol=1e-12)
    assert out.sum() * 0.25 == pytest.approx(3, abs=1e-5)


@given(SEEDS, st.integers(1, 13))
@settings(max_examples=30)
def test_a_plane_is_the_sum_of_products(seed: int, n: int) -> None:
    """Any number of kernels, not only multiples of the four that are added together."""
    rng = np.random.default_rng(seed)
    mean, spread = rng.uniform(-5, 25, (n, 2)), rng.uniform(1.0, 4.0, (n, 2))
    out = np.zeros((17, 21))
    loops.plane_sum(np.array([0.0, 2.0]), 1.0, mean, spread, out)
    along = cut(np.arange(17.0)[:, None] - mean[:, 0], spread[:, 0])
    across = cut(2.0 + np.arange(21.0)[:, None] - mean[:, 1], spread[:, 1])
    assert np.allclose(out, along @ across.T, atol=1e-7)  # a node at exactly five deviations may fall either way


@given(SEEDS, st.integers(1, 9), st.sampled_from([5, 8, 16]))
@settings(max_examples=30)
def test_space_and_time_are_the_sum_of_products_reflected_at_zero(seed: int, n: int, width: int) -> None:
    rng = np.random.default_rng(seed)
    nodes, times = np.linspace(-4, 4, 5), np.linspace(0, 9, 7)
    mean, spread = rng.uniform(0, 5, (n, 3)), rng.uniform(0.3, 3.0, (n, 3))
    out = np.zeros((7, 5, width))
    loops.space_time_sum(nodes, times, mean, spread, out.reshape(7, -1))
    t = cut(times[:, None] - mean[:, 0], spread[:, 0]) + cut(times[:, None] + mean[:, 0], spread[:, 0])
    b, c = (cut(nodes[:, None] - mean[:, axis], spread[:, axis]) for axis in (1, 2))
    assert np.allclose(out[:, :, :5], np.einsum("am,bm,cm->abc", t, b, c), atol=1e-12)
    assert (out[:, :, 5:] == 0).all()


@given(SEEDS, st.integers(2, 90), st.integers(1, 20), st.booleans())
def test_the_kth_neighbour_is_the_one_a_tree_finds(seed: int, n: int, k: int, ties: bool) -> None:
    points, k = points_of(seed, n, ties=ties), min(k, n - 1)
    expected = cKDTree(points).query(points, k=[k + 1])[0][:, 0]
    assert np.allclose(decluster._kth_distance(points, k), expected, atol=1e-12)


@given(SEEDS, st.integers(2, 60), st.integers(1, 20))
def test_strips_of_any_size_find_the_same_neighbour(seed: int, n: int, size: int) -> None:
    points, k = points_of(seed, n), min(3, n - 1)
    strip = np.empty(n, dtype=np.int64)
    strip[np.argsort(points[:, 0], kind="stable")] = np.arange(n) // size
    points, out = points[np.lexsort((points[:, 1], strip))], np.empty(n)
    loops.kth_distance(points, size, k, out)
    assert np.allclose(out, cKDTree(points).query(points, k=[k + 1])[0][:, 0], atol=1e-12)


@given(SEEDS, st.integers(2, 60), st.integers(1, 20))
def test_on_a_line_the_kth_gap_is_the_one_a_sort_finds(seed: int, n: int, k: int) -> None:
    ordered, k = np.sort(points_of(seed, n)[:, 0]), min(k, n - 1)
    out = np.empty(n)
    loops.kth_gap(ordered, k, out)
    assert np.array_equal(out, np.sort(np.abs(ordered[:, None] - ordered), axis=1)[:, k])


def test_uncompiled_the_sums_are_the_same(monkeypatch) -> None:
    points = points_of(4, 30, ties=False)
    spread = np.full((30, 3), 0.7)

    def everything() -> list[np.ndarray]:
        plane, space_time, line = np.zeros((9, 11)), np.zeros((4, 35)), np.zeros(12)
        loops.plane_sum(np.array([-2.0, -2.0]), 0.5, points[:, :2].copy(), spread[:, :2].copy(), plane)
        loops.space_time_sum(np.linspace(-2, 3, 5), np.linspace(0, 3, 4), points, spread, space_time)
        loops.line_sum(-2.0, 0.5, points[:, 0].copy(), spread[:, 0].copy(), line)
        gap = np.empty(30)
        loops.kth_gap(np.sort(points[:, 0]), 4, gap)
        return [plane, space_time, line, gap, decluster._kth_distance(points, 5)]

    quick = everything()
    uncompile(monkeypatch, loops)
    for fast, slow in zip(quick, everything(), strict=True):
        assert np.allclose(fast, slow, rtol=1e-12, atol=1e-300)
