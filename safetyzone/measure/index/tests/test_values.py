"""Values from the records, entered values, and why a value is missing."""

from datetime import date, timedelta

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from safetyzone.foundation.partners.actions import add_organisation, sign_agreement
from safetyzone.foundation.places.models import Category, Place
from safetyzone.listen.incidents.models import Import, ImportState, Incident
from safetyzone.listen.polls.models import Answer, Wave
from safetyzone.listen.polls.tests.answers import fill
from safetyzone.measure.index.compute import index_of, index_of_zone, refreshed
from safetyzone.measure.index.tests.conftest import Enter, fill_whole, neighbours
from safetyzone.measure.targets.queries import deciding_wave


def cards(zone: Place) -> dict[str, dict]:  # type: ignore[type-arg]
    run = index_of_zone(zone, by="system")
    assert run is not None
    return {card["code"]: card for card in run.result["cards"]}


def test_an_area_without_an_index_has_none(wave: Wave) -> None:
    assert index_of_zone(wave.zone, by="system") is None
    assert index_of(wave.zone) is None


def test_a_zone_without_records_has_no_score_and_says_what_is_missing(zone: Place) -> None:
    run = index_of_zone(zone, by="system")
    assert run is not None
    assert run.result["overall"] is None
    assert run.result["missing_domains"] == ["capacity", "process", "legitimacy", "outcomes"]
    why = {card["code"]: card["why"] for card in run.result["cards"]}
    assert (why["officers"], why["fear"], why["violence"]) == ("not_entered", "no_poll", "no_incidents")
    assert {domain["have"] for domain in run.result["domains"]} == {0}


def test_a_random_sample_gives_its_shares_in_percent_with_their_error(indexed_wave: Wave) -> None:
    indexed_wave.design = {"psu": "cluster"}
    fill(indexed_wave, 900, clusters=45)
    found = cards(indexed_wave.zone)
    night = [str(answer) for answer in Answer.objects.values_list("data__safe-after-dark", flat=True)]
    four = [answer for answer in night if answer in {"very-safe", "fairly-safe", "a-bit-unsafe", "very-unsafe"}]
    fear = found["fear"]
    assert fear["n"] == len(four)
    assert 20 < fear["value"] < 50
    assert fear["low"] < fear["value"] < fear["high"]
    assert fear["se"] == pytest.approx((fear["high"] - fear["low"]) / 4, rel=0.1)
    assert fear["score"] == pytest.approx((70 - fear["value"]) / 50 * 100)
    assert fear["day"] == indexed_wave.closes.isoformat()
    invited = 900 + 45 * 5
    assert found["response-rate"]["value"] == pytest.approx(100 * 900 / invited)
    assert (found["response-rate"]["se"], found["response-rate"]["n"]) == (None, invited)


def test_few_victims_are_not_enough_for_the_share_that_reported(indexed_wave: Wave) -> None:
    fill(indexed_wave, 120, clusters=40)
    reporting = cards(indexed_wave.zone)["reporting"]
    assert (reporting["value"], reporting["why"]) == (None, "too_few")
    assert reporting["about"]["need"] == 30
    assert reporting["about"]["have"] < 30


@pytest.mark.parametrize("mode", ["optin", "quota"])
def test_volunteers_give_no_indicator(indexed_wave: Wave, mode: str) -> None:
    indexed_wave.mode = mode
    indexed_wave.save()
    fill(indexed_wave, 400)
    found = cards(indexed_wave.zone)
    assert {found[code]["why"] for code in ("fear", "confidence", "response-rate")} == {"no_sample"}


def test_a_question_that_was_not_asked_is_said(indexed_wave: Wave) -> None:
    asked = indexed_wave.questionnaire
    asked.questions = [question for question in asked.questions if question["name"] != "fair"]
    asked.save()
    fill(indexed_wave, 200, clusters=20)
    assert cards(indexed_wave.zone)["fair-treatment"]["why"] == "not_asked"


def incidents(zone: Place, counts: dict[str, int], *, months: int = 14) -> None:
    """Reported incidents in the zone's middle, spread over months that end in March 2026; and as many discovered ones."""
    assert zone.parent is not None
    for code in counts:
        Category.objects.get_or_create(pack=zone.pack, code=code, group=code, names={"en": code}, origin="reported")
    done = Import.objects.create(station=zone.parent, source="t", file_name="t.csv", file_digest="a" * 64,
                                 state=ImportState.DONE, accepted=sum(counts.values()))  # fmt: skip
    first = np.datetime64("2026-04") - months
    rows = []
    for code, many in counts.items():
        for k in range(many):
            day = (first + k % months).astype("datetime64[D]") + (27 if k // months % 2 else 0)
            for origin in ("reported", "discovered"):
                rows.append(Incident(
                    station=zone.parent, identity=f"{code}{k}{origin}".encode(), digest=b"d", category=code, origin=origin,
                    occurred_from=f"{day}T05:00:00+00:00", time_precision="exact", lon=100.54, lat=13.745, cell=1,
                    place_precision="exact", import_run=done,
                ))  # fmt: skip
    Incident.objects.bulk_create(rows)


def test_recorded_crime_is_a_rate_of_the_last_twelve_complete_months(zone: Place) -> None:
    zone.population = 8000
    zone.save()
    incidents(zone, {"life": 28, "property": 140})
    found = cards(zone)
    violence, theft = found["violence"], found["property"]
    assert (violence["n"], theft["n"]) == (24, 120)  # 12 of 14 months, the discovered ones left out
    assert violence["value"] == pytest.approx(24 / 8000 * 1000)
    assert violence["se"] == pytest.approx(24**0.5 / 8, abs=1e-5)
    assert violence["low"] == pytest.approx(15.377 / 8, abs=0.01)  # Garwood: 15.38 to 35.71 for 24
    assert violence["high"] == pytest.approx(35.710 / 8, abs=0.01)
    assert violence["day"] == "2026-03-31"
    assert (violence["about"]["from"], violence["about"]["to"]) == ("2025-04", "2026-03")
    assert violence["score"] == pytest.approx((20 - 3) / 20 * 100)


def test_no_incident_of_a_kind_is_a_rate_of_zero_that_is_still_uncertain(zone: Place) -> None:
    zone.population = 8000
    zone.save()
    incidents(zone, {"property": 140})
    violence = cards(zone)["violence"]
    assert (violence["value"], violence["n"], violence["low"]) == (0.0, 0, 0.0)
    assert violence["high"] == pytest.approx(3.689 / 8, abs=0.01)
    assert violence["score_low"] < 100.0 == violence["score"]


@pytest.mark.parametrize(("population", "months", "why"), [(None, 14, "no_residents"), (8000, 9, "no_year")])
def test_a_rate_needs_residents_and_a_whole_year(zone: Place, population: int | None, months: int, why: str) -> None:
    zone.population = population
    zone.save()
    incidents(zone, {"life": 60}, months=months)
    assert cards(zone)["violence"]["why"] == why


def test_kinds_of_partners_count_once_and_only_while_their_agreement_holds(zone: Place) -> None:
    today = timezone.localdate()
    assert cards(zone)["agreements"]["why"] == "no_partners"
    for number, (kind, until) in enumerate(
        [("business", None), ("business", None), ("media", today), ("residents", today - timedelta(days=1))]
    ):
        made = add_organisation(place=zone, kind=kind, name=f"Body {number}", by="system")
        sign_agreement(organisation=made, title="Paper", signed_on=date(2025, 1, 1), expires_on=until, by="system")
    found = cards(zone)["agreements"]
    assert (found["value"], found["n"], found["se"]) == (2.0, 3, None)
    assert found["about"]["kinds"] == ["business", "media"]


def test_an_entered_value_stands_where_the_records_give_none(indexed_wave: Wave, enter: Enter) -> None:
    zone = indexed_wave.zone
    enter(zone, "fear", 55.0, se=2.5, n=400, source="university survey 2026")
    found = cards(zone)["fear"]
    assert (found["value"], found["n"], found["about"]) == (55.0, 400, {"entered": "university survey 2026"})
    assert found["low"] == pytest.approx(55 - 1.96 * 2.5, abs=0.01)
    fill(indexed_wave, 400, clusters=40)
    assert cards(zone)["fear"]["about"]["wave"] == indexed_wave.pk


def test_the_latest_day_counts_whatever_was_entered_last(zone: Place, enter: Enter) -> None:
    enter(zone, "response-time", 9.0, day=date(2026, 6, 30))
    enter(zone, "response-time", 7.0, day=date(2026, 3, 31))
    assert cards(zone)["response-time"]["value"] == 9.0
    enter(zone, "response-time", 8.0, day=date(2026, 6, 30))  # a correction
    assert cards(zone)["response-time"]["value"] == 8.0


def test_a_run_is_stored_once_and_made_anew_when_anything_changed(zone: Place, enter: Enter) -> None:
    enter(zone, "officers", 3.0)
    first = index_of_zone(zone, by="system")
    assert first is not None
    assert index_of_zone(zone, by="system") == first
    enter(zone, "officers", 3.0, n=24)
    second = index_of_zone(zone, by="system")
    assert second is not None
    assert second.key != first.key
    assert index_of(zone) == second


def test_an_answer_more_changes_the_index(indexed_wave: Wave) -> None:
    fill(indexed_wave, 200, clusters=20)
    before = index_of_zone(indexed_wave.zone, by="system")
    answer = Answer.objects.all()[0]
    kept = {name: getattr(answer, name) for name in ("wave", "cluster", "base_weight", "received", "channel", "data")}
    Answer.objects.create(**kept)
    after = index_of_zone(indexed_wave.zone, by="system")
    assert before is not None
    assert after is not None
    assert before.key != after.key


def test_many_zones_cost_as_many_questions_as_few_when_nothing_changed(zone: Place, enter: Enter) -> None:
    def cost(zones: list[Place]) -> int:
        list(refreshed(zones, by="system"))
        with CaptureQueriesContext(connection) as seen:
            list(refreshed(zones, by="system"))
        return len(seen)

    fill_whole(zone)
    more = neighbours(zone, 20)
    assert cost([zone, more[0]]) == cost([zone, *more]) < 15


def test_the_deciding_poll_is_the_one_that_targets_use(indexed_wave: Wave) -> None:
    fill(indexed_wave, 120, clusters=12)
    wave = deciding_wave(indexed_wave.zone)
    assert wave is not None
    assert cards(indexed_wave.zone)["fear"]["about"]["wave"] == wave.pk
