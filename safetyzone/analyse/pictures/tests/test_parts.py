"""The parts of a picture, each on its own: arrays in, numbers out."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safetyzone.analyse.pictures.compose import picture
from safetyzone.analyse.pictures.drawing import map_of, shade_steps
from safetyzone.analyse.pictures.filters import FilterError, Filters, filters_from
from safetyzone.analyse.pictures.parts.hot import cell_positions
from safetyzone.analyse.pictures.parts.hours import peak
from safetyzone.analyse.pictures.parts.months import (
    covered_months,
    first_day,
    month_name,
    month_of,
    monthly,
    shown_months,
    without_records,
)
from safetyzone.analyse.pictures.parts.records import significant
from safetyzone.analyse.pictures.parts.table import distance_and_bearing
from safetyzone.analyse.pictures.queries import _children
from safetyzone.analyse.pictures.tests.made import LAT, LON, square
from safetyzone.analyse.pictures.tests.plain import plain_columns, plain_frame, plain_material
from safetyzone.foundation.places.cells import cells_at, cells_of, parents_of


def days(first: str, last: str, step: int = 1) -> np.ndarray:
    return np.arange(np.datetime64(first), np.datetime64(last) + 1, step).astype("datetime64[D]").astype(np.int64)


@pytest.mark.parametrize(
    ("first", "last", "covered"),
    [
        ("2024-01-01", "2024-03-31", ("2024-01", "2024-03")),
        ("2024-01-10", "2024-03-31", ("2024-02", "2024-03")),
        ("2024-01-01", "2024-03-20", ("2024-01", "2024-02")),
        ("2024-01-10", "2024-02-20", None),
    ],
)
def test_only_whole_months_are_compared(first: str, last: str, covered: tuple[str, str] | None) -> None:
    found = covered_months(days(first, last))
    assert (found and tuple(month_name(month) for month in found)) == covered


def test_a_sparse_register_covers_a_month_although_its_last_days_are_empty() -> None:
    found = covered_months(days("2024-01-03", "2024-12-28", 4))
    assert found is not None
    assert [month_name(month) for month in found] == ["2024-01", "2024-12"]


@pytest.mark.parametrize(
    ("since", "until", "shown"),
    [
        (date(2024, 3, 1), date(2024, 4, 30), ("2024-03", "2024-04")),
        (date(2024, 3, 2), date(2024, 4, 29), ("2024-04", "2024-03")),
        (date(2024, 2, 29), date(2024, 12, 31), ("2024-03", "2024-12")),
    ],
)
def test_months_cut_by_the_period_are_not_shown(since: date, until: date, shown: tuple[str, str]) -> None:
    assert tuple(month_name(month) for month in shown_months(since, until)) == shown


def test_months_missing_from_the_files_are_not_quiet_months() -> None:
    rows = plain_columns(4000)
    month = month_of(rows.days)
    whole = monthly(rows, covered_months(rows.days), shown_months(None, None))
    assert whole["gaps"] == []
    assert whole["refusal"] is None
    cut = rows.where(month != month_of(days("2024-05-01", "2024-05-01"))[0])
    found = monthly(cut, covered_months(cut.days), shown_months(None, None))
    assert found["gaps"] == ["2024-05"]
    assert found["refusal"]["code"] == "missing_months"
    assert found["year"] is None
    assert "2024-05" not in [row["month"] for row in found["months"]]


def test_a_quiet_month_of_a_quiet_zone_is_no_gap() -> None:
    assert without_records(np.array([3, 0, 9, 2])).size == 0
    assert without_records(np.array([30, 0, 19, 22])).tolist() == [1]


@given(st.integers(-500, 1000))
def test_a_month_begins_on_its_first_day(month: int) -> None:
    assert month_of(np.array([first_day(month)])).tolist() == [month]
    assert month_of(np.array([first_day(month) - 1])).tolist() == [month - 1]


def test_the_peak_may_lie_round_midnight() -> None:
    by_hour = np.ones(24)
    by_hour[[22, 23, 0, 1]] = 30
    found = peak(by_hour, set())
    assert found is not None
    assert (found["from"], found["to"], found["n"]) == (22, 2, 120)
    assert found["p"] < 1e-6


def test_even_hours_have_no_clear_peak() -> None:
    found = peak(np.full(24, 10.0) + np.eye(24)[5], set())
    assert found is not None
    assert found["p"] == 1


def test_default_times_are_no_peak() -> None:
    by_hour = np.ones(24)
    by_hour[0] = 500
    found = peak(by_hour, {0})
    assert found is not None
    assert 0 not in {(found["from"] + step) % 24 for step in range(4)}
    assert peak(by_hour, set(range(0, 24, 3))) is None, "every run of four hours holds a doubtful one"


@given(st.integers(0, 400), st.integers(0, 1000))
@settings(max_examples=25, deadline=None)
def test_every_incident_of_the_zone_is_in_one_cell(n: int, seed: int) -> None:
    rows, frame = plain_columns(n, seed=seed), plain_frame()
    strange = np.random.default_rng(seed).integers(0, 800, n)  # half of them no cell of the frame
    place = cell_positions(rows, frame, strange, np.ones(n, np.bool_))
    assert ((place >= 0) & (place < frame.n)).all()
    known = strange < frame.n
    assert np.array_equal(place[known], strange[known])
    assert (cell_positions(rows, frame, strange, np.zeros(n, np.bool_)) == -1).all()


def test_a_stranger_goes_to_the_nearest_cell() -> None:
    rows, frame = plain_columns(200), plain_frame()
    place = cell_positions(rows, frame, np.full(200, 10**6), np.ones(200, np.bool_))
    gap = np.hypot(rows.lon[:, None] - frame.lon, rows.lat[:, None] - frame.lat)
    assert np.array_equal(gap[np.arange(200), place], gap.min(axis=1))


@given(st.integers(0, 300), st.sampled_from(["reported", "discovered", "all"]), st.sampled_from(["", "a", "b"]))
@settings(max_examples=20, deadline=None)
def test_the_parts_add_up_for_any_filter(n: int, origin: str, group: str) -> None:
    found = picture(plain_material(n), Filters(group=group, origin=origin), seed=1)
    total = found["counts"]["n"]
    assert found["cells"]["n"] + found["cells"]["not_mapped"] == total
    assert found["clock"]["n"] + found["clock"]["date_only"] + found["clock"]["undated"] == total
    assert found["counts"]["reported"] + found["counts"]["discovered"] == total
    assert found["share"]["n"] <= found["share"]["of"]


def test_near_repeats_look_wider_where_few_pairs_are_expected() -> None:
    few = picture(plain_material(150), Filters(origin="all"), seed=1)["near_repeat"]
    many = picture(plain_material(3000), Filters(origin="all"), seed=1)["near_repeat"]
    assert (many["within_m"], many["within_days"]) == (100, 7)
    assert many["expected"] >= 5
    assert few["refusal"] or few["within_m"] == 200


def test_near_repeats_compare_the_latest_incidents_only() -> None:
    near = picture(plain_material(8000), Filters(origin="all"), seed=1)["near_repeat"]
    assert near["n"] == 5000 < near["of"]
    assert near["to"] == "2024-12-31"
    assert near["from"] > "2023-01-01"


@pytest.mark.parametrize(
    ("x", "y", "said"),
    [(0, 0, (0, "")), (3, 2, (0, "")), (0, 450, (450, "N")), (-300, -300, (420, "SW")), (96, -4, (100, "E"))],
)
def test_distance_and_bearing(x: float, y: float, said: tuple[int, str]) -> None:
    assert distance_and_bearing(x, y) == said


@given(st.floats(-1e9, 1e9))
def test_rounding_keeps_four_digits(value: float) -> None:
    assert significant(value) == pytest.approx(value, rel=5e-4)


def test_what_is_not_a_number_becomes_none() -> None:
    assert significant(float("nan")) is None
    assert significant(float("inf")) is None


def test_a_cells_descendants_are_one_range_of_numbers() -> None:
    random = np.random.default_rng(5)
    fine = cells_at(LON + random.uniform(-0.05, 0.05, 500), LAT + random.uniform(-0.05, 0.05, 500))
    for resolution in (7, 9, 11, 12):
        for parent in np.unique(parents_of(fine, resolution)).tolist():
            low, high = _children(parent)
            inside = (fine >= low) & (fine <= high)
            assert np.array_equal(inside, parents_of(fine, resolution) == parent)


def test_the_drawing_shows_every_cell_and_the_data_says_the_same() -> None:
    boundary = square(LON, LAT, 1000)
    names = [f"{cell:x}" for cell in cells_of(boundary, 10).tolist()]
    n = len(names)
    counts = [position % 9 for position in range(n)]
    flags = [position % 7 == 0 for position in range(n)]
    columns = {"cell": names, "n": counts, "hot": flags, "cold": [False] * n, "leaning": [False] * n}
    drawn = map_of({"columns": columns}, boundary, lost=False)
    assert drawn is not None
    assert len(drawn["cells"]) == len(drawn["data"]["cells"]) == n
    assert [cell["state"] == "hot" for cell in drawn["cells"]] == flags
    assert [cell["shade"] for cell in drawn["cells"]] == drawn["data"]["shade"]
    assert all((cell["shade"] == 0) == (cell["n"] == 0) for cell in drawn["cells"])
    assert drawn["height"] == pytest.approx(1000, rel=0.1), "a square zone is drawn as a square"
    assert map_of({"columns": columns}, None, lost=False) is None


@given(st.lists(st.integers(0, 500), max_size=60))
def test_shades_rise_and_begin_at_the_smallest_count(counts: list[int]) -> None:
    steps = shade_steps(counts)
    held = [n for n in counts if n]
    assert steps == sorted(set(steps))
    assert (steps[0] == min(held)) if held else steps == []
    assert len(steps) <= 5


def test_filters_are_read_and_spelled_the_same() -> None:
    asked = {"group": "life", "from": "2024-01-01", "to": "2024-06-30", "origin": "all"}
    assert filters_from(asked).query() == asked
    assert filters_from({}).query() == {}
    assert filters_from({"group": "", "from": "", "to": " "}) == Filters()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"from": "31/12/2024"}, "YYYY-MM-DD"),
        ({"origin": "rumour"}, "reported, discovered, all"),
        ({"from": "2024-02-01", "to": "2024-01-01"}, "before it begins"),
    ],
)
def test_filters_that_cannot_be_used_say_what_to_write(asked: dict[str, str], said: str) -> None:
    with pytest.raises(FilterError, match=said):
        filters_from(asked)
