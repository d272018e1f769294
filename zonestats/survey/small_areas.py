"""Small areas: direct estimates that borrow strength from the other areas (Fay–Herriot)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize

from zonestats import checks, minimums, sums
from zonestats.checks import BoolArray, FloatArray
from zonestats.errors import InvalidInput, Refusal
from zonestats.single import one_thread

GRID = 80  # trial values of the area variance, to start from the highest peak of the likelihood


@dataclass(frozen=True, eq=False)
class SmallAreas:
    """Smoothed figures of each area; NaN where ``refusal`` says there are too few areas."""

    estimate: FloatArray  # (areas,)
    mse: FloatArray  # (areas,) second-order mean squared error
    area_variance: float
    coefficients: FloatArray  # (covariates,)
    trust: FloatArray  # (areas,) share of the direct estimate in the smoothed one
    direct: FloatArray
    variance: FloatArray
    refusal: Refusal | None = None

    @property
    def better(self) -> BoolArray:
        """Areas whose smoothed figure is more exact than the direct one."""
        return np.asarray(self.mse < self.variance)

    @property
    def figure(self) -> FloatArray:
        """The smoothed estimate where it is more exact, else the direct one."""
        return np.where(self.better, self.estimate, self.direct)

    def summary(self) -> str:
        """Plain text, with a word when the area variance is zero."""
        if self.refusal:
            return str(self.refusal)
        said = f"Fay–Herriot over {self.direct.size} areas, area variance {self.area_variance:.4g} (REML)"
        if self.area_variance == 0:
            said += (
                ": zero, the covariates explain all that differs, so every smoothed figure lies on the regression line"
            )
        return f"{said}; the smoothed figure is more exact in {int(self.better.sum())} areas"


@dataclass(frozen=True, eq=False)
class _Fit:
    """Weighted least squares at one area variance A."""

    inverse: FloatArray  # (n,) 1 / (A + D)
    covariance: FloatArray  # (k, k) of the coefficients
    coefficients: FloatArray
    residuals: FloatArray
    likelihood: float  # restricted log-likelihood up to a constant
    score: float  # its derivative by A


def small_areas(direct: ArrayLike, variance: ArrayLike, covariates: ArrayLike) -> SmallAreas:
    """Fay–Herriot estimates by restricted maximum likelihood.

    ``direct``: (areas,) design-based estimates; ``variance``: (areas,) their sampling variances D, taken as known;
    ``covariates``: (areas, k) known for every area, with a column of ones for the intercept.
    θ = xβ + v + e, v ~ (0, A), e ~ (0, D): estimate = γ direct + (1 − γ) xβ with γ = A/(A + D).
    mse = γD + (1 − γ)² x Cov(β) x' + 2 D²/(A + D)³ · 2/Σ(A + D)⁻², Prasad & Rao 1990 (JASA 85, 163–171) as Datta & Lahiri
    2000 (Statistica Sinica 10, 613–627) show for REML. Model: Fay & Herriot 1979, JASA 74, 269–277.

    Below 20 areas ``.refusal``. Errors: InvalidInput for wrong shapes, variances not above 0, covariates that repeat
    each other. A zero ``area_variance`` is an answer, and said in ``summary()``.

    >>> import numpy as np
    >>> from zonestats import survey
    >>> rng = np.random.default_rng(1)
    >>> truth = 0.5 + 0.1 * rng.normal(size=40)
    >>> found = survey.small_areas(truth + 0.1 * rng.normal(size=40), np.full(40, 0.01), np.ones((40, 1)))
    >>> bool(found.area_variance > 0), bool(found.better.all())
    (True, True)
    """
    y = checks.floats("direct", direct, minimum=1)
    d = checks.floats("variance", variance, minimum=1)
    x = checks.floats("covariates", covariates, ndim=2, minimum=1)
    checks.same_length(direct=y, variance=d, covariates=x)
    if (d <= 0).any():
        raise InvalidInput("variance", "must be above 0 in every area; leave out areas without an estimate")
    if y.size < minimums.SMALL_AREAS:
        return _refused(y, d, x.shape[1])
    if np.linalg.matrix_rank(x) < x.shape[1] or x.shape[1] >= y.size:
        raise InvalidInput("covariates", "columns repeat each other; drop one")
    with one_thread(x.shape[1]):
        area = _area_variance(y, d, x)
        fit = _fit(area, y, d, x)
    trust = area * fit.inverse
    line = sums.rows(x, fit.coefficients)
    leading = trust * d
    slope = (1 - trust) ** 2 * np.einsum("ij,jk,ik->i", x, fit.covariance, x)
    unknown = d**2 * fit.inverse**3 * 2 / float(np.sum(fit.inverse**2))
    return SmallAreas(
        line + trust * (y - line), leading + slope + 2 * unknown, area, fit.coefficients, trust, y, d
    )  # fmt: skip


def _refused(y: FloatArray, d: FloatArray, k: int) -> SmallAreas:
    need = minimums.SMALL_AREAS
    reason = f"Small areas need at least {need} areas with direct estimates; there are {y.size}."
    nothing = np.full(y.size, np.nan)
    refusal = Refusal("not_enough", reason, y.size, need)
    return SmallAreas(nothing, nothing, float("nan"), np.full(k, np.nan), nothing, y, d, refusal)


def _fit(area: float, y: FloatArray, d: FloatArray, x: FloatArray) -> _Fit:
    inverse = 1 / (area + d)
    gram = sums.gram(x, inverse)
    covariance: FloatArray = np.asarray(np.linalg.inv(gram), dtype=np.float64)
    coefficients = covariance @ sums.columns(x, inverse * y)
    residuals = y - sums.rows(x, coefficients)
    likelihood = 0.5 * (np.log(inverse).sum() - np.linalg.slogdet(gram)[1] - sums.dot(inverse, residuals**2))
    trace = inverse.sum() - np.trace(covariance @ sums.gram(x, inverse**2))
    score = 0.5 * (sums.dot(inverse**2, residuals**2) - trace)
    return _Fit(inverse, covariance, coefficients, residuals, float(likelihood), float(score))


def _area_variance(y: FloatArray, d: FloatArray, x: FloatArray) -> float:
    """The A ≥ 0 with the highest restricted likelihood: best of a grid, then the root of the score beside it."""
    top = max(float(np.var(y)), float(d.max())) * 10
    grid = np.concatenate([[0.0], np.geomspace(float(d.min()) * 1e-6, top, GRID)])
    fits = [_fit(area, y, d, x) for area in grid]
    best = int(np.argmax([fit.likelihood for fit in fits]))
    low, high = max(best - 1, 0), min(best + 1, grid.size - 1)
    if fits[low].score <= 0:
        return float(grid[low])
    return float(
        optimize.brentq(lambda area: _fit(area, y, d, x).score, grid[low], grid[high], xtol=1e-300, rtol=1e-14)
    )
