"""California schools: the figures of R's survey package (4.1-1) and its documentation, to 1e-9."""

import numpy as np
import pytest

from zonestats import survey
from zonestats.tests.api_schools import MET, TYPES, Clustered, Stratified, TwoStages

CLOSE = 1e-9
STRAT, CLUS1, CLUS2 = Stratified(), Clustered(), TwoStages()
BY_DISTRICT = {"clusters": CLUS1.district, "fpc": 757}
MARGINS = [(CLUS1.type, TYPES), (CLUS1.met, MET)]


def test_stratified_mean() -> None:
    """svymean(~api00, dstrat): 662.29, SE 9.4089, DEff 1.2045."""
    found = survey.estimate(STRAT.api00, STRAT.weight, strata=STRAT.stratum, fpc=STRAT.population)
    assert found.estimate == pytest.approx(662.287363159321, rel=CLOSE)
    assert found.se == pytest.approx(9.40894080278458, rel=CLOSE)
    assert found.deff == pytest.approx(1.20445726853772, rel=1e-3)  # the pooled spread is made, not the schools'
    assert found.df == 197


def test_stratified_total() -> None:
    """svytotal(~enroll, dstrat): 3687178, SE 114642."""
    found = survey.estimate(STRAT.enroll, STRAT.weight, kind="total", strata=STRAT.stratum, fpc=STRAT.population)
    assert found.estimate == pytest.approx(3687177.53243828, rel=CLOSE)
    assert found.se == pytest.approx(114641.71610078, rel=CLOSE)


def test_cluster_mean() -> None:
    """svymean(~api00, dclus1): 644.17, SE 23.542."""
    found = survey.estimate(CLUS1.api00, CLUS1.weight, **BY_DISTRICT)
    assert (found.estimate, found.se) == pytest.approx((644.169398907104, 23.542240693781), rel=CLOSE)
    assert (found.df, found.n) == (14, 183)


def test_cluster_total() -> None:
    """svytotal(~enroll, dclus1): 3404940, SE 932235."""
    found = survey.estimate(CLUS1.enroll, CLUS1.weight, kind="total", **BY_DISTRICT)
    assert (found.estimate, found.se) == pytest.approx((3404940.13452911, 932235.027041215), rel=CLOSE)


def test_cluster_ratio() -> None:
    """svyratio(~api00, ~api99, dclus1): 1.0613, SE 0.0062."""
    found = survey.estimate(CLUS1.api00, CLUS1.weight, kind="ratio", denominator=CLUS1.api99, **BY_DISTRICT)
    assert (found.estimate, found.se) == pytest.approx((1.0612728107529, 0.00623083121660941), rel=CLOSE)


def test_two_stages() -> None:
    """svymean(~api00, dclus2): 670.81, SE 30.099."""
    found = survey.estimate(
        CLUS2.api00,
        CLUS2.weight,
        clusters=np.column_stack([CLUS2.district, CLUS2.school]),
        fpc=np.column_stack([np.full(CLUS2.school.size, 757.0), CLUS2.schools]),
    )
    assert (found.estimate, found.se) == pytest.approx((670.811808118081, 30.0990273768366), rel=CLOSE)


def test_post_stratified_mean_and_total() -> None:
    """svymean and svytotal of postStratify(dclus1, ~stype, pop.types)."""
    made = survey.poststratify(CLUS1.weight, CLUS1.type, TYPES)
    mean = survey.estimate(CLUS1.api00, CLUS1.weight, calibration=made, **BY_DISTRICT)
    total = survey.estimate(CLUS1.enroll, CLUS1.weight, kind="total", calibration=made, **BY_DISTRICT)
    assert (mean.estimate, mean.se) == pytest.approx((642.310788211582, 23.9204864450904), rel=CLOSE)
    assert (total.estimate, total.se) == pytest.approx((3680892.94511905, 406292.636294802), rel=CLOSE)


def test_raked_mean_and_total() -> None:
    """svymean and svytotal of rake(dclus1, list(~stype, ~sch.wide), …), from the package's vignette: 641.23, SE 23.704."""
    mean = survey.estimate(CLUS1.api00, CLUS1.weight, margins=MARGINS, **BY_DISTRICT)
    total = survey.estimate(CLUS1.enroll, CLUS1.weight, kind="total", margins=MARGINS, **BY_DISTRICT)
    assert (mean.estimate, mean.se) == pytest.approx((641.23032092682, 23.7036168879225), rel=CLOSE)
    assert (total.estimate, total.se) == pytest.approx((3647280.14806521, 400603.25686197), rel=CLOSE)


def test_proportion_intervals() -> None:
    """svyciprop(~I(sch.wide == "Yes"), dclus1), methods logit and beta."""
    found = survey.estimate(CLUS1.met, CLUS1.weight, kind="proportion", **BY_DISTRICT)
    assert (found.estimate, found.se) == pytest.approx((0.87431693989071, 0.0203594772446274), rel=CLOSE)
    assert found.interval == "logit"
    assert found.ci == pytest.approx((0.823798892379034, 0.911900077021223), rel=CLOSE)


def test_korn_graubard_interval() -> None:
    from zonestats.survey.interval import korn_graubard

    share, se = 0.87431693989071, 0.0203594772446274
    found = korn_graubard(share, share * (1 - share) / se**2, 183, 14, 0.95)
    assert found == pytest.approx((0.823702210847501, 0.914704492126865), rel=CLOSE)


def test_jackknife() -> None:
    """as.svrepdesign(dclus1) and (dstrat): JK1 SE 26.329, JKn SE 9.4089."""
    one = survey.jackknife(CLUS1.api00, CLUS1.weight, **BY_DISTRICT)
    many = survey.jackknife(STRAT.api00, STRAT.weight, strata=STRAT.stratum, fpc=STRAT.population)
    total = survey.jackknife(CLUS1.enroll, CLUS1.weight, kind="total", **BY_DISTRICT)
    assert one.se == pytest.approx(26.3293605895276, rel=CLOSE)
    assert many.se == pytest.approx(9.40894080278461, rel=CLOSE)
    assert total.se == pytest.approx(932235.027041215, rel=CLOSE)
    assert (one.method, many.method) == ("JK1 jackknife", "JKn jackknife")
