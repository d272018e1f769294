"""What a walk saw arrives once, whole, without names, and what is bad becomes a risk point."""

import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from PIL import Image

from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.media import files
from safetyzone.foundation.media.models import Picture
from safetyzone.foundation.media.pictures import BadPicture
from safetyzone.foundation.places.cells import cells_at
from safetyzone.foundation.places.models import Place
from safetyzone.listen.walks import queries
from safetyzone.listen.walks.actions import metres_outside, receive_stop
from safetyzone.listen.walks.models import RiskPoint, Stop, Walk
from safetyzone.listen.walks.refusals import Refused
from safetyzone.listen.walks.tests.made import INSIDE, jpeg, told

BY = "user:7"


def bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")
    return out.getvalue()


def nothing_is_stored() -> bool:
    events = Event.objects.filter(action__startswith="walks").exists()
    return not (Walk.objects.exists() or Stop.objects.exists() or RiskPoint.objects.exists() or events)


def test_what_is_bad_becomes_a_risk_point_and_what_is_good_is_kept_too(zone: Place) -> None:
    received = receive_stop(zone=zone, told=told(findings={"light": "bad", "sight": "good", "upkeep": "bad"}), by=BY)
    stop = received.stop
    assert (stop.light, stop.sight, stop.escape, stop.upkeep) == ("bad", "good", "unseen", "bad")
    points = RiskPoint.objects.filter(stop=stop)
    assert sorted(points.values_list("kind", flat=True)) == ["light", "upkeep"]
    one = points[0]
    assert one.cell == int(cells_at([INSIDE[0]], [INSIDE[1]])[0])
    assert (one.state, one.found_on, one.words) == ("open", timezone.localdate(), "two lamps dead")


def test_a_stop_where_all_is_good_counts_and_makes_no_point(zone: Place) -> None:
    receive_stop(zone=zone, told=told(findings={"light": "good"}, words=""), by=BY)
    assert not RiskPoint.objects.exists()
    walk = queries.last_walk(zone)
    assert walk is not None
    light = next(each for each in queries.checked_on(walk) if each.kind == "light")
    assert (light.looked, light.bad) == (1, 0)


def test_the_same_stop_sent_twice_is_stored_once(zone: Place) -> None:
    sent = told(picture=jpeg())
    first, second = receive_stop(zone=zone, told=sent, by=BY), receive_stop(zone=zone, told=sent, by=BY)
    assert (first.already, second.already) == (False, True)
    assert first.stop.pk == second.stop.pk
    assert (Walk.objects.count(), Stop.objects.count(), RiskPoint.objects.count(), Picture.objects.count()) == (
        1,
        1,
        1,
        1,
    )
    assert Event.objects.filter(action="walks.stop_received").count() == 1


def test_stops_of_one_walk_come_in_any_order_and_stay_one_walk(zone: Place) -> None:
    walk = uuid4()
    for _number in range(3):
        receive_stop(zone=zone, told=told(walk=walk), by=BY)
    found = queries.last_walk(zone)
    assert found is not None
    assert (found.stop_count, found.point_count) == (3, 3)  # type: ignore[attr-defined]


def test_somebody_elses_key_from_another_zone_is_refused(zone: Place) -> None:
    sent = told()
    receive_stop(zone=zone, told=sent, by=BY)
    other = Place.objects.get(slug="zone-12")
    with pytest.raises(Refused, match="another zone"):
        receive_stop(zone=other, told=sent, by=BY)
    assert Stop.objects.count() == 1


def test_names_numbers_and_addresses_are_taken_out_before_they_are_stored(zone: Place) -> None:
    sent = told(
        words="Ask Mr. Somchai Jaidee 081-234-5678", place_words="by kor@example.org", walkers="โทร 081 234 5678"
    )
    stop = receive_stop(zone=zone, told=sent, by=BY).stop
    for text in (stop.words, stop.place_words, stop.walk.walkers, stop.points.get().words):
        assert not any(part in text for part in ("Somchai", "081", "example.org"))
    payload = Event.objects.get(action="walks.stop_received").payload
    assert "●●●" not in str(payload)
    assert set(payload) == {"zone", "stop", "points", "picture"}


def test_the_picture_is_cleaned_and_stands_before(zone: Place) -> None:
    point = receive_stop(zone=zone, told=told(picture=jpeg()), by=BY).stop.points.get()
    assert point.before is not None
    assert b"Exif" not in files.path_of(point.before.pk).read_bytes()
    assert not point.before.public


@pytest.mark.parametrize(
    ("picture", "sentence"),
    [
        (bomb(), "million pixels"),
        (b"GIF89a" + bytes(30), "not a JPEG"),
        (b"x" * (12 * 1024 * 1024 + 1), "larger than 12 MB"),
    ],
    ids=["bomb", "wrong type", "too large"],
)
def test_a_bad_picture_is_refused_and_nothing_is_stored(zone: Place, picture: bytes, sentence: str) -> None:
    with pytest.raises(BadPicture, match=sentence):
        receive_stop(zone=zone, told=told(picture=picture), by=BY)
    assert nothing_is_stored()
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"lon": None, "lat": None}, "place", "Say where this is"),
        ({"lon": 100.5, "lat": None}, "place", "Say where this is"),
        ({"lon": 200.0}, "place", "no position on Earth"),
        ({"lat": 13.75}, "place", "m outside the zone"),
        ({"findings": {"light": "unseen"}}, "findings", "Nothing was looked at"),
        ({"findings": {"light": "awful"}}, "findings", "cannot be read"),
        ({"findings": {"noise": "bad"}}, "findings", "cannot be read"),
        ({"findings": {}, "other": True, "words": " "}, "words", "what else"),
        ({"walked_on": timezone.localdate() + timedelta(days=3)}, "walked_on", "not within"),
        ({"walked_on": timezone.localdate() - timedelta(days=90)}, "walked_on", "not within"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(
    zone: Place, more: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        receive_stop(zone=zone, told=told(**more), by=BY)
    assert refused.value.field == field
    assert nothing_is_stored()


def test_a_phones_error_of_position_is_forgiven(zone: Place) -> None:
    just_outside = (100.5102, 13.705)
    assert 0 < metres_outside(zone, *just_outside) < 50
    receive_stop(zone=zone, told=told(lon=just_outside[0]), by=BY)
    assert Stop.objects.count() == 1


def test_words_alone_say_where_it_is(zone: Place) -> None:
    point = receive_stop(zone=zone, told=told(lon=None, lat=None, place_words="Bus stop 12"), by=BY).stop.points.get()
    assert (point.cell, point.lon, str(point)) == (None, None, "light · Bus stop 12")


def test_something_else_is_a_point_of_its_own(zone: Place) -> None:
    stop = receive_stop(zone=zone, told=told(findings={}, other=True, words="stray dogs"), by=BY).stop
    assert [point.kind for point in stop.points.all()] == ["other"]


def test_a_station_cannot_be_walked(zone: Place) -> None:
    with pytest.raises(Refused, match="belongs to a zone"):
        receive_stop(zone=Place.objects.get(slug="station-11"), told=told(), by=BY)
