"""Events and a by-hand count for the near-repeat tests."""

from itertools import pairwise

import numpy as np

EDGES = [0.0, 60.0, 150.0, 400.0]


def random_events(n: int, seed: int, *, whole: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Unclustered events on 2 km × 2 km and 200 days; ``whole`` days make ties and exact edges."""
    rng = np.random.default_rng(seed)
    x, y, t = rng.uniform(0, 2000, n), rng.uniform(0, 2000, n), rng.uniform(0, 200, n)
    return x, y, np.floor(t) if whole else t


def burkitt_like(n: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Unclustered events, a fifth of them followed by another within 50 m and 5 days."""
    x, y, t = random_events(n, seed, whole=False)
    rng = np.random.default_rng(seed + 1)
    k = n // 5
    x = np.concatenate([x * 3, x[:k] * 3 + rng.uniform(-35, 35, k)])
    y = np.concatenate([y * 3, y[:k] * 3 + rng.uniform(-35, 35, k)])
    return x, y, np.concatenate([t, t[:k] + rng.uniform(0.5, 5, k)])


def band_of(value: np.ndarray, edges: list[float] | np.ndarray, closed: str) -> np.ndarray:
    """Index of the band, −1 outside, straight from the definition."""
    out = np.full(value.shape, -1)
    for k, (low, high) in enumerate(pairwise(edges)):
        right = (value > low) & (value <= high) | ((k == 0) & (value == low))
        out[right if closed == "right" else (value >= low) & (value < high)] = k
    return out


def brute_counts(x, y, t, space, time, closed, metric, weights=None) -> np.ndarray:
    """The table by an n × n comparison."""
    i, j = np.triu_indices(len(x), 1)
    dx, dy = np.abs(x[i] - x[j]), np.abs(y[i] - y[j])
    apart = dx + dy if metric == "manhattan" else np.sqrt(dx * dx + dy * dy)
    a, b = band_of(apart, space, closed), band_of(np.abs(t[i] - t[j]), time, closed)
    out = np.zeros((len(space) - 1, len(time) - 1))
    kept = (a >= 0) & (b >= 0)
    mass = np.ones(len(i)) if weights is None else weights[i] * weights[j]
    np.add.at(out, (a[kept], b[kept]), mass[kept])
    return out
