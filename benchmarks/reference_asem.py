"""The whole of COINr's ASEM example, from 49 raw indicators of 51 countries, against the figures its documentation prints.

Source of every figure: the package's articles "Presenting results", "Sensitivity analysis" and "Analysis" (version 1.1). The
data are the package's and not ours to ship; from R, ``write.csv(COINr::ASEM_iData, "asem.csv", na = "")`` gives them. Then:

    ASEM=asem.csv python -m pytest benchmarks/reference_asem.py
"""

import csv
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from zonestats import index
from zonestats.index import analysis
from zonestats.index.prepare import shape
from zonestats.tests.index_reference import CONN, PILLARS, PUBLISHED, SUST

NOT_INDICATORS = ("uCode", "uName", "Time", "EurAsia_group", "GDP_group", "GDPpc_group", "Pop_group")
STRUCTURE = {
    "Physical": "LPI Flights/Population Ship Bord/Area Elec/Energy Gas/Energy ConSpeed Cov4G",
    "ConEcFin": "Goods/GDP Services/GDP FDI/GDP PRemit/GDP ForPort/GDP",
    "Political": "Embs IGOs UNVote",
    "Instit": "-CostImpEx -Tariff -TBTs TIRcon RTAs Visa",
    "P2P": "StMob/Population Research/GDP Pat/GDP CultServ/GDP CultGood/GDP Tourist/Population MigStock/Population Lang",
    "Environ": "Renew -PrimEner -CO2 -MatCon -Forest",
    "Social": "-Poverty -Palma TertGrad -FreePress -TolMin NGOs/Population CPI FemLab WomParl",
    "SusEcFin": "-PubDebt -PrivDebt GDPGrow RDExp -NEET",
}


def asem() -> index.Data:
    """The units' values, with Europe and Asia as the groups whose means fill gaps."""
    with Path(os.environ["ASEM"]).open(encoding="utf-8") as file:
        units = list(csv.DictReader(file))
    rows = [
        {"zone": unit["uCode"], "indicator": name, "value": float(value or "nan")}
        for unit in units for name, value in unit.items() if name not in NOT_INDICATORS
    ]  # fmt: skip
    return index.table(rows, clusters={unit["uCode"]: unit["EurAsia_group"] for unit in units})


def asem_spec(**settings: Any) -> dict[str, Any]:
    """COINr's example: denominated, gaps filled by group means, treated, min–max from 0 to 100, equal weights."""
    pillars = [{"name": name, "children": [_leaf(word) for word in words.split()]} for name, words in STRUCTURE.items()]
    return {
        "name": "Index", "impute": "group_mean", "treat": "auto",
        "children": [{"name": "Conn", "children": pillars[:5]}, {"name": "Sust", "children": pillars[5:]}],
    } | settings  # fmt: skip


def _leaf(word: str) -> dict[str, Any]:
    name, _, below = word.lstrip("-").partition("/")
    return {"name": name, "direction": -1 if word.startswith("-") else 1} | ({"denominator": below} if below else {})


ASEM = asem()


@pytest.fixture(scope="module")
def built() -> index.Index:
    return index.build(asem_spec(), ASEM)


def raw(*names: str) -> np.ndarray:
    return np.column_stack([ASEM.value[:, ASEM.column(name)] for name in names])


def members(pillar: str) -> tuple[str, ...]:
    return tuple(word.lstrip("-").split("/")[0] for word in STRUCTURE[pillar].split())


@pytest.mark.parametrize("unit", PUBLISHED)
def test_scores_of_index_sub_indices_and_pillars(built: index.Index, unit: str) -> None:
    at = built.zones.index(unit)
    found = [built.scores[at], *(built.score_of(name)[at] for name in ("Conn", "Sust", *PILLARS))]
    assert [round(float(value), 2) for value in found] == list(PUBLISHED[unit])


def test_a_unit_far_down_with_its_ranks_at_every_level(built: index.Index) -> None:
    """India: score and rank of the index, both sub-indices and the pillars."""
    at = built.zones.index("IND")
    published = {
        "Index": (39.79, 45), "Conn": (28.60, 44), "Sust": (50.99, 43), "Physical": (18.78, 48), "ConEcFin": (6.38, 49),
        "Political": (51.90, 33), "Instit": (59.84, 37), "P2P": (6.07, 47), "Environ": (75.34, 6), "Social": (22.74, 51),
        "SusEcFin": (54.88, 36),
    }  # fmt: skip
    for name, (score, rank) in published.items():
        scores = built.score_of(name)
        assert round(float(scores[at]), 2) == score
        assert 1 + int((scores > scores[at]).sum()) == rank


def test_ranks_before_any_uncertainty(built: index.Index) -> None:
    published = {"AUS": 35, "AUT": 7, "BEL": 5, "BGD": 46, "BGR": 30, "BRN": 40}
    assert {unit: int(built.ranks[built.zones.index(unit)]) for unit in published} == published


def test_what_each_pillar_changes_when_it_is_left_out(built: index.Index) -> None:
    """The mean absolute change of rank, ``remove_elements``."""
    published = (1.529412, 2.627451, 2.901961, 1.176471, 1.686275, 3.098039, 3.960784, 2.627451)
    without = built.without()
    assert [round(without[pillar].mean_shift, 6) for pillar in PILLARS] == list(published)


def test_skewness_and_kurtosis_of_raw_indicators() -> None:
    skew, kurtosis = shape(raw("LPI", "Flights", "Ship", "Bord", "Elec").T)
    assert skew == pytest.approx([-0.304, 2.10, -0.576, 2.15, 2.23], abs=0.0051)
    assert kurtosis == pytest.approx([-0.657, 4.51, -0.681, 5.79, 5.79], abs=0.0051)


def test_correlations_of_raw_indicators() -> None:
    found = analysis.correlations(("CO2", "MatCon", "PrimEner", "Renew"), raw("CO2", "MatCon", "PrimEner", "Renew"))
    assert found.r[0, 1:] == pytest.approx([0.7222051, 0.3268484, -0.5986338], abs=5e-8)


def test_correlations_of_normalised_indicators_that_are_high_or_low_in_their_pillar(built: index.Index) -> None:
    published = {
        "Social": {("CPI", "FreePress"): 0.761, ("CPI", "NGOs"): 0.768},
        "Instit": {("CostImpEx", "TBTs"): -0.697, ("RTAs", "TBTs"): -0.752, ("TBTs", "TIRcon"): -0.623},
    }
    for pillar, pairs in published.items():
        found = built.correlations(pillar)
        for (a, b), r in pairs.items():
            assert found.r[found.names.index(a), found.names.index(b)] == pytest.approx(r, abs=5.1e-4)


def test_components_of_the_social_pillar() -> None:
    """Standard deviations of R's ``prcomp`` on the units without gaps."""
    found = analysis.consistency("Social", members("Social"), raw(*members("Social")))
    published = (2.2042, 1.1256, 0.9788, 0.78834, 0.77153, 0.56836, 0.42463, 0.36068, 0.25760)
    assert np.sqrt(found.variance_shares * 9) == pytest.approx(published, abs=5e-5)
    assert found.n == 51 - 14
    first = dict(zip(found.children, np.abs(found.loadings[:, 0]), strict=True))
    assert [first[name] for name in ("CPI", "FemLab", "FreePress", "NGOs", "Palma")] == pytest.approx(
        [0.417, 0.324, 0.401, 0.191, 0.302], abs=5e-4
    )


def test_cronbachs_alpha_differs_only_by_its_gaps() -> None:
    """COINr: 0.05126659 from covariances of all pairs at hand. Ours is of the complete units; without gaps they agree."""
    values = raw(*members("P2P"))
    k = values.shape[1]
    pairs = np.array([[_covariance(values[:, i], values[:, j]) for j in range(k)] for i in range(k)])
    assert k / (k - 1) * (1 - np.trace(pairs) / pairs.sum()) == pytest.approx(0.05126659, abs=5e-9)
    complete = values[np.isfinite(values).all(axis=1)]
    whole = np.cov(complete.T)
    found = analysis.consistency("P2P", members("P2P"), values)
    assert found.n == len(complete) < 51
    assert found.alpha == pytest.approx(k / (k - 1) * (1 - np.trace(whole) / whole.sum()))


def _covariance(a: np.ndarray, b: np.ndarray) -> float:
    both = np.isfinite(a) & np.isfinite(b)
    return float(np.cov(a[both], b[both])[0, 1])


def test_gaps_are_filled_with_the_mean_of_the_units_continent(built: index.Index) -> None:
    """Bangladesh lacks six values: filling them by hand with Asia's means of the denominated indicators changes no score."""
    at, asia = ASEM.zones.index("BGD"), np.array(ASEM.cluster) == "Asia"
    value = ASEM.value.copy()
    for word in " ".join(STRUCTURE.values()).split():
        name, _, below = word.lstrip("-").partition("/")
        column, size = ASEM.column(name), raw(below)[:, 0] if below else np.ones(51)
        if np.isnan(value[at, column]):
            value[at, column] = np.nanmean((ASEM.value[:, column] / size)[asia]) * size[at]
    filled = index.Data(ASEM.zones, ASEM.columns, value, ASEM.se, ASEM.n, ASEM.age, ASEM.cluster)
    assert np.isnan(ASEM.value[at]).sum() == 6
    assert np.isfinite(value[at]).all()
    assert index.build(asem_spec(), filled).scores == pytest.approx(built.scores, rel=1e-12)


@pytest.mark.parametrize("aggregate", ["geometric", "harmonic"])
def test_other_means_lie_below_the_arithmetic_one(built: index.Index, aggregate: str) -> None:
    """High up; lower down a minimum of 0 counts as 1 % of the scale in these means only."""
    other = index.build(asem_spec(aggregate=aggregate), ASEM)
    high = built.scores > 55
    assert high.sum() > 10
    assert (other.scores[high] < built.scores[high]).all()


def test_sub_indices_are_the_means_of_their_pillars(built: index.Index) -> None:
    for group, pillars in (("Conn", CONN), ("Sust", SUST)):
        mean = np.mean([built.score_of(name) for name in pillars], axis=0)
        assert built.score_of(group) == pytest.approx(mean)
    assert built.scores == pytest.approx((built.score_of("Conn") + built.score_of("Sust")) / 2)
