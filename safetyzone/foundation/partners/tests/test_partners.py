"""Organisations: who works where, what is refused, what is forgotten, what the chain keeps."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from safetyzone.foundation.access.tests.hierarchy import person
from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.partners import actions, queries
from safetyzone.foundation.partners.actions import PartnerRefused
from safetyzone.foundation.partners.models import Agreement, Organisation, OrganisationPerson, Standing
from safetyzone.foundation.partners.tests.sector import BY, make_organisation, make_six
from safetyzone.foundation.places.models import Place

TODAY = date(2026, 11, 26)


def events(action: str) -> list[Event]:
    return list(Event.objects.filter(action=action))


def test_who_works_in_a_zone(places: dict[str, Place]) -> None:
    own = make_organisation(places["zone-11"], "residents")
    station = make_organisation(places["station-11"], "police")
    bureau = make_organisation(places["bureau-1"], "agencies")
    make_organisation(places["zone-12"], "business")
    make_organisation(places["station-21"], "police")

    assert set(queries.organisations_of(places["zone-11"])) == {own, station, bureau}
    assert set(queries.organisations_of(places["station-11"])) == {
        own,
        station,
        bureau,
    }  # a station knows its zones' own
    assert set(queries.organisations_of(places["bureau-1"])) == {bureau}  # a bureau does not gather all below it


def test_a_place_is_no_prefix_of_another(places: dict[str, Place]) -> None:
    longer = Place.objects.create(
        slug="zone-111", level="zone", parent=places["station-11"], path="/land/bureau-1/station-11/zone-111/",
        names={"en": "zone-111"}, pack="test",
    )  # fmt: skip
    make_organisation(longer, "residents")
    assert not queries.organisations_of(places["zone-11"]).exists()


def test_the_police_nearest_to_the_zone_are_its_police(places: dict[str, Place]) -> None:
    zone = places["zone-11"]
    assert queries.police_of(zone) is None
    bureau = make_organisation(places["bureau-1"], "police", "Bureau")
    assert queries.police_of(zone) == bureau
    station = make_organisation(places["station-11"], "police", "Station")
    assert queries.police_of(zone) == station
    assert queries.police_of(places["zone-12"]) == bureau
    assert queries.is_police(station)
    assert not queries.is_police(make_organisation(zone, "media"))


def test_the_station_s_police_are_made_once(places: dict[str, Place]) -> None:
    made = actions.ensure_police(station=places["station-11"], by=BY)
    assert actions.ensure_police(station=places["station-11"], by=BY) == made
    assert (made.name, made.name_en, made.kind) == ("ที่ station-11", "station-11", "police")
    assert len(events("partners.added")) == 1
    with pytest.raises(PartnerRefused, match="zone-11 is no police station"):
        actions.ensure_police(station=places["zone-11"], by=BY)


def test_names_follow_the_reader(zone: Place) -> None:
    both = make_organisation(zone, "residents", "ชุมชนหนึ่ง", name_en="Community one")
    thai = make_organisation(zone, "residents", "ชุมชนสอง")
    assert (str(both), str(thai)) == ("Community one", "ชุมชนสอง")
    with translation.override("th"):
        assert str(both) == "ชุมชนหนึ่ง"
        assert queries.kind_names("test")["residents"] == "ประชาชนและชุมชน"


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"name": "  "}, "name", "Give the organisation a name"),
        ({"kind": "polise"}, "kind", "no kind of partner called “polise”"),
        ({"kind": ""}, "kind", "no kind of partner"),
        ({"email": "not-an-address"}, "email", "no e-mail address"),
        ({"name": "our RESIDENTS"}, "name", "already"),
    ],
)
def test_what_cannot_be_is_refused(zone: Place, fields: dict[str, str], field: str, sentence: str) -> None:
    make_organisation(zone, "residents")
    with pytest.raises(PartnerRefused, match=sentence) as refused:
        actions.add_organisation(place=zone, by=BY, **{"kind": "media", "name": "Radio", **fields})
    assert refused.value.field == field
    assert Organisation.objects.count() == 1
    assert len(events("partners.added")) == 1


def test_the_same_name_elsewhere_or_again_after_it_left(places: dict[str, Place]) -> None:
    first = make_organisation(places["zone-11"], "residents", "Temple lane")
    make_organisation(places["zone-12"], "residents", "Temple lane")
    actions.end_organisation(organisation=first, by=BY)
    assert make_organisation(places["zone-11"], "residents", "Temple lane").pk != first.pk


def test_an_area_without_kinds_takes_any(places: dict[str, Place]) -> None:
    Place.objects.filter(pk=places["zone-11"].pk).update(pack="other")
    made = make_organisation(Place.objects.get(slug="zone-11"), "cooperative")
    assert made.kind == "cooperative"


def test_a_change_names_its_fields_and_no_address_in_the_chain(zone: Place) -> None:
    made = make_organisation(zone, "business", email="old@example.org", phone="02 000 0000")
    changed = actions.change_organisation(organisation=made, email="new@example.org", name="Our business", by=BY)
    assert changed.email == "new@example.org"
    (event,) = events("partners.changed")
    assert event.payload == {"fields": ["email"]}
    assert not any("example.org" in str(each.payload) or "000" in str(each.payload) for each in Event.objects.all())


def test_nothing_changed_leaves_no_event(zone: Place) -> None:
    made = make_organisation(zone, "business")
    actions.change_organisation(organisation=made, name=made.name, by=BY)
    assert events("partners.changed") == []


def test_a_field_that_is_not_to_be_changed_is_a_mistake_of_the_caller(zone: Place) -> None:
    with pytest.raises(TypeError, match="place"):
        actions.change_organisation(organisation=make_organisation(zone, "media"), place="elsewhere", by=BY)


def test_whoever_leaves_is_forgotten_and_stays_on_record(places: dict[str, Place]) -> None:
    zone = places["zone-11"]
    made = make_organisation(zone, "business", email="shop@example.org", phone="02 000 0000")
    user = person("partner", zone)
    actions.link_person(organisation=made, user=user, by=BY)
    left = actions.end_organisation(organisation=made, by=BY)
    assert (left.active, left.email, left.phone) == (False, "", "")
    assert not queries.organisations_of(zone).exists()
    assert not queries.organisations_of_user(user).exists()
    assert not OrganisationPerson.objects.exists()
    (event,) = events("partners.ended")
    assert event.payload == {"people": 1}
    for again in (
        lambda: actions.end_organisation(organisation=made, by=BY),
        lambda: actions.add_contribution(organisation=made, kind="light", by=BY),
        lambda: actions.sign_agreement(organisation=made, title="Late", signed_on=TODAY, by=BY),
        lambda: actions.change_organisation(organisation=made, name="Back", by=BY),
    ):
        with pytest.raises(PartnerRefused, match="has left"):
            again()


@pytest.mark.parametrize(
    ("kind", "quantity", "amount", "field"),
    [
        ("money", 1, None, "amount"),
        ("money", 1, 0, "amount"),
        ("camera", 4, 1000, "amount"),
        ("camera", 0, None, "quantity"),
        ("prayer", 1, None, "kind"),
    ],
)
def test_a_contribution_that_cannot_be(zone: Place, kind: str, quantity: int, amount: int | None, field: str) -> None:
    made = make_organisation(zone, "business")
    with pytest.raises(PartnerRefused) as refused:
        actions.add_contribution(organisation=made, kind=kind, quantity=quantity, amount=amount, by=BY)
    assert refused.value.field == field
    assert not made.contributions.exists()


def test_what_is_brought_and_taken_off_again(zone: Place) -> None:
    made = make_organisation(zone, "business")
    cameras = actions.add_contribution(organisation=made, kind="camera", quantity=12, words=" along the lane ", by=BY)
    actions.add_contribution(organisation=made, kind="money", amount=50_000, by=BY)
    assert cameras.words == "along the lane"
    assert {(each.kind, each.quantity, each.amount) for each in queries.contributions_of(zone)} == {
        ("camera", 12, None), ("money", 1, 50_000)
    }  # fmt: skip
    actions.remove_contribution(contribution=cameras, by=BY)
    (gone,) = events("partners.contribution_removed")
    assert gone.payload == {"kind": "camera", "quantity": 12, "amount": None}


@pytest.mark.parametrize(
    ("days", "standing"),
    [(-1, Standing.EXPIRED), (0, Standing.SOON), (30, Standing.SOON), (31, Standing.LASTS), (None, Standing.LASTS)],
)
def test_when_an_agreement_expires(days: int | None, standing: Standing) -> None:
    last = None if days is None else TODAY + timedelta(days=days)
    assert Agreement(signed_on=date(2025, 1, 1), expires_on=last).standing(TODAY) == standing


def test_agreements_that_run_out_come_first_to_the_most_urgent(zone: Place) -> None:
    six = make_six(zone)
    today = timezone.localdate()
    signed = today - timedelta(days=400)
    for kind, days in (("business", 20), ("media", -10), ("agencies", 90), ("residents", None)):
        last = None if days is None else today + timedelta(days=days)
        actions.sign_agreement(organisation=six[kind], title=kind, signed_on=signed, expires_on=last, by=BY)
    assert [agreement.title for agreement in queries.running_out(zone)] == ["media", "business"]
    assert queries.agreements_of(zone).count() == 4
    assert queries.running_out(zone, today + timedelta(days=61)).count() == 3


def test_an_agreement_that_cannot_be(zone: Place) -> None:
    made = make_organisation(zone, "business")
    today = timezone.localdate()
    for fields, sentence in (
        ({"title": " ", "signed_on": today}, "a title"),
        ({"title": "A", "signed_on": today + timedelta(days=1)}, "when it has been signed"),
        ({"title": "A", "signed_on": today, "expires_on": today - timedelta(days=1)}, "comes before"),
    ):
        with pytest.raises(PartnerRefused, match=sentence):
            actions.sign_agreement(organisation=made, by=BY, **fields)
    assert not made.agreements.exists()


def test_an_agreement_is_prolonged_or_ended(zone: Place) -> None:
    today = timezone.localdate()
    signed = actions.sign_agreement(
        organisation=make_organisation(zone, "business"), title="Cameras", signed_on=today - timedelta(days=365),
        expires_on=today - timedelta(days=1), by=BY,
    )  # fmt: skip
    longer = actions.end_agreement(agreement=signed, last_day=today + timedelta(days=365), by=BY)
    assert longer.standing() == Standing.LASTS
    (event,) = events("partners.agreement_dated")
    assert event.payload["before"] == (today - timedelta(days=1)).isoformat()
    with pytest.raises(PartnerRefused, match="comes before"):
        actions.end_agreement(agreement=signed, last_day=today - timedelta(days=366), by=BY)


def test_only_a_partner_member_of_this_place_may_speak(places: dict[str, Place]) -> None:
    made = make_organisation(places["zone-11"], "residents")
    here = person("partner", places["zone-11"], email="here@example.org")
    for stranger in (
        person("partner", places["zone-12"], email="there@example.org"),
        person("clerk", places["station-11"], email="clerk@example.org"),
        person(email="none@example.org"),
    ):
        with pytest.raises(PartnerRefused, match="role of a partner member"):
            actions.link_person(organisation=made, user=stranger, by=BY)
    actions.link_person(organisation=made, user=here, by=BY)
    actions.link_person(organisation=made, user=here, by=BY)  # twice is once
    assert queries.speaks_for(here, made)
    (event,) = events("partners.person_linked")
    assert "here@example.org" not in str(event.payload)


def test_an_ended_role_gives_no_voice(places: dict[str, Place]) -> None:
    made = make_organisation(places["zone-11"], "residents")
    user = person("partner", places["zone-11"])
    user.memberships.update(until=timezone.localdate() - timedelta(days=1))
    assert user not in queries.people_for(made)


def test_who_leads_the_prevention_work_may_speak_for_the_police(places: dict[str, Place]) -> None:
    police = actions.ensure_police(station=places["station-11"], by=BY)
    chief = person("chief", places["station-11"])
    partner = person("partner", places["zone-11"])
    assert list(queries.people_for(police)) == [chief]
    link = actions.link_person(organisation=police, user=chief, by=BY)
    assert not queries.speaks_for(partner, police)
    actions.unlink_person(link=link, by=BY)
    assert not queries.speaks_for(chief, police)


def test_counts_of_many_zones_cost_two_questions(places: dict[str, Place], django_assert_num_queries: object) -> None:
    make_six(places["zone-11"])
    actions.ensure_police(station=places["station-11"], by=BY)
    zones = [places[slug] for slug in ("zone-11", "zone-12", "zone-21", "zone-22")]
    with django_assert_num_queries(2):  # type: ignore[operator]
        rows = queries.summaries(zones)
    assert [(row.organisations, row.kinds) for row in rows] == [(7, 6), (0, 0), (0, 0), (0, 0)]


def test_kinds_nobody_stands_for(zone: Place) -> None:
    assert [code for code, _name in queries.kinds_missing(zone)] == [
        "police", "residents", "local-government", "business", "agencies", "media"
    ]  # fmt: skip
    make_organisation(zone, "residents")
    assert "residents" not in dict(queries.kinds_missing(zone))
    assert [group.code for group in queries.by_kind(zone)] == ["residents"]


def test_a_sample_place_has_sample_partners(zone: Place) -> None:
    Place.objects.filter(pk=zone.pk).update(sample=True)
    assert make_organisation(Place.objects.get(pk=zone.pk), "media").sample
