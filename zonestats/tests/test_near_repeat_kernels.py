"""The compiled loops: uncompiled, in chunks, and with any number of threads."""

import os
import subprocess
import sys

import numpy as np
import pytest
from scipy.stats import hypergeom

from zonestats.kernels import near_repeat as loops
from zonestats.kernels import streams
from zonestats.near_repeat import counting, knox, pairs, population_knox
from zonestats.near_repeat.bands import bands, clock
from zonestats.near_repeat.pairs import ClosePairs
from zonestats.tests.near_repeat_data import EDGES, brute_counts, random_events
from zonestats.tests.uncompiled import uncompile


def test_the_table_is_the_same_uncompiled(monkeypatch) -> None:
    uncompile(monkeypatch, loops, streams)
    x, y, t = random_events(101, 1, whole=True)
    options = {"space_bands": EDGES, "time_bands": [0, 7, 14], "permutations": 5, "seed": 1}
    with np.errstate(over="ignore"):
        slow = knox(x, y, t, **options)
    assert np.array_equal(slow.observed, brute_counts(x, y, t, EDGES, [0, 7, 14], "right", "euclidean"))


def test_compiled_and_uncompiled_replicates_agree(monkeypatch) -> None:
    x, y, t = random_events(101, 2, whole=False)
    options = {"space_bands": EDGES, "time_bands": [0, 7], "permutations": 5, "seed": 1}
    exposure = {"place": np.arange(101) % 2, "population": [[1, 2], [2, 1]], "periods": [0, 90, 200], "sweeps": 2}
    weights = np.linspace(0, 2, 101)

    def tables():
        plain, weighted = knox(x, y, t, **options), knox(x, y, t, weights=weights, **options)
        return plain, weighted, population_knox(x, y, t, **exposure, **options)

    quick = tables()
    uncompile(monkeypatch, loops, streams)
    with np.errstate(over="ignore"):
        slow = tables()
    for a, b in zip(quick, slow, strict=True):
        assert a.expected.tobytes() == b.expected.tobytes()


@pytest.mark.parametrize("scale", [1.0, 1 / 1440, np.pi])
def test_days_minutes_and_real_times_take_other_types_and_give_the_same_counts(scale: float) -> None:
    rng = np.random.default_rng(3)
    ticks = rng.integers(0, 90_000, 150)
    t = ticks * scale
    edges = np.array([0, 3000, 9000]) * scale + (0.5 * scale if scale == np.pi else 0)
    edges[0] = 0
    kind = clock(t, bands("time_bands", edges, "right")).times.dtype
    assert kind == {1.0: np.int32, 1 / 1440: np.int32, np.pi: np.float64}[scale]
    x, y, _ = random_events(150, 4, whole=True)
    table = knox(x, y, t, space_bands=[0, 500], time_bands=edges, permutations=3, seed=1)
    limit = edges / scale
    by_hand = brute_counts(x, y, ticks.astype(float), [0, 500], limit, "right", "euclidean")
    assert np.array_equal(table.observed, by_hand)
    assert clock(np.arange(1000.0), bands("time_bands", [0, 7], "right")).times.dtype == np.int16


def test_chunks_of_pairs_and_of_replicates_do_not_change_a_count(monkeypatch) -> None:
    x, y, t = random_events(300, 5, whole=True)
    options = {"space_bands": EDGES, "time_bands": [0, 7, 14], "permutations": 299, "seed": 1}
    whole = knox(x, y, t, **options)
    monkeypatch.setattr(counting, "_BYTES", 1)
    monkeypatch.setattr(ClosePairs.__init__, "__defaults__", (37,))
    assert len(list(ClosePairs(x, y, bands("space_bands", EDGES, "right"), "euclidean"))) > 10
    assert knox(x, y, t, **options).expected.tobytes() == whole.expected.tobytes()


def test_more_pairs_than_a_short_counter_holds() -> None:
    """40,000 pairs in one band overflow 16 bits unless they are flushed in time."""
    n = 300
    table = knox(np.zeros(n), np.zeros(n), np.zeros(n), space_bands=[0, 1], time_bands=[0, 1], permutations=3, seed=1)
    assert table.observed[0, 0] == table.expected[0, 0] == n * (n - 1) // 2


def test_permutations_are_permutations_and_equally_likely() -> None:
    out = np.empty((100, 4, 60), dtype=np.int32)
    loops.permuted(np.arange(4, dtype=np.int32), 7, 1, out)
    drawn = out.transpose(0, 2, 1).reshape(-1, 4)
    assert (np.sort(drawn, axis=1) == np.arange(4)).all()
    _, counts = np.unique(drawn, axis=0, return_counts=True)
    assert counts.size == 24
    assert ((counts - 250) ** 2 / 250).sum() < 49.7  # chi-square, 23 df, p = 0.001


def test_uniform_draws_fill_the_unit_interval() -> None:
    counter = streams.stream_start(1, 2)
    with np.errstate(over="ignore"):
        drawn = np.array([streams.unit(np.uint64(counter + np.uint64(k))) for k in range(2000)])
    assert 0 <= drawn.min() < 0.01
    assert 0.99 < drawn.max() < 1
    assert abs(drawn.mean() - 0.5) < 0.03


def test_neighbouring_seeds_have_unrelated_streams() -> None:
    a, b = (np.empty((1, 5000, 1), dtype=np.int64) for _ in range(2))
    loops.permuted(np.arange(5000), 1, 1, a)
    loops.permuted(np.arange(5000), 2, 1, b)
    assert abs(np.corrcoef(a.ravel(), b.ravel())[0, 1]) < 0.06


THREADS = """
import hashlib, numba, numpy as np
from zonestats.near_repeat import knox, population_knox
for threads in (1, 2, 3):
    numba.set_num_threads(threads)
    rng = np.random.default_rng(1)
    x, y, t = rng.uniform(0, 900, 400), rng.uniform(0, 900, 400), rng.uniform(0, 90, 400)
    bands = dict(space_bands=[0, 50, 100], time_bands=[0, 7, 14], permutations=150, seed=5)
    plain = knox(x, y, t, **bands)
    weighted = knox(x, y, t, weights=rng.random(400), **bands)
    given = population_knox(x, y, t, place=(x > 450), population=[[1, 2], [2, 1]], periods=[0, 45, 90], sweeps=1,
        **bands)
    every = b"".join(a.expected.tobytes() + a.p.tobytes() for a in (plain, weighted, given))
    print(hashlib.sha256(every).hexdigest())
"""


def test_the_bytes_do_not_depend_on_the_number_of_threads() -> None:
    environment = os.environ | {"NUMBA_NUM_THREADS": "3"}
    done = subprocess.run([sys.executable, "-c", THREADS], env=environment, capture_output=True, text=True, check=True)
    assert len(done.stdout.split()) == 3
    assert len(set(done.stdout.split())) == 1


def test_pairs_are_the_close_ones_each_once() -> None:
    x, y, _ = random_events(250, 6, whole=True)
    close = ClosePairs(x, y, bands("space_bands", [0, 130], "right"), "manhattan")
    order = close.strips.order
    found = {
        tuple(sorted((int(order[rows.first + r]), int(order[j]))))
        for rows in close
        for r in range(rows.start.size - 1)
        for j in rows.other[rows.start[r] : rows.start[r + 1]]
    }
    apart = np.abs(x[:, None] - x) + np.abs(y[:, None] - y)
    wanted = {(i, j) for i, j in np.argwhere(apart <= 130) if i < j}
    assert found == wanted
    assert close.total == len(wanted)
    assert close.total < pairs.MOST_PAIRS


@pytest.mark.parametrize("case", [(0, 5, 4, 20), (2, 5, 4, 20), (5, 5, 4, 20), (3, 9, 15, 20), (40, 300, 500, 3000)])
def test_hypergeometric_tail(case) -> None:
    least, drawn, marked, others = case
    wanted = hypergeom.sf(least - 1, others, marked, drawn)
    assert loops.upper_tail(*case) == pytest.approx(wanted, rel=1e-10, abs=1e-15)
    assert loops.upper_tail.py_func(*case) == pytest.approx(wanted, rel=1e-10, abs=1e-15)
