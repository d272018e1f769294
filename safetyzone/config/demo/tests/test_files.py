"""The sample files look as stations' files do, and the same plan gives the same bytes."""

from pathlib import Path

import numpy as np
import openpyxl
import pytest

from safetyzone.config.demo.files import SHAPES, write_file
from safetyzone.config.demo.plan import PLANS, Plan
from safetyzone.config.demo.records import Records, make_records
from safetyzone.foundation.places.geometry import contains
from safetyzone.foundation.places.sample_boundary import sample_boundary

BOUNDARY = sample_boundary("test", lon=100.5, lat=13.7)
PLAN = Plan("s", "z", 400, "thai-csv", 7, series=10, rise=1.5, night=0.3)


def records(plan: Plan = PLAN) -> Records:
    return make_records(plan, boundary=BOUNDARY, first_month="2024-01")


def test_the_same_plan_gives_the_same_records() -> None:
    one, two = records(), records()
    assert np.array_equal(one.lon, two.lon)
    assert np.array_equal(one.when, two.when)


def test_as_many_reported_incidents_lie_in_the_zone_as_planned_give_or_take_the_discovered() -> None:
    made = records()
    inside = contains(BOUNDARY, made.lon, made.lat)
    discovered = np.isin(made.category, ["drugs-use", "drugs-trade", "gambling", "weapons"])
    assert int((inside & ~discovered).sum()) == PLAN.incidents


def test_records_span_two_years_in_order() -> None:
    made = records()
    assert np.all(np.diff(made.when) >= np.timedelta64(0, "m"))
    assert made.when[0] >= np.datetime64("2024-01-01")
    assert made.when[-1] < np.datetime64("2026-01-02")


def test_thai_shapes_have_buddhist_years(tmp_path: Path) -> None:
    text = write_file(records(), shape="thai-csv", folder=tmp_path, name="a").read_text("utf-8-sig")
    assert "/2567," in text
    assert "/2024" not in text


def test_the_typewriter_shape_is_in_the_old_thai_encoding(tmp_path: Path) -> None:
    raw = write_file(records(), shape="thai-tis", folder=tmp_path, name="a").read_bytes()
    assert "ม.ค. 2567" in raw.decode("cp874")
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")


def test_the_excel_shape_is_a_workbook(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(write_file(records(), shape="excel", folder=tmp_path, name="a")).active
    assert sheet is not None
    assert sheet.max_row == records().n + 1


def test_every_shape_is_used_and_every_plan_is_its_own() -> None:
    assert {plan.shape for plan in PLANS} == set(SHAPES)
    assert len({plan.zone for plan in PLANS}) == len({plan.seed for plan in PLANS}) == 15
