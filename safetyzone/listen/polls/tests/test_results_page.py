"""The page of a wave's results, for handfuls and for many."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.polls.models import Answer, Wave
from safetyzone.listen.polls.tests.answers import fill
from safetyzone.listen.polls.tests.test_results import AGE, SEX, figure


def member_of(wave: Wave, role: str, name: str = "reader") -> Client:
    user = User.objects.create_user(f"{name}@example.org", None)
    Membership.objects.create(user=user, place=wave.zone, role=role)
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture
def resident(wave: Wave) -> Client:
    return member_of(wave, "resident")


def page(client: Client, wave: Wave, query: str = "") -> str:
    answer = client.get(reverse("poll_results:results", args=[wave.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("mode", ["probability", "optin", "quota"])
@pytest.mark.parametrize("n", [0, 1, 5])
def test_a_handful_says_not_enough_and_no_share(wave: Wave, resident: Client, n: int, mode: str) -> None:
    wave.mode, wave.margins = mode, [SEX, AGE]
    wave.save()
    fill(wave, n, clusters=2 if mode == "probability" else 0)
    text = page(resident, wave)
    assert "Not enough to say" in text if n else "No answers yet" in text
    assert "share-bar" not in text


def test_a_random_sample_has_intervals_and_effective_numbers(wave: Wave, resident: Client) -> None:
    wave.design, wave.margins = {"psu": "cluster"}, [SEX, AGE]
    wave.save()
    fill(wave, 400, clusters=20)
    text = page(resident, wave)
    assert "95 % interval" in text
    assert "drawn by lot" in text
    assert "match the population: sex: registration 2026; age-band: same" in text
    assert "Sensitivity range" not in text
    assert "AAPOR RR2" in text
    assert reverse("runs:run", args=[Run.objects.get(method="poll").key]) in text


def test_a_share_that_raking_sets_has_no_effective_number(wave: Wave, resident: Client) -> None:
    """Its sampling error is nothing but rounding: n effective would be a number of thirty digits."""
    wave.design, wave.margins = {"psu": "cluster"}, [AGE]
    wave.save()
    fill(wave, 400, clusters=20)
    text = page(resident, wave)
    assert text.count("set by the population numbers") == len(AGE["targets"])
    assert not re.search(r">\s*\d{9}", text)
    result = Run.objects.get(method="poll").result
    assert figure(result, "age-band", "30-44")["n_eff"] is None
    assert figure(result, "sex", "female")["n_eff"] > 30


@pytest.mark.parametrize(("mode", "says"), [("optin", "whoever wanted to answer did"), ("quota", "interviewers chose")])
def test_volunteers_are_no_sample_and_have_no_margin_of_error(
    wave: Wave, resident: Client, mode: str, says: str
) -> None:
    wave.mode = mode
    wave.save()
    fill(wave, 200)
    text = page(resident, wave)
    assert says in text
    assert "Sensitivity range" in text
    assert "95 % interval" not in text
    assert "DEFF" not in text


def test_one_empty_cell_of_the_margins_is_said_and_nothing_is_raked(wave: Wave, resident: Client) -> None:
    wave.mode = "optin"
    wave.margins = [{"question": "sex", "targets": {"female": 5, "male": 5, "other": 1}, "source": "x"}]
    wave.save()
    fill(wave, 60)
    assert not Answer.objects.filter(data__sex="other").exists()
    assert "cannot be met with these answers" in page(resident, wave)


def test_a_part_of_the_people_is_a_domain_with_its_own_n(wave: Wave, resident: Client) -> None:
    wave.design = {"psu": "cluster"}
    wave.save()
    fill(wave, 400, clusters=20)
    women = Answer.objects.filter(data__sex="female").count()
    assert f"Shown are {women} of 400 people" in page(resident, wave, "?by=sex&is=female")
    run = Run.objects.get(method="poll", parameters__only={"by": "sex", "is": "female"})
    assert run.result["only"]["n"] == women
    assert "not enough" in page(resident, wave, "?by=here&is=visitor").lower()


def test_a_part_that_does_not_exist_is_said(wave: Wave, resident: Client) -> None:
    fill(wave, 5)
    answer = resident.get(reverse("poll_results:results", args=[wave.pk]) + "?by=sex&is=robot")
    assert answer.status_code == 400
    assert "no such part" in answer.content.decode()


def test_odd_answers_are_shown_and_left_out_ones_counted(wave: Wave, resident: Client) -> None:
    fill(wave, 40)
    first = Answer.objects.first()
    assert first is not None
    first.flags, first.counted = ["duplicate", "burst"], False
    first.save()
    text = page(resident, wave)
    assert "says exactly the same as another one" in text
    assert "1 more are left out" in text


def test_another_stations_person_finds_nothing(wave: Wave) -> None:
    stranger = Client(HTTP_HOST="localhost")
    user = User.objects.create_user("else@example.org", None)
    stranger.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    assert stranger.get(reverse("poll_results:results", args=[wave.pk])).status_code == 404


def test_many_answers_are_computed_in_the_background(
    wave: Wave, resident: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("safetyzone.listen.polls.results.page.INLINE_ANSWERS", 10)
    fill(wave, 40)
    text = page(resident, wave)
    assert "The figures are being computed" in text
    assert not Run.objects.filter(method="poll").exists()
