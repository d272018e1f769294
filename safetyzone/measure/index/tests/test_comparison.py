"""Ranks only as ranges, only with ten whole zones; what changed since last time."""

import numpy as np
import pytest

from safetyzone.foundation.places.models import Place
from safetyzone.measure.index.actions import change_weighting
from safetyzone.measure.index.changes import changes, run_before
from safetyzone.measure.index.comparison import compared, newest, sensitivity
from safetyzone.measure.index.compute import index_of_zone, newest_indices, refreshed
from safetyzone.measure.index.queries import among
from safetyzone.measure.index.tasks import compare
from safetyzone.measure.index.tests.conftest import Enter, fill_whole, neighbours
from safetyzone.measure.index.weighting import in_force
from zonestats import index


def many(zone: Place, enter: Enter, n: int) -> list[Place]:
    """``n`` whole zones, each a little better than the one before, with a survey's error on the share in fear."""
    zones = [zone, *neighbours(zone, n - 1)]
    for k, each in enumerate(zones):
        fill_whole(each, shift=float(k))
        enter(each, "confidence", 60.0 + 2 * k, se=3.0, n=300)
    list(refreshed(zones, by="system"))
    return zones


def station(zone: Place) -> Place:
    assert zone.parent is not None
    return zone.parent


def test_under_ten_whole_zones_there_are_no_ranks(zone: Place, enter: Enter) -> None:
    many(zone, enter, 9)
    run = compared(station(zone), by="system")
    assert run is not None
    assert (run.result["ranked"], run.result["have"], run.result["need"]) == (False, 9, 10)
    assert {row["ranks"] for row in run.result["zones"]} == {None}
    assert [row["score"] for row in run.result["zones"]] == sorted(row["score"] for row in run.result["zones"])
    assert sensitivity(station(zone), by="system").result["factors"] == []  # type: ignore[union-attr]


def test_rank_ranges_are_those_of_the_library(zone: Place, enter: Enter) -> None:
    zones = many(zone, enter, 12)
    run = compared(station(zone), by="system")
    assert run is not None
    stored = sorted(newest_indices(station(zone)).values(), key=lambda each: each.place.path)
    rows = [
        {"zone": each.place.slug, "indicator": card["code"], "value": card["value"], "se": card["se"], "n": card["n_eff"]}
        for each in stored for card in each.result["cards"]
    ]  # fmt: skip
    held = in_force(station(zone))
    assert held is not None
    built = index.build(held.hierarchy.spec(), rows)
    # Most indicators are the same in every zone, so min–max is no alternative.
    spread = built.uncertainty(500, 17, choices=index.Choices(normalise=("own", "percentile")))
    for row in run.result["zones"]:
        at = built.zones.index(row["slug"])
        assert row["score"] == pytest.approx(built.scores[at], abs=1e-4)
        assert row["ranks"]["both"] == [spread.joint.rank_low[at], spread.joint.rank_high[at]]
        assert row["ranks"]["sampling"] == [spread.sampling.rank_low[at], spread.sampling.rank_high[at]]
    widths = [row["ranks"]["both"][1] - row["ranks"]["both"][0] for row in run.result["zones"]]
    assert max(widths) > 0
    assert len(run.result["zones"]) == len(zones)


def test_a_zone_with_a_missing_domain_stands_apart(zone: Place, enter: Enter) -> None:
    many(zone, enter, 10)
    poor = Place.objects.create(
        level="zone",
        slug="poor",
        path=f"{station(zone).path}poor/",
        parent=zone.parent,
        names={"en": "Poor"},
        pack=zone.pack,
    )
    enter(poor, "officers", 2.0)
    index_of_zone(poor, by="system")
    run = compared(station(zone), by="system")
    assert run is not None
    assert run.result["have"] == 10
    assert run.result["apart"] == [{"slug": "poor", "missing": ["capacity", "process", "legitimacy", "outcomes"]}]


def test_a_comparison_uses_the_marks_of_the_place_that_compares(zone: Place, enter: Enter) -> None:
    many(zone, enter, 10)
    before = compared(station(zone), by="system")
    change_weighting(
        place=zone,
        weights={"legitimacy": 0},
        goalposts={},
        reason="Only here, to try it out.",
        seen="pack",
        by="user:1",
    )
    index_of_zone(zone, by="system")
    after = compared(station(zone), by="system")
    assert before is not None
    assert after is not None
    assert before.key != after.key
    assert [row["score"] for row in before.result["zones"]] == [row["score"] for row in after.result["zones"]]


def test_the_job_computes_zones_ranges_and_what_they_depend_on(zone: Place, enter: Enter) -> None:
    zones = [zone, *neighbours(zone, 9)]
    for k, each in enumerate(zones):
        fill_whole(each, shift=float(k % 4))
        enter(each, "confidence", 60.0 + k, se=4.0, n=200)
    compare(place=station(zone).slug, by="system")
    found = newest(station(zone), "index-sensitivity")
    assert found is not None
    shares = {row["code"]: row["total"] for row in found.result["factors"]}
    assert set(shares) == {"sampling", "weights", "normalise", "aggregate"}
    assert all(row["total_interval"][0] <= row["total"] <= row["total_interval"][1] for row in found.result["factors"])
    compare(place=station(zone).slug, by="system")
    assert newest(station(zone), "index-sensitivity") == found
    assert among(zone) == []  # compared at the station only, which has nobody to compare with


def test_a_zone_knows_its_range_among_the_zones_of_a_bureau(zone: Place, enter: Enter) -> None:
    many(zone, enter, 11)
    bureau = station(zone).parent
    assert bureau is not None
    compared(bureau, by="system")
    [found] = among(zone)
    assert (found.place, found.of) == (bureau, 11)
    assert 1 <= found.ranks["both"][0] <= found.ranks["both"][1] <= 11


def test_what_changed_adds_up_to_the_difference(zone: Place, enter: Enter) -> None:
    fill_whole(zone)
    first = index_of_zone(zone, by="system")
    enter(zone, "fear", 30.0)
    enter(zone, "officers", 4.0)
    change_weighting(
        place=zone, weights={"outcomes": 2}, goalposts={"response-time": [5, 20]}, reason="The board asked for it.", seen="pack",
        by="user:1",
    )  # fmt: skip
    now = index_of_zone(zone, by="system")
    held = in_force(zone)
    assert first is not None
    assert now is not None
    assert held is not None
    assert run_before(now) == first
    found = changes(held.hierarchy, first, now)
    parts = found["parts"]
    assert parts["values"] + parts["data"] + parts["marks"] == pytest.approx(parts["whole"], abs=2e-4)
    # By hand: 20 of 50 points of fear in a fourth of a fourth; 25 of 100 of officers likewise.
    assert parts["values"] == pytest.approx((20 + 25) / 4 / 4, abs=1e-3)
    assert [row["code"] for row in found["moved"]] == ["officers", "fear"]
    assert [row["code"] for row in found["weights"]] == ["outcomes"]
    assert [row["code"] for row in found["goalposts"]] == ["response-time"]


def test_data_that_came_are_told_apart_from_values_that_moved(zone: Place, enter: Enter) -> None:
    fill_whole(zone)
    zone.entered_indicators.filter(indicator="complaints").delete()
    first = index_of_zone(zone, by="system")
    enter(zone, "complaints", 2.0)  # the worst there is
    now = index_of_zone(zone, by="system")
    held = in_force(zone)
    assert first is not None
    assert now is not None
    assert held is not None
    found = changes(held.hierarchy, first, now)
    assert (found["moved"], found["came"], found["went"]) == ([], ["complaints"], [])
    assert found["parts"]["values"] == found["parts"]["marks"] == 0
    assert found["parts"]["data"] == pytest.approx(found["parts"]["whole"])
    assert np.sign(found["parts"]["data"]) == -1
    backwards = changes(held.hierarchy, now, first)
    assert backwards["went"] == ["complaints"]


def test_without_a_score_on_both_sides_there_are_only_lists(zone: Place, enter: Enter) -> None:
    enter(zone, "officers", 2.0)
    first = index_of_zone(zone, by="system")
    fill_whole(zone)
    now = index_of_zone(zone, by="system")
    held = in_force(zone)
    assert first is not None
    assert now is not None
    assert held is not None
    found = changes(held.hierarchy, first, now)
    assert found["parts"] is None
    assert "fear" in found["came"]
