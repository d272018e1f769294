"""The pages: one click from candidate to problem, forms that keep what was typed, the way to an agreed plan."""

import pytest
from django.test import Client
from django.urls import reverse

from safetyzone.analyse.pictures.tests.made import make_incidents, make_zone
from safetyzone.foundation.decisions.models import Decision
from safetyzone.plan.problems.actions.problems import drop_problem, name_problem
from safetyzone.plan.problems.models import Evaluation, Plan, Problem
from safetyzone.plan.problems.tests.made import Made, signed_in


@pytest.fixture
def clerk(made: Made) -> Client:
    return signed_in(made.places["station-11"], "clerk")


def text(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return str(answer.content.decode())


def measure_form(made: Made, problem: Problem, **more: object) -> dict[str, object]:
    return {
        "problem": problem.pk, "measure": "street-lighting", "dose": "12 lamps", "expected_effect": "fewer thefts",
        "organisation": made.six["local-government"].pk, "cost": 100, "payer": made.six["business"].pk, **more,
    }  # fmt: skip


def evaluation_form(made: Made, **more: object) -> dict[str, object]:
    periods = {name: f"{day:%Y-%m}" for name, day in made.periods().items()}
    return {"outcome": "incidents", "group": "", **periods, **more}


def test_one_click_on_the_zones_page_makes_a_problem(db: None) -> None:
    place = make_zone()
    make_incidents(place, 3000)
    assert place.parent is not None
    clerk = signed_in(place.parent, "clerk")
    page = text(clerk, "pictures:zone", place.slug)
    assert "What to work on" in page
    key = page.split('name="candidate" value="')[1].split('"')[0]
    answer = clerk.post(reverse("problems:new", args=[place.slug]), {"candidate": key})
    made = Problem.objects.get()
    assert answer.headers["Location"] == reverse("problems:problem", args=[made.pk])
    assert made.evidence.count() == 1
    assert "a hot spot" in text(clerk, "problems:problem", made.pk)
    for page in (text(clerk, "pictures:zone", place.slug), text(clerk, "problems:zone", place.slug)):
        assert "This is a problem already:" in page
        assert f'value="{key}"' not in page
    again = clerk.post(reverse("problems:new", args=[place.slug]), {"candidate": key}, follow=True)
    assert "This is a problem already." in again.content.decode()
    assert Problem.objects.count() == 1
    assert made.evidence.count() == 1

    drop_problem(problem=made, words="not any more", by="test")
    assert f'value="{key}"' in text(clerk, "problems:zone", place.slug)


def test_a_candidate_that_is_gone_says_so(made: Made, clerk: Client) -> None:
    answer = clerk.post(reverse("problems:new", args=["zone-11"]), {"candidate": "cell-123"}, follow=True)
    assert "no candidate any more" in answer.content.decode()
    assert not Problem.objects.exists()


def test_a_resident_reads_and_has_no_buttons(made: Made) -> None:
    problem = made.problem()
    resident = signed_in(made.places["station-11"], "resident")
    assert "Say more" not in text(resident, "problems:problem", problem.pk)
    assert "New plan" not in text(resident, "problems:zone", "zone-11")
    assert resident.post(reverse("problems:end", args=[problem.pk]), {"to": "solved", "words": "x"}).status_code == 404
    problem.refresh_from_db()
    assert problem.state == "open"


def test_a_refused_form_keeps_what_was_typed(made: Made, clerk: Client) -> None:
    answer = clerk.post(
        reverse("problems:new", args=["zone-11"]), {"title": "", "harm": "Detours at night", "goal_measure": "other"}
    )
    assert answer.status_code == 422
    assert "Detours at night" in answer.content.decode()
    problem = made.problem()
    answer = clerk.post(reverse("problems:evidence", args=[problem.pk]), {"words": " "})
    assert answer.status_code == 422
    assert "Write what is known" in answer.content.decode()


def test_a_goal_whose_day_is_over_can_still_be_looked_at_and_added_to(made: Made, clerk: Client) -> None:
    problem = made.problem()
    Problem.objects.filter(pk=problem.pk).update(goal_by="2025-01-31")
    told = {"title": "Dark lane", "harm": "Detours", "goal_measure": "other", "goal_by": "2025-01-31"}
    answer = clerk.post(reverse("problems:change", args=[problem.pk]), told)
    assert answer.status_code == 302
    problem.refresh_from_db()
    assert (problem.harm, str(problem.goal_by)) == ("Detours", "2025-01-31")


def test_from_an_empty_plan_to_the_question_put_to_the_organisations(made: Made, clerk: Client) -> None:
    problem = made.problem()
    told = {
        "title": "Light",
        "owner": made.six["police"].pk,
        "starts": made.starts.isoformat(),
        "ends": made.starts.isoformat(),
    }
    clerk.post(reverse("problems:new_plan", args=["zone-11"]), told)
    plan = Plan.objects.get()
    assert "Before the organisations can be asked" in text(clerk, "problems:plan", plan.pk)
    assert clerk.post(reverse("problems:measure", args=[plan.pk]), measure_form(made, problem)).status_code == 302
    form = evaluation_form(made, controls=["zone-12"], fix="1")
    assert clerk.post(reverse("problems:evaluation", args=[plan.pk]), form).status_code == 302
    page = text(clerk, "problems:plan", plan.pk)
    assert "Ask the organisations" in page
    assert "Too few to say" in page  # no incidents have been brought in
    clerk.post(reverse("problems:turn", args=[plan.pk]), {"to": "propose"})
    decision = Decision.objects.get()
    assert reverse("decisions:decision", args=[decision.pk]) in text(clerk, "problems:plan", plan.pk)
    answer = clerk.post(reverse("problems:turn", args=[plan.pk]), {"to": "start"})
    assert answer.status_code == 422
    assert "have not agreed" in answer.content.decode()
    made.agree(decision, plan)
    assert "Begin" in text(clerk, "problems:plan", plan.pk)
    assert clerk.post(reverse("problems:turn", args=[plan.pk]), {"to": "start"}).status_code == 302
    assert "under way" in text(clerk, "problems:plan", plan.pk)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"cost": -5}, "greater than or equal to 0"), ({"payer": ""}, "Say who pays"), ({"measure": "magic"}, "magic")],
)
def test_a_wrong_measure_is_named_beside_its_field(
    made: Made, clerk: Client, fields: dict[str, object], sentence: str
) -> None:
    plan, problem = made.draft(), made.problem()
    answer = clerk.post(reverse("problems:measure", args=[plan.pk]), measure_form(made, problem, **fields))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not plan.measures.exists()


def test_looking_at_what_could_be_seen_fixes_nothing(made: Made, clerk: Client) -> None:
    plan = made.draft()
    answer = clerk.post(
        reverse("problems:evaluation", args=[plan.pk]), evaluation_form(made, controls=["zone-12"], look="1")
    )
    assert answer.status_code == 200
    assert "Too few to say" in answer.content.decode()
    assert not Evaluation.objects.exists()


def test_no_comparison_and_no_reason_is_refused_with_the_form_kept(made: Made, clerk: Client) -> None:
    plan = made.draft()
    answer = clerk.post(reverse("problems:evaluation", args=[plan.pk]), evaluation_form(made, fix="1"))
    assert answer.status_code == 422
    assert "at least one zone" in answer.content.decode()
    answer = clerk.post(
        reverse("problems:evaluation", args=[plan.pk]), evaluation_form(made, fix="1", before_from="2026-13")
    )
    assert answer.status_code == 422
    assert not Evaluation.objects.exists()


def test_another_stations_zone_as_comparison_shows_no_count_of_it(made: Made, clerk: Client) -> None:
    page = text(clerk, "problems:evaluation", made.draft().pk)
    assert "zone-12" in page
    assert "too few months or incidents to say" in page


def test_a_measure_is_taken_out_of_its_own_plan_only(made: Made, clerk: Client) -> None:
    one, two = made.draft(), made.draft()
    planned = made.measure(one)
    assert clerk.post(reverse("problems:unmeasure", args=[two.pk, planned.pk])).status_code == 404
    assert clerk.post(reverse("problems:unmeasure", args=[one.pk, planned.pk])).status_code == 302
    assert not one.measures.exists()


def test_without_a_problem_the_measure_page_says_what_to_do(made: Made, clerk: Client) -> None:
    assert "There is no open problem yet" in text(clerk, "problems:measure", made.draft().pk)


def test_the_catalogue_says_what_is_known_and_where(made: Made, clerk: Client) -> None:
    page = text(clerk, "problems:catalogue")
    assert "A review of 21 studies found 14 % less crime" in page
    assert "https://doi.org/10.1111/1745-9133.12585" in page
    assert page.count("Not known") >= 4


def test_the_overview_lists_only_the_readers_zones(made: Made) -> None:
    made.problem()
    elsewhere = signed_in(made.places["station-21"], "clerk")
    assert "Dark lane" not in text(elsewhere, "problems:overview")
    assert "Dark lane" in text(signed_in(made.places["bureau-1"], "clerk"), "problems:overview")


def test_a_plan_asked_for_on_a_problems_page_begins_with_a_measure_against_it(made: Made, clerk: Client) -> None:
    made.problem()
    problem = made.problem()
    where = f"{reverse('problems:new_plan', args=['zone-11'])}?problem={problem.pk}"
    assert where in text(clerk, "problems:problem", problem.pk)
    assert "Against: Dark lane" in clerk.get(where).content.decode()
    told = {"title": "Light", "starts": made.starts.isoformat(), "ends": made.starts.isoformat()}
    answer = clerk.post(where, told)
    next_step = f"{reverse('problems:measure', args=[Plan.objects.get().pk])}?problem={problem.pk}"
    assert answer.headers["Location"] == next_step
    assert f'<option value="{problem.pk}" selected>' in clerk.get(next_step).content.decode()
    assert next_step in text(clerk, "problems:problem", problem.pk)  # the draft takes more measures against it


def test_an_ended_or_strange_problem_is_not_carried_into_a_plan(made: Made, clerk: Client) -> None:
    problem = made.problem()
    drop_problem(problem=problem, words="not any more", by="test")
    elsewhere = name_problem(zone=made.third, title="Elsewhere", by="test")
    page = text(clerk, "problems:problem", problem.pk)
    assert "New plan" not in page
    assert "Add evidence" not in page
    told = {"title": "Light", "starts": made.starts.isoformat(), "ends": made.starts.isoformat()}
    for given in (str(problem.pk), str(elsewhere.pk), "x", "9" * 40):
        answer = clerk.post(f"{reverse('problems:new_plan', args=['zone-11'])}?problem={given}", told)
        assert answer.headers["Location"] == reverse("problems:plan", args=[Plan.objects.latest("pk").pk])
