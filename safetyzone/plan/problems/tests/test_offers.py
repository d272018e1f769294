"""What a form offers as evidence: every kind, once, of this zone only."""

import pytest
from django.test import Client
from django.urls import reverse

from safetyzone.analyse.pictures.actions import picture_of
from safetyzone.analyse.pictures.tests.made import make_incidents, make_zone
from safetyzone.foundation.places.models import Place
from safetyzone.listen.polls.models import Answer, Questionnaire, Wave
from safetyzone.plan.problems.actions.problems import name_problem
from safetyzone.plan.problems.models import Problem
from safetyzone.plan.problems.offers import offers_for
from safetyzone.plan.problems.tests.made import Made, signed_in


def wave_in(place: Place, **more: object) -> Wave:
    asked, _new = Questionnaire.objects.get_or_create(
        code="q", version="1", defaults={"titles": {"en": "Poll"}, "file_name": "q.xlsx", "original": b"", "digest": "d",
                                         "xform": "", "questions": []},
    )  # fmt: skip
    told = {
        "title": "Spring",
        "mode": "optin",
        "state": "closed",
        "opens": "2026-03-01",
        "closes": "2026-03-31",
        **more,
    }
    return Wave.objects.create(zone=place, questionnaire=asked, **told)


def link(client: Client, problem: Problem, **given: object) -> int:
    return client.post(reverse("problems:evidence", args=[problem.pk]), given).status_code


@pytest.fixture
def clerk(made: Made) -> Client:
    return signed_in(made.places["station-11"], "clerk")


def test_a_poll_becomes_evidence_and_says_how_many_answered(made: Made, clerk: Client) -> None:
    wave, problem = wave_in(made.zone), made.problem()
    wave_in(made.zone, title="Not asked yet", state="draft")
    Answer.objects.create(wave=wave, received="2026-03-05", channel="web", data={}, counted=True)
    page = clerk.get(reverse("problems:problem", args=[problem.pk])).content.decode()
    assert f'<option value="{wave.pk}">Spring</option>' in page
    assert "Not asked yet" not in page
    assert link(clerk, problem, wave=wave.pk) == 302
    page = clerk.get(reverse("problems:problem", args=[problem.pk])).content.decode()
    assert "Spring: 1 answer, open to everyone" in page
    assert reverse("poll_results:results", args=[wave.pk]) in page
    assert f'<option value="{wave.pk}">' not in page
    assert link(clerk, problem, wave=wave.pk) == 422  # once
    assert problem.evidence.count() == 1


def test_another_zones_poll_or_picture_does_not_exist_here(made: Made, clerk: Client) -> None:
    problem, elsewhere = made.problem(), wave_in(made.third)
    picture = picture_of(zone=made.third, by="test")
    assert [link(clerk, problem, wave=elsewhere.pk), link(clerk, problem, run=picture.pk)] == [404, 404]
    assert not problem.evidence.exists()


def test_the_zones_picture_is_offered_once_it_was_computed(db: None) -> None:
    place = make_zone()
    make_incidents(place, 200)
    assert place.parent is not None
    clerk, problem = signed_in(place.parent, "clerk"), name_problem(zone=place, title="Dark lane", by="test")
    assert offers_for(problem) == []
    picture = picture_of(zone=place, by="test")
    assert [(offer.name, offer.options[0][0]) for offer in offers_for(problem)] == [("run", picture.pk)]
    assert link(clerk, problem, run=picture.pk) == 302
    assert offers_for(problem) == []
    page = clerk.get(reverse("problems:problem", args=[problem.pk])).content.decode()
    assert "recorded incidents in the zone" in page
    assert reverse("runs:run", args=[picture.key]) in page
