"""A finished plan from its records to a plain sentence, on the pages and the command line."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse
from django.utils import translation

from safetyzone.foundation.places.models import Place
from safetyzone.listen.incidents.models import Incident
from safetyzone.measure.effects.commands import command
from safetyzone.measure.effects.compute import NotFinished, effect_of, effects_of, finished_plans
from safetyzone.measure.effects.shown import told
from safetyzone.measure.effects.tests.conftest import Finished, beside, record
from safetyzone.plan.problems.models import PlanState

Visitor = Callable[[str, Place], Client]


def sentences(plan: object) -> str:
    run = effect_of(plan, by="system")  # type: ignore[arg-type]
    with translation.override("en"):
        return " ".join(str(line) for line in told(run)["lines"])


def test_fewer_than_the_comparison_lets_expect_in_one_sentence(zone: Place, finished: Finished) -> None:
    other = beside(zone, 1)
    record({zone: [10] * 12 + [5] * 12, other: [20] * 24})
    text = sentences(finished(controls=[other]))
    assert "Thefts in Try: 120 in the 12 months before, 60 in the 12 months after." in text
    assert "Against Zone 1 that is 60 fewer than expected (between 24 and 112 fewer)" in text
    assert "Whether crime only moved was not part of the evaluation" in text


def test_a_rise_and_an_open_question_are_said_as_plainly(zone: Place, finished: Finished) -> None:
    other = beside(zone, 1)
    record({zone: [10] * 12 + [18] * 12, other: [20] * 24})
    assert "96 more than expected (between " in sentences(finished(controls=[other]))
    third = beside(zone, 2)
    record({third: [20] * 12 + [35] * 12})
    text = sentences(finished(controls=[third]))
    assert "cannot be told: against Zone 2 it is anything from " in text
    assert "fewer to " in text


def test_the_place_next_door_has_its_own_sentence(zone: Place, finished: Finished) -> None:
    other, near = beside(zone, 1), beside(zone, 2)
    record({zone: [10] * 12 + [5] * 12, other: [20] * 24, near: [10] * 12 + [16] * 12})
    text = sentences(finished(controls=[other], displaced=[near]))
    assert "Beside it, in Zone 2: 120 before, 192 after." in text
    assert "part of it may only have moved" in text
    assert "Both together: from " in text


def test_thai_says_the_same(zone: Place, finished: Finished) -> None:
    other = beside(zone, 1)
    record({zone: [10] * 12 + [5] * 12, other: [20] * 24})
    run = effect_of(finished(controls=[other]), by="system")
    with translation.override("th"):
        text = " ".join(str(line) for line in told(run)["lines"])
    assert "ลักทรัพย์" in text
    assert "120" in text
    assert "60" in text
    assert "fewer" not in text


def test_the_run_is_stored_once_and_names_what_was_fixed(zone: Place, finished: Finished) -> None:
    other = beside(zone, 1)
    record({zone: [10] * 12 + [5] * 12, other: [20] * 24})
    plan = finished(controls=[other])
    assert effects_of(plan) is None
    run = effect_of(plan, by="system")
    assert effect_of(plan, by="system") == run == effects_of(plan)
    assert run.parameters["controls"] == ["zone-1"]
    assert (run.parameters["before_from"], run.parameters["after_to"]) == ("2024-01-01", "2025-12-31")
    assert run.result["months"]["asked"] == [12, 12]


def test_records_that_do_not_reach_the_end_wait(zone: Place, finished: Finished) -> None:
    other = beside(zone, 1)
    record({zone: [10] * 20, other: [20] * 20})
    assert "do not reach to the end of December 2025 yet" in sentences(finished(controls=[other]))


def test_few_incidents_and_no_comparison_are_said(zone: Place, finished: Finished) -> None:
    other = beside(zone, 1)
    record({zone: [1] * 24, other: [20] * 24})
    assert "Not enough to say: 12 incidents before, 20 are needed" in sentences(finished(controls=[other]))
    text = sentences(finished(no_comparison="It is the only island."))
    assert "nobody can tell what would have happened anyway. Why there is none: It is the only island." in text


@pytest.mark.parametrize("state", ["draft", "proposed", "acting", "dropped"])
def test_only_a_finished_plan_is_judged(zone: Place, finished: Finished, state: str) -> None:
    plan = finished(state=state)
    with pytest.raises(NotFinished):
        effect_of(plan, by="system")
    assert finished_plans(zone) == []


def test_a_plan_without_an_evaluation_is_not_judged(zone: Place, finished: Finished) -> None:
    plan = finished()
    plan.evaluation.delete()
    with pytest.raises(NotFinished):
        effect_of(plan, by="system")


def test_polls_judge_a_plan_against_fear(zone: Place, finished: Finished) -> None:
    plan = finished(outcome="fear", group="", controls=[beside(zone, 1)])
    assert "one of them is missing" in sentences(plan)


def test_the_pages(zone: Place, finished: Finished, visitor: Visitor) -> None:
    other = beside(zone, 1)
    record({zone: [10] * 12 + [5] * 12, other: [20] * 24})
    plan = finished(controls=[other])
    reader = visitor("resident", zone)
    assert "Lamps in the lane" in reader.get(reverse("effects:overview")).content.decode()
    assert "open it to judge it" in reader.get(reverse("pictures:zone", args=[zone.slug])).content.decode()
    text = reader.get(reverse("effects:plan", args=[plan.pk])).content.decode()
    for words in (
        "60 fewer than expected",
        "Do other methods agree?",
        "effect-spec",
        "how it was computed",
        "January 2024",
    ):
        assert words in text
    assert "60 fewer than expected" in reader.get(reverse("pictures:zone", args=[zone.slug])).content.decode()
    assert "60 fewer than expected" in reader.get(reverse("problems:plan", args=[plan.pk])).content.decode()
    rows = list(csv.DictReader(io.StringIO(
        reader.get(reverse("effects:numbers", args=[plan.pk])).content.decode("utf-8-sig")
    )))  # fmt: skip
    assert sum(int(row["here"]) for row in rows if row["row"] == "before") == 120
    assert {row["run"] for row in rows} == {effect_of(plan, by="system").key}


def test_a_plan_under_way_has_no_effect_page(zone: Place, finished: Finished, visitor: Visitor) -> None:
    plan = finished(state=PlanState.ACTING)
    assert visitor("commander", zone).get(reverse("effects:plan", args=[plan.pk])).status_code == 404


def test_another_zones_reader_finds_no_plan(zone: Place, finished: Finished, visitor: Visitor) -> None:
    other = beside(zone, 1)
    plan = finished(controls=[other])
    stranger = visitor("commander", other)
    assert stranger.get(reverse("effects:plan", args=[plan.pk])).status_code == 404
    assert stranger.get(reverse("effects:numbers", args=[plan.pk])).status_code == 404


def test_the_command_line(zone: Place, finished: Finished) -> None:
    other = beside(zone, 1)
    record({zone: [10] * 12 + [5] * 12, other: [20] * 24})
    runner = CliRunner()
    assert "no plan of this zone is finished" in runner.invoke(command, [zone.slug]).output
    plan = finished(controls=[other])
    said = runner.invoke(command, [zone.slug])
    assert said.exit_code == 0
    assert "Lamps in the lane: better" in said.output
    [found] = json.loads(runner.invoke(command, [zone.slug, "--json"]).output)
    assert (found["plan"], found["status"], found["effect"]["value"]) == (plan.pk, "better", -60.0)
    assert runner.invoke(command, ["nowhere"]).exit_code == 1
    refused = runner.invoke(command, [zone.slug, "--plan", "99999"])
    assert refused.exit_code == 1
    assert "no finished plan number 99999" in refused.output
    assert runner.invoke(command, [zone.slug, "--plan", "x"]).exit_code == 2


def test_months_that_a_file_lacks_are_left_out_on_both_sides_and_named(zone: Place, finished: Finished) -> None:
    other = beside(zone, 1)
    record({zone: [10] * 12 + [5] * 12, other: [20] * 24})
    missing = date(2024, 6, 1)
    Incident.objects.filter(
        occurred_from__date__gte=missing, occurred_from__date__lt=missing + timedelta(days=30)
    ).delete()
    run = effect_of(finished(controls=[other]), by="system")
    assert run.result["months"]["dropped"] == ["2024-06"]
    assert (run.result["treated"]["before"], run.result["control"]["before"]) == (110, 220)
