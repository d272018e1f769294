"""The sample partners, what they say about their zones, and their meetings: made once, each with its story."""

import pytest
from django.utils import timezone

from safetyzone.act.meetings.models import Meeting, MeetingState
from safetyzone.act.meetings.queries import next_meeting
from safetyzone.config.demo.meetings import HELD, make_meetings, without_meetings
from safetyzone.config.demo.partners import make_partners, without_partners
from safetyzone.config.demo.people import make_people
from safetyzone.config.demo.plan import PLANS
from safetyzone.config.local.cards import demo_user
from safetyzone.foundation.audit.queries import verify
from safetyzone.foundation.decisions.models import Decision
from safetyzone.foundation.decisions.zones import zone_agreed, zone_subject
from safetyzone.foundation.partners.models import Organisation, Standing
from safetyzone.foundation.partners.queries import agreements_of, by_kind, organisations_of_user
from safetyzone.foundation.places.actions import load_folder
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.places.packs.files import pack_folder


@pytest.mark.django_db
def test_sample_partners_and_meetings_are_made_once_and_tell_their_stories() -> None:
    load_folder(folder=pack_folder("thailand"), by="system")
    make_people()
    zones = [Place.objects.get(slug=plan.zone) for plan in PLANS]
    slugs = {zone.slug for zone in zones}
    for zone in without_partners(zones):
        make_partners(zone)
    for held in without_meetings(slugs):
        make_meetings(held)
    assert without_partners(zones) == []
    assert without_meetings(slugs) == []
    assert verify().sound

    for zone in zones:
        assert len(by_kind(zone)) == 6, zone
        assert {agreement.standing() for agreement in agreements_of(zone)} == set(Standing), zone
    assert not Organisation.objects.filter(sample=False).exists()
    partner = demo_user("partner")
    assert partner is not None
    assert [each.kind for each in organisations_of_user(partner)] == ["residents"]

    states = {
        zone.slug: Decision.objects.filter(subject=zone_subject(zone)).values_list("state", flat=True) for zone in zones
    }
    assert [slug for slug, found in states.items() if list(found) == ["blocked"]] == ["jomtien"]
    assert [slug for slug, found in states.items() if list(found) == ["open"]] == ["udon-safety-zone"]
    assert [slug for slug, found in states.items() if not found] == ["prachin-narom-park"]
    assert sum(zone_agreed(zone) for zone in zones) == len(zones) - 3

    for held in HELD:
        zone = Place.objects.get(slug=held.zone)
        last = Meeting.objects.get(zone=zone, state=MeetingState.CLOSED)
        coming = next_meeting(zone)
        assert coming is not None
        assert coming.starts_at > timezone.now()
        assert coming.items.filter(kind="minutes").exists()
        assert bool(last.minutes["decisions"]) == last.minutes["quorum"] == (len(held.came) > 2)
