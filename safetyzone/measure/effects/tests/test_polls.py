"""Fear and confidence: the change here less the change there."""

import math
from typing import Any

import pytest

from safetyzone.listen.polls.results.trend import difference
from safetyzone.measure.effects.polls import Asked, judge, net_change


def figure(share: float, se: float = 0.02, df: float = 60) -> dict[str, Any]:
    return {"share": share, "se": se, "df": df, "n": 500, "low": share - 2 * se, "high": share + 2 * se}


def asked(zone: str, before: float, after: float, **more: Any) -> Asked:
    return Asked(zone, figure(before, **more), figure(after, **more), (1, 2))


def test_the_effect_is_the_difference_of_two_differences() -> None:
    found = net_change(asked("a", 0.5, 0.35), [asked("b", 0.5, 0.48), asked("c", 0.4, 0.42)])
    assert found["value"] == pytest.approx(-0.15)
    se = math.sqrt(2 * 0.02**2 + 4 * 0.02**2 / 4)
    assert found["high"] - found["low"] == pytest.approx(2 * 1.97 * se, rel=0.01)


def test_of_one_pair_alone_it_is_the_trends_own_test() -> None:
    here = asked("a", 0.5, 0.35)
    still = Asked("b", figure(0.4, se=1e-9), figure(0.4, se=1e-9), (3, 4))
    made = difference(here.before, here.after)  # type: ignore[arg-type]
    found = net_change(here, [still])
    assert [found["value"], found["low"], found["high"]] == pytest.approx(
        [made["difference"], made["low"], made["high"]], abs=1e-5
    )


@pytest.mark.parametrize(
    ("after", "less", "status"),
    [(0.3, True, "better"), (0.7, True, "worse"), (0.49, True, "cannot_tell"), (0.7, False, "better")],
)
def test_status(after: float, less: bool, status: str) -> None:
    found = judge(asked("a", 0.5, after), [asked("b", 0.5, 0.5)], less_is_better=less, compared=True)
    assert found["status"] == status


def test_a_missing_wave_or_figure_is_not_guessed() -> None:
    here, there = asked("a", 0.5, 0.3), asked("b", 0.5, 0.5)
    no_wave = Asked("b", None, figure(0.5), (None, 4))
    no_figure = Asked("b", None, figure(0.5), (3, 4))
    assert judge(here, [no_wave], less_is_better=True, compared=True)["why"] == "no_waves"
    assert judge(no_wave, [there], less_is_better=True, compared=True)["why"] == "no_waves"
    assert judge(here, [no_figure], less_is_better=True, compared=True)["why"] == "no_figure"


def test_without_a_comparison_the_change_is_shown_and_nothing_is_claimed() -> None:
    found = judge(asked("a", 0.5, 0.3), [], less_is_better=True, compared=False)
    assert (found["status"], found["why"], found["effect"]) == ("cannot_tell", "no_comparison", None)
    assert found["treated"]["change"]["value"] == pytest.approx(-0.2)
