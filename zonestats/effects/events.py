"""Event-study data: the effect in every period, before and after."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtrc

from zonestats import checks
from zonestats.checks import FloatArray, IntArray
from zonestats.effects.clustered import clustered, make_panel
from zonestats.effects.poisson import Rows, fit, sandwich, small_sample
from zonestats.effects.results import too_few
from zonestats.errors import InvalidInput, Refusal
from zonestats.single import one_thread


@dataclass(frozen=True, eq=False)
class EventStudy:
    """Log ratios by periods since the start; the reference period has effect 0 and no error."""

    lag: IntArray
    effect: FloatArray
    se: FloatArray
    low: FloatArray
    high: FloatArray
    p_before: float  # joint test that all effects before the start are 0
    clusters: int
    n: int
    level: float
    refusal: Refusal | None = None

    def summary(self) -> str:
        """Plain text: n, clusters, the test of the time before, the mean effect after."""
        if self.refusal is not None:
            return f"Event study, {self.n:,} events: {self.refusal}"
        after = self.effect[self.lag >= 0]
        return (
            f"Event study, {self.n:,} events, {self.clusters} units: equal trends before p = {self.p_before:.3g}; "
            f"mean ratio after {np.exp(after.mean()):.2f}"
        )


def event_study(
    counts: ArrayLike,
    treated: ArrayLike,
    unit: ArrayLike,
    period: ArrayLike,
    *,
    start: int,
    reference: int = -1,
    exposure: ArrayLike | None = None,
    level: float = 0.95,
) -> EventStudy:
    """One log ratio per period relative to ``start``, against the period ``start + reference``.

    The model, errors and sources of :func:`zonestats.effects.difference_in_differences` with treated × period instead of
    treated × post. ``p_before`` is a joint F test (Wald statistic / number of lags; G − 1 degrees of freedom) that the
    effects before the start are 0: a small one says the sides were already drifting apart, a large one does not prove
    that they were not.

    Arrays as there. Errors: InvalidInput if ``start`` or the reference lies outside the periods. Refusals as there, and
    with too few units for the number of lags.

    >>> import numpy as np
    >>> from zonestats import effects
    >>> unit, period = np.repeat(np.arange(40), 8), np.tile(np.arange(8), 40)
    >>> force = (unit < 20) & (period >= 4)
    >>> counts = np.random.default_rng(2).poisson(20 * np.where(force, 0.5, 1.0))
    >>> found = effects.event_study(counts, unit < 20, unit, period, start=4)
    >>> found.lag.tolist(), bool(np.all(found.high[found.lag >= 0] < -0.4))
    ([-4, -3, -2, -1, 0, 1, 2, 3], True)
    """
    checks.fraction("level", level)
    when = checks.integers("period", period)
    panel = make_panel(counts, treated, when >= start, unit, when, exposure)
    rows = panel.rows
    lags = panel.when - start
    if not (lags < 0).any() or not (lags >= 0).any() or reference not in lags:
        raise InvalidInput("start", f"periods must lie on both sides of it and hold the reference {reference}")
    refusal = _refusal(panel.group, rows.units, lags.size, _before(panel.treated, panel.post, rows.counts))
    nothing = np.full(lags.size, np.nan)
    n = int(rows.counts.sum())
    if refusal:
        return EventStudy(lags, nothing, nothing, nothing, nothing, np.nan, rows.units, n, level, refusal)
    effect, spread = _contrasts(rows, panel.group, int(np.flatnonzero(lags == reference)[0]), lags)
    return _result(lags, effect, spread, rows.units, n, level)


def _contrasts(rows: Rows, group: np.ndarray, reference: int, lags: IntArray) -> tuple[FloatArray, FloatArray]:
    """(lags,) differences of the two sides' own period effects from the reference's, and their covariance.

    Treated × every period leaves the sides nothing in common but the name of the periods: the likelihood is the product
    of two, and one column a lag would only be a large table.
    """
    effect, spread = np.zeros(lags.size), np.zeros((lags.size, lags.size))
    for side, sign in ((group, 1.0), (~group, -1.0)):
        own = rows.of(side)
        if (missing := np.bincount(own.period, minlength=own.periods) == 0).any():
            which = "treated" if sign > 0 else "comparison"
            raise InvalidInput("period", f"no {which} unit has a row {lags[missing][0]} periods from the start")
        fitted = fit(own, np.empty((own.counts.size, 0)))
        # The fit's own reference is the first period.
        from_first = np.vstack([np.zeros(lags.size - 1), np.eye(lags.size - 1)])
        contrast = from_first - from_first[reference]
        effect += sign * (contrast @ fitted.beta)
        with one_thread(lags.size):
            spread += contrast @ sandwich(fitted) @ contrast.T
    return effect, spread * small_sample(rows.units, rows.counts.size, 2 * (lags.size - 1))


def _before(treated: np.ndarray, post: np.ndarray, counts: FloatArray) -> tuple[float, float]:
    return float(counts[treated & ~post].sum()), float(counts[~treated & ~post].sum())


def _refusal(group: np.ndarray, units: int, lags: int, before: tuple[float, float]) -> Refusal | None:
    if units < lags + 1 or group.sum() < 2 or (~group).sum() < 2:
        reason = (
            f"not enough: {units} units for {lags} periods, more units than periods and two on each side are needed"
        )
        return Refusal("not_enough", reason, units, lags + 1)
    return too_few(*before)


def _result(lags: IntArray, effect: FloatArray, spread: FloatArray, units: int, n: int, level: float) -> EventStudy:
    se = np.sqrt(np.diag(spread))
    (low, _), _ = clustered(0.0, 1.0, units - 1, level)
    early = np.flatnonzero((lags < 0) & (se > 0))  # not the reference
    p = float("nan")
    if early.size:
        with one_thread(early.size):
            wald = effect[early] @ np.linalg.pinv(spread[np.ix_(early, early)], hermitian=True) @ effect[early]
        p = float(fdtrc(early.size, units - 1, wald / early.size))
    return EventStudy(lags, effect, se, effect + low * se, effect - low * se, p, units, n, level)
