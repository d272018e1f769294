"""Rolling-origin evaluation: forecast from every origin what came after it, beside prior counts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.accuracy.probability import Calibration, brier, calibration
from zonestats.accuracy.ranking import hit_rate, pai, pei
from zonestats.checks import BoolArray, FloatArray, IntArray
from zonestats.errors import InvalidInput, Refusal
from zonestats.forecast.prior import prior_counts

_DRAWS = 2_000  # bootstrap draws of origins
_ORIGINS = 5  # fewer cannot show how much the difference varies


class Model(Protocol):
    """What ``fit`` must give back."""

    @property
    def refusal(self) -> Refusal | None:
        """Why it does not predict."""

    def predict(self, day: float) -> FloatArray:
        """Expected events on [day, day + 1) per cell, in ascending order of cell ids."""


@dataclass(frozen=True)
class Trial:
    """Result of ``rolling_origin``; rows are origins, columns the named shares of the area.

    ``hits`` share of events caught, ``pai`` and ``pei`` at each share, for the model and for prior counts; ``brier`` of
    "at least one event in this cell in this period"; ``gain`` mean difference of hits (model − prior counts) with
    ``gain_ci`` by bootstrap over origins. ``beats_prior_counts`` where the whole interval lies above 0.
    """

    origins: FloatArray
    shares: FloatArray
    events: IntArray  # (origins,) reported events in the period after each origin
    hits: FloatArray
    pai: FloatArray
    pei: FloatArray
    brier: FloatArray  # (origins,)
    prior_hits: FloatArray
    prior_pai: FloatArray
    prior_pei: FloatArray
    prior_brier: FloatArray
    gain: FloatArray  # (shares,)
    gain_ci: FloatArray  # (shares, 2), 95 %
    calibration: Calibration | None  # expected against observed counts over all origins
    cells: IntArray
    horizon: float
    seed: int
    refusal: Refusal | None = None

    @property
    def beats_prior_counts(self) -> BoolArray:
        """Whether the model is better than prior counts at each share, beyond chance."""
        return np.asarray(self.gain_ci[:, 0] > 0)

    def summary(self) -> str:
        """Origins, events, hits of both and whether the difference is more than chance, in plain text."""
        head = f"Rolling origin: {self.origins.size} origins, {self.horizon:g} days each, {self.cells.size:,} cells"
        if self.refusal is not None:
            return f"{head}: {self.refusal}"
        lines = [f"{head}, {int(self.events.sum()):,} events predicted"]
        for k, share in enumerate(self.shares):
            verdict = "better than prior counts" if self.gain_ci[k, 0] > 0 else "not shown to beat prior counts"
            lines.append(
                f"{share:.0%} of the area: {np.nanmean(self.hits[:, k]):.1%} of events, prior counts "
                f"{np.nanmean(self.prior_hits[:, k]):.1%}; difference {self.gain[k]:+.1%} "
                f"({self.gain_ci[k, 0]:+.1%} to {self.gain_ci[k, 1]:+.1%}): {verdict}"
            )
        return "\n".join(lines)


_Score = tuple[FloatArray, FloatArray, FloatArray, float]  # hits, PAI and PEI at each share, Brier score


@dataclass(frozen=True)
class _Places:
    ids: IntArray  # ascending
    area: FloatArray
    shares: FloatArray


def rolling_origin(
    cell_ids: ArrayLike,
    t: ArrayLike,
    *,
    reported: ArrayLike,
    fit: Callable[[float], Model],
    origins: ArrayLike,
    seed: int,
    horizon: float = 7.0,
    cells: ArrayLike | None = None,
    area: ArrayLike | None = None,
    shares: ArrayLike = (0.01, 0.05, 0.1),
) -> Trial:
    """Fit at every origin on what was known then, score on the ``horizon`` days after it, beside prior counts.

    ``fit(origin)`` gives a model trained on reported events before ``origin`` (pass it as ``train=``); its
    ``predict(day)`` is asked for every day of the period and added up. ``cell_ids`` (n,) whole numbers, ``t`` (n,) days;
    only *reported* events are scored. ``cells`` (k,) lists all cells (default those that occur), ``area`` (k,) their
    areas in that order. Ties in a ranking count against the forecast (fewest events first). Fewer than five origins
    with events, or a model that refuses: ``.refusal``.

    Source: Tashman 2000, Int. J. Forecasting 16, 437–450 (rolling origin); Chainey, Tompson & Uhlig 2008 (PAI); Hunt
    2016 (PEI); Adepeju, Rosser & Cheng 2016, Int. J. Geogr. Inf. Sci. 30 (against simple baselines).

    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> ids, t = rng.integers(0, 40, 2000) * rng.integers(0, 2, 2000), np.sort(rng.uniform(0, 500, 2000))
    >>> told = np.ones(2000, bool)
    >>> trial = rolling_origin(ids, t, reported=told, origins=range(400, 490, 14), seed=1,
    ...     fit=lambda origin: prior_counts(ids, t, reported=told, train=origin, cells=range(40)), cells=range(40))
    >>> trial.gain.tolist(), trial.beats_prior_counts.any()
    ([0.0, 0.0, 0.0], np.False_)
    """
    ids, times = checks.integers("cell_ids", cell_ids), checks.floats("t", t)
    told = checks.booleans("reported", reported)
    checks.same_length(cell_ids=ids, t=times, reported=told)
    starts, span = (
        checks.floats("origins", np.atleast_1d(np.asarray(origins)), minimum=1),
        checks.positive("horizon", horizon),
    )
    where = _places(ids, cells, area, shares)
    scored: list[tuple[_Score, _Score]] = []
    rows: list[tuple[FloatArray, FloatArray]] = []
    refusal = None
    for origin in starts:
        models = fit(float(origin)), prior_counts(ids, times, reported=told, train=float(origin), cells=where.ids)
        refusal = refusal or models[0].refusal or models[1].refusal
        if refusal:
            break
        after = told & (times >= origin) & (times < origin + span)
        observed = _counts(ids[after], where.ids)
        expected = [_expected(model, float(origin), span, where.ids.size) for model in models]
        rows.append((observed, expected[0]))
        scored.append((_score(observed, expected[0], where), _score(observed, expected[1], where)))
    return _trial(scored, rows, starts, where, span, checks.seed_of(seed), refusal)


def _places(ids: IntArray, cells: ArrayLike | None, area: ArrayLike | None, shares: ArrayLike) -> _Places:
    named = (
        np.unique(ids)
        if cells is None
        else checks.integers("cells", list(cells) if isinstance(cells, range) else cells)
    )
    size = np.ones(named.size) if area is None else checks.floats("area", area)
    checks.same_length(cells=named, area=size)
    order = np.argsort(named, kind="stable")
    if named.size == 0 or (np.diff(named[order]) == 0).any():
        raise InvalidInput("cells", "must name every cell once")
    wanted = checks.floats("shares", np.atleast_1d(np.asarray(shares)), minimum=1)
    if ((wanted <= 0) | (wanted >= 1)).any():
        raise InvalidInput("shares", "must lie between 0 and 1")
    if (size <= 0).any():
        raise InvalidInput("area", "must be above 0")
    return _Places(named[order], size[order], wanted)


def _counts(ids: IntArray, known: IntArray) -> FloatArray:
    at = np.minimum(np.searchsorted(known, ids), known.size - 1)
    inside = known[at] == ids  # an event in a cell nobody listed cannot be caught by any forecast of these cells
    return np.bincount(at[inside], minlength=known.size).astype(np.float64)


def _expected(model: Model, origin: float, span: float, cells: int) -> FloatArray:
    days = np.arange(origin, origin + span)
    total = np.zeros(cells)
    for day in days:
        risk = np.asarray(model.predict(float(day)), dtype=np.float64)
        if risk.shape != (cells,):
            raise InvalidInput(
                "fit", f"its model must predict {cells} cells in ascending order of ids, not {risk.shape}"
            )
        total += risk * min(1.0, origin + span - day)
    return total


def _score(observed: FloatArray, expected: FloatArray, where: _Places) -> _Score:
    happened = brier((observed > 0).astype(np.float64), -np.expm1(-expected)).score
    blank = np.full(where.shares.size, np.nan)
    if observed.sum() == 0:
        return blank, blank, blank, happened
    curve = hit_rate(observed, expected / where.area, area=where.area)
    ground = curve.area_share[1:]
    hits = np.interp(where.shares, curve.area_share, curve.event_share)
    efficiency = np.interp(where.shares, ground, pei(observed, expected / where.area, area=where.area))
    index = np.interp(where.shares, ground, pai(observed, expected / where.area, area=where.area))
    return hits, index, efficiency, happened


def _trial(
    scored: list[tuple[_Score, _Score]], rows: list[tuple[FloatArray, FloatArray]], starts: FloatArray, where: _Places,
    span: float, seed: int, refusal: Refusal | None,
) -> Trial:  # fmt: skip
    events = np.array([observed.sum() for observed, _ in rows], dtype=np.int64)
    told = int((events > 0).sum())
    if refusal is None and told < _ORIGINS:
        reason = f"A trial needs {_ORIGINS} origins with events after them; there are {told}."
        refusal = Refusal("not_enough", reason, told, _ORIGINS)
    if refusal is not None:
        scored, rows, events = [], [], np.zeros(0, dtype=np.int64)
    ours, prior = (_table([row[side] for row in scored], where.shares.size) for side in (0, 1))
    gain, ci = _gain(ours[0] - prior[0], seed)
    good = None
    if rows:
        seen, said = (np.concatenate([row[side] for row in rows]) for side in (0, 1))
        good = calibration(seen, said, kind="count")
    return Trial(starts, where.shares, events, *ours, *prior, gain, ci, good, where.ids, span, seed, refusal)


def _table(scores: list[_Score], k: int) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    hits, index, efficiency = (np.array([row[part] for row in scores]).reshape(-1, k) for part in range(3))
    return hits, index, efficiency, np.array([row[3] for row in scores], dtype=np.float64)


def _gain(difference: FloatArray, seed: int) -> tuple[FloatArray, FloatArray]:
    """Mean over origins and its 95 % bootstrap interval: origins, not events, are drawn."""
    known = difference[np.isfinite(difference).all(axis=1)]
    k = difference.shape[1]
    if len(known) == 0:
        return np.full(k, np.nan), np.full((k, 2), np.nan)
    drawn = np.random.default_rng(seed).integers(0, len(known), (_DRAWS, len(known)))
    means = known[drawn].mean(axis=1)
    return known.mean(axis=0), np.quantile(means, [0.025, 0.975], axis=0).T
