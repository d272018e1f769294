"""Effects: synthetic control with placebo runs, difference-in-differences."""

from typing import Any

import numpy as np

from benchmarks.bench_protocol import Bench, Data

PRE = 15


def panel(n: int, seed: int) -> Data:
    """n units, the first treated, 38 periods and 14 covariates from four common factors (the Basque study's size is 18)."""
    rng = np.random.default_rng(seed)
    loadings = rng.dirichlet(np.ones(4), n)
    factors = np.cumsum(rng.normal(0.1, 0.2, (4, 38)), axis=1) + 3
    outcome = loadings @ factors + rng.normal(0, 0.05, (n, 38))
    outcome[0, PRE:] -= 0.5
    covariates = loadings @ rng.normal(size=(4, 14)) + rng.normal(0, 0.3, (n, 14))
    return {"outcome": outcome, "covariates": covariates}


def ours(outcome: Any, covariates: Any) -> Any:
    """Weights, placebo runs and jackknife."""
    from zonestats import effects

    treated = np.arange(len(outcome)) == 0
    found = effects.synthetic_control(outcome, treated, PRE, covariates=covariates, permutations=len(outcome), seed=1)
    return {"mspe": found.mspe, "p": found.p}


def pysyncon(outcome: Any, covariates: Any) -> Any:
    """The same with pysyncon: its default search, then its placebo test over all control units."""
    import pandas as pd
    from pysyncon import Dataprep, Synth
    from pysyncon.utils import PlaceboTest

    units, periods = outcome.shape
    names = [f"u{i}" for i in range(units)]
    frame = pd.DataFrame(
        {"unit": np.repeat(names, periods), "t": np.tile(np.arange(periods), units), "y": outcome.ravel()}
    )
    columns = [f"x{k}" for k in range(covariates.shape[1])]
    for k, column in enumerate(columns):
        frame[column] = np.repeat(covariates[:, k], periods)
    prepared = Dataprep(
        foo=frame, predictors=columns, predictors_op="mean", time_predictors_prior=range(PRE), dependent="y",
        unit_variable="unit", time_variable="t", treatment_identifier="u0", controls_identifier=names[1:],
        time_optimize_ssr=range(PRE),
    )  # fmt: skip
    synth, placebo = Synth(), PlaceboTest()
    options = {"optim_method": "Nelder-Mead", "optim_initial": "equal"}
    synth.fit(dataprep=prepared, **options)
    mspe = float(synth.mspe())
    placebo.fit(dataprep=prepared, scm=synth, scm_options=options, verbose=False)
    return {"mspe": mspe, "p": float(placebo.pvalue(treatment_time=PRE))}


def excess(mine: Any, theirs: Any) -> float:
    """Our pre-period error over theirs, minus 1; below 0 ours is smaller."""
    return float(mine["mspe"] / theirs["mspe"] - 1)


def counts(n: int, seed: int) -> Data:
    """n units × 24 months, a third treated after a year."""
    rng = np.random.default_rng(seed)
    unit, period = np.repeat(np.arange(n), 24), np.tile(np.arange(24), n)
    treated, post = unit % 3 == 0, period >= 12
    mean = rng.gamma(4, 3, n)[unit] * np.exp(0.1 * np.sin(period)) * np.where(treated & post, 0.8, 1.0)
    return {"counts": rng.poisson(mean), "treated": treated, "post": post, "unit": unit, "period": period}


def did(**rows: Any) -> Any:
    """Ours."""
    from zonestats import effects

    return effects.difference_in_differences(**rows).effect


def fepois(**rows: Any) -> Any:
    """pyfixest's Poisson regression with the same fixed effects and clusters."""
    import pandas as pd
    from pyfixest.estimation import fepois as fit

    frame = pd.DataFrame(rows)
    frame["force"] = (frame.treated & frame.post).astype(float)
    found = fit("counts ~ force | unit + period", data=frame, vcov={"CRV1": "unit"}, iwls_tol=1e-10)
    return float(found.coef()["force"])


def apart(mine: Any, theirs: Any) -> float:
    """Absolute difference of the log ratios."""
    return abs(float(mine) - float(theirs))


BENCHES = [
    Bench(
        "synthetic control, placebo over all controls, 14 covariates", panel, ours, pysyncon, "pysyncon", excess, (6,),
        agree_unit="of the peer's pre-period error above it (below 0: ours is smaller)", peer_max=18, full_sizes=(18,),
        budget="≥ 50× pysyncon", growth=(6, 18, 60),
        growth_ends="every unit is a placebo with a search of its own: 180 take above 400 s; for many units calibration is the method",
    ),
    Bench(
        "difference-in-differences (Poisson), units × 24 months", counts, did, fepois, "pyfixest", apart, (1484,),
        agree_unit="log ratio", peer_max=100_000,
    ),
]  # fmt: skip
