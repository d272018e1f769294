"""The space–time scan: against every cylinder by hand, published clusters, and its own false-alarm rate."""

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zonestats.errors import InvalidInput
from zonestats.kernels import scan as loops
from zonestats.scan import space_time
from zonestats.scan.circles import circles
from zonestats.tests.uncompiled import uncompile


def _map(places: int, periods: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    people = rng.integers(20, 200, places).astype(float)
    counts = rng.poisson(people[:, None] / 30, (places, periods))
    return counts, rng.uniform(0, 1000, places), rng.uniform(0, 1000, places), people


def _ratio(c: float, e: float, total: float) -> float:
    if c <= e:
        return 0.0
    rest = (total - c) * np.log((total - c) / (total - e)) if total > c else 0.0
    return float(c * np.log(c / e) + rest)


def _by_hand(counts, x, y, people, longest, *, prospective, share=0.5) -> dict[float, tuple]:
    """Ratio of the best cylinder of every centre, by trying all of them."""
    expected = np.repeat(people[:, None], counts.shape[1], axis=1)
    expected = expected * counts.sum() / expected.sum()
    periods, found = counts.shape[1], []
    for centre in range(len(x)):
        order = np.argsort(np.hypot(x - x[centre], y - y[centre]), kind="stable")
        best = 0.0
        for k in range(1, len(x) + 1):
            inside = order[:k]
            if k > 1 and people[inside].sum() > share * people.sum():
                break
            for last in range(periods - 1 if prospective else 0, periods):
                for first in range(max(0, last - longest + 1), last + 1):
                    c, e = counts[inside, first : last + 1].sum(), expected[inside, first : last + 1].sum()
                    best = max(best, _ratio(c, e, counts.sum()))
        found.append(best)
    return max(found)


@given(st.integers(0, 2**32), st.booleans())
@settings(max_examples=25)
def test_the_best_cylinder_is_the_best_of_all(seed: int, prospective: bool) -> None:
    counts, x, y, people = _map(12, 6, seed)
    found = space_time(counts, x, y, population=people, prospective=prospective, permutations=1, seed=1)
    wanted = _by_hand(counts, x, y, people, 3, prospective=prospective)
    assert (found.clusters[0].ratio if found.clusters else 0.0) == pytest.approx(wanted, rel=1e-9, abs=1e-9)


@given(st.integers(0, 2**32))
@settings(max_examples=25)
def test_a_cluster_describes_itself_truly(seed: int) -> None:
    counts, x, y, people = _map(15, 5, seed)
    found = space_time(counts, x, y, population=people, permutations=3, seed=1)
    expected = people * counts.sum() / (people.sum() * 5)
    taken: set[int] = set()
    for cluster in found.clusters:
        assert cluster.last == 4
        assert cluster.observed == counts[cluster.places, cluster.first :].sum()
        assert cluster.expected == pytest.approx(expected[cluster.places].sum() * (5 - cluster.first))
        assert cluster.ratio == pytest.approx(_ratio(cluster.observed, cluster.expected, counts.sum()))
        assert cluster.relative_risk > 1
        assert not taken & set(cluster.places.tolist())
        taken |= set(cluster.places.tolist())
        apart = np.hypot(x - x[cluster.centre], y - y[cluster.centre])
        assert cluster.radius == pytest.approx(apart[cluster.places].max())
    ratios = [cluster.ratio for cluster in found.clusters]
    assert ratios == sorted(ratios, reverse=True)


@pytest.mark.filterwarnings("ignore")
def test_sudden_infant_deaths_in_north_carolina() -> None:
    """Kulldorff 1997 finds a southern cluster around Robeson, Hoke, Scotland and Bladen (p = 0.0001) and a
    north-eastern one around Halifax, Northampton and Hertford, on county seats and 1974–84; here centroids and the
    1974–78 and 1979–84 counts that come with the example data."""
    libpysal = pytest.importorskip("libpysal")
    table = libpysal.io.open(libpysal.examples.get_path("sids2.dbf"))
    outlines = libpysal.io.open(libpysal.examples.get_path("sids2.shp"))
    centre = np.array([county.centroid for county in outlines])
    names = np.array(table.by_col("NAME"))
    deaths = np.array(table.by_col("SID74")) + np.array(table.by_col("SID79"))
    births = np.array(table.by_col("BIR74")) + np.array(table.by_col("BIR79"))
    x, y = centre[:, 0] * 111_320 * np.cos(np.radians(35.5)), centre[:, 1] * 110_900
    found = space_time(deaths, x, y, population=births, permutations=999, seed=1)
    first, second = found.clusters[:2]
    assert {"Robeson", "Scotland", "Hoke", "Bladen"} == set(names[first.places])
    assert {"Northampton", "Halifax", "Hertford", "Bertie"} == set(names[second.places])
    assert (first.observed, second.observed) == (107, 70)
    assert first.p == second.p == 0.001


def test_a_planted_outbreak_is_found_where_and_when_it_is() -> None:
    counts, x, y, people = _map(80, 12, 3)
    near = np.hypot(x - x[7], y - y[7]) < 150
    counts[near, 9:] += 8
    found = space_time(counts, x, y, population=people, permutations=199, seed=1)
    cluster = found.clusters[0]
    assert set(cluster.places) == set(np.flatnonzero(near))
    assert (cluster.first, cluster.last) == (9, 11)
    assert cluster.p == 1 / 200
    assert "p = 0.005" in found.summary()


def test_an_old_outbreak_is_no_alarm_today_but_is_found_looking_back() -> None:
    counts, x, y, people = _map(60, 12, 4)
    counts[:4, 2:4] += 15
    today = space_time(counts, x, y, population=people, permutations=99, seed=1)
    back = space_time(counts, x, y, population=people, permutations=99, seed=1, prospective=False)
    assert today.clusters[0].p > 0.05
    assert back.clusters[0].p == 0.01
    assert (back.clusters[0].first, back.clusters[0].last) == (2, 3)


@pytest.mark.slow
def test_without_clusters_false_alarms_are_as_rare_as_p_says() -> None:
    alarms = 0
    for seed in range(80):
        counts, x, y, people = _map(25, 6, 1000 + seed)
        found = space_time(counts, x, y, population=people, permutations=99, seed=seed)
        alarms += bool(found.clusters) and found.clusters[0].p <= 0.1
    assert alarms <= 16  # 8 expected; binomial(80, 0.1) exceeds 16 once in 500


def test_population_may_change_over_time() -> None:
    """Twice the people in the last period explain twice the incidents."""
    counts = np.full((20, 4), 5.0)
    counts[:3, 3] = 15
    x, y = np.arange(20) * 100.0, np.zeros(20)
    people = np.ones((20, 4))
    assert space_time(counts, x, y, population=people[:, 0], permutations=99, seed=1).clusters[0].p <= 0.05
    people[:3, 3] = 3
    explained = space_time(counts, x, y, population=people, permutations=99, seed=1)
    assert all(cluster.p > 0.5 for cluster in explained.clusters)


def test_a_circle_never_cuts_through_places_at_the_same_distance() -> None:
    around = circles(
        np.array([0.0, 100, -100, 0, 0]), np.array([0.0, 0, 0, 100, -100]), np.ones(5), share=0.99, radius=None
    )
    assert around.whole[0].tolist()[:1] + around.whole[0].tolist()[1:3] == [1, 0, 0]


def test_circles_keep_to_the_radius_and_the_share() -> None:
    _, x, y, people = _map(60, 3, 5)
    around = circles(x, y, people, share=0.2, radius=250.0)
    for centre in range(60):
        inside = around.order[centre, : around.size[centre]]
        assert inside[0] == centre
        assert np.hypot(x[inside] - x[centre], y[inside] - y[centre]).max() <= 250
        assert people[inside].sum() <= 0.2 * people.sum() or inside.size == 1


def test_small_numbers_are_refused() -> None:
    found = space_time(np.full((10, 2), 2), np.arange(10), np.zeros(10), population=np.ones(10), seed=1)
    assert found.refusal is not None
    assert (found.refusal.have, found.refusal.need) == (40, 50)
    assert found.clusters == ()
    assert "needs 50" in found.summary()


@pytest.mark.parametrize(
    ("change", "argument"),
    [
        ({"population": np.zeros(30)}, "population"),
        ({"population": np.ones((30, 2))}, "population"),
        ({"population": np.r_[0.0, np.ones(29)]}, "population"),
        ({"max_share": 0}, "max_share"),
        ({"max_radius": -1}, "max_radius"),
        ({"max_periods": 9}, "max_periods"),
        ({"permutations": 0}, "permutations"),
        ({"seed": None}, "seed"),
    ],
)
def test_wrong_arguments_are_named(change: dict, argument: str) -> None:
    counts, x, y, people = _map(30, 4, 6)
    counts[0] = 5
    with pytest.raises(InvalidInput) as error:
        space_time(counts, x, y, **({"population": people, "seed": 1} | change))
    assert error.value.argument == argument


def test_counts_must_be_counts() -> None:
    _, x, y, people = _map(30, 4, 6)
    for wrong in (np.full((30, 4), 0.5), np.full((30, 4), -1.0)):
        with pytest.raises(InvalidInput) as error:
            space_time(wrong, x, y, population=people, seed=1)
        assert error.value.argument == "counts"


def test_uncompiled_the_answer_is_the_same(monkeypatch) -> None:
    counts, x, y, people = _map(12, 4, 7)
    options = {"population": people, "permutations": 5, "seed": 1}
    quick = space_time(counts, x, y, **options)
    uncompile(monkeypatch, loops)
    slow = space_time(counts, x, y, **options)
    assert np.allclose(slow.maxima, quick.maxima, rtol=1e-12)
    assert [c.places.tolist() for c in slow.clusters] == [c.places.tolist() for c in quick.clusters]


THREADS = """
import hashlib, numba, numpy as np
from zonestats.forecast import hawkes
from zonestats.scan import space_time
rng = np.random.default_rng(1)
counts, x, y = rng.poisson(3, (60, 6)), rng.uniform(0, 900, 60), rng.uniform(0, 900, 60)
px, py, pt = rng.uniform(0, 900, 600), rng.uniform(0, 900, 600), rng.uniform(0, 400, 600)
cells = np.column_stack([x, y])
for threads in (1, 2, 3):
    numba.set_num_threads(threads)
    found = space_time(counts, x, y, population=np.ones(60), permutations=50, seed=2)
    model = hawkes(px, py, pt, reported=np.ones(600, bool), cells=cells, cell=50, train=(0, 400), seed=1, iterations=4)
    every = found.maxima.tobytes() + model.own.tobytes() + model.predict(400).tobytes()
    print(hashlib.sha256(every).hexdigest())
"""


def test_the_bytes_do_not_depend_on_the_number_of_threads() -> None:
    environment = os.environ | {"NUMBA_NUM_THREADS": "3"}
    done = subprocess.run([sys.executable, "-c", THREADS], env=environment, capture_output=True, text=True, check=True)
    assert len(done.stdout.split()) == 3
    assert len(set(done.stdout.split())) == 1
