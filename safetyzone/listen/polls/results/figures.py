"""Figures of one question, from a probability sample or from people who chose to answer."""

from typing import Any

import numpy as np

from safetyzone.listen.polls.results.sample import Sample
from zonestats import minimums, survey
from zonestats.checks import BoolArray
from zonestats.errors import InvalidInput
from zonestats.survey import Estimate

LEVEL = 0.95
# A share that raking sets to the population's own has no error of sampling: what is left of it is rounding.
FIXED_BY_MARGINS = 1e-9


def question(
    sample: Sample, asked: dict[str, Any], *, probability: bool, gamma: float, domain: BoolArray | None = None
) -> dict[str, Any]:
    """Each answer's figure among those who answered the question, of the people in ``domain`` where one is given."""
    name, answered = asked["name"], sample.columns.answered(asked["name"])
    among = answered if domain is None else answered & domain
    figures = []
    for choice in asked["choices"]:
        chose = sample.columns.chose(name, choice["value"])
        found = share(sample, chose, among, probability=probability, gamma=gamma)
        figures.append({"value": choice["value"], "labels": choice["labels"], **found})
    return {
        "name": name, "type": asked["type"], "labels": asked["labels"], "section": asked["section"],
        "n": int(among.sum()), "several": asked["type"].startswith("select all"), "answers": figures,
    }  # fmt: skip


def share(sample: Sample, counted: BoolArray, among: BoolArray, *, probability: bool, gamma: float) -> dict[str, Any]:
    """The share of ``counted`` among ``among``: an estimate with its interval, or a sensitivity range, or "not enough"."""
    n = int(among.sum())
    plain: dict[str, Any] = {"n": n, "count": int((counted & among).sum())}
    if n == 0:
        return plain | {"kind": "none", "refusal": _refusal(0)}
    made = _estimate(sample, counted, among)
    if not probability:
        return plain | _volunteers(plain, made, gamma, n)
    if isinstance(made, InvalidInput):
        return plain | {"kind": "none", "refusal": {"code": "design", "have": n, "need": None, "reason": str(made)}}
    if not np.isfinite([made.se, *made.ci]).all():
        return plain | {"kind": "none", "refusal": _refusal(made.n_eff if np.isfinite(made.n_eff) else 0.0, n=n)}
    refusal = made.refusal
    fixed = made.raked and made.se < FIXED_BY_MARGINS and 0 < plain["count"] < n
    return plain | {
        "kind": "estimate", "share": made.estimate, "low": made.ci[0], "high": made.ci[1], "se": made.se, "df": made.df,
        "deff": None if fixed else _finite(made.deff), "n_eff": None if fixed else _finite(made.n_eff), "level": LEVEL,
        "interval": made.interval, "raked": made.raked, "fixed": fixed,
        "refusal": None if refusal is None else _refusal(refusal.have or 0),
    }  # fmt: skip


def _estimate(sample: Sample, counted: BoolArray, among: BoolArray) -> Estimate | InvalidInput:
    try:
        return survey.estimate(
            (counted & among).astype(np.float64), sample.weight, kind="proportion", domain=among,
            drawn=sample.design, calibration=sample.calibration, level=LEVEL,
        )  # fmt: skip
    except InvalidInput as problem:
        return problem


def _volunteers(plain: dict[str, Any], made: Estimate | InvalidInput, gamma: float, n: int) -> dict[str, Any]:
    """No margin of error: nobody knows who chose not to answer."""
    share_of_answers = plain["count"] / n
    raked = made.estimate if isinstance(made, Estimate) else share_of_answers
    low, high = survey.sensitivity(raked, gamma)
    refusal = _refusal(n) if n < minimums.POLL_EFFECTIVE_ANSWERS else None
    return {"kind": "volunteers", "share": share_of_answers, "raked": raked, "sensitivity": [low, high], "gamma": gamma,
            "refusal": refusal}  # fmt: skip


def _refusal(have: float, n: int | None = None) -> dict[str, Any]:
    """``n``: answers there are where no margin can be computed although they might be enough: one cluster alone."""
    need = minimums.POLL_EFFECTIVE_ANSWERS
    if have >= need:
        reason = "All of these answers come from one place of the draw, so no margin of error can be computed."
        return {"code": "design", "have": n, "need": None, "reason": reason}
    return {"code": "not_enough", "have": have, "need": need,
            "reason": f"A survey figure needs at least {need} effective answers; there are {have:.0f}."}  # fmt: skip


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
