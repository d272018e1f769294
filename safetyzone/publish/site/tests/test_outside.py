"""Publishing from outside: who may, what is refused, and what a closed or withdrawn page tells nobody."""

import pytest
from django.test import Client
from django.urls import reverse

from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.models import Level, Place
from safetyzone.publish.site.actions import publish_month, set_page
from safetyzone.publish.site.models import PublicPage, Release
from safetyzone.publish.site.tests.test_pages import YEAR, area_pack, record, zone

__all__ = ["area_pack", "zone"]  # fixtures
pytestmark = pytest.mark.django_db


def somebody(role: str, place: Place) -> Client:
    user = User.objects.create_user(f"{role}-{place.slug}@example.org", None)
    Membership.objects.create(user=user, place=place, role=role)
    client = Client(HTTP_HOST="localhost", headers={"accept-language": "en"})
    client.force_login(user)
    return client


def team(name: str, zone: Place) -> str:
    return reverse(f"site:{name}", args=[zone.slug])


@pytest.mark.parametrize("role", ["resident", "patrol", "clerk", "duty", "partner", "evaluator"])
def test_only_those_who_may_publish_do(zone: Place, role: str) -> None:
    record(zone, YEAR)
    assert zone.parent is not None
    client = somebody(role, zone.parent)
    assert client.get(team("team", zone)).status_code == 404
    assert client.post(team("publish", zone), {"month": "2025-12"}).status_code == 404
    assert client.post(team("set_page", zone), {"open": "on"}).status_code == 404
    assert (Release.objects.count(), PublicPage.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_a_commander_of_another_station_and_a_stranger_publish_nothing(zone: Place) -> None:
    record(zone, YEAR)
    elsewhere = Place.objects.create(level=Level.STATION, slug="far", path="/far/", names={"en": "Far"}, pack="p")
    for client, status in ((somebody("commander", elsewhere), 404), (Client(HTTP_HOST="localhost"), 302)):
        assert client.post(team("publish", zone), {"month": "2025-12"}).status_code == status
        assert client.post(team("set_page", zone), {"open": "on"}).status_code == status
    assert not Release.objects.exists()
    assert not PublicPage.objects.exists()


@pytest.mark.parametrize("month", ["", "2025-13", "2031-01", "2019-01", "last", "2025-12-01", "9" * 5000])
def test_a_month_that_cannot_be_published_is_refused_and_nothing_is_made(zone: Place, month: str) -> None:
    record(zone, YEAR)
    assert zone.parent is not None
    answer = somebody("commander", zone.parent).post(team("publish", zone), {"month": month})
    assert answer.status_code == 422
    assert not Release.objects.exists()
    assert not Event.objects.filter(action="site.released").exists()


def test_without_a_complete_month_the_teams_page_offers_none(zone: Place) -> None:
    assert zone.parent is not None
    client = somebody("commander", zone.parent)
    assert client.get(team("team", zone)).status_code == 200
    assert client.post(team("publish", zone), {"month": "2025-12"}).status_code == 422
    assert not Release.objects.exists()


def test_a_withdrawn_zone_has_no_public_page(client: Client, zone: Place) -> None:
    record(zone, YEAR)
    publish_month(zone=zone, month="2025-12", by="test")
    set_page(zone=zone, open=True, contact="", by="test")
    Place.objects.filter(pk=zone.pk).update(withdrawn=True)
    for name in ("page", "feed", "figures", "share"):
        assert client.get(reverse(f"site:{name}", args=["z"])).status_code == 404
    assert "The &lt;b&gt;Zone" not in client.get("/z/").content.decode()


def test_an_open_page_without_a_release_says_nothing_of_crime(client: Client, zone: Place) -> None:
    record(zone, YEAR)
    set_page(zone=zone, open=True, contact="Counter 3", by="test")
    page = client.get("/z/z/", headers={"accept-language": "en"}).content.decode()
    assert "Counter 3" in page
    assert "360" not in page
    assert client.get("/z/z/figures.json").json() == {"zone": "z", "release": None}
    assert client.get("/z/z/share.png").status_code == 200


def test_names_in_the_page_are_words_and_never_markup(client: Client, zone: Place) -> None:
    set_page(zone=zone, open=True, contact="<script>alert(1)</script>", by="test")
    for address in ("/z/z/", "/z/", "/z/z/feed/"):
        assert b"<script>alert" not in client.get(address).content
        assert b"<b>Zone" not in client.get(address).content
