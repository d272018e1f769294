"""A stage is reached by records; whoever moves a zone is told what is missing; two movers are not both right."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from safetyzone.act.tasks.promises import Promises
from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.decisions.actions import close_decision, take_position
from safetyzone.foundation.decisions.zones import ask_about_zone, zone_content
from safetyzone.foundation.partners.actions import add_organisation, ensure_police
from safetyzone.foundation.places.actions import load_folder
from safetyzone.foundation.places.models import AreaPack, Place
from safetyzone.foundation.places.packs.files import pack_folder
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.polls.models import Answer, Questionnaire, Wave
from safetyzone.plan.problems.models import Plan, PlannedMeasure, Problem
from safetyzone.programme.committee.actions import close, speak
from safetyzone.programme.committee.queries import seats_of
from safetyzone.programme.committee.tests.land import BY, make_committee, make_land, reader
from safetyzone.programme.rollout.actions import (
    Lacking,
    MovedMeanwhile,
    RolloutRefused,
    ask_for_phase,
    begin_phase,
    move_stage,
    nominate,
)
from safetyzone.programme.rollout.models import Remeasurement, StageMove, ZoneStage
from safetyzone.programme.rollout.queries import moves_of, phase_now, stage_of
from safetyzone.programme.rollout.remeasuring import due_on, remeasure
from safetyzone.programme.rollout.template import TemplateRefused, start_from

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone() -> Place:
    make_land()
    held = Place.objects.get(slug="zone-111")
    nominate(zone=held, phase=1, by=BY)
    return held


def agree_on(zone: Place) -> None:
    """The partners say yes to the zone as it is."""
    decision = ask_about_zone(zone=zone, by=BY)
    for kind in ("police", "residents"):
        organisation = add_organisation(place=zone, kind=kind, name=f"องค์กร {kind}", by=BY)
        take_position(decision=decision, organisation=organisation, stance="agree", by=BY)
    close_decision(decision=decision, content=zone_content(zone), by=BY)


def poll(zone: Place, *, state: str = "closed", mode: str = "quota", opens: date | None = None) -> Wave:
    """A poll with one answer."""
    asked, _new = Questionnaire.objects.get_or_create(
        code="test", version="1",
        defaults={"titles": {"en": "T"}, "file_name": "t.md", "original": b"x", "digest": "f" * 64, "xform": "<h/>", "questions": []},
    )  # fmt: skip
    day = opens or date(2026, 1, 1)
    wave = Wave.objects.create(
        zone=zone, questionnaire=asked, title="Poll", mode=mode, state=state, opens=day, closes=day + timedelta(days=10)
    )
    Answer.objects.create(wave=wave, data={}, received=day, channel="paper", counted=True)
    return wave


def plan(zone: Place, state: str, **more: Any) -> Plan:
    day = date(2026, 2, 1)
    return Plan.objects.create(zone=zone, title="Light", state=state, starts=day, ends=day + timedelta(days=90), **more)


def effect(held: Plan) -> None:
    Run.objects.create(
        method="effects", place=held.zone, key=f"e{held.pk}".ljust(64, "0"), inputs="i" * 64, parameters={"plan": held.pk},
        seed=0, code_version="test", duration_ms=1, result={}, result_digest="d" * 64,
    )  # fmt: skip


def step(zone: Place, before: str, after: str, **more: Any) -> StageMove:
    return move_stage(zone=zone, to=after, seen=before, by=BY, **more)


def test_each_stage_needs_its_records(zone: Place) -> None:
    ways: list[tuple[str, str, str, Any]] = [
        ("nominated", "agreed", "have not been asked yet", lambda: agree_on(zone)),
        ("agreed", "baseline", "No poll has been closed", lambda: poll(zone)),
        ("baseline", "planned", "have not agreed to any plan", lambda: plan(zone, "agreed")),
        ("planned", "acting", "No plan has begun", lambda: plan(zone, "acting")),
    ]
    for before, after, said, happen in ways:
        with pytest.raises(Lacking, match=said):
            step(zone, before, after)
        stage = stage_of(zone)
        assert stage is not None
        assert (stage.code, stage.ready, len(stage.missing)) == (before, False, 1)
        happen()
        step(zone, before, after)
    with pytest.raises(Lacking, match=r"No plan has been finished yet.*compute its effects"):
        step(zone, "acting", "evaluated")
    finished = plan(zone, "finished", ended_on=date(2026, 5, 1))
    with pytest.raises(Lacking) as refused:
        step(zone, "acting", "evaluated")
    assert len(refused.value.missing) == 1
    effect(finished)
    step(zone, "acting", "evaluated")
    assert [move.after for move in moves_of(zone)] == [
        "evaluated",
        "acting",
        "planned",
        "baseline",
        "agreed",
        "nominated",
    ]
    assert Event.objects.filter(action="rollout.moved").count() == 5


def test_a_changed_zone_has_to_be_agreed_on_again(zone: Place) -> None:
    agree_on(zone)
    Place.objects.filter(pk=zone.pk).update(names={"en": "Another", "th": "อื่น"})
    zone.refresh_from_db()
    with pytest.raises(Lacking, match="changed since the partners agreed"):
        step(zone, "nominated", "agreed")


def test_only_the_second_of_two_movers_is_told_that_the_zone_has_moved(zone: Place) -> None:
    agree_on(zone)
    step(zone, "nominated", "agreed")
    with pytest.raises(MovedMeanwhile, match="it is now “agreed”"):
        step(zone, "nominated", "agreed")
    assert StageMove.objects.filter(after="agreed").count() == 1
    assert ZoneStage.objects.get(zone=zone).stage == "agreed"


def test_an_exception_needs_a_reason_and_is_remembered(zone: Place) -> None:
    with pytest.raises(Lacking, match="needs its reason"):
        step(zone, "nominated", "agreed", excepted=True)
    move = step(zone, "nominated", "agreed", excepted=True, reason="Agreed on paper in 2021")
    assert (move.lacking, move.reason) == (["zone-agreed"], "Agreed on paper in 2021")


def test_one_stage_at_a_time_back_and_closed_with_a_reason(zone: Place) -> None:
    for to in ("planned", "sustained", "nominated", "dreaming"):
        with pytest.raises(RolloutRefused):
            step(zone, "nominated", to, reason="hurry")
    with pytest.raises(RolloutRefused, match="why the zone goes back or is closed"):
        step(zone, "nominated", "closed")
    step(zone, "nominated", "closed", reason="The market moved away")
    stage = stage_of(zone)
    assert stage is not None
    assert stage.next is None
    step(zone, "closed", "nominated", reason="It came back")
    assert stage_of(zone).code == "nominated"  # type: ignore[union-attr]


def test_a_random_sample_is_asked_for_where_the_pack_says_so(zone: Place) -> None:
    pack = zone.pack
    held = AreaPack.objects.get(slug=pack)
    held.content["rollout"]["baseline"] = "probability"
    held.save()
    agree_on(zone)
    poll(zone)
    step(zone, "nominated", "agreed")
    with pytest.raises(Lacking, match="random sample"):
        step(zone, "agreed", "baseline")
    poll(zone, mode="probability")
    step(zone, "agreed", "baseline")


def test_sustained_is_said_after_looking_again_twice(zone: Place) -> None:
    finished = plan(zone, "finished", ended_on=timezone.localdate() - timedelta(days=400))
    ZoneStage.objects.filter(zone=zone).update(stage="evaluated")
    with pytest.raises(Lacking, match="6 and 12 months"):
        step(zone, "evaluated", "sustained")
    with pytest.raises(RolloutRefused, match="No poll that began after"):
        remeasure(zone=zone, months=6, by=BY)
    poll(zone, opens=due_on(finished, 12))
    for months in (6, 12):
        remeasure(zone=zone, months=months, by=BY)
    with pytest.raises(RolloutRefused, match="looked at already"):
        remeasure(zone=zone, months=12, by=BY)
    with pytest.raises(RolloutRefused, match="no such look back"):
        remeasure(zone=zone, months=7, by=BY)
    kept = Remeasurement.objects.select_related("run").get(months=6).run.result["promises"]
    assert set(kept) == set(Promises().__dict__)
    step(zone, "evaluated", "sustained")


def test_looking_back_too_early_names_the_day(zone: Place) -> None:
    plan(zone, "finished", ended_on=timezone.localdate() - timedelta(days=30))
    with pytest.raises(RolloutRefused, match="6 months after the plan ended"):
        remeasure(zone=zone, months=6, by=BY)


def test_months_after_the_last_of_a_month_end_with_the_month() -> None:
    held = Plan(ended_on=date(2025, 8, 31))
    assert (due_on(held, 6), due_on(held, 12)) == (date(2026, 2, 28), date(2026, 8, 31))


def test_a_phase_begins_when_the_committee_has_agreed_and_once() -> None:
    committee = make_committee(make_land())
    country = committee.place
    with pytest.raises(RolloutRefused, match="has not agreed to this phase"):
        begin_phase(place=country, number=2, by=BY)
    with pytest.raises(RolloutRefused, match="next phase would be 2"):
        ask_for_phase(committee=committee, number=3, by=BY)
    decision = ask_for_phase(committee=committee, number=2, by=BY)
    for seat in seats_of(committee):
        speak(seat=seat, decision=decision, stance="agree", by=BY)
    close(committee=committee, decision=decision, by=BY)
    begin_phase(place=country, number=2, by=BY)
    with pytest.raises(RolloutRefused, match="begun already"):
        begin_phase(place=country, number=2, by=BY)
    assert phase_now(Place.objects.get(slug="province-11")) == 2


def test_a_new_zone_takes_over_measures_and_questionnaire_and_no_records(zone: Place) -> None:
    model = Place.objects.get(slug="zone-211")
    nominate(zone=model, phase=1, by=BY, stage="evaluated")
    with pytest.raises(TemplateRefused, match="finished plan has been evaluated"):
        start_from(zone=zone, template=model, by=BY)
    station = Place.objects.get(slug="station-211")
    police = ensure_police(station=station, by=BY)
    done = plan(model, "finished", ended_on=date(2026, 5, 1), owner=police)
    trouble = Problem.objects.create(zone=model, title="Dark lane", harm="Somebody was robbed here", owner=police)
    code = next(iter(_measures(model.pack)))
    PlannedMeasure.objects.create(plan=done, problem=trouble, measure=code, expected_effect="less fear", dose="12 lamps",
                                  organisation=police, cost=9000, effort="prevention")  # fmt: skip
    poll(model)
    copied = start_from(zone=zone, template=model, by=BY)
    assert (copied.problems, copied.measures, copied.poll) == (1, 1, True)
    made = Plan.objects.get(zone=zone)
    measure = made.measures.get()
    assert (made.state, measure.dose, measure.cost) == ("draft", "12 lamps", 0)
    assert measure.organisation.place.slug == "station-111"
    assert Problem.objects.get(zone=zone).harm == "", "what happened there did not happen here"
    wave = Wave.objects.get(zone=zone)
    assert (wave.state, Answer.objects.filter(wave=wave).count()) == ("draft", 0)
    with pytest.raises(TemplateRefused, match="already"):
        start_from(zone=zone, template=model, by=BY)


def _measures(pack: str) -> list[str]:
    """The area's catalogue with one measure in it."""
    measure = {
        "code": "lighting", "names": {"en": "Lighting"}, "effort": "prevention", "does": {"en": "Light"},
        "effect": {"en": "Less"}, "strength": "weak", "cost": "low",
    }  # fmt: skip
    held = AreaPack.objects.get(slug=pack)
    held.content["measures"] = [measure]
    held.save()
    return ["lighting"]


def test_the_page_says_what_is_missing_and_moves_only_for_those_who_may(zone: Place) -> None:
    page, move = (reverse(f"rollout:{name}", args=[zone.slug]) for name in ("zone", "move"))
    bureau = reader("bureau", Place.objects.get(slug="bureau-1"))
    assert "have not been asked yet" in bureau.get(page).content.decode()
    refused = bureau.post(move, {"to": "agreed", "seen": "nominated", "excepted": "1", "reason": "We know better"})
    assert refused.status_code == 422, "an exception is for those who roll out the whole country"
    assert "We know better" in refused.content.decode()
    chief = reader("chief", Place.objects.get(slug="station-111"))
    assert chief.get(page).status_code == 200
    assert chief.post(move, {"to": "agreed", "seen": "nominated"}).status_code == 404
    staff = reader("programme", Place.objects.get(slug="land"))
    assert (
        staff.post(move, {"to": "agreed", "seen": "nominated", "excepted": "1", "reason": "Paper of 2021"}).status_code
        == 302
    )
    assert "exception" in staff.get(page).content.decode()
    assert "Paper of 2021" in staff.get(page).content.decode()
    assert reader("bureau", Place.objects.get(slug="bureau-2")).get(page).status_code == 404
    overview = staff.get(reverse("rollout:overview")).content.decode()
    assert "Phase 1" in overview


def test_thailands_pilots_begin_in_phase_one_and_later_loads_leave_them() -> None:
    load_folder(folder=pack_folder("thailand"), by=BY)
    assert set(ZoneStage.objects.values_list("phase", "stage")) == {(1, "nominated")}
    assert ZoneStage.objects.count() == 15
    held = ZoneStage.objects.get(zone__slug="jomtien")
    assert timezone.localdate(held.since) == date(2021, 9, 21)
    ZoneStage.objects.filter(pk=held.pk).update(stage="acting")
    assert load_folder(folder=pack_folder("thailand"), by=BY).nothing
    held.refresh_from_db()
    assert held.stage == "acting"


def test_a_zone_is_nominated_once(zone: Place) -> None:
    with pytest.raises(RolloutRefused, match="takes part already"):
        nominate(zone=zone, phase=1, by=BY)
    with pytest.raises(RolloutRefused, match="no phase 9"):
        nominate(zone=Place.objects.get(slug="zone-121"), phase=9, by=BY)
    with pytest.raises(RolloutRefused, match="Only a zone"):
        nominate(zone=Place.objects.get(slug="station-121"), phase=1, by=BY)
