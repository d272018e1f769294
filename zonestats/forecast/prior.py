"""Prior counts: the forecast that every other must beat."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from zonestats import checks, minimums
from zonestats.checks import FloatArray, IntArray
from zonestats.errors import InvalidInput, Refusal
from zonestats.forecast.training import Train, Window, window


@dataclass(frozen=True)
class PriorCounts:
    """Result of ``prior_counts``: ``counts`` per cell of ``cells`` (ascending ids) over ``days`` days."""

    cells: IntArray
    counts: IntArray
    days: float
    n: int
    ignored: int
    window: Window
    refusal: Refusal | None = None

    def predict(self, day: float) -> FloatArray:
        """Expected events per cell on ``day``: count ÷ days of the window; NaN when refused. The same for every day."""
        checks.floats("day", np.atleast_1d(day))
        if self.refusal:
            return np.full(self.cells.size, np.nan)
        return np.asarray(self.counts / self.days, dtype=np.float64)

    def summary(self) -> str:
        """n, window and refusal in plain text."""
        text = f"Prior counts in {self.cells.size} cells: {self.window.said()}."
        return f"{text} {self.refusal}" if self.refusal else text


def prior_counts(
    cell_ids: ArrayLike, t: ArrayLike, *, reported: ArrayLike, train: Train, cells: ArrayLike | None = None
) -> PriorCounts:
    """Risk of a cell = its reported events in the training window, per day.

    The baseline against which any forecast is scored (Chainey, Tompson & Uhlig 2008, Security Journal 21; Groff & La Vigne
    2002). ``cell_ids`` (n,) whole numbers, ``t`` (n,) days, ``reported`` (n,) booleans (mandatory: events discovered by
    officers are ignored and counted), ``train`` (first day, end day), an end day, or a boolean array. ``cells`` lists all
    cells; default those that occur. Under 200 events or 365 days: ``.refusal`` and NaN.

    >>> import numpy as np
    >>> ids, t = np.arange(400) % 4, np.arange(400.0)
    >>> ids[::2] = 0
    >>> model = prior_counts(ids, t, reported=np.ones(400, bool), train=(0, 400))
    >>> model.cells.tolist(), model.predict(400).tolist()
    ([0, 1, 3], [0.5, 0.25, 0.25])
    """
    ids, times = checks.integers("cell_ids", cell_ids), checks.floats("t", t)
    checks.same_length(cell_ids=ids, t=times)
    known = np.unique(ids) if cells is None else np.unique(checks.integers("cells", cells))
    chosen = window(times, reported, train)
    wanted = ids[chosen.used]
    at = np.searchsorted(known, wanted)
    if wanted.size and (not known.size or (known[np.minimum(at, known.size - 1)] != wanted).any()):
        raise InvalidInput("cells", "must list every cell in which a training event lies")
    counts = np.bincount(at, minlength=known.size).astype(np.int64)
    return PriorCounts(known, counts, chosen.days, chosen.n, chosen.ignored, chosen, _refusal(chosen))


def _refusal(chosen: Window) -> Refusal | None:
    events, days = minimums.PRIOR_COUNT_EVENTS, minimums.PRIOR_COUNT_DAYS
    if chosen.n < events:
        return Refusal(
            "not_enough", f"Prior counts need {events} reported events; there are {chosen.n}.", chosen.n, events
        )
    if chosen.days < days:
        reason = f"Prior counts need 12 months ({days} days) of events; the window has {chosen.days:g} days."
        return Refusal("not_enough", reason, chosen.days, days)
    return None
