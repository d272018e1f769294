"""Uncertainty, sampling draws and sensitivity."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zonestats import index
from zonestats.errors import InvalidInput
from zonestats.index.choices import Choices
from zonestats.index.draws import draw
from zonestats.index.spec import parse

SETTLED = Choices(weights=0.0, normalise=("own",), aggregate=("own",))


def zones(n: int, seed: int, *, answers: float = 200, kind: str = "proportion"):
    rng = np.random.default_rng(seed)
    p = np.clip(rng.beta(4, 4, (n, 3)), 0.02, 0.98)
    nothing = np.full(p.shape, np.nan)
    spec = {"name": "all", "children": [{"name": name, "kind": kind} for name in "abc"]}
    names = tuple(f"zone {k}" for k in range(n))
    return spec, index.Data(names, tuple("abc"), p, nothing, np.full(p.shape, answers), nothing)


def single(kind: str, value: float, **more):
    """One zone's draws of one indicator."""
    fields = {name: np.array([[more.get(name, np.nan)]]) for name in ("se", "n", "age")}
    data = index.Data(("z",), ("a",), np.array([[value]]), **fields)
    spec = parse({"name": "all", "children": [{"name": "a", "kind": kind}]})
    return draw(spec, data, np.random.default_rng(1), 200_000)[:, 0, 0]


def test_proportions_are_logit_normal() -> None:
    x = single("proportion", 0.3, se=0.02)
    logits = np.log(x / (1 - x))
    assert logits.mean() == pytest.approx(np.log(0.3 / 0.7), abs=0.001)
    assert logits.std() == pytest.approx(0.02 / 0.21, rel=0.01)
    assert ((x > 0) & (x < 1)).all()


def test_a_proportion_with_only_n_has_the_binomial_error() -> None:
    assert single("proportion", 0.3, n=400).std() == pytest.approx(np.sqrt(0.21 / 400), rel=0.02)
    assert single("percent", 30.0, n=400).std() == pytest.approx(100 * np.sqrt(0.21 / 400), rel=0.02)


@pytest.mark.parametrize("p", [0.0, 1.0])
def test_a_proportion_of_none_or_all_is_still_uncertain(p) -> None:
    x = single("proportion", p, n=50)
    middle = (50 * p + 0.5) / 51
    assert np.median(x) == pytest.approx(middle, rel=0.02)
    assert x.std() > 0


def test_rates_are_gamma_with_the_given_mean_and_error() -> None:
    x = single("rate", 4.0, se=1.0)
    assert (x.mean(), x.std()) == pytest.approx((4, 1), rel=0.01)
    counted = single("rate", 4.0, n=25)
    assert (counted.mean(), counted.std()) == pytest.approx((4, 4 / 5), rel=0.01)
    zero = single("rate", 0.0, se=0.5)
    assert zero.mean() == pytest.approx(0.5, rel=0.02)
    assert (zero >= 0).all()


def test_means_are_normal_and_exact_values_stay() -> None:
    assert single("mean", 4.0, se=0.5).std() == pytest.approx(0.5, rel=0.01)
    for kind in ("exact", "proportion", "rate", "mean"):
        assert np.ptp(single(kind, 0.4)) == 0


def test_missing_values_stay_missing() -> None:
    assert np.isnan(single("proportion", np.nan, n=100)).all()


def test_more_answers_make_narrower_sampling_intervals() -> None:
    wide = index.build(*zones(15, 1, answers=30)).uncertainty(400, 1).sampling
    narrow = index.build(*zones(15, 1, answers=3000)).uncertainty(400, 1).sampling
    assert np.mean(wide.rank_high - wide.rank_low) > 2 * np.mean(narrow.rank_high - narrow.rank_low)


def test_sampling_choices_and_both() -> None:
    made = index.build(*zones(15, 2))
    found = made.uncertainty(500, 1)
    width = [np.mean(s.rank_high - s.rank_low) for s in (found.sampling, found.choices, found.joint)]
    assert width[2] >= max(width[0], width[1]) - 0.3
    for part in (found.sampling, found.choices, found.joint):
        assert (part.rank_low <= part.rank_median).all()
        assert (part.rank_median <= part.rank_high).all()
        assert part.top.sum() == pytest.approx(1, abs=0.05)
        assert part.rank_mean.sum() == pytest.approx(15 * 16 / 2, rel=0.01)


def test_nothing_open_and_nothing_estimated_leaves_the_nominal_rank() -> None:
    spec, data = zones(12, 3, kind="exact")
    made = index.build(spec, data)
    found = made.uncertainty(50, 1, choices=SETTLED)
    for part in (found.sampling, found.choices, found.joint):
        assert np.array_equal(part.rank_low, made.ranks)
        assert np.array_equal(part.rank_high, made.ranks)
        assert part.score_low == pytest.approx(made.scores)


def test_the_sampling_interval_covers_the_true_score() -> None:
    """Zones measured again and again: the interval of one survey holds the truth about as often as it says."""
    rng = np.random.default_rng(4)
    truth = rng.uniform(0.2, 0.8, (12, 3))
    goalposts = {"normalise": "goalposts", "low": 0, "high": 1, "kind": "proportion"}
    spec = {"name": "all", "children": [{"name": name, **goalposts} for name in "abc"]}
    hits = []
    for _ in range(60):
        value = rng.binomial(150, truth) / 150
        nothing = np.full(value.shape, np.nan)
        data = index.Data(
            tuple(map(str, range(12))), tuple("abc"), value, nothing, np.full(value.shape, 150.0), nothing
        )
        found = index.build(spec, data).uncertainty(200, 1, choices=SETTLED).sampling
        score = 100 * truth.mean(axis=1)
        hits.append((found.score_low <= score) & (score <= found.score_high))
    assert 0.92 < np.mean(hits) < 0.98


def test_choices_only_agree_with_building_each_combination() -> None:
    spec, data = zones(12, 5, kind="exact")
    made = index.build(spec, data)
    found = made.uncertainty(
        400, 1, choices=Choices(weights=0.0, normalise=("minmax", "percentile"), aggregate=("own",))
    )
    each = [index.build(spec | {"normalise": method}, data).ranks for method in ("minmax", "percentile")]
    assert found.choices.rank_mean == pytest.approx(np.mean(each, axis=0), abs=0.35)
    assert np.array_equal(found.choices.rank_low, np.min(each, axis=0))
    assert np.array_equal(found.choices.rank_high, np.max(each, axis=0))


def test_the_same_seed_gives_the_same_bytes() -> None:
    made = index.build(*zones(12, 6))
    one, two, other = (made.uncertainty(100, seed).joint.rank_mean for seed in (1, 1, 2))
    assert one.tobytes() == two.tobytes() != other.tobytes()


def test_blocks_do_not_change_the_answer(monkeypatch) -> None:
    made = index.build(*zones(12, 7))
    whole = made.uncertainty(100, 1).joint
    monkeypatch.setattr("zonestats.index.choices.BLOCK", 100)
    parts = made.uncertainty(100, 1).joint
    assert whole.rank_mean.tobytes() == parts.rank_mean.tobytes()


def test_few_zones_get_score_intervals_but_no_rank_intervals() -> None:
    made = index.build(*zones(6, 8))
    found = made.uncertainty(50, 1)
    assert np.isnan(found.joint.rank_low).all()
    assert (found.sampling.score_low < found.sampling.score_high).all()
    assert "not enough zones" in found.summary()
    assert made.sensitivity(8, 1).refusal is not None


def test_the_summary_lists_the_three_intervals() -> None:
    lines = index.build(*zones(10, 9)).uncertainty(50, 1).summary().splitlines()
    assert len(lines) == 11
    assert "sampling" in lines[1]
    assert "choices" in lines[1]
    assert "both" in lines[1]


@pytest.mark.parametrize(
    "options",
    [{"weights": 1.0}, {"weights": -0.1}, {"normalise": ()}, {"normalise": ("best",)}, {"aggregate": ("mode",)}],
)
def test_wrong_choices_are_named(options) -> None:
    with pytest.raises(InvalidInput, match="choices"):
        Choices(**options)


def test_wrong_numbers_are_named() -> None:
    made = index.build(*zones(10, 10))
    for call in (
        lambda: made.uncertainty(1, 1),
        lambda: made.uncertainty(10, None),
        lambda: made.uncertainty(10, 1, level=2),
    ):
        with pytest.raises(InvalidInput):
            call()
    settled = index.build(*zones(10, 10, kind="exact"))
    with pytest.raises(InvalidInput, match="nothing open"):
        settled.sensitivity(8, 1, choices=SETTLED)


def _ishigami(x: np.ndarray) -> np.ndarray:
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_sobol_indices_of_the_ishigami_function() -> None:
    """Analytic values (Ishigami & Homma 1990; a = 7, b = 0.1): S = 0.3139, 0.4424, 0; T = 0.5576, 0.4424, 0.2437."""
    from scipy.stats import qmc

    points = (2 * qmc.Sobol(6, rng=np.random.default_rng(1)).random(2**15) - 1) * np.pi
    a, b = points[:, :3], points[:, 3:]
    mixed = []
    for k in range(3):
        swapped = a.copy()
        swapped[:, k] = b[:, k]
        mixed.append(_ishigami(swapped))
    found = index.sobol(_ishigami(a), _ishigami(b), np.array(mixed), seed=1)
    assert found.first == pytest.approx([0.3139, 0.4424, 0], abs=0.01)
    assert found.total == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.01)
    assert (found.first_ci[:, 0] <= found.first).all()
    assert (found.total <= found.total_ci[:, 1]).all()


@given(st.integers(0, 1000), st.lists(st.floats(0.2, 3), min_size=2, max_size=4))
def test_sobol_indices_of_a_sum(seed, slopes) -> None:
    """Independent terms: first-order and total share are both slope² / Σ slope²."""
    k, rng = len(slopes), np.random.default_rng(seed)
    a, b = rng.normal(size=(20_000, k)), rng.normal(size=(20_000, k))
    c = np.array(slopes)
    mixed = np.array([a @ c + (b[:, j] - a[:, j]) * c[j] for j in range(k)])
    from zonestats.index.sensitivity import _shares

    first, total, _ = _shares(a @ c, b @ c, mixed)
    assert first == pytest.approx(c**2 / np.sum(c**2), abs=0.05)
    assert total == pytest.approx(c**2 / np.sum(c**2), abs=0.05)


def test_the_only_open_factor_has_all_the_variance() -> None:
    exact = index.build(*zones(12, 11, kind="exact"))
    found = exact.sensitivity(128, 1, choices=Choices(weights=0.4, normalise=("own",), aggregate=("own",)))
    assert found.factors == ("weights",)
    assert found.total[0] == pytest.approx(1, abs=0.2)
    assert found.evaluations == 128 * 3


def test_sampling_matters_more_with_fewer_answers() -> None:
    few = index.build(*zones(12, 12, answers=20)).sensitivity(128, 1)
    many = index.build(*zones(12, 12, answers=20_000)).sensitivity(128, 1)
    share = [f.total[f.factors.index("sampling")] for f in (few, many)]
    assert share[0] > 0.7
    assert share[0] > share[1]
    assert few.zone_total.shape == (len(few.factors), 12)
    assert "total share" in few.summary()


def test_sensitivity_is_repeatable() -> None:
    made = index.build(*zones(10, 13))
    assert made.sensitivity(16, 1).total.tobytes() == made.sensitivity(16, 1).total.tobytes()


NESTED = {
    "name": "all", "normalise": "goalposts", "children": [
        {"name": "one", "children": [{"name": "a", "kind": "percent", "low": 0, "high": 100}]},
        {"name": "two", "children": [{"name": "b", "low": 0, "high": 10, "weight": 3}]},
    ],
}  # fmt: skip


def test_intervals_of_every_node_follow_the_sampling_error() -> None:
    rows = [{"zone": "z", "indicator": "a", "value": 40.0, "n": 600}, {"zone": "z", "indicator": "b", "value": 5.0}]
    found = index.build(NESTED, rows).intervals(20_000, 4)
    low, high = found.of("z", "a")
    half = 1.96 * 100 * np.sqrt(0.4 * 0.6 / 600)
    assert (low, high) == pytest.approx((40 - half, 40 + half), abs=0.2)
    assert found.of("z", "one") == (low, high)
    assert found.of("z", "two") == (50.0, 50.0)  # exact: no width
    assert found.of("z", "all") == pytest.approx(((low + 50) / 2, (high + 50) / 2))
    again = index.build(NESTED, rows).intervals(20_000, 4)
    assert np.array_equal(found.low, again.low)


def test_intervals_agree_with_the_sampling_part_of_the_uncertainty() -> None:
    spec, data = zones(12, 5)
    made = index.build(spec, data)
    low, high = made.intervals(4_000, 9).low[:, -1], made.intervals(4_000, 9).high[:, -1]
    spread = made.uncertainty(4_000, 9, choices=SETTLED).sampling
    assert low == pytest.approx(spread.score_low, abs=1.5)
    assert high == pytest.approx(spread.score_high, abs=1.5)


def test_intervals_of_a_missing_node_are_missing_and_wrong_names_are_told() -> None:
    rows = [{"zone": "z", "indicator": "a", "value": None}, {"zone": "z", "indicator": "b", "value": 5.0}]
    found = index.build(NESTED, rows).intervals(100, 1)
    assert np.isnan(found.of("z", "one")).all()
    with pytest.raises(InvalidInput, match="there is no c of z"):
        found.of("z", "c")
    with pytest.raises(InvalidInput, match="at least 2 draws"):
        index.build(NESTED, rows).intervals(1, 1)
    assert "z: " in found.summary()
