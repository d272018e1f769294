"""Near repeats against pointpats and published results on Burkitt's lymphoma in the West Nile district, 1961–75."""

from typing import Any

import numpy as np
import pytest

from zonestats.near_repeat import chains, knox, local_knox, modified_knox
from zonestats.tests.near_repeat_data import random_events

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def pointpats() -> Any:
    """Two seconds of importing, paid by who runs these tests and not by every collection."""
    return pytest.importorskip("pointpats.spacetime")


@pytest.fixture(scope="module")
def burkitt(pointpats: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    libpysal = pytest.importorskip("libpysal")
    events = pointpats.SpaceTimeEvents(libpysal.examples.get_path("burkitt.shp"), "T")
    return events.x.ravel(), events.y.ravel(), events.t.ravel().astype(float)


def test_knox_statistic_of_burkitt_lymphoma(burkitt) -> None:
    """188 cases, 20 km and 5 days: 13 close pairs and, in pointpats' documentation, p = 0.17 to 0.21."""
    table = knox(*burkitt, space_bands=[0, 20], time_bands=[0, 5], permutations=4999, seed=1)
    assert table.n == 188
    assert table.observed.tolist() == [[13]]
    assert table.expected[0, 0] == pytest.approx(10.1438161, abs=0.15)  # Knox(...).expected[0, 0]
    assert 0.15 < table.p[0, 0] < 0.25


def test_modified_knox_statistic_of_burkitt_lymphoma(burkitt) -> None:
    """pointpats' documentation: 2.81016043."""
    found = modified_knox(*burkitt, space_bands=[0, 20], time_bands=[0, 5], permutations=99, seed=1)
    assert found.statistic[0, 0] == pytest.approx(2.81016043, abs=5e-9)


def test_local_knox_of_burkitt_lymphoma(burkitt) -> None:
    """pointpats' documentation lists the 26 events with a partner and Rogerson's hypergeometric p."""
    found = local_knox(*burkitt, distance=20, days=5)
    close = np.flatnonzero(found.observed)
    assert close.size == 26
    assert close[:8].tolist() == [25, 26, 30, 31, 35, 36, 41, 42]
    assert found.p_any_time[close[:4]] == pytest.approx([0.1348993, 0.14220663, 0.07335085, 0.08400282], abs=5e-8)


def test_local_knox_agrees_with_pointpats_everywhere(pointpats: Any) -> None:
    x, y, t = random_events(150, 1, whole=True)
    peer = pointpats.KnoxLocal(np.column_stack([x, y]), t[:, None], delta=300, tau=9, permutations=0)
    ours = local_knox(x, y, t, distance=300, days=9)
    assert np.array_equal(ours.observed, peer.nsti)
    assert np.allclose(ours.p_any_time, peer.p_hypergeom, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", [2, 3])
def test_knox_counts_and_p_agree_with_pointpats(pointpats: Any, seed: int) -> None:
    x, y, t = random_events(160, seed, whole=True)
    np.random.seed(seed)
    peer = pointpats.Knox(np.column_stack([x, y]), t[:, None], delta=250, tau=7, permutations=299)
    ours = knox(x, y, t, space_bands=[0, 250], time_bands=[0, 7], permutations=2999, seed=seed)
    assert ours.observed[0, 0] == peer.nst
    assert ours.expected[0, 0] == pytest.approx(peer.expected[0, 0], rel=0.02)
    error = np.sqrt(0.25 / 300)
    assert abs(ours.p[0, 0] - peer.p_sim) < 4 * error


def test_chains_hold_the_same_pairs_as_pointpats(pointpats: Any) -> None:
    x, y, t = random_events(200, 4, whole=True)
    peer = pointpats.KnoxLocal(np.column_stack([x, y]), t[:, None], delta=150, tau=9, permutations=0).adjlist
    found = chains(x, y, t, distance=150, days=9)
    for kind, ours in (("lead", found.after), ("lag", found.before), ("coincident", found.same_time)):
        focal = peer["focal"][peer["orientation"] == kind].to_numpy(dtype=int)
        assert np.array_equal(np.bincount(focal, minlength=200), ours)
