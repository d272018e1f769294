"""Weights that meet known population totals: raking, post-stratification, linear and logit calibration."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks
from zonestats.checks import FloatArray, IntArray
from zonestats.errors import InvalidInput
from zonestats.single import one_thread
from zonestats.sums import columns, gram, rows
from zonestats.survey.distance import DISTANCES, Distance, solve

TOLERANCE = 1e-10  # relative to each total
ITERATIONS = 200
AGREE = 1e-6  # margins whose sums differ by more than this share do not describe one population

Margin = tuple[ArrayLike, ArrayLike]


@dataclass(frozen=True, eq=False)
class Calibrated:
    """Weights, and what the variance needs to know about how they were made."""

    weights: FloatArray  # (n,)
    base: FloatArray  # (n,) the weights before
    iterations: int
    max_error: float  # largest |achieved − target| relative to the target (to the largest total where that is 0)
    method: str
    cell: IntArray  # (n,) row of ``auxiliary`` that describes each sample row
    auxiliary: FloatArray  # (cells, columns)
    multipliers: FloatArray  # (columns,) λ of the factors F(auxiliary · λ); empty after post-stratification

    @property
    def factors(self) -> FloatArray:
        """Weight after ÷ weight before; 1 where the base weight is 0."""
        return np.divide(self.weights, self.base, out=np.ones_like(self.base), where=self.base > 0)

    def residuals(self, scores: FloatArray) -> FloatArray:
        """What is left of ``scores`` (n,) after a regression on the auxiliary values with the *base* weights.

        Deville & Särndal 1992 (JASA 87, 376–382), eq. 3.4: the calibrated estimator has the variance of these
        residuals, carried by the calibrated weights.
        """
        weight, inverse = self._regression
        weighted = cell_sums(self.cell, self.base * scores, weight.size)
        fitted = rows(self.auxiliary, rows(inverse, columns(self.auxiliary, weighted)))
        rounding = columns(self.auxiliary, weighted - weight * fitted)  # of the first fit, removed by a second
        fitted += rows(self.auxiliary, rows(inverse, rounding))
        return np.asarray(scores - fitted[self.cell])

    @functools.cached_property
    def _regression(self) -> tuple[FloatArray, FloatArray]:
        """Base weight of each cell, and the inverse of the auxiliary values' products: the same for every figure."""
        weight = cell_sums(self.cell, self.base, self.auxiliary.shape[0])
        products = gram(self.auxiliary, weight)
        with one_thread(products.shape[0]):
            return weight, np.asarray(np.linalg.pinv(products, rcond=1e-12, hermitian=True), dtype=np.float64)

    def summary(self) -> str:
        """Plain text: rows, method, iterations, largest error, spread of the factors."""
        factors = self.factors
        return (
            f"{self.method} of {self.weights.size:,} rows: {self.iterations} iterations, largest error {self.max_error:.1e}, "
            f"weights multiplied by {factors.min():.3g} to {factors.max():.3g}, "
            f"Kish design effect {kish(self.base):.2f} before, {kish(self.weights):.2f} after"
        )


def kish(weights: FloatArray) -> float:
    """Design effect of unequal weighting, n Σw² / (Σw)² (Kish 1965).

    >>> import numpy as np
    >>> kish(np.array([1.0, 1.0, 1.0, 3.0]))
    1.3333333333333333
    """
    total = float(weights.sum())
    return float(weights.size * np.sum(weights**2) / total**2) if total > 0 else float("nan")


def rake(base: ArrayLike, margins: Sequence[Margin], *, tolerance: float = TOLERANCE) -> Calibrated:
    """Weights closest to ``base`` whose sums meet every margin (iterative proportional fitting's limit).

    ``base``: (n,) weights ≥ 0. ``margins``: list of (codes, targets): codes (n,) integers 0 … k − 1, targets (k,)
    population counts; all margins must add up to the same population (within one part in a million; later margins are
    then scaled to the first). w = base · exp(Σ λ_category); the λ are found by Newton's method on the cross-classified
    cells, which has the same answer as iterative proportional fitting and does not slow down near the boundary.

    Source: Deming & Stephan 1940, Ann. Math. Statist. 11, 427–444; Deville, Särndal & Sautory 1993, JASA 88, 1013–1020.

    Errors: InvalidInput for codes outside 0 … k − 1, a category with a target but no rows (merge it), rows in a category
    whose target is 0, margins that add up differently, and margins no weights can meet.

    >>> from zonestats import survey
    >>> sex, age = [0, 0, 1, 1], [0, 1, 0, 1]
    >>> survey.rake([1, 1, 1, 1], [(sex, [60, 40]), (age, [30, 70])]).weights.round(6).tolist()
    [18.0, 42.0, 12.0, 28.0]
    """
    weights = base_weights("base", base)
    tables = _margins(margins, weights)
    cell, auxiliary = _cells([codes for codes, _ in tables], [targets.size for _, targets in tables])
    totals = np.concatenate([targets for _, targets in tables])
    sums = cell_sums(cell, weights, auxiliary.shape[0])
    start = _first_sweep(sums, auxiliary, totals, [targets.size for _, targets in tables])
    exponential = DISTANCES["raking"](-np.inf, np.inf)
    solved = solve(sums, auxiliary, totals, exponential, start=start, tolerance=tolerance, most=ITERATIONS)
    factors, multipliers, iterations = solved
    return _finished(weights, factors[cell], iterations, totals, "Raking", cell, auxiliary, tolerance, multipliers)


def poststratify(base: ArrayLike, codes: ArrayLike, targets: ArrayLike) -> Calibrated:
    """Weights scaled within each post-stratum to its known size (Holt & Smith 1979, JRSS A 142, 33–46).

    Shapes and errors as in :func:`rake` with one margin.

    >>> from zonestats import survey
    >>> survey.poststratify([1, 1, 2], [0, 0, 1], [10, 30]).weights.tolist()
    [5.0, 5.0, 30.0]
    """
    weights = base_weights("base", base)
    ((category, totals),) = _margins([(codes, targets)], weights)
    sums = np.bincount(category, weights=weights, minlength=totals.size)
    factors = np.divide(totals, sums, out=np.ones_like(totals), where=sums > 0)
    return _finished(
        weights,
        factors[category],
        1,
        totals,
        "Post-stratification",
        category,
        np.eye(totals.size),
        TOLERANCE,
        np.empty(0),
    )


def calibrate(
    base: ArrayLike,
    covariates: ArrayLike,
    totals: ArrayLike,
    *,
    distance: str = "linear",
    bounds: tuple[float, float] | None = None,
    tolerance: float = TOLERANCE,
    start: ArrayLike | None = None,
) -> Calibrated:
    """Weights closest to ``base`` under ``distance`` whose weighted sums of the covariates meet the totals.

    ``covariates``: (n, k), usually with a column of ones; ``totals``: (k,) population totals.
    ``distance``: "linear" (the regression estimator, GREG), "raking" (multiplicative) or "logit" (needs ``bounds``).
    ``bounds``: smallest and largest weight ÷ base weight, lower < 1 < upper. ``start``: (k,) the ``multipliers`` of a nearly
    equal calibration; saves iterations, the answer is the same within the tolerance.

    Source: Deville & Särndal 1992, JASA 87, 376–382 (their cases 1, 2, 6 and 7).

    Errors: InvalidInput for wrong shapes, and for totals that no weights within the bounds can meet.

    >>> from zonestats import survey
    >>> made = survey.calibrate([10, 10, 10], [[1, 1], [1, 2], [1, 6]], [30, 100])
    >>> made.weights.round(6).tolist()
    [8.571429, 9.285714, 12.142857]
    """
    weights = base_weights("base", base)
    table = checks.floats("covariates", covariates, ndim=2, minimum=1)
    checks.same_length(base=weights, covariates=table)
    aims = checks.floats("totals", totals)
    if aims.size != table.shape[1]:
        raise InvalidInput("totals", f"has {aims.size} totals for {table.shape[1]} covariates")
    chosen = _distance(distance, bounds)
    first = None if start is None else checks.floats("start", start)
    if first is not None and first.size != aims.size:
        raise InvalidInput("start", f"has {first.size} multipliers for {aims.size} covariates")
    solved = solve(weights, table, aims, chosen, start=first, tolerance=tolerance, most=ITERATIONS)
    factors, multipliers, iterations = solved
    each, method = np.arange(weights.size, dtype=np.int64), f"{distance.capitalize()} calibration"
    return _finished(weights, factors, iterations, aims, method, each, table, tolerance, multipliers)


def cell_sums(cell: IntArray, values: FloatArray, cells: int) -> FloatArray:
    """Σ of ``values`` (n,) in each cell."""
    return np.bincount(cell, weights=values, minlength=cells).astype(np.float64)


def base_weights(name: str, value: ArrayLike) -> FloatArray:
    """Weights ≥ 0, at least one above 0."""
    weights = checks.floats(name, value, minimum=1)
    if (weights < 0).any() or not weights.any():
        raise InvalidInput(name, "weights must be 0 or more, and at least one above 0")
    return weights


def _distance(name: str, bounds: tuple[float, float] | None) -> Distance:
    checks.choice("distance", name, tuple(DISTANCES))
    lower, upper = (-np.inf, np.inf) if bounds is None else (float(bounds[0]), float(bounds[1]))
    if not lower < 1 < upper:
        raise InvalidInput("bounds", f"need lower < 1 < upper, not ({lower}, {upper})")
    if name == "logit" and not np.isfinite([lower, upper]).all():
        raise InvalidInput("bounds", "logit calibration needs a finite lower and upper bound")
    return DISTANCES[name](lower, upper)


def _margins(margins: Sequence[Margin], weights: FloatArray) -> list[tuple[IntArray, FloatArray]]:
    if not margins:
        raise InvalidInput("margins", "give at least one (codes, targets)")
    tables = [_margin(number, margin, weights) for number, margin in enumerate(margins)]
    population = float(tables[0][1].sum())
    for number, (_, targets) in enumerate(tables):
        total = float(targets.sum())
        if abs(total - population) > AGREE * population:
            raise InvalidInput(
                f"margins[{number}]",
                f"adds up to {total:g}, the first margin to {population:g}; scale them to one population",
            )
    return [(codes, targets * (population / targets.sum())) for codes, targets in tables]


def _margin(number: int, margin: Margin, weights: FloatArray) -> tuple[IntArray, FloatArray]:
    name = f"margins[{number}]"
    try:
        raw_codes, raw_targets = margin
    except (TypeError, ValueError):
        raise InvalidInput(name, "must be a pair (codes, targets)") from None
    codes, targets = checks.integers(name, raw_codes), checks.floats(name, raw_targets, minimum=1)
    if codes.size != weights.size:
        raise InvalidInput(name, f"has {codes.size} codes for {weights.size} weights")
    if codes.min() < 0 or codes.max() >= targets.size:
        raise InvalidInput(name, f"codes must lie in 0 … {targets.size - 1}, the positions of the targets")
    if (targets < 0).any() or not targets.any():
        raise InvalidInput(name, "targets must be 0 or more, and at least one above 0")
    held = np.bincount(codes, weights=weights, minlength=targets.size)
    empty, unwanted = np.flatnonzero((held == 0) & (targets > 0)), np.flatnonzero((held > 0) & (targets == 0))
    if empty.size:
        raise InvalidInput(
            name, f"categories {empty.tolist()} have a target but no rows with weight; merge them with a neighbour"
        )
    if unwanted.size:
        raise InvalidInput(
            name,
            f"categories {unwanted.tolist()} have rows but the target 0; leave those rows out or correct the target",
        )
    return codes, targets


def _cells(codes: list[IntArray], sizes: list[int]) -> tuple[IntArray, FloatArray]:
    """Cross-classified cells that occur: the cell of each row, and each cell's 0/1 membership in every category."""
    cell = codes[0]
    for margin, size in zip(codes[1:], sizes[1:], strict=True):
        cell = cell * size + margin
        if int(cell.max()) > 4 * cell.size + 4096:
            cell = np.unique(cell, return_inverse=True)[1].astype(np.int64)
    first = np.full(int(cell.max()) + 1, -1, dtype=np.int64)
    first[cell] = np.arange(cell.size)
    occurring = first >= 0
    cell = (np.cumsum(occurring) - 1)[cell]
    example = first[occurring]
    offsets = np.cumsum([0, *sizes])
    auxiliary = np.zeros((example.size, int(offsets[-1])))
    for margin, offset in zip(codes, offsets[:-1], strict=True):
        auxiliary[np.arange(example.size), offset + margin[example]] = 1.0
    return cell, auxiliary


def _first_sweep(sums: FloatArray, auxiliary: FloatArray, totals: FloatArray, sizes: list[int]) -> FloatArray:
    """The λ after one sweep of proportional fitting: close enough for Newton's method to converge quickly."""
    multipliers = np.zeros(totals.size)
    current, offset = sums, 0
    for size in sizes:
        part = auxiliary[:, offset : offset + size]
        held = columns(part, current)
        ratio = np.divide(totals[offset : offset + size], held, out=np.ones(size), where=held > 0)
        multipliers[offset : offset + size] = np.log(ratio)
        current = current * rows(part, ratio)
        offset += size
    return multipliers


def _finished(
    weights: FloatArray,
    factors: FloatArray,
    iterations: int,
    totals: FloatArray,
    method: str,
    cell: IntArray,
    auxiliary: FloatArray,
    tolerance: float,
    multipliers: FloatArray,
) -> Calibrated:
    made = weights * factors
    achieved = columns(auxiliary, cell_sums(cell, made, auxiliary.shape[0]))
    scale = np.where(totals != 0, np.abs(totals), np.abs(totals).max())
    error = float(np.max(np.abs(achieved - totals) / np.where(scale > 0, scale, 1.0)))
    if not error <= max(100 * tolerance, 1e-8):
        worst = int(np.argmax(np.abs(achieved - totals) / np.where(scale > 0, scale, 1.0)))
        raise InvalidInput(
            "margins" if method == "Raking" else "totals",
            f"no weights found that meet all totals (total {worst}: wanted {totals[worst]:g}, reached {achieved[worst]:g}); "
            "merge small categories or loosen the bounds",
        )
    return Calibrated(made, weights, iterations, error, method, cell, auxiliary, multipliers)
