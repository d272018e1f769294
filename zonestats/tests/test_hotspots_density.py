"""Kernel densities, counts in cells, risk ratios: exact sums, edges, strays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm

from zonestats import hotspots
from zonestats.errors import InvalidInput
from zonestats.hotspots import density
from zonestats.kernels import density as loops
from zonestats.tests.uncompiled import uncompile

BOX = (0.0, 0.0, 2000.0, 1500.0)


def _points(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = np.concatenate([rng.normal(700, 150, n // 2), rng.uniform(0, 2000, n - n // 2)])
    y = np.concatenate([rng.normal(500, 200, n // 2), rng.uniform(0, 1500, n - n // 2)])
    return x, y


def _plain_sum(x, y, found, kernel: str, h: float, weights=None) -> np.ndarray:
    """Straight from the definition, at every cell centre."""
    w = np.ones(len(x)) if weights is None else weights
    squared = (found.x[None, :, None] - x) ** 2 + (found.y[:, None, None] - y) ** 2
    if kernel == "gaussian":
        parts = np.exp(-squared / (2 * h * h)) / (2 * np.pi * h * h)
    else:
        parts = 3 * np.maximum(1 - squared / h**2, 0) ** 2 / (np.pi * h * h)
    return 1e6 * (parts * w).sum(axis=2)


@pytest.mark.parametrize("kernel", ["gaussian", "quartic"])
@given(seed=st.integers(0, 2**32))
def test_a_density_is_the_sum_of_its_kernels(kernel: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, h = int(rng.integers(1, 60)), float(rng.uniform(50, 600))
    x, y, w = rng.uniform(-200, 2200, n), rng.uniform(-200, 1700, n), rng.uniform(0, 3, n)
    found = hotspots.kde(x, y, cell=250, bandwidth=h, kernel=kernel, extent=BOX, weights=w)
    assert found.values == pytest.approx(_plain_sum(x, y, found, kernel, h, w), rel=1e-9, abs=1e-9)


def test_scikit_learn_gives_the_same_density() -> None:
    neighbors = pytest.importorskip("sklearn.neighbors")
    x, y = _points(800, 1)
    found = hotspots.kde(x, y, cell=100, bandwidth=200, extent=BOX)
    peer = neighbors.KernelDensity(bandwidth=200, kernel="gaussian", rtol=1e-10).fit(np.column_stack([x, y]))
    centres = np.column_stack([part.ravel() for part in np.meshgrid(found.x, found.y)])
    exact = 1e6 * 800 * np.exp(peer.score_samples(centres)).reshape(found.values.shape)
    assert found.values == pytest.approx(exact, rel=1e-6)


def test_the_binned_sum_is_right_to_a_thousandth_where_it_matters(monkeypatch) -> None:
    """DESIGN §6: within 0.1 % of the exact sum wherever that is at least 1 % of the maximum."""
    monkeypatch.setattr(density, "_EXACT_WORK", 0)
    x, y = _points(30_000, 2)
    binned = hotspots.kde(x, y, cell=100, bandwidth=300, extent=BOX).values
    u, v = x / 100 - 0.5, y / 100 - 0.5
    exact = np.zeros_like(binned)
    loops.sum_gaussian(u, v, np.ones(u.size), 3.0, 25.0, exact)
    exact *= 1e6 / (2 * np.pi * 300**2)
    assert not np.array_equal(binned, exact)  # the quick way was taken
    matters = exact >= 0.01 * exact.max()
    assert np.abs(binned / exact - 1)[matters].max() < 1e-3


def test_a_bandwidth_far_below_the_cell_is_still_exact() -> None:
    x, y = _points(5000, 3)
    found = hotspots.kde(x, y, cell=250, bandwidth=20, extent=BOX)
    assert found.values == pytest.approx(_plain_sum(x, y, found, "gaussian", 20), rel=1e-3, abs=1e-6)


@pytest.mark.parametrize("kernel", ["gaussian", "quartic"])
def test_with_edge_correction_the_map_holds_every_event(kernel: str) -> None:
    x, y = _points(400, 4)
    inside = (x >= 0) & (x <= 2000) & (y >= 0) & (y <= 1500)
    found = hotspots.kde(x, y, cell=10, bandwidth=300, kernel=kernel, edge="diggle", extent=BOX)
    assert found.values.sum() * 1e-6 * 100 == pytest.approx(inside.sum(), rel=2e-3)
    plain = hotspots.kde(x, y, cell=10, bandwidth=300, kernel=kernel, extent=BOX)
    assert plain.values.sum() < found.values.sum()


def test_at_the_rim_the_map_is_what_its_formula_says_of_a_uniform_pattern() -> None:
    """10,000 per km²: without correction a place keeps the kernel's share inside, with it ∫ kernel / share = E.

    Both are products over the axes for the Gaussian, by quadrature; the pattern is a 10 m lattice, whose sum differs from
    the integral by less than exp(−2 π² (150/10)²) inside and by the midpoint rule's (10/150)²/24 at the rim.
    """
    grid, spread = np.arange(5.0, 1000, 10), 150.0
    x, y = (part.ravel() for part in np.meshgrid(grid, grid))
    corrected, plain = (
        hotspots.kde(x, y, cell=50, bandwidth=spread, edge=edge, extent=(0, 0, 1000, 1000)).values
        for edge in ("diggle", "none")
    )

    def share(u: float) -> float:
        return float(norm.cdf((1000 - u) / spread) - norm.cdf(-u / spread))

    centres = np.arange(25.0, 1000, 50)
    kept = np.array([share(c) for c in centres])
    mean = [quad(lambda u, c=c: norm.pdf(u, c, spread) / share(u), 0, 1000, points=[c])[0] for c in centres]
    assert plain == pytest.approx(1e4 * np.outer(kept, kept), rel=1e-3)
    assert corrected == pytest.approx(1e4 * np.outer(mean, mean), rel=1e-3)
    assert np.abs(corrected - 1e4).max() < np.abs(plain - 1e4).max()


@pytest.mark.parametrize("kernel", ["gaussian", "quartic"])
def test_on_average_an_edge_corrected_map_is_right(kernel: str) -> None:
    """∫ over the map of E = 1 exactly: each event's kernel, divided by its share inside, has mass 1 inside."""
    grid = np.arange(5.0, 1000, 10)
    x, y = (part.ravel() for part in np.meshgrid(grid, grid))
    found = hotspots.kde(x, y, cell=25, bandwidth=150, kernel=kernel, edge="diggle", extent=(0, 0, 1000, 1000))
    assert found.values.mean() == pytest.approx(1e4, rel=2e-3)  # cells of bandwidth/6 add the rest


def test_one_stray_point_does_not_make_millions_of_cells() -> None:
    x, y = _points(300, 5)
    x[0] = 5e8
    for call in (lambda: hotspots.kde(x, y, cell=50, bandwidth=200), lambda: hotspots.count(x, y, cell=50)):
        with pytest.raises(InvalidInput, match="stray") as error:
            call()
        assert error.value.argument == "extent"
    assert hotspots.occupied(x, y, cell=50).values.size <= 300
    bounded = hotspots.count(x, y, cell=50, extent=BOX)
    assert bounded.values.size == 1200
    assert bounded.outside >= 1
    assert "outside the extent" in bounded.summary()


def test_below_the_minimum_the_density_says_so() -> None:
    x, y = _points(49, 6)
    found = hotspots.kde(x, y, cell=100, bandwidth=200, extent=BOX)
    assert found.refusal is not None
    assert found.refusal.have == 49
    assert "not enough events" in found.summary()
    assert hotspots.kde(*_points(50, 6), cell=100, bandwidth=200, extent=BOX).refusal is None


@given(st.integers(0, 2**32))
def test_counts_are_those_of_a_histogram(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.integers(0, 21, 80) * 100.0, rng.integers(0, 16, 80) * 100.0  # many on the lines between cells
    found = hotspots.count(x, y, cell=100, extent=BOX)
    wanted, _, _ = np.histogram2d(y, x, bins=[15, 20], range=[[0, 1500], [0, 2000]])
    assert np.array_equal(found.values, wanted)
    some = hotspots.occupied(x, y, cell=100, corner=(0, 0))
    assert some.values.sum() == 80
    assert np.array_equal(some.rows[some.cell_of], y // 100)
    assert np.array_equal(some.columns[some.cell_of], x // 100)
    assert some.neighbours().n == some.values.size


def test_equal_patterns_have_a_risk_of_one_and_more_events_per_person_more() -> None:
    rng = np.random.default_rng(7)
    base_x, base_y = rng.uniform(0, 2000, 4000), rng.uniform(0, 1500, 4000)
    same = hotspots.risk_ratio(base_x, base_y, base_x, base_y, cell=100, bandwidth=300, extent=BOX)
    assert same.values == pytest.approx(np.ones((15, 20)))
    west = base_x < 1000
    double = hotspots.risk_ratio(
        np.r_[base_x, base_x[west]], np.r_[base_y, base_y[west]], base_x, base_y, cell=100, bandwidth=200, extent=BOX
    )
    assert double.values[:, 2].mean() == pytest.approx(4 / 3, rel=0.05)
    assert double.values[:, 17].mean() == pytest.approx(2 / 3, rel=0.05)
    assert "highest" in double.summary()


def test_where_hardly_anyone_lives_there_is_no_risk() -> None:
    rng = np.random.default_rng(8)
    x, y = rng.uniform(0, 2000, 200), rng.uniform(0, 1500, 200)
    found = hotspots.risk_ratio(x, y, x * 0.2, y, cell=100, bandwidth=100, extent=BOX)
    assert np.isnan(found.values[:, 15:]).all()
    assert np.isfinite(found.values[:, :3]).all()


@pytest.mark.parametrize(
    ("change", "argument"),
    [
        ({"kernel": "triangle"}, "kernel"),
        ({"edge": "mirror"}, "edge"),
        ({"cell": 0}, "cell"),
        ({"bandwidth": np.nan}, "bandwidth"),
        ({"extent": (0, 0, 0, 5)}, "extent"),
        ({"weights": [-1.0] * 60}, "weights"),
    ],
)
def test_wrong_arguments_are_named(change: dict, argument: str) -> None:
    x, y = _points(60, 9)
    with pytest.raises(InvalidInput) as error:
        hotspots.kde(x, y, **({"cell": 100, "bandwidth": 200} | change))
    assert error.value.argument == argument


def test_uncompiled_densities_are_the_same(monkeypatch) -> None:
    x, y = _points(90, 10)
    options = {"cell": 250, "bandwidth": 300, "extent": BOX, "edge": "diggle"}

    def both() -> list[np.ndarray]:
        exact = [hotspots.kde(x, y, kernel=kernel, **options).values for kernel in ("gaussian", "quartic")]
        return [*exact, density._binned_gaussian(x / 50 + 40, y / 50 + 40, np.ones(90), 6.0, (5, 36), (6, 8))]

    quick = both()
    uncompile(monkeypatch, loops, density)
    monkeypatch.setattr("zonestats.hotspots.edge.share_gaussian", loops.share_gaussian)
    for a, b in zip(quick, both(), strict=True):
        assert a == pytest.approx(b, rel=1e-12)
