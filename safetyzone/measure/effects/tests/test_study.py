"""The event study: each quarter by hand, what is left out, and when the sides had moved apart before."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from safetyzone.foundation.places.models import Place
from safetyzone.measure.effects import charts, shown
from safetyzone.measure.effects.incidents import Counts, Material
from safetyzone.measure.effects.study import study
from safetyzone.measure.effects.tests.conftest import Finished, beside, record
from zonestats import effects

YEAR = tuple(f"2024-{k:02d}" for k in range(1, 13))
NEXT = tuple(f"2025-{k:02d}" for k in range(1, 13))


def material(before: tuple[int, ...], after: tuple[int, ...], *, months: int = 12) -> Material:
    """Twenty a month in the comparison."""
    control = Counts("b", (20,) * len(before), (20,) * len(after))
    return Material(YEAR[: len(before)], NEXT[: len(after)], Counts("a", before, after), (control,))


def test_each_quarter_is_the_ratio_of_two_changes() -> None:
    found = study(material((10,) * 12, (10,) * 3 + (5,) * 9))
    assert found is not None
    rows = found["quarters"]
    assert [row["lag"] for row in rows] == [-4, -3, -2, -1, 0, 1, 2, 3]
    assert [(row["from"], row["to"]) for row in rows[3:5]] == [("2024-10", "2024-12"), ("2025-01", "2025-03")]
    assert [row["ratio"] for row in rows] == pytest.approx([1, 1, 1, 1, 1, 0.5, 0.5, 0.5])
    assert [(row["here"], row["there"]) for row in rows[4:6]] == [(30, 60), (15, 60)]
    late = effects.rate_ratio(treated=(120, 15), control=(240, 60), periods=[[10] * 12, [5] * 3, [20] * 12, [20] * 3])
    assert [rows[5]["low"], rows[5]["high"]] == pytest.approx(late.ratio_ci, abs=1e-3)
    early = effects.rate_ratio(treated=(90, 30), control=(180, 60))  # a quarter against the other nine months
    assert [rows[0]["low"], rows[0]["high"]] == pytest.approx(early.ratio_ci, abs=1e-3)
    assert (found["apart"], found["before"]) == (0, 4)


def test_a_zone_that_was_moving_apart_before_is_named_and_one_that_was_not_is_not() -> None:
    drifting = study(material((30,) * 3 + (20,) * 3 + (12,) * 3 + (8,) * 3, (5,) * 12))
    assert drifting is not None
    assert drifting["apart"] >= 2
    assert "do not lean on this judgement" in shown.moved_alike(drifting)
    steady = study(material((11, 9, 10) * 4, (5,) * 12))
    assert "no quarter moved clearly apart" in shown.moved_alike(steady)


def test_months_that_make_no_whole_quarter_stand_at_the_far_ends() -> None:
    found = study(material((10,) * 8, (10,) * 5))
    assert found is not None
    assert [(row["from"], row["to"]) for row in found["quarters"]] == [
        ("2024-03", "2024-05"), ("2024-06", "2024-08"), ("2025-01", "2025-03"),
    ]  # fmt: skip


def test_without_events_in_a_quarter_or_enough_before_there_is_no_ratio() -> None:
    found = study(material((10,) * 12, (0,) * 3 + (5,) * 3))
    assert found is not None
    assert (found["quarters"][4]["ratio"], found["quarters"][4]["here"]) == (None, 0)
    few = study(material((1,) * 12, (1,) * 3))
    assert few is not None
    assert {row["ratio"] for row in few["quarters"]} == {None}
    assert shown.moved_alike(few) == ""
    assert charts.quarters(few) is None


def test_no_comparison_or_too_short_a_time_has_no_study() -> None:
    assert study(Material(YEAR, NEXT, Counts("a", (9,) * 12, (9,) * 12), ())) is None
    assert study(material((10,) * 5, (10,) * 12)) is None
    assert study(material((10,) * 12, (10,) * 2)) is None
    assert charts.quarters(None) is None
    assert shown.moved_alike(None) == ""


def test_the_page_and_the_file_show_the_same_quarters(
    zone: Place, finished: Finished, visitor: Callable[[str, Place], Client]
) -> None:
    other = beside(zone, 1)
    record({zone: [10] * 12 + [5] * 12, other: [20] * 24})
    plan = finished(controls=[other])
    reader = visitor("clerk", zone)
    page = reader.get(reverse("effects:plan", args=[plan.pk])).content.decode()
    assert "Event study: quarter by quarter" in page
    assert 'id="study-spec"' in page
    assert "0.50" in page
    rows = list(
        csv.DictReader(io.StringIO(reader.get(reverse("effects:numbers", args=[plan.pk])).content.decode("utf-8-sig")))
    )
    quarters = [row for row in rows if row["row"] == "quarter"]
    assert len(quarters) == 8
    assert (quarters[4]["name"], float(quarters[4]["here"])) == ("2025-01/2025-03", 0.5)
