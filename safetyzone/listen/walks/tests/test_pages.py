"""The checklist with and without its script; the list; one risk point."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from safetyzone.foundation.places.models import Place
from safetyzone.listen.walks.actions import receive_stop
from safetyzone.listen.walks.models import RiskPoint, Stop
from safetyzone.listen.walks.tests.made import as_form, jpeg, signed_in, told


@pytest.fixture
def patrol(zone: Place) -> Client:
    assert zone.parent is not None
    return signed_in(zone.parent, "patrol")


def send(client: Client, machine: bool = True, **more: Any) -> HttpResponse:
    headers = {"accept": "application/json"} if machine else {}
    answer: HttpResponse = client.post(reverse("walks:stops", args=["zone-11"]), as_form(**more), headers=headers)
    return answer


def upload(content: bytes, name: str = "p.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def test_a_phone_sends_a_stop_twice_and_gets_the_same_answer(patrol: Client) -> None:
    key = str(uuid4())
    first = send(patrol, key=key, picture=upload(jpeg()))
    second = send(patrol, key=key, picture=upload(jpeg()))
    assert (first.status_code, second.status_code) == (201, 201)
    assert [answer.json()["already"] for answer in (first, second)] == [False, True]  # type: ignore[attr-defined]
    assert Stop.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"lon": "", "lat": ""}, "place"),
        ({"lon": "abc"}, "place"),
        ({"lon": "nan"}, "place"),
        ({"key": "x"}, "key"),
        ({"walked_on": "yesterday"}, "walked_on"),
        ({"picture": upload(b"no picture")}, "picture"),
    ],
)
def test_a_refusal_names_the_field_in_the_one_error_shape(patrol: Client, more: dict[str, Any], field: str) -> None:
    answer = send(patrol, **more)
    assert answer.status_code == 422
    error = answer.json()["error"]  # type: ignore[attr-defined]
    assert error["code"] == "refused"
    assert error["message"]
    assert error["details"] == {"field": field}
    assert not Stop.objects.exists()


def test_without_a_script_the_form_is_sent_and_the_walk_goes_on(patrol: Client) -> None:
    form = as_form()
    answer = patrol.post(reverse("walks:stops", args=["zone-11"]), form)
    page = answer.content.decode()
    assert "The stop has arrived" in page
    assert f'name="walk" value="{form["walk"]}"' in page
    assert form["key"] not in page


def test_without_a_script_a_refused_stop_keeps_what_was_typed(patrol: Client) -> None:
    answer = send(patrol, machine=False, lon="", lat="", words="hedge too high")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Say where this is" in page
    assert "hedge too high" in page


@pytest.mark.parametrize(
    ("role", "status"), [("patrol", 200), ("partner", 200), ("clerk", 200), ("resident", 404), ("duty", 404)]
)
def test_who_may_walk(zone: Place, role: str, status: int) -> None:
    assert zone.parent is not None
    assert signed_in(zone.parent, role).get(reverse("walks:walk", args=["zone-11"])).status_code == status


def test_an_empty_zone_says_what_to_do_next(patrol: Client) -> None:
    page = patrol.get(reverse("walks:zone", args=["zone-11"])).content.decode()
    assert "Nobody has walked this zone yet" in page
    assert reverse("walks:walk", args=["zone-11"]) in page


def test_the_list_and_the_map_show_the_points(zone: Place, patrol: Client) -> None:
    receive_stop(zone=zone, told=told(place_words="Lane 4"), by="user:1")
    page = patrol.get(reverse("walks:zone", args=["zone-11"])).content.decode()
    assert "Lane 4" in page
    assert "walk-map" in page
    assert "to be mended at 1 of 1 stop" in page


def test_a_point_is_handed_over_mended_and_opened_again(zone: Place, patrol: Client) -> None:
    point = receive_stop(zone=zone, told=told(), by="user:1").stop.points.get()
    address = reverse("walks:change", args=[point.pk])
    answer = patrol.post(address, {"to": "close", "words": ""})
    assert answer.status_code == 422
    assert "why nothing is done" in answer.content.decode()
    assert patrol.post(address, {"to": "mend", "picture": upload(b"nothing")}).status_code == 422
    assert patrol.post(address, {"to": "mend", "picture": upload(jpeg()), "words": "new lamp"}).status_code == 302
    page = patrol.get(reverse("walks:point", args=[point.pk])).content.decode()
    assert "The place after" in page
    assert patrol.post(address, {"to": "reopen"}).status_code == 302
    assert RiskPoint.objects.get().state == "open"


def test_the_overview_counts_open_points_of_the_readers_zones(zone: Place, patrol: Client) -> None:
    receive_stop(zone=zone, told=told(findings={"light": "bad", "upkeep": "bad"}), by="user:1")
    page = patrol.get(reverse("walks:overview")).content.decode()
    assert "zone-11" in page
    assert "zone-12" not in page


def test_the_zones_page_tells_of_the_last_walk(zone: Place, patrol: Client) -> None:
    receive_stop(zone=zone, told=told(), by="user:1")
    page = patrol.get(reverse("pictures:zone", args=["zone-11"])).content.decode()
    assert "1 open risk point" in page
