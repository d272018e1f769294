"""A made sample under every design: R's survey 4.1-1 as fixed values, svy as it is installed; both to 1e-9."""

from typing import Any

import numpy as np
import pytest

from zonestats import survey
from zonestats.errors import InvalidInput
from zonestats.tests.survey_data import Made

CLOSE = 1e-9
M = Made()
STRATA = {"strata": M.stratum}
CLUSTERS = STRATA | {"clusters": M.cluster}
FINITE = CLUSTERS | {"fpc": M.fpc1}
TWO = STRATA | {"clusters": np.column_stack([M.cluster, M.person]), "fpc": np.column_stack([M.fpc1, M.fpc2])}
MARGINS = [(M.age, M.ages), (M.sex, M.sexes)]
DESIGNS: dict[str, dict[str, Any]] = {
    "simple": {},
    "strata": STRATA,
    "clusters": CLUSTERS,
    "finite": FINITE,
    "two stages": TWO,
    "domain": FINITE | {"domain": M.domain},
    "raked": FINITE | {"margins": MARGINS},
    "raked domain": FINITE | {"margins": MARGINS, "domain": M.domain},
    "post-stratified": FINITE | {"calibration": survey.poststratify(M.weight, M.age, M.ages)},
    "linear": FINITE | {"calibration": survey.calibrate(M.weight, np.column_stack([np.ones(M.n), M.x]), [5800, 54000])},
}
# (estimate, standard error, design effect) of svymean, svytotal, svyratio, svymean of a 0/1 variable, with deff=TRUE
R = {
    "simple mean": (18.8870928612739, 0.324234597940685, 1.09445767252023),
    "simple total": (105807.76066, 2762.08296586571, 2.53074789563315),
    "simple ratio": (2.02308886672843, 0.0258868062821941, 1.10539495388017),
    "simple proportion": (0.616197082533041, 0.0378987764336136, 0.994040058622768),
    "strata mean": (18.8870928612739, 0.198695596110931, 0.411014121148573),
    "strata total": (105807.76066, 2368.10367625096, 1.86027379922208),
    "strata ratio": (2.02308886672843, 0.0199688422489599, 0.657758247609695),
    "strata proportion": (0.616197082533041, 0.0382499293688614, 1.01254604925552),
    "clusters mean": (18.8870928612739, 0.475454174045921, 2.35340997016196),
    "clusters total": (105807.76066, 5247.49562280975, 9.13439136934751),
    "clusters ratio": (2.02308886672843, 0.0305821197783709, 1.54275051483937),
    "clusters proportion": (0.616197082533041, 0.0383285638095267, 1.01671352544225),
    "finite mean": (18.8870928612739, 0.382065831386842, 1.51969578868723),
    "finite total": (105807.76066, 4123.14152311812, 5.63938739144548),
    "finite ratio": (2.02308886672843, 0.024133657856778, 0.960742124312862),
    "finite proportion": (0.616197082533041, 0.0302089564496581, 0.631575034663544),
    "two stages mean": (18.8870928612739, 0.389746298882665, 1.58140919461694),
    "two stages total": (105807.76066, 4297.1767294165, 6.12550467685829),
    "two stages ratio": (2.02308886672843, 0.0259574465200735, 1.11143601601761),
    "two stages proportion": (0.616197082533041, 0.0364771559688908, 0.920863901548065),
    "domain mean": (19.9596251147449, 0.389205842127013, 0.95928947654055),
    "domain total": (60925.198812, 3332.23562931602, 7.54698064930295),
    "domain ratio": (2.10149543374749, 0.0289329700572583, 0.888819510288812),
    "domain proportion": (0.614941839627679, 0.0442413834091889, 0.74049277087462),
    "raked mean": (18.911255211676, 0.375497527163246, 1.46767908301658),
    "raked total": (109685.280227721, 2177.88565754683, 1.46767908301658),
    "raked ratio": (2.03222740138057, 0.0234778380156835, 0.881635477615028),
    "raked proportion": (0.618068586568348, 0.0301218822138454, 0.628475243165092),
    "raked domain mean": (19.9639935426809, 0.378217266914443, 0.903631493407781),
    "raked domain total": (64233.1020475638, 2522.47120872877, 3.88273847764447),
    "raked domain ratio": (2.11080179540248, 0.0242351075662392, 0.603797957912945),
    "raked domain proportion": (0.617738382632669, 0.0419997520925198, 0.668176543578004),
    "post-stratified mean": (18.9143239123148, 0.378093030432073, 1.48895319411195),
    "post-stratified total": (109703.078691426, 2192.93957650602, 1.48895319411196),
    "post-stratified ratio": (2.0324265069106, 0.0237167471754762, 0.901440732367891),
    "post-stratified proportion": (0.618574904149084, 0.029586445746004, 0.606638606459643),
    "linear mean": (18.8286083958644, 0.214013289129093, 0.474569517718235),
    "linear total": (109205.928696013, 1241.27707694874, 0.474569517718235),
    "linear ratio": (2.02233201288914, 0.0229866125360877, 0.863613757616964),
    "linear proportion": (0.615580606957411, 0.0283243617999795, 0.554339801657723),
}


def _estimate(design: str, kind: str) -> survey.Estimate:
    values = M.yes if kind == "proportion" else M.y
    below = {"denominator": M.x} if kind == "ratio" else {}
    return survey.estimate(values, M.weight, kind=kind, **below, **DESIGNS[design])


@pytest.mark.parametrize("case", sorted(R))
def test_against_r(case: str) -> None:
    design, _, kind = case.rpartition(" ")
    found = _estimate(design, kind)
    assert (found.estimate, found.se, found.deff) == pytest.approx(R[case], rel=CLOSE)
    assert found.n_eff == pytest.approx(found.n / found.deff)


def test_t_interval_and_degrees_of_freedom() -> None:
    """confint(svymean(~y, d), df = degf(d)), 19 clusters in 4 strata."""
    found = _estimate("finite", "mean")
    assert found.df == 15
    assert found.ci == pytest.approx((18.0727388185905, 19.7014469039573), rel=CLOSE)
    assert _estimate("domain", "mean").df == 15


def test_logit_interval() -> None:
    """svyciprop(~yes, method = "logit")."""
    found = _estimate("finite", "proportion")
    assert found.interval == "logit"
    assert found.ci == pytest.approx((0.550125622472119, 0.678240387650681), rel=CLOSE)


def test_korn_graubard_interval_for_a_rare_answer() -> None:
    """svyciprop(~rare, method = "beta"): three of 160, fewer than five effective answers."""
    found = survey.estimate(M.rare, M.weight, kind="proportion", **FINITE)
    assert found.n_eff * found.estimate < 5
    assert found.interval == "Korn–Graubard"
    assert found.ci == pytest.approx((0.00366050226057113, 0.0401042713968492), rel=CLOSE)


@pytest.mark.parametrize(
    ("rule", "mean", "total"),
    [
        ("certainty", 0.42466112457425, 3160.08061937117),
        ("adjust", 0.474481960695092, None),  # R centres totals at 0; svy and ours at the mean of all units
        ("average", 0.490356429174625, 3648.94679250973),
    ],
)
def test_one_unit_strata(rule: str, mean: float, total: float | None) -> None:
    """options(survey.lonely.psu = …) with the third stratum cut down to one cluster."""
    kept = (M.stratum != 2) | (M.cluster == 203)
    design = {name: array[kept] for name, array in FINITE.items()}
    found = survey.estimate(M.y[kept], M.weight[kept], singleton=rule, **design)
    assert (found.estimate, found.se) == pytest.approx((18.5241745908376, mean), rel=CLOSE)
    summed = survey.estimate(M.y[kept], M.weight[kept], kind="total", singleton=rule, **design)
    assert summed.se == pytest.approx(3163.2883208040116 if total is None else total, rel=CLOSE)


def test_one_unit_strata_are_refused_by_name() -> None:
    kept = (M.stratum != 2) | (M.cluster == 203)
    with pytest.raises(InvalidInput, match=r"single unit at stage 1 \(2\)"):
        survey.estimate(M.y[kept], M.weight[kept], strata=M.stratum[kept], clusters=M.cluster[kept])


@pytest.mark.parametrize(
    ("options", "se"),
    [
        (FINITE, 0.383272235343855),
        (FINITE | {"centre": "full"}, 0.383273764404829),
        ({"clusters": M.cluster}, 0.936565473645618),
        ({"clusters": M.cluster, "margins": MARGINS}, 1.00065748963934),
        (FINITE | {"margins": MARGINS}, 0.409321143031995),
    ],
)
def test_jackknife(options: dict[str, Any], se: float) -> None:
    """as.svrepdesign, type JKn and JK1, with rake() and calibrate() of every replicate."""
    assert survey.jackknife(M.y, M.weight, **options).se == pytest.approx(se, rel=CLOSE)


def test_jackknife_of_a_ratio() -> None:
    found = survey.jackknife(M.y, M.weight, kind="ratio", denominator=M.x, **FINITE)
    assert (found.estimate, found.se) == pytest.approx((2.02308886672843, 0.0242593386965472), rel=CLOSE)


@pytest.mark.parametrize(
    ("distance", "bounds", "squares", "least", "most", "total"),
    [
        ("linear", (0.97, 1.12), 215392.39974161, 1.00948664631681, 1.02569731958815, 107625.09833774),
        ("logit", (0.9, 1.3), 215392.235500378, 1.00962768483437, 1.02581905547865, 107625.099331161),
    ],
)
def test_calibration_with_bounds(
    distance: str, bounds: tuple[float, float], squares: float, least: float, most: float, total: float
) -> None:
    """calibrate(~x + sex, calfun = …, bounds = …)."""
    table = np.column_stack([np.ones(M.n), M.x, M.sex])
    made = survey.calibrate(M.weight, table, [5700, 53200, 3046], distance=distance, bounds=bounds)
    found = (np.sum(made.weights**2), made.factors.min(), made.factors.max(), made.weights @ M.y)
    assert found == pytest.approx((squares, least, most, total), rel=CLOSE)


def test_raked_weights() -> None:
    made = survey.rake(M.weight, MARGINS)
    found = (np.sum(made.weights**2), made.factors.min(), made.factors.max(), made.weights @ M.y)
    assert found == pytest.approx((225000.177451534, 0.895186094149745, 1.18420434434491, 109685.280227721), rel=CLOSE)


@pytest.fixture(scope="module")
def estimation() -> Any:
    svy = pytest.importorskip("svy")
    polars = pytest.importorskip("polars")
    names = ("stratum", "cluster", "person", "weight", "y", "x", "yes", "domain", "fpc1", "fpc2")
    table = polars.DataFrame({name: getattr(M, name) for name in names})
    size = svy.PopSize(psu="fpc1", ssu="fpc2")
    design = svy.Design(stratum="stratum", psu="cluster", ssu="person", wgt="weight", pop_size=size)
    return svy.Sample(table, design).estimation


def test_mean_against_svy(estimation: Any) -> None:
    theirs = estimation.mean("y", deff="wor").estimates[0]
    ours = _estimate("two stages", "mean")
    assert (ours.estimate, ours.se, ours.deff) == pytest.approx((theirs.est, theirs.se, theirs.deff), rel=CLOSE)
    assert ours.ci == pytest.approx((theirs.lci, theirs.uci), rel=CLOSE)
    assert ours.df == theirs.df


def test_total_against_svy(estimation: Any) -> None:
    theirs = estimation.total("y").estimates[0]
    ours = _estimate("two stages", "total")
    assert (ours.estimate, ours.se) == pytest.approx((theirs.est, theirs.se), rel=CLOSE)


def test_ratio_against_svy(estimation: Any) -> None:
    theirs = estimation.ratio("y", "x").estimates[0]
    ours = _estimate("two stages", "ratio")
    assert (ours.estimate, ours.se) == pytest.approx((theirs.est, theirs.se), rel=CLOSE)


def test_proportion_against_svy(estimation: Any) -> None:
    theirs = estimation.prop("yes").estimates[1]
    ours = _estimate("two stages", "proportion")
    assert (ours.estimate, ours.se) == pytest.approx((theirs.est, theirs.se), rel=CLOSE)
    assert ours.ci == pytest.approx((theirs.lci, theirs.uci), rel=CLOSE)


def test_domain_against_svy(estimation: Any) -> None:
    import svy

    theirs = estimation.mean("y", where=svy.col("domain"), deff="wor").estimates[0]
    ours = survey.estimate(M.y, M.weight, domain=M.domain, **TWO)
    assert (ours.estimate, ours.se, ours.deff) == pytest.approx((theirs.est, theirs.se, theirs.deff), rel=CLOSE)
