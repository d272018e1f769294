"""A plan: measures with cost and payer, asked about as it is, begun only when agreed, ended with a reason."""

from datetime import timedelta

import pytest

from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.decisions.actions import Blocked, close_decision, take_position
from safetyzone.foundation.decisions.models import Decision
from safetyzone.foundation.decisions.subjects import content_now, url_of
from safetyzone.plan.problems import queries
from safetyzone.plan.problems.actions.plans import (
    add_measure,
    change_plan,
    drop_plan,
    finish_plan,
    gaps_of,
    make_plan,
    propose_plan,
    remove_measure,
    start_plan,
    take_back_plan,
)
from safetyzone.plan.problems.actions.problems import drop_problem
from safetyzone.plan.problems.models import Plan, PlannedMeasure
from safetyzone.plan.problems.refusals import Refused
from safetyzone.plan.problems.tests.made import BY, Made


def test_a_plan_without_an_owner_measure_or_comparison_is_not_put_to_anybody(made: Made) -> None:
    plan = made.draft(owner=None)
    assert len(gaps_of(plan)) == 3
    with pytest.raises(Refused) as refused:
        propose_plan(plan=plan, by=BY)
    for word in ("owns the plan", "no measure", "not fixed"):
        assert word in str(refused.value)
    plan.refresh_from_db()
    assert plan.state == "draft"
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"title": ""}, "title", "title"),
        ({"ends": timedelta(days=-1)}, "ends", "before the first"),
    ],
)
def test_a_plan_needs_a_title_and_days_in_order(
    made: Made, fields: dict[str, object], field: str, sentence: str
) -> None:
    told = {"title": "Light", "starts": made.starts, "ends": made.starts}
    told |= {name: made.starts + value if isinstance(value, timedelta) else value for name, value in fields.items()}  # type: ignore[operator]
    with pytest.raises(Refused, match=sentence) as refused:
        make_plan(zone=made.zone, by=BY, **told)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert not Plan.objects.exists()


def test_days_reversed_later_are_refused_too(made: Made) -> None:
    plan = made.draft()
    with pytest.raises(Refused, match="before the first"):
        change_plan(plan=plan, ends=made.starts - timedelta(days=1), by=BY)
    plan.refresh_from_db()
    assert plan.ends > plan.starts


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"cost": -1}, "cost", "below zero"),
        ({"cost": 10, "payer": None}, "payer", "who pays"),
        ({"measure": "magic"}, "measure", "no such measure"),
        ({"dose": " "}, "dose", "how much"),
        ({"expected_effect": ""}, "expected_effect", "expected to change"),
        ({"effort": "hope"}, "effort", "prevention or suppression"),
    ],
)
def test_a_measure_that_cannot_be_is_refused(made: Made, fields: dict[str, object], field: str, sentence: str) -> None:
    plan = made.draft()
    with pytest.raises(Refused, match=sentence) as refused:
        made.measure(plan, **fields)
    assert refused.value.field == field
    assert not PlannedMeasure.objects.exists()
    assert not Event.objects.filter(action="plans.measure_added").exists()


def test_a_measure_is_against_an_open_problem_of_the_zone(made: Made) -> None:
    plan, problem = made.draft(), made.problem()
    drop_problem(problem=problem, words="moved", by=BY)
    with pytest.raises(Refused, match="ended already"):
        made.measure(plan, problem)
    elsewhere = made.problem()
    elsewhere.zone = made.other
    elsewhere.save()
    with pytest.raises(Refused, match="another zone"):
        made.measure(plan, elsewhere)


def test_the_catalogue_says_whether_it_is_prevention_unless_the_team_says_otherwise(made: Made) -> None:
    plan = made.draft()
    assert made.measure(plan).effort == "prevention"
    assert made.measure(plan, measure="targeted-enforcement").effort == "suppression"
    assert made.measure(plan, measure="hot-spot-foot-patrol", effort="suppression").effort == "suppression"


def test_the_whole_way_from_draft_to_finished(made: Made) -> None:
    plan = made.ready()
    problem = plan.measures.get().problem
    asked = propose_plan(plan=plan, by=BY)
    plan.refresh_from_db()
    problem.refresh_from_db()
    assert (plan.state, problem.state) == ("proposed", "planned")
    assert asked.subject == f"plan:{plan.pk}"
    assert any("12 lamps" in sentence for sentence in asked.told)
    assert any("84,000" in sentence and "Our business" in sentence for sentence in asked.told)
    with pytest.raises(Refused, match="have not agreed"):
        start_plan(plan=plan, by=BY)
    made.agree(asked, plan)
    assert queries.standing_state(plan) == "agreed"
    start_plan(plan=plan, by=BY)
    plan.refresh_from_db()
    problem.refresh_from_db()
    assert (plan.state, problem.state) == ("acting", "acting")
    assert plan.began_on is not None
    finish_plan(plan=plan, words="All lamps burn", by=BY)
    plan.refresh_from_db()
    assert (plan.state, plan.ended_words) == ("finished", "All lamps burn")
    assert queries.effort_share(made.zone) == {"prevention": 1, "suppression": 0}
    actions = Event.objects.filter(subject=f"plan:{plan.pk}").order_by("sequence").values_list("action", flat=True)
    assert list(actions) == [
        "plans.made", "plans.measure_added", "plans.evaluation_fixed", "plans.proposed", "plans.acting", "plans.finished",
    ]  # fmt: skip


def test_once_asked_about_nothing_in_it_changes(made: Made) -> None:
    plan = made.ready()
    propose_plan(plan=plan, by=BY)
    attempts = [
        lambda: change_plan(plan=plan, title="Other", by=BY),
        lambda: made.measure(plan),
        lambda: remove_measure(planned=plan.measures.get(), by=BY),
        lambda: made.fix(plan),
        lambda: propose_plan(plan=plan, by=BY),
    ]
    before = queries.plan_content(plan)
    for attempt in attempts:
        with pytest.raises(Refused, match="being asked"):
            attempt()
    assert queries.plan_content(plan) == before


def test_after_the_start_the_evaluation_stays_as_it_was_fixed(made: Made) -> None:
    plan = made.ready()
    made.agree(propose_plan(plan=plan, by=BY), plan)
    start_plan(plan=plan, by=BY)
    before = queries.plan_content(plan)
    with pytest.raises(Refused, match="fixed before the start stays"):
        made.fix(plan, controls=[made.third])
    with pytest.raises(Refused, match="no draft any more"):
        change_plan(plan=plan, title="Other", by=BY)
    assert queries.plan_content(plan) == before


def test_what_was_agreed_is_void_once_the_plan_says_something_else(made: Made) -> None:
    plan = made.ready()
    made.agree(propose_plan(plan=plan, by=BY), plan)
    take_back_plan(plan=plan, by=BY)
    plan.refresh_from_db()
    made.measure(plan, measure="home-watch", cost=0, payer=None)
    asked = propose_plan(plan=plan, by=BY)
    with pytest.raises(Refused, match="have not agreed"):
        start_plan(plan=plan, by=BY)
    made.agree(asked, plan)
    assert start_plan(plan=plan, by=BY).state == "acting"


def test_a_block_stops_it_until_it_is_changed_and_asked_again(made: Made) -> None:
    plan = made.ready()
    asked = propose_plan(plan=plan, by=BY)
    for kind, organisation in made.six.items():
        stance, words = ("block", "too bright for the temple") if kind == "residents" else ("agree", "")
        take_position(decision=asked, organisation=organisation, stance=stance, words=words, by=BY)
    with pytest.raises(Blocked):
        close_decision(decision=asked, content=queries.plan_content(plan), by=BY)
    plan.refresh_from_db()
    assert queries.standing_state(plan) == "proposed"
    with pytest.raises(Refused, match="have not agreed"):
        start_plan(plan=plan, by=BY)
    assert take_back_plan(plan=plan, by=BY).state == "draft"


def test_taking_back_withdraws_the_open_question(made: Made) -> None:
    plan = made.ready()
    asked = propose_plan(plan=plan, by=BY)
    take_back_plan(plan=plan, by=BY)
    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    with pytest.raises(Refused, match="stands here now: draft"):
        take_back_plan(plan=plan, by=BY)


def test_giving_up_needs_a_reason_and_frees_the_problem(made: Made) -> None:
    plan = made.ready()
    asked = propose_plan(plan=plan, by=BY)
    with pytest.raises(Refused, match="why the plan is given up"):
        drop_plan(plan=plan, words="", by=BY)
    drop_plan(plan=plan, words="No money this year", by=BY)
    plan.refresh_from_db()
    asked.refresh_from_db()
    assert (plan.state, plan.ended_words, asked.state) == ("dropped", "No money this year", "withdrawn")
    assert plan.measures.get().problem.state == "open"
    with pytest.raises(Refused, match="stands here now"):
        drop_plan(plan=plan, words="again", by=BY)


def test_a_problem_that_another_plan_works_on_stays_in_work(made: Made) -> None:
    problem = made.problem()
    plans = []
    for _number in range(2):
        plan = made.draft()
        made.measure(plan, problem)
        made.fix(plan)
        made.agree(propose_plan(plan=plan, by=BY), plan)
        start_plan(plan=plan, by=BY)
        plans.append(plan)
    drop_plan(plan=plans[0], words="doubled", by=BY)
    problem.refresh_from_db()
    assert problem.state == "acting"


def test_a_plan_cannot_finish_before_it_began(made: Made) -> None:
    with pytest.raises(Refused, match="stands here now: draft"):
        finish_plan(plan=made.draft(), by=BY)


def test_two_who_begin_it_at_once_begin_it_once(made: Made) -> None:
    plan = made.ready()
    made.agree(propose_plan(plan=plan, by=BY), plan)
    one, two = Plan.objects.get(pk=plan.pk), Plan.objects.get(pk=plan.pk)  # both saw it agreed
    start_plan(plan=one, by="user:1")
    with pytest.raises(Refused, match="stands here now: under way"):
        start_plan(plan=two, by="user:2")
    assert Event.objects.filter(action="plans.acting").count() == 1


def test_the_decisions_page_knows_what_the_plan_holds_now(made: Made) -> None:
    plan = made.ready()
    asked = propose_plan(plan=plan, by=BY)
    assert content_now(asked) == queries.plan_content(plan)
    assert url_of(asked) == f"/problems/plans/{plan.pk}/"
    Plan.objects.filter(pk=plan.pk).update(title="Changed behind our backs")
    assert content_now(asked) != asked.content


def test_an_organisation_from_elsewhere_neither_does_nor_pays(made: Made) -> None:
    plan, stranger = made.draft(), made.six["media"]
    stranger.place = made.third
    stranger.save()
    for role in ("organisation", "payer"):
        with pytest.raises(Refused, match="does not work in this zone") as refused:
            made.measure(plan, **{role: stranger})
        assert refused.value.field == role
    with pytest.raises(Refused, match="does not work in this zone"):
        add_measure(plan=plan, problem=made.problem(), measure="home-watch", expected_effect="x", dose="y",
                    organisation=stranger, by=BY)  # fmt: skip
