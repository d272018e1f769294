"""Delivered minutes from check-ins and GPS."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zonestats import patrol
from zonestats.errors import InvalidInput

X, Y = [0.0, 500.0], [0.0, 0.0]


def checkins(*rows):
    return dict(zip(("place", "unit", "start", "end"), zip(*rows, strict=True), strict=True))


def gps(*rows):
    return dict(zip(("unit", "t", "x", "y"), zip(*rows, strict=True), strict=True))


def test_checkins_add_up() -> None:
    found = patrol.dose(X, Y, checkins=checkins((0, 1, 0, 12), (0, 1, 30, 45), (1, 2, 5, 10)))
    assert found.minutes.tolist() == [27, 5]
    assert found.visits.tolist() == [2, 1]
    assert found.from_gps.tolist() == [0, 0]


def test_overlapping_checkins_of_one_unit_count_once_and_of_two_units_twice() -> None:
    one = patrol.dose(X, Y, checkins=checkins((0, 1, 0, 10), (0, 1, 5, 12), (0, 1, 6, 7)))
    assert (one.minutes[0], one.visits[0]) == (12, 1)
    two = patrol.dose(X, Y, checkins=checkins((0, 1, 0, 10), (0, 2, 0, 10)))
    assert (two.minutes[0], two.visits[0]) == (20, 2)


def test_a_stay_under_two_minutes_is_no_visit() -> None:
    found = patrol.dose(X, Y, checkins=checkins((0, 1, 0, 1.9), (1, 1, 5, 7)))
    assert found.minutes.tolist() == [0, 2]
    assert found.short == 1
    assert "1 stays under 2 minutes" in found.summary()


def test_gps_runs_inside_the_radius() -> None:
    track = [(1, t, 0.0 if t <= 10 else 250.0 if t < 20 else 480.0, 0.0) for t in range(0, 31, 2)]
    found = patrol.dose(X, Y, gps=gps(*track))
    assert found.minutes.tolist() == [10, 10]
    assert found.visits.tolist() == [1, 1]


def test_silence_breaks_a_stay() -> None:
    found = patrol.dose(X, Y, gps=gps((1, 0, 0, 0), (1, 4, 0, 0), (1, 20, 0, 0), (1, 23, 0, 0)), gap=5)
    assert (found.minutes[0], found.visits[0]) == (7, 2)


def test_the_same_minutes_seen_twice_count_once() -> None:
    track = gps(*[(1, t, 3.0, 4.0) for t in range(0, 21, 2)])
    found = patrol.dose(X, Y, checkins=checkins((0, 1, 0, 12)), gps=track)
    assert found.minutes[0] == 20
    assert found.from_checkins[0] == 12
    assert found.from_gps[0] == 8
    assert found.visits[0] == 1


def test_fixes_in_any_order() -> None:
    rng = np.random.default_rng(1)
    t = np.arange(0, 60, 1.0)
    rows = np.column_stack([np.ones(60), t, np.where(t < 30, 5.0, 505.0), np.zeros(60)])
    one = patrol.dose(X, Y, gps=dict(zip(("unit", "t", "x", "y"), rows.T, strict=True)))
    other = patrol.dose(X, Y, gps=dict(zip(("unit", "t", "x", "y"), rng.permutation(rows).T, strict=True)))
    assert one.minutes.tolist() == other.minutes.tolist() == [29, 29]


def test_the_nearest_of_several_places_gets_the_stay() -> None:
    found = patrol.dose([0, 40], [0, 0], gps=gps((1, 0, 25, 0), (1, 5, 25, 0)))
    assert found.minutes.tolist() == [0, 5]


def test_delivered_against_planned() -> None:
    found = patrol.dose(X, Y, checkins=checkins((0, 1, 0, 12)), planned=[45, 0])
    assert found.ratio[0] == pytest.approx(12 / 45)
    assert np.isnan(found.ratio[1])
    assert "27% of the 45 planned" in found.summary()


def test_nothing_recorded_is_a_dose_of_nothing() -> None:
    found = patrol.dose(X, Y, planned=[10, 10])
    assert found.minutes.tolist() == [0, 0]
    empty = patrol.dose(X, Y, gps={"unit": [], "t": [], "x": [], "y": []})
    assert empty.minutes.tolist() == [0, 0]
    assert np.isnan(empty.ratio).all()


STAYS = st.lists(st.tuples(st.integers(0, 1), st.integers(1, 3), st.integers(0, 100), st.integers(2, 30)), max_size=20)


@given(STAYS)
def test_minutes_are_those_covered_counted_one_by_one(stays) -> None:
    rows = [(place, unit, start, start + length) for place, unit, start, length in stays]
    table = {k: [row[i] for row in rows] for i, k in enumerate(("place", "unit", "start", "end"))}
    found = patrol.dose(X, Y, checkins=table)
    covered = {(p, u, m) for p, u, a, b in rows for m in range(a, b)}
    assert found.minutes.tolist() == [sum(p == place for p, _, _ in covered) for place in (0, 1)]


@pytest.mark.parametrize(
    ("change", "argument"),
    [({"checkins": {"place": [0]}}, "checkins"), ({"checkins": checkins((2, 1, 0, 5))}, "checkins[place]"),
     ({"checkins": checkins((0, 1, 5, 0))}, "checkins[end]"), ({"gps": {"unit": [1]}}, "gps"),
     ({"planned": [1]}, "planned"), ({"radius": 0}, "radius"), ({"gap": -1}, "gap"), ({"y": [0.0]}, "x and y"),
     ({"gps": gps((1, np.nan, 0, 0))}, "gps[t]")],
)  # fmt: skip
def test_wrong_arguments_are_named(change, argument) -> None:
    options = {"x": X, "y": Y} | change
    with pytest.raises(InvalidInput) as error:
        patrol.dose(**options)
    assert error.value.argument == argument
