"""Met, not met, cannot tell."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.models import Level, Place
from safetyzone.listen.polls.deciding import answers_that_decide
from safetyzone.listen.polls.models import Answer, Wave
from safetyzone.listen.polls.tests.answers import fill
from safetyzone.measure.targets.actions import WrongFigure, enter_figure
from safetyzone.measure.targets.compute import targets_of_wave
from safetyzone.measure.targets.definitions import Line, Target, targets
from safetyzone.measure.targets.evaluate import verdict
from safetyzone.measure.targets.models import EnteredFigure
from safetyzone.measure.targets.queries import deciding_wave, published

FEAR = Target("fear", {}, "survey", 0.4, "at-most", "x", line=Line(("a",), ("a", "b")))
TRUST = Target("trust", {}, "survey", 0.8, "at-least", "x", line=Line(("a",), ("a", "b")))


def estimate(low: float, high: float, n_eff: float = 500.0) -> dict[str, Any]:
    return {"n": 500, "kind": "estimate", "low": low, "high": high, "n_eff": n_eff, "refusal": None}


@pytest.mark.parametrize(
    ("target", "figure", "status", "why"),
    [
        (FEAR, estimate(0.30, 0.39), "met", ""),
        (FEAR, estimate(0.30, 0.40), "met", ""),  # at most 40 % holds at 40 %
        (FEAR, estimate(0.38, 0.45), "cannot_tell", "both_sides"),
        (FEAR, estimate(0.41, 0.52), "not_met", ""),
        (FEAR, estimate(0.40, 0.52), "cannot_tell", "both_sides"),
        (FEAR, estimate(0.05, 0.20, n_eff=29.9), "cannot_tell", "too_few"),
        (TRUST, estimate(0.80, 0.90), "met", ""),
        (TRUST, estimate(0.70, 0.79), "not_met", ""),
        (TRUST, estimate(0.75, 0.85), "cannot_tell", "both_sides"),
        (FEAR, None, "cannot_tell", "not_asked"),
        (FEAR, {"n": 0, "kind": "none", "refusal": {}}, "cannot_tell", "no_answers"),
        (FEAR, {"n": 9000, "kind": "volunteers", "refusal": None}, "cannot_tell", "no_sample"),
        (FEAR, {"n": 50, "kind": "none", "refusal": {"code": "design"}}, "cannot_tell", "too_few"),
    ],
)
def test_verdicts(target: Target, figure: dict[str, Any] | None, status: str, why: str) -> None:
    assert verdict(target, figure).stated() == {"status": status, "why": why}


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 0.99), st.sampled_from(["at-most", "at-least"]))
def test_an_interval_over_the_target_never_decides(one: float, two: float, limit: float, direction: Any) -> None:
    low, high = sorted((one, two))
    target = Target("t", {}, "survey", limit, direction, "x")
    found = verdict(target, estimate(low, high)).status
    if low < limit < high:
        assert found == "cannot_tell"
    if found == "met":
        assert high <= limit if direction == "at-most" else low >= limit


def test_how_many_answers_would_decide_are_the_methods_numbers() -> None:
    assert answers_that_decide(FEAR.threshold, FEAR.direction) == [(0.35, 1072), (0.3, 248)]
    assert [share for share, _ in answers_that_decide(TRUST.threshold, TRUST.direction)] == [0.85, 0.9]


def test_a_random_sample_is_judged_on_four_answers_and_a_second_line(judged_wave: Wave) -> None:
    judged_wave.design = {"psu": "cluster"}
    fill(judged_wave, 1500, clusters=60)
    run = targets_of_wave(judged_wave, by="system")
    assert run is not None
    fear, confidence = run.result["targets"]
    said = dict.fromkeys(["very-safe", "fairly-safe", "a-bit-unsafe", "very-unsafe", "never-go-out", "dont-know"], 0)
    for given_answer in Answer.objects.values_list("data__safe-after-dark", flat=True):
        said[given_answer] += 1
    four = said["very-safe"] + said["fairly-safe"] + said["a-bit-unsafe"] + said["very-unsafe"]
    assert fear["figure"]["n"] == four
    assert fear["second"]["n"] == four + said["never-go-out"]
    assert fear["second"]["count"] == said["a-bit-unsafe"] + said["very-unsafe"] + said["never-go-out"]
    assert fear["excluded"] == {"dont-know": said["dont-know"], "refused": 0}
    assert fear["verdict"]["status"] == "met"  # made with about 35 % afraid among the four, 1,500 answers
    assert confidence["verdict"]["status"] == "not_met"  # made with about 76 % yes of yes and no
    assert targets_of_wave(judged_wave, by="system") == run


@pytest.mark.parametrize("mode", ["optin", "quota"])
def test_volunteers_never_meet_or_miss_a_target(judged_wave: Wave, mode: str) -> None:
    judged_wave.mode = mode
    fill(judged_wave, 3000)
    run = targets_of_wave(judged_wave, by="system")
    assert run is not None
    assert {row["verdict"]["status"] for row in run.result["targets"]} == {"cannot_tell"}
    assert {row["verdict"]["why"] for row in run.result["targets"]} == {"no_sample"}


def test_a_zone_is_judged_by_its_last_random_sample(judged_wave: Wave) -> None:
    assert deciding_wave(judged_wave.zone) is None
    fill(judged_wave, 3)
    later = Wave.objects.create(
        zone=judged_wave.zone, questionnaire=judged_wave.questionnaire, title="Later", mode="optin", state="open",
        opens=judged_wave.closes, closes=judged_wave.closes,
    )  # fmt: skip
    fill(later, 3)
    assert deciding_wave(judged_wave.zone) == judged_wave


def reader(wave: Wave, role: str, place: Place | None = None) -> Client:
    user = User.objects.create_user(f"{role}@example.org", None)
    Membership.objects.create(user=user, place=place or wave.zone, role=role)
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_the_poll_page_says_how_many_answers_would_decide(judged_wave: Wave) -> None:
    text = reader(judged_wave, "resident").get(reverse("poll_results:results", args=[judged_wave.pk])).content.decode()
    assert "Cannot tell" in text
    assert "1,072 answers if the truth is 35 %" in text
    assert "nobody has entered the published figure yet" in text


def test_the_zone_page_shows_the_verdict(judged_wave: Wave) -> None:
    judged_wave.mode = "optin"
    judged_wave.save()
    fill(judged_wave, 40)
    text = reader(judged_wave, "resident").get(reverse("pictures:zone", args=[judged_wave.zone.slug])).content.decode()
    assert "only a random sample can show whether a target is met" in text
    assert "Counting those who never go out as afraid" in text


def country(wave: Wave) -> Place:
    return Place.objects.get(pack=wave.zone.pack, level=Level.COUNTRY)


def test_a_published_rank_is_entered_with_year_and_source_and_corrected(judged_wave: Wave) -> None:
    place = country(judged_wave)
    enter_figure(place=place, target="wispi-rank", value=69, year=2016, source="IPSA", by="system")
    enter_figure(place=place, target="wispi-rank", value=70, year=2016, source="IPSA", by="system")
    assert EnteredFigure.objects.get().value == 70
    assert Event.objects.filter(action="targets.figure_entered").count() == 2
    [found] = published(judged_wave.zone.pack)
    assert found.verdict is not None
    assert found.verdict.status == "not_met"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"target": "fear"}, "enters no figure called fear"),
        ({"year": 3000}, "3000 is not a year"),
        ({"source": "  "}, "Say where"),
        ({"value": -1}, "-1 is not such a figure"),
        ({"value": float("nan")}, "nan is not such a figure"),
    ],
)
def test_a_wrong_figure_is_refused_and_changes_nothing(judged_wave: Wave, change: dict[str, Any], says: str) -> None:
    right = {"target": "wispi-rank", "value": 69, "year": 2016, "source": "IPSA"}
    with pytest.raises(WrongFigure, match=says):
        enter_figure(place=country(judged_wave), by="system", **{**right, **change})
    assert not EnteredFigure.objects.exists()


def test_only_programme_staff_enter_figures(judged_wave: Wave) -> None:
    place = country(judged_wave)
    body = {"target": "wispi-rank", "value": "69", "year": "2016", "source": "IPSA"}
    assert reader(judged_wave, "commander", place).post(reverse("targets:enter"), body).status_code == 404
    staff = reader(judged_wave, "programme", place)
    assert staff.post(reverse("targets:enter"), {**body, "year": "3000"}).status_code == 400
    assert staff.post(reverse("targets:enter"), body).status_code == 302
    assert "IPSA" in staff.get(reverse("targets:overview")).content.decode()


def test_every_target_of_the_pack_is_read(judged_wave: Wave) -> None:
    assert [target.code for target in targets(judged_wave.zone.pack)] == ["fear", "confidence", "wispi-rank"]
