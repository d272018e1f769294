"""Every minimum of METHODS §2 to the unit: one below is refused with the two numbers, at the minimum there is an answer."""

from typing import Any

import numpy as np
import pytest

from zonestats import clock, effects, forecast, hotspots, index, minimums, near_repeat, opinions, scan, survey, trend
from zonestats.survey.estimate import Estimate


def gi_events(n: int) -> Any:
    values = np.zeros(36)
    values[:12] = n // 12
    values[0] += n % 12
    return hotspots.gi_star(values, neighbours=hotspots.grid(6, 6))


def gi_cells(n: int) -> Any:
    return hotspots.gi_star(np.arange(n) % 5 * 20.0, neighbours=hotspots.grid(1, n))


def kde_events(n: int) -> Any:
    x = np.linspace(10, 990, n)
    return hotspots.kde(x, x[::-1], cell=100, bandwidth=200, extent=(0, 0, 1000, 1000))


def kde_cells(n: int) -> Any:
    x = np.linspace(1, 99, 200)
    return hotspots.kde(x * n, x, cell=100, bandwidth=200, extent=(0, 0, 100 * n, 100))


def clocked(n: int) -> Any:
    return clock.crime_clock(19_000 + np.arange(n) * 0.37)


def knox_events(n: int) -> Any:
    rng = np.random.default_rng(1)
    x, y, t = rng.uniform(0, 500, n), rng.uniform(0, 500, n), rng.uniform(0, 60, n)
    return near_repeat.knox(x, y, t, space_bands=[0, 250], time_bands=[0, 30], permutations=19, seed=1)


def modified(n: int) -> Any:
    rng = np.random.default_rng(1)
    x, y, t = rng.uniform(0, 500, n), rng.uniform(0, 500, n), rng.uniform(0, 60, n)
    return near_repeat.modified_knox(x, y, t, space_bands=[0, 250], time_bands=[0, 30], permutations=19, seed=1)


def prior(n: int) -> Any:
    t = np.linspace(0, 399, n)
    return forecast.prior_counts(np.arange(n) % 9, t, reported=np.ones(n, bool), train=(0, 400))


def prior_days(n: int) -> Any:
    t = np.linspace(0, n - 0.5, 300)
    return forecast.prior_counts(np.arange(300) % 9, t, reported=np.ones(300, bool), train=(0, n))


def opinion_people(n: int) -> Any:
    camp = np.where(np.arange(n) % 2, 1.0, -1.0)[:, None] * np.ones(9)
    return opinions.groups(camp * np.where(np.random.default_rng(1).random((n, 9)) < 0.95, 1, -1), seed=1)


def opinion_votes(n: int) -> Any:
    votes = np.where(np.arange(40) % 2, 1.0, -1.0)[:, None] * np.ones(12)
    votes *= np.where(np.random.default_rng(1).random((40, 12)) < 0.95, 1, -1)
    votes[:, n:] = np.nan
    return opinions.groups(votes, seed=1)


def areas(n: int) -> Any:
    rng = np.random.default_rng(1)
    return survey.small_areas(rng.normal(5, 2, n), np.full(n, 0.5), np.ones((n, 1)))


def zones(n: int) -> Any:
    rng = np.random.default_rng(1)
    return index.build(
        {"name": "all", "children": [{"name": "a"}, {"name": "b"}]}, {k: rng.normal(0, 1, n) for k in "ab"}
    )


def volunteers(n: int) -> Any:
    return survey.opt_in(np.arange(n) % 2)


def estimated(n: int) -> Any:
    """Simple random sampling: n answers are worth n."""
    return survey.estimate(np.arange(n) % 2, np.ones(n))


def treated_before(n: int) -> Any:
    return effects.wdd(treated=(n, 10), control=(60, 60))


def control_before(n: int) -> Any:
    return effects.rate_ratio(treated=(60, 10), control=(n, 60))


def both_years(n: int) -> Any:
    return trend.ratio(n // 2, n - n // 2)


CASES = [
    (gi_events, minimums.HOTSPOT_EVENTS), (gi_cells, minimums.HOTSPOT_CELLS), (kde_events, minimums.HOTSPOT_EVENTS),
    (kde_cells, minimums.HOTSPOT_CELLS), (clocked, minimums.CLOCK_EVENTS), (knox_events, minimums.KNOX_EVENTS),
    (modified, minimums.KNOX_EVENTS), (prior, minimums.PRIOR_COUNT_EVENTS), (prior_days, minimums.PRIOR_COUNT_DAYS),
    (opinion_people, minimums.OPINION_PEOPLE), (areas, minimums.SMALL_AREAS), (zones, minimums.INDEX_ZONES),
    (volunteers, minimums.POLL_EFFECTIVE_ANSWERS), (treated_before, minimums.EFFECT_EVENTS_BEFORE),
    (control_before, minimums.EFFECT_EVENTS_BEFORE), (both_years, minimums.YEAR_ON_YEAR_EVENTS),
]  # fmt: skip


@pytest.mark.parametrize(("ask", "least"), CASES, ids=lambda part: getattr(part, "__name__", part))
def test_one_below_is_refused_and_the_minimum_is_answered(ask: Any, least: int) -> None:
    below, at, above = ask(least - 1), ask(least), ask(least + 1)
    assert below.refusal is not None
    assert below.refusal.code == "not_enough"
    assert str(least) in str(below.refusal)
    assert str(below.refusal) in below.summary() or "ot enough" in below.summary()
    assert at.refusal is None, str(at.refusal)
    assert above.refusal is None


def test_seven_votes_make_a_person_count() -> None:
    least = minimums.OPINION_VOTES
    assert opinion_votes(least).n == 40
    none = opinion_votes(least - 1)
    assert none.n == 0
    assert none.refusal is not None


@pytest.mark.parametrize(("n", "shown"), [(29.999, False), (30.0, True), (30.001, True)])
def test_it_is_the_effective_number_of_answers_that_counts(n: float, shown: bool) -> None:
    found = Estimate(0.5, 0.1, (0.3, 0.7), 29, 2.0, 60, n, "proportion", 0.95, "logit", "linearisation", False)
    assert (found.refusal is None) is shown


def test_the_scan_asks_for_as_many_events_as_a_hot_spot() -> None:
    def searched(n: int) -> Any:
        rng = np.random.default_rng(2)
        counts = np.zeros((12, 5), int)
        np.add.at(counts, (rng.integers(0, 12, n), rng.integers(0, 5, n)), 1)
        x, y = rng.uniform(0, 900, 12), rng.uniform(0, 900, 12)
        return scan.space_time(counts, x, y, population=np.ones(12), permutations=19, seed=1)

    least = minimums.HOTSPOT_EVENTS
    assert searched(least - 1).refusal is not None
    assert searched(least).refusal is None


def test_minimums_are_those_of_the_methods_page() -> None:
    """METHODS §2, word for word; a change there must be made here on purpose."""
    assert (minimums.HOTSPOT_EVENTS, minimums.HOTSPOT_CELLS) == (50, 30)
    assert minimums.CLOCK_EVENTS == 30
    assert minimums.YEAR_ON_YEAR_EVENTS == 10
    assert (minimums.KNOX_EVENTS, minimums.KNOX_EXPECTED) == (100, 5.0)
    assert (minimums.PRIOR_COUNT_EVENTS, minimums.PRIOR_COUNT_DAYS) == (200, 365)
    assert minimums.HAWKES_EVENTS == 500
    assert minimums.EFFECT_EVENTS_BEFORE == 20
    assert (minimums.POLL_EFFECTIVE_ANSWERS, minimums.POLL_MAP_ANSWERS) == (30, 10)
    assert (minimums.OPINION_PEOPLE, minimums.OPINION_VOTES) == (30, 7)
    assert (minimums.SMALL_AREAS, minimums.INDEX_ZONES, minimums.PUBLIC_COUNT) == (20, 10, 5)
