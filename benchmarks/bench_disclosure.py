"""Disclosure: noisy counts, suppression, masks."""

from typing import Any

import numpy as np

from benchmarks.bench_protocol import Bench, Data


def counts(n: int, seed: int) -> Data:
    """n counts."""
    return {"counts": np.random.default_rng(seed).poisson(30, n)}


def noisy(counts: Any) -> Any:
    """Ours: repeatable from a seed."""
    from zonestats import disclosure

    return disclosure.noisy_counts(counts, epsilon="0.5", ledger=disclosure.Ledger(1), seed=1).values - counts


def opendp(counts: Any) -> Any:
    """OpenDP's discrete Laplace on the same counts (compiled Rust, fresh randomness)."""
    import opendp.prelude as dp

    dp.enable_features("contrib")
    space = dp.vector_domain(dp.atom_domain(T="i64")), dp.l1_distance(T="i64")
    mechanism = dp.m.make_laplace(*space, scale=2.0)
    return np.asarray(mechanism([int(c) for c in counts])) - counts


def spread(mine: Any, theirs: Any) -> float:
    """Difference of the mean absolute noise, relative to theirs: chance alone gives about 1.4/√n."""
    return abs(float(np.abs(mine).mean() / np.abs(theirs).mean()) - 1)


def table(n: int, seed: int) -> Data:
    """A table of n cells, 12 columns, counts around 7."""
    return {"table": np.random.default_rng(seed).poisson(7, (max(n // 12, 2), 12))}


def suppress(table: Any) -> Any:
    """Small counts and what protects them."""
    from zonestats import disclosure

    return int(disclosure.suppress(table, k=5).hidden.sum())


def points(n: int, seed: int) -> Data:
    """n points in a square kilometre."""
    x, y = np.random.default_rng(seed).uniform(0, 1000, (2, n))
    return {"x": x, "y": y}


def mask(x: Any, y: Any) -> Any:
    """Moved 50 to 150 m inside a boundary of 60 corners."""
    from zonestats import disclosure

    turn = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    ring = np.column_stack([500 + 800 * np.cos(turn), 500 + 800 * np.sin(turn)])
    return disclosure.geomask(x, y, ring, inner=50, outer=150, seed=1).x


BENCHES = [
    Bench(
        "noisy counts, epsilon 0.5", counts, noisy, opendp, "opendp>=0.12", spread, (10_000,),
        agree_unit="of the mean absolute noise", peer_max=1_000_000,
    ),
    Bench(
        "complementary suppression, 12 columns with totals", table, suppress, None, None, None, (1_200,),
        growth=(120, 480, 1_200, 4_800),
        growth_ends="a linear programme for each small count: 12,000 cells take minutes; a release has some thousand",
    ),
    Bench("geomasking inside 60 corners", points, mask, None, None, None, (100_000,)),
]  # fmt: skip
