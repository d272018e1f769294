"""Fear against recorded crime: a cell disagrees only when both intervals say so."""

from datetime import date
from typing import Any

import h3.api.basic_int as h3
import numpy as np
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from safetyzone.analyse.pictures.fear import compared, disagrees
from safetyzone.analyse.pictures.fear_panel import _picture, year_before
from safetyzone.analyse.pictures.tests.made import LAT, LON, make_incidents, make_zone
from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.geometry import Plane
from safetyzone.listen.incidents.models import Incident
from safetyzone.listen.polls.models import Answer, Wave
from safetyzone.listen.polls.tests.answers import fill
from safetyzone.listen.polls.tests.conftest import wave  # noqa: F401 - its questionnaire

PLACES = ["avoided-place"]


def cell_at(x: float, y: float) -> str:
    lon, lat = Plane(LON, LAT).to_degrees(np.array([x]), np.array([y]))
    return f"{h3.latlng_to_cell(float(lat[0]), float(lon[0]), 10):x}"


FEARED, QUIET = cell_at(-450, -450), cell_at(-450, 450)


@pytest.fixture
def poll(wave: Wave) -> Wave:  # noqa: F811
    """A hot spot at (300, 200) that nobody avoids; a third avoid a cell far from it, three a second one, the rest others."""
    zone = make_zone()
    make_incidents(zone, 3000)
    wave.zone, wave.opens, wave.closes = zone, date(2024, 12, 1), date(2024, 12, 31)
    wave.save()
    fill(wave, 600)
    others = [cell_at(x, y) for x in (-200, 0) for y in range(-600, 700, 150)]
    answers = list(Answer.objects.filter(wave=wave).order_by("pk"))
    for number, answer in enumerate(answers):
        place = FEARED if number % 3 == 0 else QUIET if number in (1, 2, 4) else others[number % len(others)]
        answer.data = {**answer.data, "avoids": "yes", "avoided-place": place}
    Answer.objects.bulk_update(answers, ["data"])
    return wave


def result(poll: Wave) -> dict[str, Any]:
    picture = _picture(poll, "system")
    assert picture is not None
    return compared(poll, PLACES, picture.result, poll.zone.boundary)


def test_a_feared_cell_with_few_records_and_a_hot_spot_nobody_fears_disagree(poll: Wave) -> None:
    found = {cell["cell"]: cell for cell in result(poll)["cells"]}
    assert found[FEARED]["verdict"] == "fear"
    assert found[FEARED]["n"] == 200
    assert found[FEARED]["fear"][0] == pytest.approx(1 / 3)
    assert found[cell_at(300, 200)]["verdict"] == "crime"
    agreeing = [cell for cell in found.values() if not cell["verdict"]]
    assert len(agreeing) > len(found) / 2


def test_only_the_twelve_months_before_the_last_day_are_compared(poll: Wave) -> None:
    found = result(poll)["recorded"]
    in_2024 = Incident.objects.filter(origin="reported", occurred_from__gte="2023-12-31T17:00Z").count()
    assert 0 < found["n"] <= in_2024 < Incident.objects.count()
    assert year_before(Wave(closes=date(2024, 2, 29))).stated()["from"] == "2023-03-01"


def test_a_cell_with_three_marks_shows_no_number_anywhere(poll: Wave) -> None:
    whole = result(poll)
    found = {cell["cell"]: cell for cell in whole["cells"]}
    assert (found[QUIET]["n"], found[QUIET]["fear"]) == (None, None)
    assert whole["hidden"] == 1


def test_volunteers_are_not_compared(poll: Wave) -> None:
    poll.mode = "optin"
    whole = result(poll)
    assert not whole["compared"]
    assert {cell["verdict"] for cell in whole["cells"]} == {""}
    assert {cell["fear"] is None for cell in whole["cells"]} == {True}


def test_without_incidents_the_map_stands_alone(poll: Wave) -> None:
    whole = compared(poll, PLACES, None, poll.zone.boundary)
    assert whole["recorded"] is None
    assert whole["pins"] == 600
    assert not whole["compared"]


@given(st.tuples(*[st.floats(0, 1) for _ in range(6)]))
def test_only_intervals_clear_of_the_zone_on_opposite_sides_disagree(drawn: tuple[float, ...]) -> None:
    a, b, c, d, fear, crime = drawn
    low, high, least, most = *sorted((a, b)), *sorted((c, d))
    verdict = disagrees((low, high), (least, most), fear, crime)
    if low <= fear <= high or least <= crime <= most:
        assert verdict == ""
    if verdict:
        assert (verdict == "fear") == (low > fear)


@pytest.mark.parametrize("mode", ["probability", "optin"])
def test_the_poll_page_shows_map_and_table(poll: Wave, mode: str) -> None:
    Wave.objects.filter(pk=poll.pk).update(mode=mode, opens=timezone.localdate())
    user = User.objects.create_user("reader@example.org", None)
    Membership.objects.create(user=user, place=poll.zone, role="resident")
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    text = client.get(reverse("poll_results:results", args=[poll.pk])).content.decode()
    assert "Fear against recorded crime" in text
    assert ("feared more than recorded" in text) == (mode == "probability")
    assert ("not drawn by lot" in text) == (mode == "optin")
