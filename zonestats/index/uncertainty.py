"""How sure is a rank? Sampling error and choices, apart and together."""

from dataclasses import dataclass

import numpy as np

from zonestats import checks
from zonestats.checks import FloatArray
from zonestats.errors import InvalidInput, Refusal
from zonestats.index.choices import STEPS, Choices, picks, score
from zonestats.index.draws import draw
from zonestats.index.model import OWN, Model, evaluate, ranks


@dataclass(frozen=True, eq=False)
class Spread:
    """Of every zone's rank and score: interval, mean, median. ``top``: share of draws in which it is best."""

    rank_low: FloatArray
    rank_high: FloatArray
    rank_mean: FloatArray
    rank_median: FloatArray
    score_low: FloatArray
    score_high: FloatArray
    top: FloatArray


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """``sampling`` draws only the estimated indicators, ``choices`` only the choices, ``joint`` both."""

    zones: tuple[str, ...]
    nominal: FloatArray
    sampling: Spread
    choices: Spread
    joint: Spread
    n: int
    seed: int
    level: float
    refusal: Refusal | None

    def summary(self) -> str:
        """Plain text: n, and for every zone the rank and its three intervals."""
        head = f"Ranks of {len(self.zones)} zones, {self.n:,} draws, {self.level:.0%} intervals"
        if self.refusal is not None:
            return f"{head}: {self.refusal}"
        lines = [
            f"{self.zones[k]}: {self.nominal[k]:.0f} (sampling {_span(self.sampling, k)}, "
            f"choices {_span(self.choices, k)}, both {_span(self.joint, k)})"
            for k in np.argsort(self.nominal, kind="stable")
            if np.isfinite(self.nominal[k])
        ]
        return "\n".join([head, *lines])


@dataclass(frozen=True, eq=False)
class Intervals:
    """Of every zone's score at every node, from sampling error alone: ``low`` and ``high`` (zones, nodes)."""

    zones: tuple[str, ...]
    nodes: tuple[str, ...]
    low: FloatArray
    high: FloatArray
    n: int
    seed: int
    level: float

    def of(self, zone: str, node: str) -> tuple[float, float]:
        """Low and high of one zone at one node."""
        if zone not in self.zones or node not in self.nodes:
            raise InvalidInput("zone and node", f"there is no {node} of {zone}")
        place = self.zones.index(zone), self.nodes.index(node)
        return float(self.low[place]), float(self.high[place])

    def summary(self) -> str:
        """Plain text: the interval of the whole for every zone."""
        head = f"Scores of {len(self.zones)} zones, {self.n:,} draws of the sample, {self.level:.0%} intervals"
        whole = zip(self.zones, self.low[:, -1], self.high[:, -1], strict=True)
        lines = [f"{zone}: {low:.1f} to {high:.1f}" for zone, low, high in whole]
        return "\n".join([head, *lines])


def intervals(model: Model, n: int, seed: int, level: float) -> Intervals:
    """See :meth:`zonestats.index.Index.intervals`."""
    if n < 2:
        raise InvalidInput("n", "needs at least 2 draws")
    used, share = checks.seed_of(seed), checks.fraction("level", level)
    values = draw(model.spec, model.data, np.random.default_rng(used), n)
    scores = evaluate(model, values)
    tails = [0.5 - share / 2, 0.5 + share / 2]
    spans = np.stack([_quantiles(scores[name], tails, "linear") for name in model.nodes], axis=2)
    return Intervals(model.data.zones, model.nodes, spans[0], spans[1], n, used, level)


def uncertain(
    model: Model, nominal: FloatArray, n: int, seed: int, choices: Choices, level: float, refusal: Refusal | None
) -> Uncertainty:
    """See :meth:`zonestats.index.Index.uncertainty`."""
    if n < 2:
        raise InvalidInput("n", "needs at least 2 draws")
    used = checks.seed_of(seed)
    share = checks.fraction("level", level)
    rng = np.random.default_rng(used)
    values = draw(model.spec, model.data, rng, n)
    picked = picks(choices, rng.random((n, len(STEPS))))
    factors = 1 + choices.weights * rng.uniform(-1, 1, (n, len(model.nodes)))
    fixed = np.zeros_like(picked)
    same = Choices(0.0, (OWN,), (OWN,), (OWN,), (OWN,))
    runs = (
        score(model, values, same, fixed, None),
        score(model, None, choices, picked, factors),
        score(model, values, choices, picked, factors),
    )
    sampling, chosen, joint = (spread(run, share, refusal) for run in runs)
    return Uncertainty(model.data.zones, nominal, sampling, chosen, joint, n, used, level, refusal)


def spread(scores: FloatArray, level: float, refusal: Refusal | None) -> Spread:
    """Quantiles over the draws; ranks are NaN where there are too few zones to rank."""
    tails = [0.5 - level / 2, 0.5 + level / 2]
    placed = np.full(scores.shape, np.nan) if refusal else ranks(scores)
    rank_low, rank_high = _quantiles(placed, tails, "inverted_cdf")
    score_low, score_high = _quantiles(scores, tails, "linear")
    middle = _quantiles(placed, [0.5], "linear")[0]
    known = np.isfinite(placed)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known.any(axis=0), np.where(known, placed, 0.0).sum(axis=0) / count, np.nan)
    top = np.where(known.any(axis=0), np.mean(placed == 1, axis=0), np.nan)
    return Spread(rank_low, rank_high, mean, middle, score_low, score_high, top)


def _quantiles(x: FloatArray, q: list[float], method: str) -> FloatArray:
    out = np.full((len(q), x.shape[1]), np.nan)
    whole = np.isfinite(x).all(axis=0)
    out[:, whole] = np.quantile(x[:, whole], q, axis=0, method=method)  # type: ignore[call-overload]
    for k in np.flatnonzero(~whole & np.isfinite(x).any(axis=0)):
        known = x[np.isfinite(x[:, k]), k]
        out[:, k] = np.quantile(known, q, method=method)  # type: ignore[call-overload]
    return out


def _span(spread: Spread, k: int) -> str:
    return f"{spread.rank_low[k]:.0f}–{spread.rank_high[k]:.0f}"
