"""Risk points: given to somebody, mended with a picture after, closed with a reason, opened again."""

import pytest

from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.tests.sector import make_organisation
from safetyzone.foundation.places.models import Place
from safetyzone.listen.walks import queries
from safetyzone.listen.walks.actions import close_point, give_point, mend_point, receive_stop, reopen_point
from safetyzone.listen.walks.drawing import drawn
from safetyzone.listen.walks.models import RiskPoint
from safetyzone.listen.walks.refusals import Refused
from safetyzone.listen.walks.tests.made import jpeg, told

BY = "user:7"


@pytest.fixture
def point(zone: Place) -> RiskPoint:
    return receive_stop(zone=zone, told=told(picture=jpeg()), by=BY).stop.points.get()


def test_somebody_takes_care_of_it(point: RiskPoint) -> None:
    city = Organisation.objects.get(name="Municipality")
    assert give_point(point=point, organisation=city, by=BY).owner == city
    assert Event.objects.get(action="walks.point_given").payload == {"organisation": city.pk}
    assert give_point(point=point, organisation=None, by=BY).owner is None


def test_not_an_organisation_from_elsewhere(point: RiskPoint) -> None:
    stranger = make_organisation(Place.objects.get(slug="zone-21"), "business", "Shop elsewhere")
    with pytest.raises(Refused, match="does not work in this zone"):
        give_point(point=point, organisation=stranger, by=BY)


def test_mended_with_a_picture_after(point: RiskPoint) -> None:
    mended = mend_point(point=point, picture=jpeg(), words="new lamps", by=BY)
    assert mended.state == "mended"
    assert mended.before is not None
    assert mended.after is not None
    assert mended.before != mended.after
    assert mended.ended_on is not None


def test_closed_only_with_a_reason(point: RiskPoint) -> None:
    with pytest.raises(Refused, match="why nothing is done"):
        close_point(point=point, words=" ", by=BY)
    assert close_point(point=point, words="private ground, owner refuses, call 081-234-5678", by=BY).state == "closed"
    point.refresh_from_db()
    assert "081" not in point.ended_words


def test_two_who_end_it_at_once_end_it_once(point: RiskPoint) -> None:
    one, two = RiskPoint.objects.get(pk=point.pk), RiskPoint.objects.get(pk=point.pk)
    mend_point(point=one, by="user:1")
    with pytest.raises(Refused, match="ended already: mended"):
        close_point(point=two, words="no", by="user:2")
    point.refresh_from_db()
    assert point.state == "mended"


def test_it_can_be_opened_again_once(point: RiskPoint) -> None:
    with pytest.raises(Refused, match="open already"):
        reopen_point(point=point, by=BY)
    mend_point(point=point, words="done", by=BY)
    again = reopen_point(point=point, by=BY)
    assert (again.state, again.ended_on, again.ended_words) == ("open", None, "")


def test_open_points_come_first_and_are_counted_by_kind(zone: Place) -> None:
    first = receive_stop(zone=zone, told=told(findings={"light": "bad"}), by=BY).stop.points.get()
    receive_stop(zone=zone, told=told(findings={"upkeep": "bad"}), by=BY)
    mend_point(point=first, by=BY)
    assert [point.kind for point in queries.risk_points_of(zone)] == ["upkeep", "light"]
    assert queries.open_points_by_kind(zone) == {"upkeep": 1}


def test_the_map_numbers_points_as_the_list_does(zone: Place) -> None:
    receive_stop(zone=zone, told=told(lon=None, lat=None, place_words="bus stop"), by=BY)
    receive_stop(zone=zone, told=told(), by=BY)
    points = list(queries.risk_points_of(zone))
    found = drawn(zone, points)
    assert found is not None
    assert [points[pin.number - 1].lon for pin in found["pins"]] == [100.505]
    # The point lies in the middle of the square.
    assert abs(found["pins"][0].x - 500) <= 1
    assert abs(found["pins"][0].y - found["height"] / 2) <= 1
    assert drawn(zone, points[:1]) is None
