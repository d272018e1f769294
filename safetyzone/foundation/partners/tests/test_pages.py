"""The pages of organisations, for those who keep the list, for partners and for everybody else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from safetyzone.foundation.access.tests.hierarchy import person
from safetyzone.foundation.partners import actions
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.tests.conftest import Browser
from safetyzone.foundation.partners.tests.sector import BY, make_organisation
from safetyzone.foundation.places.models import Place


@pytest.fixture
def clerk(places: dict[str, Place], web: Browser) -> Browser:
    return web.be(person("clerk", places["station-11"]))


def test_an_empty_list_says_what_to_do(clerk: Browser, zone: Place) -> None:
    page = clerk.get(reverse("partners:zone", args=[zone.slug])).content.decode()
    assert "No partner yet" in page
    assert reverse("partners:add", args=[zone.slug]) in page


def test_a_partner_is_entered_and_shown(clerk: Browser, zone: Place) -> None:
    add = reverse("partners:add", args=[zone.slug])
    entered = {
        "kind": "business",
        "name": "Market hall",
        "language": "en",
        "where": zone.slug,
        "email": "m@example.org",
    }
    answer = clerk.post(add, entered)
    made = Organisation.objects.get()
    assert answer.headers["Location"] == reverse("partners:organisation", args=[made.pk])
    assert (made.place, made.email, made.language) == (zone, "m@example.org", "en")
    listed = clerk.get(reverse("partners:zone", args=[zone.slug])).content.decode()
    assert "Market hall" in listed
    assert "Nobody yet from" in listed


def test_a_refused_entry_keeps_what_was_typed(clerk: Browser, zone: Place) -> None:
    make_organisation(zone, "business", "Market hall")
    entered = {"kind": "business", "name": "Market Hall", "phone": "053 000", "language": "th", "where": zone.slug}
    answer = clerk.post(reverse("partners:add", args=[zone.slug]), entered)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "There is an organisation of this name here already." in page
    assert 'value="053 000"' in page


def test_a_clerk_of_the_station_adds_at_the_station_but_not_above(clerk: Browser, places: dict[str, Place]) -> None:
    add = reverse("partners:add", args=["zone-11"])
    entered = {"kind": "agencies", "name": "Hospital", "language": "th"}
    assert clerk.post(add, entered | {"where": "bureau-1"}).status_code == 422
    assert clerk.post(add, entered | {"where": "zone-12"}).status_code == 422
    assert clerk.post(add, entered | {"where": "station-11"}).status_code == 302
    assert Organisation.objects.get().place == places["station-11"]


def test_change_and_leave(clerk: Browser, zone: Place) -> None:
    made = make_organisation(zone, "business", "Market hall")
    change = reverse("partners:change", args=[made.pk])
    assert 'value="Market hall"' in clerk.get(change).content.decode()
    clerk.post(change, {"kind": "media", "name": "Radio", "language": "th"})
    made.refresh_from_db()
    assert (made.kind, made.name) == ("media", "Radio")
    assert "stays on record" in clerk.get(reverse("partners:end", args=[made.pk])).content.decode()
    page = clerk.post(reverse("partners:end", args=[made.pk]), follow=True).content.decode()
    assert "has left" in page
    assert change not in page
    again = clerk.post(reverse("partners:end", args=[made.pk]), follow=True).content.decode()
    assert "Radio has left" in again


def test_what_it_brings_is_entered_on_its_page(clerk: Browser, zone: Place) -> None:
    made = make_organisation(zone, "business")
    brings = reverse("partners:brings", args=[made.pk])
    wrong = clerk.post(brings, {"kind": "money", "quantity": "1"})
    assert wrong.status_code == 422
    assert "Money needs an amount above zero" in wrong.content.decode()
    clerk.post(brings, {"kind": "money", "quantity": "1", "amount": "120000"})
    assert "money: 120,000" in clerk.get(reverse("partners:organisation", args=[made.pk])).content.decode()
    clerk.post(reverse("partners:brings_no_longer", args=[made.pk, made.contributions.get().pk]))
    assert not made.contributions.exists()


def test_an_agreement_says_when_it_expires(clerk: Browser, zone: Place) -> None:
    made = make_organisation(zone, "business")
    today = timezone.localdate()
    sign = reverse("partners:sign", args=[made.pk])
    future = clerk.post(sign, {"title": "Cameras", "signed_on": (today + timedelta(days=1)).isoformat()})
    assert future.status_code == 422
    assert "when it has been signed, not before" in future.content.decode()
    for title, days in (("Soon over", 12), ("Long over", -40), ("Lasting", 400)):
        last = (today + timedelta(days=days)).isoformat()
        clerk.post(sign, {"title": title, "signed_on": (today - timedelta(days=365)).isoformat(), "expires_on": last})
    page = clerk.get(reverse("partners:zone", args=[zone.slug])).content.decode()
    assert "expires in 12 days" in page
    assert "expired on" in page
    assert "Lasting" not in page
    over = made.agreements.get(title="Long over")
    address = reverse("partners:agreement", args=[made.pk, over.pk])
    assert clerk.post(address, {"expires_on": "1999-01-01"}).status_code == 422
    clerk.post(address, {"expires_on": (today + timedelta(days=800)).isoformat()})
    assert "Long over" not in clerk.get(reverse("partners:zone", args=[zone.slug])).content.decode()


def test_addresses_are_for_the_team_and_the_organisation_itself(
    web: Browser, places: dict[str, Place], zone: Place
) -> None:
    made = make_organisation(zone, "residents", email="community@example.org")
    own = person("partner", zone, email="own@example.org", name="Speaker")
    other = person("partner", zone, email="other@example.org")
    actions.link_person(organisation=made, user=own, by=BY)
    address = reverse("partners:organisation", args=[made.pk])
    for reader, sees in ((own, True), (other, False), (person("clerk", places["station-11"]), True)):
        page = web.be(reader).get(address).content.decode()
        assert ("community@example.org" in page) == sees, reader
        assert ("Speaker" in page) == sees, reader


def test_a_partner_comes_straight_to_the_own_page(web: Browser, zone: Place) -> None:
    made = make_organisation(zone, "residents")
    own = person("partner", zone)
    web.be(own)
    assert "You speak for no organisation" in web.get(reverse("partners:mine")).content.decode()
    actions.link_person(organisation=made, user=own, by=BY)
    answer = web.get(reverse("partners:mine"))
    assert answer.headers["Location"] == reverse("partners:organisation", args=[made.pk])
    page = web.get(reverse("partners:organisation", args=[made.pk])).content.decode()
    assert "you speak for it" in page
    assert "Enter a signed agreement" not in page
    second = make_organisation(zone, "media")
    actions.link_person(organisation=second, user=own, by=BY)
    assert str(second) in web.get(reverse("partners:mine")).content.decode()


def test_a_partner_changes_nothing(web: Browser, zone: Place) -> None:
    made = make_organisation(zone, "residents")
    own = person("partner", zone)
    actions.link_person(organisation=made, user=own, by=BY)
    signed = actions.sign_agreement(organisation=made, title="A", signed_on=timezone.localdate(), by=BY)
    web.be(own)
    for name, arguments in (("change", [made.pk]), ("end", [made.pk]), ("brings", [made.pk]), ("sign", [made.pk]),
                            ("link", [made.pk]), ("agreement", [made.pk, signed.pk])):  # fmt: skip
        answer = web.post(reverse(f"partners:{name}", args=arguments), {"expires_on": "2030-01-01"})
        assert answer.status_code == 404, name
    signed.refresh_from_db()
    assert signed.expires_on is None


def test_an_account_is_linked_and_unlinked(clerk: Browser, zone: Place) -> None:
    made = make_organisation(zone, "residents")
    address = reverse("partners:organisation", args=[made.pk])
    assert "First the station commander gives" in clerk.get(address).content.decode()
    own = person("partner", zone, email="own@example.org")
    clerk.post(reverse("partners:link", args=[made.pk]), {"user": own.pk})
    assert made.people.get().user == own
    stranger = person("resident", zone, email="resident@example.org")
    assert clerk.post(reverse("partners:link", args=[made.pk]), {"user": stranger.pk}).status_code == 422
    clerk.post(reverse("partners:unlink", args=[made.pk, made.people.get().pk]))
    assert not made.people.exists()


def test_a_bureau_s_organisation_is_read_below_and_changed_above(clerk: Browser, places: dict[str, Place]) -> None:
    hospital = make_organisation(places["bureau-1"], "agencies", "Hospital", email="h@example.org")
    page = clerk.get(reverse("partners:organisation", args=[hospital.pk]))
    assert page.status_code == 200
    assert "h@example.org" not in page.content.decode()
    assert clerk.get(reverse("partners:change", args=[hospital.pk])).status_code == 404
    foreign = make_organisation(places["bureau-2"], "agencies", "Other hospital")
    assert clerk.get(reverse("partners:organisation", args=[foreign.pk])).status_code == 404
