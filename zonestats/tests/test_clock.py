"""Aoristic weights and the crime clock: minute by minute, and in the nights the clocks change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zonestats.clock import aoristic, crime_clock
from zonestats.errors import InvalidInput

MINUTE = 60


def _minute_by_minute(start: int, end: int, tz: str | None) -> np.ndarray:
    """Every elapsed minute gives its share to the local hour it lies in."""
    out = np.zeros((24, 7))
    minutes = (end - start) // MINUTE
    for k in range(minutes):
        moment = datetime.fromtimestamp(start + k * MINUTE, UTC)
        local = moment if tz is None else moment.astimezone(ZoneInfo(tz))
        out[local.hour, (local.weekday() + 1) % 7] += 1 / minutes
    return out


@given(
    st.integers(0, 60 * 24 * 365 * 3),
    st.integers(2, 60 * 24 * 7 - 1),
    st.sampled_from([None, "Asia/Bangkok", "Europe/London", "America/New_York", "Australia/Lord_Howe"]),
)
def test_weights_are_the_shares_of_elapsed_minutes(since: int, length: int, tz: str | None) -> None:
    start = 1_577_836_800 + since * MINUTE
    end = start + length * MINUTE
    found = aoristic(np.array([start]), np.array([end]), tz=tz)
    assert found == pytest.approx(_minute_by_minute(start, end, tz), abs=1e-9)


@given(st.integers(0, 2**32), st.sampled_from([None, "Europe/Paris"]))
def test_weights_add_up_to_the_incidents(seed: int, tz: str | None) -> None:
    rng = np.random.default_rng(seed)
    start = 19_000 + rng.uniform(0, 800, 50)
    end = start + rng.exponential(3, 50)
    end[:9] = np.nan
    found = aoristic(start, end, tz=tz)
    assert found.shape == (24, 7)
    assert found.sum() == pytest.approx(50)
    assert (found >= 0).all()


def test_ratcliffes_example() -> None:
    """Ratcliffe 2002: a car left at 17:30 and missed at 21:30 the same evening: an eighth, three quarters, an eighth."""
    found = aoristic(["2024-05-08T17:30"], ["2024-05-08T21:30"])[:, 3]
    assert found[17:22].tolist() == [0.125, 0.25, 0.25, 0.25, 0.125]
    assert found.sum() == 1


def test_sunday_comes_first() -> None:
    found = aoristic(["2024-05-05T10:00", "2024-05-11T10:00"])  # a Sunday and a Saturday
    assert found[10, 0] == found[10, 6] == 1


@pytest.mark.parametrize("end", [None, [np.nan], [19_000 + 10.5 / 24 + 1 / 1440]])
def test_no_end_or_one_minute_is_the_hour_of_the_start(end) -> None:
    found = aoristic([19_000 + 10.5 / 24], end)
    assert found.max() == 1


def test_a_week_or_more_is_spread_evenly() -> None:
    week = 10_080 * MINUTE
    exact = aoristic([1_700_000_000], [1_700_000_000 + week])
    assert (exact == 1 / 168).all()
    assert (aoristic([0.0], [300.0]) == 1 / 168).all()
    almost = aoristic([1_700_000_000], [1_700_000_000 + week - MINUTE])
    assert np.ptp(almost) > 0


def test_the_night_the_clocks_go_back_has_two_hours_at_one() -> None:
    """London, 27 October 2024: 00:00 to 03:00 local are four elapsed hours; 01:00 happens twice."""
    found = aoristic(["2024-10-26T23:00"], ["2024-10-27T03:00"], tz="Europe/London")[:, 0]
    assert found[:3].tolist() == [0.25, 0.5, 0.25]


def test_the_night_the_clocks_go_forward_has_no_hour_at_one() -> None:
    found = aoristic(["2024-03-31T00:00"], ["2024-03-31T02:00"], tz="Europe/London")[:, 0]
    assert found[:4].tolist() == [0.5, 0, 0.5, 0]


def test_bangkok_is_seven_hours_ahead_of_utc() -> None:
    assert aoristic(["2024-05-05T18:00"], tz="Asia/Bangkok")[1, 1] == 1  # Monday, one at night


def test_seconds_days_and_calendar_times_agree() -> None:
    aware = [datetime(2024, 5, 5, 22, 30, tzinfo=UTC), datetime(2024, 7, 1, 3, 15, tzinfo=UTC)]
    when = [moment.replace(tzinfo=None) for moment in aware]
    seconds = [int(moment.timestamp()) for moment in aware]
    days = [second / 86_400 for second in seconds]
    wanted = aoristic(np.array(when, dtype="datetime64[s]"))
    for other in (when, seconds, days, [str(moment) for moment in when]):
        assert np.array_equal(aoristic(other), wanted)


@pytest.mark.parametrize(
    ("start", "end", "tz", "argument"),
    [
        (["2024-05-05T10:00"], ["2024-05-05T09:59"], None, "end"),
        ([np.nan], None, None, "start"),
        ([1e6], None, None, "start"),  # seconds given as days
        (["yesterday"], None, None, "start"),
        ([1], [2, 3], None, "start and end"),
        ([1], None, "Mars/Olympus", "tz"),
        ([datetime(2024, 1, 1, tzinfo=UTC)], None, None, "start"),
        ([[1, 2]], None, None, "start"),
    ],
)
def test_wrong_times_are_named(start, end, tz, argument: str) -> None:
    with pytest.raises(InvalidInput) as error:
        aoristic(start, end, tz=tz)
    assert error.value.argument == argument


def test_the_clock_counts_known_hours_and_says_what_is_spread() -> None:
    monday = np.datetime64("2024-05-06T00:00")
    evening = monday + np.timedelta64(21, "h") + np.arange(40)
    start, end = np.append(evening, [monday] * 5), np.append(evening + 5, [monday + np.timedelta64(9, "D")] * 5)
    found = crime_clock(start, end)
    assert found.n == 45
    assert found.spread == 5
    assert found.counts.sum() == found.counts[21, 1] == 40
    assert found.by_hour.sum() == pytest.approx(45)
    assert found.by_day.sum() == pytest.approx(45)
    assert "busiest Monday 21–22 h" in found.summary()
    assert found.refusal is None


def test_thirty_timed_incidents_are_needed() -> None:
    assert crime_clock([19_000.5] * 30).refusal is None
    few = crime_clock([19_000.5] * 29)
    assert few.refusal is not None
    assert (few.refusal.have, few.refusal.need) == (29, 30)
    assert "not enough" in few.summary()


@pytest.mark.parametrize("hour", [0, 12])
def test_a_spike_at_midnight_or_noon_is_flagged_as_a_default(hour: int) -> None:
    rng = np.random.default_rng(1)
    real = 19_000 + rng.integers(0, 90, 400) + rng.integers(0, 24, 400) / 24
    form = 19_000 + rng.integers(0, 90, 200) + hour / 24
    assert crime_clock(np.concatenate([real, form])).default_times == (hour,)
    assert crime_clock(real).default_times == ()
    assert f"{hour:02d}:00 is probably a default time" in crime_clock(np.concatenate([real, form])).summary()


def test_counts_follow_local_time() -> None:
    found = crime_clock(["2024-07-01T23:30"] * 30, tz="Europe/London")
    assert found.counts[0, 2] == 30  # Tuesday, half past midnight, in summer time
