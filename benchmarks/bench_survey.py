"""Survey: raking, design-based estimates."""

from typing import Any

import numpy as np

from benchmarks.bench_protocol import Bench, Data

CATEGORIES = (2, 6, 4, 10)


def sample(n: int, seed: int) -> Data:
    """n answers with base weights and four margins of 22 categories, from a population that answers unevenly."""
    rng = np.random.default_rng(seed)
    codes = [rng.integers(0, k, n) for k in CATEGORIES]
    base = rng.uniform(0.5, 2, n) * 100
    # No exp or sin: their last bits differ between versions of NumPy, and the peer brings its own.
    uneven = np.prod([1 + (7 * code + 3 * at) % 5 / 8 for at, code in enumerate(codes)], axis=0)
    true = base * uneven
    targets = [np.bincount(code, weights=true, minlength=k) for code, k in zip(codes, CATEGORIES, strict=True)]
    return {"base": base, "codes": np.stack(codes), "targets": np.concatenate(targets)}


def split(targets: Any) -> list[Any]:
    """The targets of each margin."""
    return np.split(targets, np.cumsum(CATEGORIES)[:-1])


def rake(base: Any, codes: Any, targets: Any) -> Any:
    """Ours: exact to 1e-10 of each total."""
    from zonestats import survey

    return survey.rake(base, list(zip(codes, split(targets), strict=True))).weights


def balance(base: Any, codes: Any, targets: Any) -> Any:
    """balance's iterative proportional fitting, at its default tolerance."""
    import logging

    import pandas as pd

    logging.disable(logging.CRITICAL)
    from balance.weighting_methods.rake import rake as fit

    table = pd.DataFrame({f"m{at}": code.astype(str) for at, code in enumerate(codes)})
    margins = {
        f"m{at}": {str(k): float(share) for k, share in enumerate(target / target.sum())}
        for at, target in enumerate(split(targets))
    }
    found = fit(table, pd.Series(base), None, None, transformations=None, target_margins=margins)
    weights = np.asarray(found["weight"], dtype=float)
    return weights * split(targets)[0].sum() / weights.sum()


def apart(mine: Any, theirs: Any) -> float:
    """Largest difference of two weights relative to theirs."""
    return float(np.max(np.abs(np.asarray(mine) / np.asarray(theirs) - 1)))


def designed(n: int, seed: int) -> Data:
    """n answers in 40 strata of 5 clusters."""
    rng = np.random.default_rng(seed)
    stratum = np.arange(n) * 40 // n
    cluster = stratum * 5 + rng.integers(0, 5, n)
    return {"values": (rng.random(n) < 0.3 + 0.002 * (cluster % 50)).astype(np.int64), "weights": rng.uniform(5, 20, n),
            "strata": stratum, "clusters": cluster}  # fmt: skip


def estimate(**rows: Any) -> Any:
    """Ours: a share with its logit interval and design effect."""
    from zonestats import survey

    found = survey.estimate(rows.pop("values"), rows.pop("weights"), kind="proportion", **rows)
    return [found.estimate, found.se, *found.ci]


def svy(values: Any, weights: Any, strata: Any, clusters: Any) -> Any:
    """The same with svy."""
    import polars as pl
    import svy as package

    table = pl.DataFrame({"y": values, "w": weights, "h": strata, "c": clusters})
    made = package.Sample(table, package.Design(stratum="h", psu="c", wgt="w"))
    found = made.estimation.prop("y", deff="wor").estimates[1]
    return [found.est, found.se, found.lci, found.uci]


def answered(n: int, seed: int) -> Data:
    """A poll's results page: 30 answers, each among its own domain, of one raked sample in 400 clusters."""
    rng = np.random.default_rng(seed)
    cluster = rng.integers(0, 400, n)
    return sample(n, seed) | {"clusters": cluster, "strata": cluster % 8, "yes": rng.random((30, n)) < 0.3,
                              "among": rng.random((30, n)) < 0.9}  # fmt: skip


def page(base: Any, codes: Any, targets: Any, clusters: Any, strata: Any, yes: Any, among: Any) -> Any:
    """Ours: raked once, the design read once, then every figure with its raked error and interval."""
    from zonestats import survey

    made = survey.rake(base, list(zip(codes, split(targets), strict=True)))
    drawn = survey.design(base.size, strata=strata, clusters=clusters)
    figures = [
        survey.estimate(chose & asked, base, kind="proportion", domain=asked, calibration=made, drawn=drawn)
        for chose, asked in zip(yes, among, strict=True)
    ]
    return [[found.estimate, found.se, *found.ci] for found in figures]


def polled(n: int, seed: int) -> Data:
    """n answers to one question, each a unit of its own, with four margins."""
    return sample(n, seed) | {"yes": np.random.default_rng(seed + 1).random(n) < 0.3}


def left_out(base: Any, codes: Any, targets: Any, yes: Any) -> Any:
    """Ours: n replicates, every one raked anew."""
    from zonestats import survey

    margins = list(zip(codes, split(targets), strict=True))
    found = survey.jackknife(yes, base, kind="proportion", margins=margins)
    return [found.estimate, found.se, *found.ci]


BENCHES = [
    Bench(
        "raking, four margins", sample, rake, balance, "balance>=0.23", apart, (10_335,),
        agree_unit="of a weight (the peer stops at 5e-4)", peer_max=1_000_000, budget="≥ 5× balance (0.047 s)",
    ),
    Bench(
        "proportion with interval, 40 strata, 200 clusters", designed, estimate, svy, "svy>=0.30", apart, (10_000,),
        agree_unit="of estimate, error and interval", peer_max=1_000_000,
    ),
    Bench(
        "30 raked shares with domains and intervals, 400 clusters", answered, page, None, None, None, (50_000,),
        recorded="no peer gives raked errors of many figures of one sample",
    ),
    Bench(
        "raked share with its jackknife error, a replicate for every answer", polled, left_out, None, None, None, (10_335,),
        recorded="no peer on the package index rakes every replicate anew", budget="≤ 10 s", growth=(1_000, 10_000, 30_000),
        growth_ends="n replicates of n answers each: grows like n²; above that a replicate leaves out a group",
    ),
]  # fmt: skip
