"""Which choice matters most? Variance shares by Sobol's method, with bootstrap intervals."""

from dataclasses import dataclass

import numpy as np

from zonestats import checks
from zonestats.checks import FloatArray
from zonestats.errors import InvalidInput, Refusal
from zonestats.index.choices import STEPS, Choices, picks, score
from zonestats.index.draws import draw, estimated
from zonestats.index.model import Model, ranks

RESAMPLES = 500


@dataclass(frozen=True, eq=False)
class Indices:
    """First-order and total shares of variance per factor, with percentile intervals (factors, 2)."""

    first: FloatArray
    total: FloatArray
    first_ci: FloatArray
    total_ci: FloatArray
    variance: float


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """Shares of the variance of the mean absolute change of rank; ``zone_total`` (factors, zones) of each zone's own rank.

    ``first``: what the variance would lose if this factor alone were settled; ``total``: what would remain if all the
    others were. Totals add up to more than 1 where factors act together.
    """

    factors: tuple[str, ...]
    first: FloatArray
    total: FloatArray
    first_ci: FloatArray
    total_ci: FloatArray
    zone_total: FloatArray
    variance: float
    n: int
    evaluations: int
    seed: int
    level: float
    refusal: Refusal | None = None

    def summary(self) -> str:
        """Plain text: factors by total share."""
        head = f"Sensitivity of ranks, {self.evaluations:,} evaluations"
        if self.refusal is not None:
            return f"{head}: {self.refusal}"
        order = np.argsort(-np.nan_to_num(self.total), kind="stable")
        parts = [
            f"{self.factors[k]} {self.total[k]:.0%} ({self.total_ci[k, 0]:.0%} to {self.total_ci[k, 1]:.0%})"
            for k in order
        ]
        return f"{head}, total share of variance: {', '.join(parts)}"


def sobol(a: FloatArray, b: FloatArray, mixed: FloatArray, *, seed: int, level: float = 0.95) -> Indices:
    """Indices from the outputs at A (n,), at B (n,) and at A with factor i from B, ``mixed`` (factors, n).

    First order: Saltelli et al. 2010, Computer Physics Communications 181, 259–270, eq. (b); total: Jansen 1999, ibid. 117,
    35–43. Intervals: percentile bootstrap over the n rows.

    >>> import numpy as np
    >>> a, b = np.random.default_rng(1).uniform(size=(2, 4096, 2))
    >>> def twice_the_second(x):
    ...     return x[:, 0] + 2 * x[:, 1]
    >>> mixed = [np.where(np.arange(2) == factor, b, a) for factor in range(2)]
    >>> found = sobol(twice_the_second(a), twice_the_second(b), np.stack([twice_the_second(x) for x in mixed]), seed=1)
    >>> found.total.round(1).tolist()  # variances 1 and 4
    [0.2, 0.8]
    """
    first, total, variance = _shares(a, b, mixed)
    rng, tails = np.random.default_rng(seed), [0.5 - level / 2, 0.5 + level / 2]
    resampled = []
    for _ in range(RESAMPLES):
        rows = rng.integers(a.size, size=a.size)
        resampled.append(_shares(a[rows], b[rows], mixed[:, rows])[:2])
    low_high = np.quantile(np.array(resampled), tails, axis=0)  # (2, first or total, factors)
    return Indices(first, total, low_high[:, 0].T, low_high[:, 1].T, variance)


def analyse(
    model: Model, nominal: FloatArray, n: int, seed: int, choices: Choices, level: float, refusal: Refusal | None
) -> Sensitivity:
    """See :meth:`zonestats.index.Index.sensitivity`."""
    used, share = checks.seed_of(seed), checks.fraction("level", level)
    if n < 2:
        raise InvalidInput("n", "needs at least 2 base points")
    size = 1 << max(1, int(np.ceil(np.log2(n))))
    factors = _factors(model, choices)
    if not factors:
        raise InvalidInput("choices", "leave nothing open: no sampling error and one alternative each")
    if refusal:
        nothing, pair = np.full(len(factors), np.nan), np.full((len(factors), 2), np.nan)
        zones = np.full((len(factors), nominal.size), np.nan)
        return Sensitivity(factors, nothing, nothing, pair, pair, zones, np.nan, size, 0, used, level, refusal)
    outputs = _outputs(model, choices, factors, size, used)
    shift = [np.nanmean(np.abs(run - nominal), axis=1) for run in outputs]
    found = sobol(shift[0], shift[1], np.stack(shift[2:]), seed=used, level=share)
    own = np.stack([_zone_total(outputs[0], run) for run in outputs[2:]])
    evaluations = size * (len(factors) + 2)
    return Sensitivity(
        factors,
        found.first,
        found.total,
        found.first_ci,
        found.total_ci,
        own,
        found.variance,
        size,
        evaluations,
        used,
        level,
    )


def _factors(model: Model, choices: Choices) -> tuple[str, ...]:
    sampled = any(estimated(node, model.data, k) for k, node in enumerate(model.spec.indicators))
    return (("sampling",) if sampled else ()) + (("weights",) if choices.weights > 0 else ()) + choices.open


def _outputs(model: Model, choices: Choices, factors: tuple[str, ...], size: int, seed: int) -> list[FloatArray]:
    """Ranks (size, zones) at A, at B, and at A with each factor from B."""
    from scipy.stats import qmc  # noqa: PLC0415 - half a second for who only reads an index

    width = len(STEPS) + len(model.nodes)
    points = qmc.Sobol(2 * width, rng=np.random.default_rng(seed)).random(size)
    halves = points[:, :width], points[:, width:]
    rng = np.random.default_rng([seed & (2**63 - 1), 1])
    samples = tuple(draw(model.spec, model.data, rng, size) for _ in halves)
    runs = []
    for taken in (None, "all", *factors):
        uniforms = halves[0].copy() if taken != "all" else halves[1]
        values = samples[1] if taken in ("all", "sampling") else samples[0]
        if taken == "weights":
            uniforms[:, len(STEPS) :] = halves[1][:, len(STEPS) :]
        elif taken in STEPS:
            uniforms[:, STEPS.index(taken)] = halves[1][:, STEPS.index(taken)]
        weights = 1 + choices.weights * (2 * uniforms[:, len(STEPS) :] - 1)
        runs.append(ranks(score(model, values, choices, picks(choices, uniforms[:, : len(STEPS)]), weights)))
    return runs


def _shares(a: FloatArray, b: FloatArray, mixed: FloatArray) -> tuple[FloatArray, FloatArray, float]:
    centre = np.concatenate([a, b]).mean()
    a, b, mixed = a - centre, b - centre, mixed - centre
    variance = float(np.concatenate([a, b]).var())
    if variance <= 0:
        return np.full(len(mixed), np.nan), np.full(len(mixed), np.nan), variance
    first = np.mean(b * (mixed - a), axis=1) / variance
    total = np.mean((a - mixed) ** 2, axis=1) / (2 * variance)
    return first, total, variance


def _zone_total(a: FloatArray, mixed: FloatArray) -> FloatArray:
    variance = np.var(a, axis=0)
    half = np.mean((a - mixed) ** 2, axis=0) / 2
    share: FloatArray = np.full(variance.shape, np.nan)
    np.divide(half, variance, out=share, where=variance > 0)
    return share
