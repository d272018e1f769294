"""Before a trial: how likely is it to show an effect of a given size?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv, ndtri

from zonestats import checks
from zonestats.checks import FloatArray
from zonestats.effects.results import too_few
from zonestats.errors import InvalidInput, Refusal

TESTS = ("rate_ratio", "wdd")


@dataclass(frozen=True, eq=False)
class Power:
    """Share of simulated trials that reject no effect, for each size of effect, with its Monte-Carlo interval."""

    effects: FloatArray  # ratio after/before in the treated area: 0.8 = a fifth fewer
    power: FloatArray
    low: FloatArray
    high: FloatArray
    detectable: float  # effect nearest to 1 with power ≥ ``wanted``, NaN if none of those tried has it
    wanted: float
    test: str
    alpha: float
    simulations: int
    seed: int
    n: int  # events before
    refusal: Refusal | None = None

    def summary(self) -> str:
        """Plain text."""
        if self.refusal is not None:
            return f"Power: {self.refusal}"
        best = "none of the effects tried would be found that often"
        if np.isfinite(self.detectable):
            best = f"a change of {self.detectable - 1:+.0%} or more would be found"
        return (
            f"Power of {self.test} (two-sided α = {self.alpha:g}) from {self.n:,} events before, "
            f"{self.simulations:,} simulated trials: with {self.wanted:.0%} certainty {best}"
        )


def power(
    treated: ArrayLike,
    control: ArrayLike,
    *,
    effects: ArrayLike = (0.9, 0.8, 0.7, 0.6, 0.5),
    periods_after: int | None = None,
    test: str = "rate_ratio",
    wanted: float = 0.8,
    alpha: float = 0.05,
    simulations: int = 2000,
    seed: int,
) -> Power:
    """Power by simulation from the zone's own counts.

    ``treated`` and ``control``: counts per period before, the same periods, shape (n,). A trial's before and after are
    periods drawn with replacement from them, both areas together, so season and the real spread stay in; the treated
    area's counts after are thinned to the effect (or Poisson-increased above 1). Each trial is tested with "rate_ratio"
    (its variance times the Pearson dispersion) or "wdd". Add 1 to ``effects`` to see the false-alarm rate.

    Source: simulation from the data, as in Hinkle et al. 2013, Evaluation Review 37, 213–238 (low base rates). Errors:
    InvalidInput for wrong shapes or values. Fewer than 20 events or 6 periods before: ``.refusal``.

    >>> import numpy as np
    >>> from zonestats import effects
    >>> rng = np.random.default_rng(1)
    >>> found = effects.power(rng.poisson(30, 24), rng.poisson(60, 24), effects=[0.8, 0.5], simulations=500, seed=1)
    >>> (found.power > 0.8).tolist(), found.detectable
    ([True, True], 0.8)
    """
    own, other = checks.floats("treated", treated, minimum=1), checks.floats("control", control, minimum=1)
    checks.same_length(treated=own, control=other)
    sizes = checks.floats("effects", effects, minimum=1)
    if min(own.min(), other.min()) < 0 or (sizes < 0).any():
        raise InvalidInput("treated and control and effects", "must be 0 or more")
    for name, value in (("wanted", wanted), ("alpha", alpha)):
        checks.fraction(name, value)
    after = own.size if periods_after is None else int(periods_after)
    if after < 1 or simulations < 100:
        raise InvalidInput("periods_after and simulations", "need at least 1 period after and 100 simulations")
    used, n = checks.seed_of(seed), int(own.sum() + other.sum())
    checks.choice("test", test, TESTS)
    refusal = too_few(float(own.sum()), float(other.sum())) or _few_periods(own.size)
    if refusal:
        nothing = np.full(sizes.size, np.nan)
        return Power(sizes, nothing, nothing, nothing, np.nan, wanted, test, alpha, simulations, used, n, refusal)
    shares = np.array([_share(own, other, after, size, test, alpha, simulations, used) for size in sizes])
    hits = np.rint(shares * simulations)
    low = np.where(hits > 0, betaincinv(np.maximum(hits, 1), simulations - hits + 1, 0.025), 0.0)
    high = np.where(hits < simulations, betaincinv(hits + 1, np.maximum(simulations - hits, 1), 0.975), 1.0)
    found = sizes[shares >= wanted]
    detectable = float(found[np.argmin(np.abs(found - 1))]) if found.size else float("nan")
    return Power(sizes, shares, low, high, detectable, wanted, test, alpha, simulations, used, n)


def _few_periods(periods: int) -> Refusal | None:
    if periods >= 6:
        return None
    return Refusal("not_enough", f"not enough: {periods} periods before, at least 6 are needed", periods, 6)


def _share(
    own: FloatArray, other: FloatArray, after: int, size: float, test: str, alpha: float, simulations: int, seed: int
) -> float:
    rng = np.random.default_rng([seed & (2**63 - 1), round(size * 1e6)])
    before = rng.integers(own.size, size=(simulations, own.size))
    later = rng.integers(own.size, size=(simulations, after))
    whole = np.rint(own[later]).astype(np.int64)
    changed = rng.binomial(whole, min(size, 1.0)) + rng.poisson(whole * max(size - 1.0, 0.0))
    parts = (own[before], changed.astype(np.float64), other[before], other[later])
    z = _ratio_z(parts) if test == "rate_ratio" else _difference_z(parts)
    return float(np.mean(np.abs(z) > ndtri(1 - alpha / 2)))


def _ratio_z(parts: tuple[FloatArray, ...]) -> FloatArray:
    sums = [part.sum(axis=1) for part in parts]
    usable = np.min(sums, axis=0) > 0
    safe = [np.where(usable, total, 1.0) for total in sums]
    squares = sum(
        np.sum((p - p.mean(axis=1, keepdims=True)) ** 2, axis=1) / np.maximum(p.mean(axis=1), 1e-300) for p in parts
    )
    spread = max(sum(p.shape[1] for p in parts) - 4, 1)
    dispersion = np.maximum(1.0, np.asarray(squares) / spread)
    log_ratio = np.log(safe[1] / safe[0]) - np.log(safe[3] / safe[2])
    return np.asarray(np.where(usable, log_ratio / np.sqrt(dispersion * sum(1 / total for total in safe)), 0.0))


def _difference_z(parts: tuple[FloatArray, ...]) -> FloatArray:
    t0, t1, c0, c1 = (part.sum(axis=1) for part in parts)
    long, short = parts[0].shape[1], parts[1].shape[1]
    change = (t1 - c1) / short - (t0 - c0) / long
    variance = (t1 + c1) / short**2 + (t0 + c0) / long**2
    z: FloatArray = np.zeros_like(change)
    np.divide(change, np.sqrt(variance), out=z, where=variance > 0)
    return z
