"""Opinion groups."""

from typing import Any

import numpy as np

from benchmarks.bench_protocol import Bench, Data

STATEMENTS = 40


def votes(n: int, seed: int) -> Data:
    """n people of three camps on 40 statements, half the votes unseen."""
    rng = np.random.default_rng(seed)
    leaning = rng.uniform(-1.5, 1.5, (3, STATEMENTS))
    cast = np.clip(np.round(leaning[rng.integers(0, 3, n)] + rng.normal(0, 0.7, (n, STATEMENTS))), -1, 1)
    cast[rng.random(cast.shape) < 0.5] = np.nan
    return {"votes": cast}


def ours(votes: Any) -> Any:
    """Groups, and the 200 refits that say how stable they are."""
    from zonestats import opinions

    return opinions.groups(votes, seed=1).labels


def red_dwarf(votes: Any) -> Any:
    """red-dwarf's Polis pipeline: the same components, k-means and statistics, without any test of stability."""
    from reddwarf.implementations.base import run_pipeline

    people, statements = np.nonzero(~np.isnan(votes))
    records = [
        {"participant_id": int(p), "statement_id": int(s), "vote": int(votes[p, s]), "modified": 0}
        for p, s in zip(people, statements, strict=True)
    ]
    found = run_pipeline(votes=records, random_state=1).participants_df["cluster_id"]
    labels = np.full(votes.shape[0], -1)
    kept = found.notna()
    labels[found.index[kept]] = found[kept].astype(int)
    return labels


def unlike(mine: Any, theirs: Any) -> float:
    """1 − adjusted Rand index."""
    from zonestats.opinions.clusters import adjusted_rand

    both = (np.asarray(mine) >= 0) & (np.asarray(theirs) >= 0)
    return 1 - adjusted_rand(np.asarray(mine)[both], np.asarray(theirs)[both])


BENCHES = [
    Bench(
        "opinion groups with 200 stability refits (the peer: none), 40 statements", votes, ours, red_dwarf,
        "red-dwarf>=0.4", unlike, (300, 2_000), agree_unit="1 − adjusted Rand index", peer_max=2_000,
        growth=(300, 1_000, 10_000, 100_000, 1_000_000),
    ),
]  # fmt: skip
