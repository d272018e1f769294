"""Normalisation, imputation, treatment, aggregation and the checks of structure, each by hand or against scipy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from zonestats import index
from zonestats.index.aggregate import aggregate
from zonestats.index.analysis import alpha, consistency, correlations
from zonestats.index.normalise import METHODS, Marks, normalise
from zonestats.index.prepare import impute, normal_enough, shape, treat
from zonestats.index.weights import components, equal_influence, first_component

X = np.array([[3.0, 9, 1, 7, np.nan, 5]])
KNOWN = [0, 1, 2, 3, 5]


def one(method: str, x=X, **marks):
    return normalise(x, method, Marks(**marks))[0]


# The formulas of COINr's n_*() functions, written out for X.
BY_HAND = {
    "minmax": [25, 100, 0, 75, 50],
    "distance_to_max": [25, 100, 0, 75, 50],
    "rank": [2, 5, 1, 4, 3],
    "borda": [1, 4, 0, 3, 2],
    "percentile": [25, 100, 0, 75, 50],
    "fraction_of_max": [100 / 3, 100, 100 / 9, 700 / 9, 500 / 9],
}


@pytest.mark.parametrize("method", BY_HAND)
def test_normalisation_by_hand(method) -> None:
    assert one(method)[KNOWN] == pytest.approx(BY_HAND[method])


def test_zscores_have_the_mean_and_spread_asked_for() -> None:
    z = one("zscore", z=(5.0, 2.0))[KNOWN]
    assert (z.mean(), z.std(ddof=1)) == pytest.approx((5, 2))


def test_goalposts_cut_and_scaled_does_not() -> None:
    assert one("goalposts", low=2.0, high=6.0)[KNOWN].tolist() == [25, 100, 0, 100, 75]
    assert one("scaled", low=2.0, high=6.0)[KNOWN].tolist() == [25, 175, -25, 125, 75]
    assert one("goalposts", low=2.0, high=6.0, direction=-1)[KNOWN].tolist() == [75, 0, 100, 0, 25]


def test_distance_to_a_target_stops_there() -> None:
    assert one("distance_to_target", target=5.0)[KNOWN].tolist() == [50, 100, 0, 100, 100]
    assert one("distance_to_target", target=3.0, direction=-1)[KNOWN].tolist() == pytest.approx(
        [100, 0, 100, 100 / 3, 200 / 3]
    )


def test_distance_to_a_reference_zone_may_pass_it() -> None:
    assert one("distance_to_reference", reference=3)[KNOWN].tolist() == pytest.approx(
        [100 / 3, 400 / 3, 0, 100, 200 / 3]
    )


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("direction", [1, -1])
def test_the_better_zone_is_never_lower(method, direction) -> None:
    marks = {"low": 0.5, "high": 9.5, "target": 5.0, "reference": 1 if direction > 0 else 2, "direction": direction}
    scores = one(method, **marks)[KNOWN]
    order = np.argsort(direction * X[0, KNOWN])
    assert (np.diff(scores[order]) >= -1e-12).all()
    assert np.isnan(one(method, **marks)[4])


@pytest.mark.parametrize("method", METHODS)
@given(seed=st.integers(0, 10_000))
def test_draws_do_not_see_each_other(method, seed) -> None:
    x = np.random.default_rng(seed).uniform(1, 9, (4, 7))
    marks = Marks(low=0, high=10, target=5, reference=2)
    together = normalise(x, method, marks)
    apart = np.vstack([normalise(row[None], method, marks) for row in x])
    assert np.array_equal(together, apart, equal_nan=True)


@pytest.mark.parametrize("method", ["minmax", "zscore", "distance_to_max", "distance_to_reference"])
def test_an_indicator_without_spread_says_nothing(method) -> None:
    assert np.isnan(one(method, np.full((1, 5), 3.0))).all()


def test_percentile_ranks_agree_with_scipy_on_ties() -> None:
    x = np.array([[1.0, 2, 2, 3, 3, 3]])
    expected = (stats.rankdata(x[0], method="min") - 1) / 5 * 100
    assert one("percentile", x) == pytest.approx(expected)


CLUSTER = np.array([0, 0, 0, 1, 1, 2])


@pytest.mark.parametrize(
    ("rule", "filled"),
    [
        ("mean", 5.0),
        ("median", 5.0),
        ("group_mean", 7.0),
        ("group_median", 7.0),
        ("none", np.nan),
        ("siblings", np.nan),
    ],
)
def test_imputation_by_hand(rule, filled) -> None:
    out = impute(X, rule, CLUSTER)
    assert out[0, 4] == pytest.approx(filled, nan_ok=True)
    assert np.array_equal(out[0, KNOWN], X[0, KNOWN])
    assert np.isnan(X[0, 4])  # the caller's array stays


def test_a_cluster_without_values_takes_those_of_all() -> None:
    x = np.array([[1.0, 3, np.nan, 10]])
    assert impute(x, "group_median", np.array([0, 0, 1, 2]))[0, 2] == 3


@given(st.lists(st.one_of(st.none(), st.integers(-50, 50)), min_size=2, max_size=30))
def test_means_and_medians_agree_with_numpy(values) -> None:
    x = np.array([[np.nan if v is None else float(v) for v in values]])
    if np.isfinite(x).any():
        assert impute(x, "mean", CLUSTER)[np.isnan(x)] == pytest.approx(np.nanmean(x))
        assert impute(x, "median", CLUSTER)[np.isnan(x)] == pytest.approx(np.nanmedian(x))


def test_siblings_fill_with_the_others_of_the_group() -> None:
    spec = {"name": "all", "impute": "siblings", "children": [{"name": n} for n in "abc"]}
    data = {"a": [0.0, 1, np.nan], "b": [0.0, 1, 1], "c": [0.0, 1, 0.5]}
    made = index.build(spec, data)
    assert made.scores[2] == pytest.approx((75 + 100 + 50) / 3)


@given(st.integers(0, 10_000), st.integers(4, 60))
def test_skewness_and_kurtosis_are_the_adjusted_ones(seed, n) -> None:
    x = np.random.default_rng(seed).lognormal(size=(1, n))
    skew, kurtosis = shape(x)
    assert skew[0] == pytest.approx(stats.skew(x[0], bias=False))
    assert kurtosis[0] == pytest.approx(stats.kurtosis(x[0], bias=False))


OUTLIER = np.append(np.arange(1.0, 31), 500.0)[None]


def test_winsorising_sets_the_outlier_to_the_next_value() -> None:
    out = treat(OUTLIER, "winsorise", 5)
    assert out[0, -1] == 30
    assert np.array_equal(out[0, :-1], OUTLIER[0, :-1])
    low = treat(-OUTLIER, "winsorise", 5)
    assert low[0, -1] == -30


def test_winsorising_stops_at_the_most_points_allowed() -> None:
    x = np.append(np.zeros(200) + np.linspace(0, 1, 200), [50, 60, 70, 80, 90, 100, 110])[None]
    for most in (1, 3, 5):
        assert int((treat(x, "winsorise", most) != x).sum()) <= most


def test_what_passes_is_left_alone() -> None:
    x = np.random.default_rng(1).normal(size=(3, 50))
    assert normal_enough(x).all()
    for rule in ("winsorise", "log", "auto", "none"):
        assert np.array_equal(treat(x, rule, 5), x)


def test_the_logarithm_is_taken_where_winsorising_is_not_enough() -> None:
    x = np.random.default_rng(2).lognormal(0, 2.5, (1, 100))
    auto = treat(x, "auto", 5)
    low, high = x.min(), x.max()
    assert auto == pytest.approx(np.log(x - low + 0.01 * (high - low)))
    assert np.array_equal(treat(OUTLIER, "auto", 5), treat(OUTLIER, "winsorise", 5))


SCALE = {"power": 0.5, "scale": (0.0, 100.0), "least_share": 0.5}
SCORES = np.array([[[20.0, 80], [50, 50], [np.nan, 60]]])
WEIGHTS = np.array([[1.0, 3]])


@pytest.mark.parametrize(
    ("method", "expected"),
    [("arithmetic", 65), ("geometric", 20**0.25 * 80**0.75), ("harmonic", 4 / (1 / 20 + 3 / 80)),
     ("generalised", ((20**0.5 + 3 * 80**0.5) / 4) ** 2)],
)  # fmt: skip
def test_means_by_hand(method, expected) -> None:
    assert aggregate(SCORES, WEIGHTS, method, **SCALE)[0] == pytest.approx([expected, 50, 60])


@given(st.lists(st.floats(1.5, 100), min_size=2, max_size=6), st.integers(0, 1000))
def test_means_keep_their_order(values, seed) -> None:
    x = np.array(values)[None, None]
    w = np.random.default_rng(seed).uniform(0.1, 1, (1, len(values)))
    harmonic, geometric, power, arithmetic = (
        float(aggregate(x, w, m, **SCALE)[0, 0]) for m in ("harmonic", "geometric", "generalised", "arithmetic")
    )
    assert min(values) - 1e-9 <= harmonic <= geometric + 1e-9
    assert geometric <= power + 1e-9
    assert power <= arithmetic + 1e-9
    assert arithmetic <= max(values) + 1e-9


def test_one_zero_does_not_make_a_geometric_mean_zero() -> None:
    x = np.array([[[0.0, 100]]])
    assert aggregate(x, np.ones((1, 2)), "geometric", **SCALE)[0, 0] == pytest.approx(10)


def test_copeland_by_hand() -> None:
    """Three zones on three indicators: A beats B on two, B beats C on two, C beats A on two (a cycle); D loses to all."""
    x = np.array([[[3.0, 2, 1], [2, 1, 3], [1, 3, 2], [0, 0, 0]]])
    assert aggregate(x, np.ones((1, 3)), "copeland", **SCALE)[0].tolist() == [1, 1, 1, -3]
    heavy = aggregate(x, np.array([[10.0, 1, 1]]), "copeland", **SCALE)[0]
    assert heavy.tolist() == [3, 1, -1, -3]


def test_too_few_children_give_no_score() -> None:
    x = np.array([[[1.0, np.nan, np.nan]]])
    assert np.isnan(aggregate(x, np.ones((1, 3)), "arithmetic", **SCALE)[0, 0])
    assert aggregate(x, np.ones((1, 3)), "arithmetic", **(SCALE | {"least_share": 0.3}))[0, 0] == 1


def test_cronbachs_alpha_of_a_textbook_case() -> None:
    """Two items: α = 2 cov / var(sum) · … = 4 cov / var(sum)."""
    x = np.random.default_rng(3).multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], 200)
    cov = np.cov(x.T)
    assert alpha(x) == pytest.approx(4 * cov[0, 1] / (cov.sum()))
    assert alpha(np.column_stack([x[:, 0]] * 5)) == pytest.approx(1)
    assert np.isnan(alpha(x[:, :1]))


def test_item_rest_correlations_and_alpha_without() -> None:
    x = np.random.default_rng(4).normal(size=(60, 3)) + np.random.default_rng(5).normal(size=(60, 1))
    x[:, 2] = np.random.default_rng(6).normal(size=60)
    found = consistency("g", ("a", "b", "c"), x)
    assert found.item_rest[0] == pytest.approx(np.corrcoef(x[:, 0], x[:, 1] + x[:, 2])[0, 1])
    assert found.alpha_without[2] > found.alpha
    assert found.variance_shares.sum() == pytest.approx(1)
    assert "weakest child c" in found.summary()


def test_principal_components_agree_with_scikit_learn() -> None:
    decomposition = pytest.importorskip("sklearn.decomposition")
    x = np.random.default_rng(7).normal(size=(80, 4)) @ np.random.default_rng(8).normal(size=(4, 4))
    values, vectors = components(x)
    fit = decomposition.PCA().fit((x - x.mean(axis=0)) / x.std(axis=0))
    assert values / values.sum() == pytest.approx(fit.explained_variance_ratio_)
    assert np.abs(vectors) == pytest.approx(np.abs(fit.components_.T), abs=1e-9)
    share, weights = first_component(x)
    assert weights.sum() == pytest.approx(1)
    assert share[0] == max(share)


def test_correlations_agree_with_scipy_pair_by_pair() -> None:
    x = np.random.default_rng(9).normal(size=(30, 3))
    x[:, 2] = -x[:, 0] + 0.01 * x[:, 1]
    x[3, 1] = np.nan
    found = correlations(("a", "b", "c"), x)
    known = np.isfinite(x[:, 1])
    r, p = stats.pearsonr(x[known, 0], x[known, 1])
    assert (found.r[0, 1], found.p[0, 1], found.n[0, 1]) == pytest.approx((r, p, 29))
    assert found.opposed[0][:2] == ("a", "c")
    assert found.collinear == ()
    assert "a–c" in found.summary()


def test_weights_of_equal_influence_even_out_the_correlations() -> None:
    rng = np.random.default_rng(10)
    x = rng.normal(size=(200, 3))
    x[:, 1] += 0.9 * x[:, 0]

    def spread(weights):
        return np.ptp([np.corrcoef(x[:, j], x @ weights)[0, 1] for j in range(3)])

    found = equal_influence(x)
    assert found.sum() == pytest.approx(1)
    assert spread(found) < 1e-3 < spread(np.full(3, 1 / 3))


def test_weights_from_components_in_a_spec() -> None:
    rng = np.random.default_rng(11)
    data = {name: rng.normal(size=20) for name in "abc"}
    made = index.build({"name": "all", "weights": "pca", "children": [{"name": n} for n in "abc"]}, data)
    weights = made.suggest_weights("all")
    expected = sum(weights[n] * made.score_of(n) for n in "abc")
    assert made.scores == pytest.approx(expected)
    assert sum(made.suggest_weights("all", method="influence").values()) == pytest.approx(1)
