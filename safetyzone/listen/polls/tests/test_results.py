"""Figures of a wave: with their doubt, or not at all."""

from typing import Any

import pytest

from safetyzone.listen.polls.margins import WrongMargins, checked
from safetyzone.listen.polls.models import Wave
from safetyzone.listen.polls.results.compute import figures_of, results_of
from safetyzone.listen.polls.results.sample import sample_of
from safetyzone.listen.polls.tests.answers import fill

SEX = {"question": "sex", "targets": {"female": 5200, "male": 4800}, "source": "registration 2026"}
AGE = {
    "question": "age-band",
    "targets": {"18-29": 2000, "30-44": 3000, "45-59": 3000, "60-up": 2000},
    "source": "same",
}


def figure(result: dict[str, Any], name: str, value: str) -> dict[str, Any]:
    asked = next(item for item in result["questions"] if item["name"] == name)
    found: dict[str, Any] = next(item for item in asked["answers"] if item["value"] == value)
    return found


@pytest.mark.parametrize("n", [0, 1, 5])
@pytest.mark.parametrize("mode", ["probability", "optin"])
def test_a_handful_of_answers_is_not_enough(wave: Wave, n: int, mode: str) -> None:
    wave.mode = mode
    fill(wave, n, clusters=2 if mode == "probability" else 0)
    result = figures_of(wave)
    assert result["n"] == n
    assert {item["refusal"]["code"] for asked in result["questions"] for item in asked["answers"]} <= {
        "not_enough",
        "design",
    }
    assert result["map"]["cells"] == []


def test_every_figure_agrees_with_an_independent_survey_package(wave: Wave) -> None:
    """svy recomputes each figure from the raw answers: share, standard error and interval to 1e-9."""
    svy = pytest.importorskip("svy")
    polars = pytest.importorskip("polars")
    wave.design = {"psu": "cluster"}
    fill(wave, 400, clusters=20)
    result, sample = figures_of(wave), sample_of(wave)
    units = sample.design.stages[0].unit
    for name in ("safe-after-dark", "confidence-in-police", "change"):
        given = sample.columns.table[name].to_list()
        frame = polars.DataFrame({"y": given, "w": sample.weight, "unit": units})
        drawn = svy.Sample(frame, svy.Design(psu="unit", wgt="w"))
        found = drawn.estimation.prop("y", drop_nulls=True)
        for row in found.estimates:
            ours = figure(result, name, str(row.y_level))
            assert ours["share"] == pytest.approx(row.est, abs=1e-9)
            assert ours["se"] == pytest.approx(row.se, abs=1e-9)
            if ours["interval"] == "logit":
                assert (ours["low"], ours["high"]) == pytest.approx((row.lci, row.uci), abs=1e-9)


def test_raking_meets_the_margins_and_says_so(wave: Wave) -> None:
    wave.design, wave.margins = {"psu": "cluster"}, [SEX, AGE]
    fill(wave, 600, clusters=20)
    result = figures_of(wave)
    assert result["weighting"]["raking"]["done"]
    said = {value: figure(result, "sex", value)["share"] for value in ("female", "male")}
    assert said["female"] / said["male"] == pytest.approx(5200 / 4800, rel=1e-9)
    assert figure(result, "age-band", "60-up")["share"] == pytest.approx(0.2, rel=1e-9)


def test_a_margin_category_without_answers_is_said_and_the_figures_stay_unraked(wave: Wave) -> None:
    wave.design = {"psu": "cluster"}
    wave.margins = [{**AGE, "targets": {**AGE["targets"], "under-18": 500}}]
    fill(wave, 200, clusters=10)
    result = figures_of(wave)
    assert not result["weighting"]["raking"]["done"]
    assert "merge" in result["weighting"]["raking"]["why"]
    assert figure(result, "sex", "female")["raked"] is False


def test_volunteers_get_a_sensitivity_range_and_never_an_interval(wave: Wave) -> None:
    wave.mode = "optin"
    fill(wave, 200)
    found = figure(figures_of(wave), "safe-after-dark", "a-bit-unsafe")
    share = found["raked"]
    assert found["sensitivity"] == pytest.approx([share / (share + 4 * (1 - share)), share / (share + (1 - share) / 4)])
    assert not {"low", "high", "se"} & set(found)


def test_the_run_is_kept_until_an_answer_comes(wave: Wave) -> None:
    wave.mode = "optin"
    fill(wave, 40)
    first = results_of(wave, by="system")
    assert results_of(wave, by="system").pk == first.pk
    fill(wave, 1, seed=9)
    assert results_of(wave, by="system").pk != first.pk


@pytest.mark.parametrize(
    ("margins", "says"),
    [
        ([{**SEX, "question": "shoe-size"}], "no such question"),
        ([{**SEX, "targets": {"female": 5000, "robot": 1}}], "'robot' is not one of its answers"),
        ([{**SEX, "targets": {"female": "many"}}], "'many' is not a number"),
        ([{**SEX, "source": " "}], "say where the numbers come from"),
        ([SEX, {**AGE, "targets": {"18-29": 9000}}], "do not add up to one population: sex 10,000, age-band 9,000"),
    ],
)
def test_wrong_margins_are_named(wave: Wave, margins: list[dict[str, Any]], says: str) -> None:
    with pytest.raises(WrongMargins, match=says):
        checked(wave.questionnaire, margins)
