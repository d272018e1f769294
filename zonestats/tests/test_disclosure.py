"""What is hidden stays hidden: attacks by linear programming, differencing, noise, masks, merged cells."""

import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from zonestats import disclosure
from zonestats.disclosure.mask import inside
from zonestats.disclosure.noise import discrete_laplace
from zonestats.disclosure.tables import relations, with_totals
from zonestats.errors import InvalidInput

shapes = st.sampled_from([(5,), (12,), (3, 4), (6, 5), (2, 2), (3, 3, 3), (1, 6)])


def _made(seed: int, shape: tuple[int, ...], mean: float) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.poisson(mean, shape) * (rng.random(shape) < 0.85)


@given(st.integers(0, 2**32 - 1), shapes, st.sampled_from([2.0, 6.0, 20.0]), st.sampled_from([2, 3, 5, 10]))
@settings(max_examples=30)
def test_no_attack_finds_a_small_count(seed: int, shape: tuple[int, ...], mean: float, k: int) -> None:
    """From all shown cells and totals an outsider can exclude neither 0 nor k for any hidden small count."""
    made = disclosure.suppress(_made(seed, shape, mean), k=k)
    low, high = disclosure.attack(made.published)
    assert (low[made.primary] <= 1e-5).all()
    assert (high[made.primary] >= k - 1e-5).all()


@given(st.integers(0, 2**32 - 1), shapes)
@settings(max_examples=30)
def test_what_is_shown_is_true_and_never_small(seed: int, shape: tuple[int, ...]) -> None:
    table = _made(seed, shape, 6)
    made = disclosure.suppress(table, k=5)
    full = with_totals(table.astype(float))
    shown = ~np.isnan(made.published)
    np.testing.assert_array_equal(made.published[shown], full[shown])
    assert not ((full[shown] > 0) & (full[shown] < 5)).any()
    np.testing.assert_array_equal(np.isnan(made.published), made.hidden)
    assert made.values.shape == table.shape


def test_one_hidden_cell_would_be_found_without_complements() -> None:
    full = with_totals(np.array([[12.0, 3], [20, 11]]))
    full[0, 1] = np.nan
    low, high = disclosure.attack(full)
    assert low[0, 1] == high[0, 1] == 3
    made = disclosure.suppress([[12, 3], [20, 11]], k=5)
    assert int(made.complementary.sum()) == 3


def test_a_table_without_small_counts_is_shown_whole() -> None:
    made = disclosure.suppress([[12, 30], [0, 11]], k=5)
    assert not made.hidden.any()
    assert "0 of 9" in made.summary()


def test_small_totals_are_hidden_too() -> None:
    made = disclosure.suppress([[1, 2], [30, 40]], k=5)
    assert made.hidden[0, 2]


def test_a_table_smaller_than_k_shows_nothing_of_itself() -> None:
    made = disclosure.suppress([1, 2, 0], k=5)
    assert made.hidden[[0, 1, 3]].all()


def test_small_counts_are_hidden_before_large_ones() -> None:
    made = disclosure.suppress([2, 7, 9000, 8000], k=5)
    assert made.hidden.tolist() == [True, True, False, False, False]


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20)
def test_the_difference_of_two_releases_gives_nothing_away(seed: int) -> None:
    """Counts that grew by 1 to k − 1 are hidden, the attack cannot narrow them to less than k either way, and nothing
    once hidden is shown."""
    rng = np.random.default_rng(seed)
    table = rng.poisson(12, (5, 4))
    first = disclosure.suppress(table, k=5)
    later = table + rng.poisson(0.6, (5, 4)) * rng.integers(0, 12, (5, 4))
    second = disclosure.suppress(later, k=5, previous=[first])
    both = ~np.isnan(first.published) & ~np.isnan(second.published)
    change = np.abs(second.published - first.published)[both]
    assert not ((change > 0) & (change < 5)).any()
    assert second.hidden[first.hidden].all()
    low, high = disclosure.attack(second.published)
    full = with_totals(later.astype(float))
    moved = second.differencing & ~second.primary
    assert (low[moved] <= np.maximum(full[moved] - 5, 0) + 1e-5).all()
    assert (high[moved] >= full[moved] + 5 - 1e-5).all()


def test_earlier_releases_may_be_plain_arrays() -> None:
    before = [10.0, 20.0, np.nan, 39.0]
    made = disclosure.suppress([11, 20, 9], k=5, previous=[before])
    assert made.differencing.tolist() == [True, False, False, True]
    assert made.hidden[2]


@pytest.mark.parametrize(
    ("table", "options"),
    [
        ([[1.5, 2]], {"k": 5}),
        ([-1, 2], {"k": 5}),
        ([1, 2], {"k": 1}),
        ([1, 2], {"k": 2.5}),
        ([], {"k": 5}),
        (7, {"k": 5}),
        ([1, 2], {"k": 5, "previous": [[1.0, 2.0]]}),
    ],
)
def test_wrong_tables_are_refused(table: object, options: dict) -> None:
    with pytest.raises(InvalidInput):
        disclosure.suppress(table, **options)


def test_a_release_that_does_not_add_up_is_refused() -> None:
    with pytest.raises(InvalidInput, match="add up"):
        disclosure.attack([1.0, 2.0, 4.0])
    with pytest.raises(InvalidInput, match="add up"):
        disclosure.attack([np.nan, 5.0, 4.0])


def test_totals_of_every_kind_are_in_the_table() -> None:
    full = with_totals(np.arange(24.0).reshape(2, 3, 4))
    assert full.shape == (3, 4, 5)
    assert full[2, 3, 4] == np.arange(24).sum()
    assert full[0, 3, 1] == 1 + 5 + 9
    np.testing.assert_allclose(relations(full.shape) @ full.ravel(), 0)


class TestNoise:
    def test_the_noise_has_its_distribution(self) -> None:
        """P(z) = (1 − r)/(1 + r) r^|z| with r = exp(−ε); chi-square over 40,000 draws."""
        drawn = random.Random(4)
        draws = np.array([discrete_laplace(Fraction(7, 10), drawn) for _ in range(40_000)])
        ratio = np.exp(-0.7)
        inner = np.arange(-5, 6)
        chance = (1 - ratio) / (1 + ratio) * ratio ** np.abs(inner)
        seen = [(draws == z).sum() for z in inner]
        outside = 1 - chance.sum()
        found = stats.chisquare([*seen, 40_000 - sum(seen)], 40_000 * np.array([*chance, outside]))
        assert found.pvalue > 0.001

    @pytest.mark.parametrize("epsilon", ["0.05", "1", "3"])
    def test_the_margin_is_the_smallest_that_holds(self, epsilon: str) -> None:
        made = disclosure.noisy_counts([1], epsilon=epsilon, ledger=disclosure.Ledger(5), seed=1)
        ratio, m = np.exp(-float(epsilon)), made.margin()

        def beyond(size: int) -> float:
            return float(2 * ratio ** (size + 1) / (1 + ratio))

        assert beyond(m) <= 0.05
        assert m == 0 or beyond(m - 1) > 0.05

    def test_the_ledger_adds_up_exactly_and_then_refuses(self) -> None:
        ledger = disclosure.Ledger("0.3")
        for number in range(3):
            made = disclosure.noisy_counts([5], epsilon=0.1, ledger=ledger, seed=number, label=f"month {number}")
            assert made.refusal is None
            ledger = made.ledger
        assert ledger.left == 0
        refused = disclosure.noisy_counts([5], epsilon=0.1, ledger=ledger, seed=9)
        assert refused.refusal is not None
        assert refused.refusal.code == "budget_spent"
        assert refused.values.size == 0
        assert refused.ledger == ledger
        assert "month 2 0.1" in ledger.summary()

    def test_shape_sensitivity_and_seed(self) -> None:
        counts = np.full((3, 4), 50)
        call = {"epsilon": 1, "ledger": disclosure.Ledger(2)}
        one, two = (disclosure.noisy_counts(counts, seed=s, **call) for s in (1, 1))
        assert one.values.shape == (3, 4)
        assert one.values.tobytes() == two.values.tobytes()
        assert disclosure.noisy_counts(counts, seed=1, sensitivity=3, **call).margin() > one.margin()
        assert (disclosure.noisy_counts(np.zeros(200, int), seed=1, **call).nonnegative >= 0).all()

    @pytest.mark.parametrize(
        "options", [{"epsilon": 0}, {"epsilon": "much"}, {"epsilon": 1, "sensitivity": 0}, {"epsilon": float("nan")}]
    )
    def test_wrong_strengths_are_refused(self, options: dict) -> None:
        with pytest.raises(InvalidInput):
            disclosure.noisy_counts([1], ledger=disclosure.Ledger(1), seed=1, **options)


HOLE = [
    np.array([[0, 0], [1000, 0], [1000, 1000], [0, 1000]], dtype=float),
    np.array([[400, 400], [600, 400], [600, 600], [400, 600]], dtype=float),
]


def _points(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(1, 999, (2, n))
    kept = inside(x, y, HOLE)
    return x[kept], y[kept]


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20)
def test_masked_points_stay_inside_and_move_as_far_as_said(seed: int) -> None:
    x, y = _points(300, seed)
    made = disclosure.geomask(x, y, HOLE, inner=20, outer=60, seed=seed)
    far = np.hypot(made.x - x, made.y - y)
    assert not made.hidden.any()
    assert ((far >= 20 - 1e-9) & (far <= 60 + 1e-9)).all()
    assert inside(made.x, made.y, HOLE).all()


def test_distances_are_even_over_the_area() -> None:
    x, y = np.random.default_rng(1).uniform(200, 800, (2, 5000))
    made = disclosure.geomask(x, y, HOLE[0], inner=30, outer=90, seed=3)
    far = np.hypot(made.x - x, made.y - y)
    share = (far**2 - 30**2) / (90**2 - 30**2)
    assert stats.kstest(share, "uniform").pvalue > 0.001
    angle = (np.arctan2(made.y - y, made.x - x) + np.pi) / (2 * np.pi)
    assert stats.kstest(angle, "uniform").pvalue > 0.001


def test_one_place_always_moves_the_same_way() -> None:
    """Else the average of many releases would find it."""
    x, y = _points(200, 7)
    whole = disclosure.geomask(x, y, HOLE, inner=20, outer=60, seed=5)
    part = disclosure.geomask(x[::-3], y[::-3], HOLE, inner=20, outer=60, seed=5)
    np.testing.assert_array_equal(part.x, whole.x[::-3])
    other = disclosure.geomask(x, y, HOLE, inner=20, outer=60, seed=6)
    assert (other.x != whole.x).all()


def test_points_with_nowhere_to_go_are_hidden() -> None:
    made = disclosure.geomask([5.0], [5.0], [[0, 0], [10, 0], [10, 10], [0, 10]], inner=50, outer=60, seed=1)
    assert made.hidden.all()
    assert np.isnan(made.x).all()
    assert "1 hidden" in made.summary()


@pytest.mark.parametrize(
    ("boundary", "inner", "outer", "words"),
    [
        (HOLE, 60, 20, "below outer"),
        (HOLE, -1, 20, "at least 0"),
        ([[0, 0], [1, 1]], 1, 2, "3 corners"),
        ([], 1, 2, "3 corners"),
        ([[0, 0], [1, 0], [1, 1]], 1, 2, "outside the boundary"),
    ],
)
def test_wrong_masks_are_refused(boundary: list, inner: float, outer: float, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        disclosure.geomask([50.0], [50.0], boundary, inner=inner, outer=outer, seed=1)


@given(st.integers(0, 2**32 - 1), st.sampled_from([1, 3, 8, 20]))
def test_every_published_area_holds_k_and_covers_its_cells(seed: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.poisson(5, 98) * rng.integers(0, 2, 98)
    parents = np.column_stack([np.arange(98) // 7, np.arange(98) // 49])
    made = disclosure.k_anonymous(counts, parents, k=k)
    levels = np.column_stack([np.arange(98), parents])
    for level, area in {(int(a), int(b)) for a, b in zip(made.level, made.area, strict=True) if a >= 0}:
        cells = levels[:, level] == area
        assert (made.level[cells] == level).all()  # nobody in it is also published more finely
        assert (made.counts[cells] == counts[cells].sum()).all()
        assert counts[cells].sum() == 0 or counts[cells].sum() >= k
    assert (made.counts[made.level < 0] == 0).all()


def test_cells_too_small_at_the_last_level_are_hidden() -> None:
    made = disclosure.k_anonymous([1, 2, 20], [[0], [0], [1]], k=8)
    assert made.level.tolist() == [-1, -1, 0]
    assert "2 hidden" in made.summary()


def test_levels_must_be_nested() -> None:
    with pytest.raises(InvalidInput, match="nested"):
        disclosure.k_anonymous([1, 1, 1], [[0, 0], [0, 1], [1, 1]], k=2)
    with pytest.raises(InvalidInput):
        disclosure.k_anonymous([-1], [[0]], k=2)
    with pytest.raises(InvalidInput):
        disclosure.k_anonymous([1], [[0]], k=0)
