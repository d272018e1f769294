"""Hide small counts, and as little else as keeps them hidden."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, sparse

from zonestats import checks
from zonestats.checks import BoolArray, FloatArray
from zonestats.disclosure.tables import Relations, counted, relations, small, with_totals
from zonestats.errors import InvalidInput

SLACK = 1e-6
ROUNDS = 12


@dataclass(frozen=True, eq=False)
class Suppressed:
    """A table that can be published. Arrays with totals have them as the last slice of every axis."""

    values: FloatArray  # the table's shape; NaN where hidden
    published: FloatArray  # the same with all totals
    hidden: BoolArray  # with totals
    primary: BoolArray  # with totals: hidden because they are small
    differencing: BoolArray  # with totals: hidden because an earlier release would give a small difference
    k: int

    @property
    def complementary(self) -> BoolArray:
        """Hidden only to protect others."""
        return self.hidden & ~self.primary & ~self.differencing

    def summary(self) -> str:
        """Plain text: how much is hidden and why."""
        return (
            f"{int(self.hidden.sum())} of {self.hidden.size} cells and totals hidden: {int(self.primary.sum())} counts under "
            f"{self.k}, {int((self.differencing & ~self.primary).sum())} small changes since an earlier release, "
            f"{int(self.complementary.sum())} to protect them"
        )


def suppress(table: ArrayLike, *, k: int, previous: Sequence[Suppressed | ArrayLike] = ()) -> Suppressed:
    """Hide counts of 1 to k − 1 in a table and its totals, and enough others that no sum gives them back.

    ``table``: counts of any number of axes; all sub-totals and the grand total are published with it. Zeros are shown.
    A hidden small count is safe when, for all an outsider can work out from what is shown, it could be 0 and could be k:
    linear programs find the cheapest cells to hide with it (Fischetti & Salazar 2001, Management Science 47; Willenborg & de
    Waal 2001, *Elements of Statistical Disclosure Control*, ch. 3), small counts before large ones.
    ``previous``: earlier releases of the same table (results, or arrays with totals and NaN). A count that differs by 1 to
    k − 1 from an earlier one is hidden, and safe when it could be k more and k less (or 0); what was hidden stays hidden.

    Errors: InvalidInput for counts that are not whole or negative, k below 2, earlier releases of another shape.

    >>> from zonestats import disclosure
    >>> made = disclosure.suppress([[12, 3, 9], [20, 11, 8]], k=5)
    >>> made.values.tolist()
    [[12.0, nan, nan], [20.0, nan, nan]]
    >>> int(made.primary.sum()), int(made.complementary.sum())
    (1, 3)
    """
    counts = with_totals(counted("table", table))
    if int(k) != k or k < 2:
        raise InvalidInput("k", f"must be a whole number of at least 2, not {k}")
    earlier = [_earlier(number, release, counts.shape) for number, release in enumerate(previous)]
    primary = small(counts, k)
    differing = np.zeros(counts.shape, dtype=np.bool_)
    kept = np.zeros(counts.shape, dtype=np.bool_)
    for release in earlier:
        differing |= small(np.nan_to_num(counts - release), k)
        kept |= np.isnan(release)
    low = np.where(primary, 0.0, np.maximum(counts - k, 0.0))
    high = np.where(primary, float(k), counts + k)
    secret = primary | differing
    hidden = secret | kept
    if secret.any():
        hidden = _Protection(counts, low, high, secret).hide(hidden)
    published = np.where(hidden, np.nan, counts)
    inner = tuple(slice(0, -1) for _ in range(counts.ndim))
    return Suppressed(published[inner].copy(), published, hidden, primary, differing, int(k))


def _earlier(number: int, release: Suppressed | ArrayLike, shape: tuple[int, ...]) -> FloatArray:
    raw = release.published if isinstance(release, Suppressed) else np.asarray(release, dtype=np.float64)
    if raw.shape != shape:
        raise InvalidInput(
            f"previous[{number}]", f"must have the shape of the table with totals, {shape}, not {raw.shape}"
        )
    return checks.floats(f"previous[{number}]", raw, ndim=raw.ndim, allow_nan=True)


class _Protection:
    """Finds, for each secret, other tables that look the same from outside: one where it is low, one where it is high.

    A table found for one secret often serves others, so two tables that push all secrets at once are tried first.
    """

    def __init__(self, counts: FloatArray, low: FloatArray, high: FloatArray, secret: BoolArray) -> None:
        self.counts, self.low, self.high = counts.ravel(), low.ravel(), high.ravel()
        self.secrets = np.flatnonzero(secret)
        every: Relations = relations(counts.shape)
        self.balance = sparse.hstack([every, -every], format="csr")  # of rises minus falls
        self.shape = counts.shape
        self.cost = 1.0 + np.log1p(self.counts)  # large counts say most: hide small ones
        self.cost[self.counts == 0] = self.cost.max() * 2

    def hide(self, hidden: BoolArray) -> BoolArray:
        """``hidden`` and what must be hidden with it."""
        chosen = hidden.ravel().copy()
        waiting = {(int(c), up) for c in self.secrets for up in (False, True)}
        for up in (False, True):
            for _ in range(ROUNDS):
                before = len(waiting)
                self._together(chosen, waiting, up)
                if len(waiting) == before:
                    break
        for cell, up in sorted(waiting, key=lambda item: (-self.counts[item[0]], item)):
            if (cell, up) in waiting:
                moved = self._cheapest(chosen, cell, up)
                chosen |= np.abs(moved) > SLACK
                self._served(moved, waiting)
        return chosen.reshape(self.shape)

    def _together(self, chosen: BoolArray, waiting: set[tuple[int, bool]], up: bool) -> None:
        """Push all secrets that still wait at once, moving hidden cells only."""
        n = self.counts.size
        pushed = np.array(sorted(c for c, way in waiting if way == up), dtype=np.int64)
        at = pushed if up else n + pushed
        pull = np.zeros(2 * n)
        pull[at] = -1.0
        most = np.concatenate([np.where(chosen, np.inf, 0.0), np.where(chosen, self.counts, 0.0)])
        most[at] = (self.high - self.counts if up else self.counts - self.low)[pushed]
        moved = self._solve(pull, np.zeros(2 * n), most)
        if moved is not None:
            self._served(moved, waiting)

    def _cheapest(self, chosen: BoolArray, cell: int, up: bool) -> FloatArray:
        """The cheapest change of the table that takes ``cell`` to where it must be able to be."""
        n = self.counts.size
        price = np.where(chosen, 1e-6, self.cost)
        least, most = np.zeros(2 * n), np.concatenate([np.full(n, np.inf), self.counts])
        at, opposite = (cell, n + cell) if up else (n + cell, cell)
        least[at] = (self.high[cell] - self.counts[cell]) if up else (self.counts[cell] - self.low[cell])
        most[opposite] = 0.0
        moved = self._solve(np.concatenate([price, price]), least, most)
        if moved is None:  # pragma: no cover - hiding everything but one line of totals always works
            raise InvalidInput("table", "cannot be protected")
        return moved

    def _solve(self, price: FloatArray, least: FloatArray, most: FloatArray) -> FloatArray | None:
        limits = optimize.Bounds(least, np.maximum(most, least))
        found = optimize.milp(price, constraints=optimize.LinearConstraint(self.balance, 0.0, 0.0), bounds=limits)
        if found.status != 0:
            return None
        n = self.counts.size
        return np.asarray(found.x[:n] - found.x[n:])

    def _served(self, moved: FloatArray, waiting: set[tuple[int, bool]]) -> None:
        seen = self.counts + moved
        waiting.difference_update(
            (int(c), False) for c in self.secrets[seen[self.secrets] <= self.low[self.secrets] + SLACK]
        )
        waiting.difference_update(
            (int(c), True) for c in self.secrets[seen[self.secrets] >= self.high[self.secrets] - SLACK]
        )
