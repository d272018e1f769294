"""Checksums of every function's answer, printed: ``test_threads.py`` runs this in processes with different threads."""

import pkgutil
from importlib import import_module

import numpy as np

from zonestats import effects, opinions, survey
from zonestats.opinions import stability
from zonestats.tests import cases
from zonestats.tests.contract import Arrays, digest

SEED = 20_250_302
MOST = 12_000  # rows: above the 10,000 from which a dot product is shared between threads


def panel(units: int, periods: int) -> Arrays:
    """Counts of units × periods in long form."""
    unit, period = np.repeat(np.arange(units), periods), np.tile(np.arange(periods), units)
    treated, post = unit % 3 == 0, period >= periods // 2
    counts = np.random.default_rng(SEED).poisson(8 * np.where(treated & post, 0.7, 1.0))
    return {"counts": counts, "treated": treated, "post": post, "unit": unit, "period": period}


def raked(n: int, sizes: tuple[int, ...]) -> survey.Calibrated:
    """n answers raked on margins of ``sizes`` categories."""
    rng = np.random.default_rng(SEED)
    codes = [rng.integers(0, k, n) for k in sizes]
    targets = [np.bincount(code) * rng.uniform(0.9, 1.1, k) for code, k in zip(codes, sizes, strict=True)]
    return survey.rake(
        rng.uniform(1, 3, n), [(c, t * n / t.sum()) for c, t in zip(codes, targets, strict=True)]
    )  # fmt: skip


def votes(people: int, statements: int) -> np.ndarray:
    """Two camps, most statements unseen."""
    rng = np.random.default_rng(SEED)
    lean = np.where(np.arange(people) % 2 == 0, 1.0, -1.0)[:, None] * np.ones(statements)
    lean[rng.random(lean.shape) < 0.2] *= -1
    lean[rng.random(lean.shape) < 0.6] = np.nan
    return lean


def wide() -> dict[str, object]:
    """Answers whose linear algebra is large enough to be shared between threads."""
    weekly = panel(200, 104)
    studied = {name: array for name, array in weekly.items() if name != "post"}
    rng = np.random.default_rng(SEED)
    table, weights = rng.uniform(1, 2, (MOST, 80)), rng.uniform(1, 3, MOST)
    totals = (table * weights[:, None]).sum(axis=0) * rng.uniform(0.9999, 1.0001, 80)
    calibrated = survey.calibrate(weights, table, totals)
    many = raked(MOST, (40, 30, 20, 2))
    series = rng.poisson(20, (150, 40)).astype(float)
    return {
        "did, 1,000 × 24": effects.difference_in_differences(**panel(1_000, 24)),
        "did, 200 × 104": effects.difference_in_differences(**weekly),
        "did, few units": effects.difference_in_differences(**panel(16, 200), permutations=99, seed=1),
        "event study, 200 × 104": effects.event_study(**studied, start=52),
        "synthetic control": effects.synthetic_control(series, np.arange(150) == 0, 30, seed=1, permutations=150),
        "calibration on 80 totals": calibrated,
        "its residuals": calibrated.residuals(weights),
        "raking on 92 categories": many,
        "their residuals": many.residuals(weights),
        "small areas": survey.small_areas(weights, weights / 10, table[:, :60]),
        "opinions on 150 statements": opinions.groups(votes(700, 150), seed=1),
        "opinions of few": opinions.groups(votes(120, 300), seed=1),
    }


def ordinary() -> dict[str, object]:
    """Answers of every contract case with many rows."""
    found: dict[str, object] = {}
    for name in sorted(module.name for module in pkgutil.iter_modules(cases.__path__)):
        for case in import_module(f"{cases.__name__}.{name}").CASES:
            rows = max(case.n, min(case.huge // 5, MOST))
            found[case.name] = case.call(**case.arrays(rows, SEED), **case.options)
    return found


if __name__ == "__main__":
    stability.RUNS = 40  # type: ignore[misc] # as many refits as show whether threads change them
    for label, answer in (ordinary() | wide()).items():
        print(f"{label}: {digest(answer)}")
