"""Invitations: to everybody invited who has an address, in its language, with the agenda, each once."""

from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from safetyzone.act.meetings.actions import calling, holding
from safetyzone.act.meetings.models import Meeting, Sent
from safetyzone.act.meetings.refusals import MeetingRefused, NotInSession
from safetyzone.foundation.access.tests.hierarchy import person
from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.jobs.models import Job
from safetyzone.foundation.partners.actions import change_organisation, end_organisation
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.tests.conftest import Browser
from safetyzone.foundation.partners.tests.sector import BY
from safetyzone.foundation.places.models import Place


@pytest.fixture
def partners(six: dict[str, Organisation]) -> dict[str, Organisation]:
    """Of six organisations one reads English, one Thai, and the others have no address."""
    Organisation.objects.update(email="")
    change_organisation(organisation=six["business"], email="shop@example.org", language="en", by=BY)
    change_organisation(organisation=six["residents"], email="block@example.org", language="th", by=BY)
    return six


@pytest.fixture
def called(zone: Place, partners: dict[str, Organisation]) -> Meeting:
    return calling.call_meeting(zone=zone, starts_at=timezone.now() + timedelta(days=9), where="Temple hall", by=BY)


def work() -> None:
    """What a worker would do with every letter that waits."""
    for job in Job.objects.filter(key__startswith="meetings.letter:").order_by("pk"):
        import_string(job.path)(**job.arguments)


def test_an_invitation_with_its_agenda_in_each_language_once(called: Meeting) -> None:
    calling.add_item(meeting=called, section=5, title="Lamps in lane four", by=BY)
    work()
    work()
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert sorted(letters) == ["block@example.org", "shop@example.org"]
    assert len(mail.outbox) == 2
    english = letters["shop@example.org"]
    assert english.subject.startswith(f"Invitation: meeting 1/{called.year}, ")
    assert "Temple hall" in english.body
    assert "คำเชิญ" in letters["block@example.org"].subject or "เชิญ" in letters["block@example.org"].subject
    name, content, kind = english.attachments[0]
    assert (name, kind) == (f"agenda-{called.zone.slug}-{called.year}-1.pdf", "application/pdf")
    page = pypdfium2.PdfDocument(BytesIO(content))[0].get_textpage().get_text_range()
    assert "Lamps in lane four" in page
    assert Sent.objects.count() == 2
    assert "example.org" not in str(list(Event.objects.values()))


def test_a_move_and_a_cancellation_are_told_and_what_is_no_longer_true_is_not(called: Meeting) -> None:
    moved = calling.move_meeting(meeting=called, starts_at=called.starts_at, where="School", by=BY)
    work()
    assert {letter.subject.partition(":")[0] for letter in mail.outbox if letter.to == ["shop@example.org"]} == {
        "Invitation", "Another time or place",
    }  # fmt: skip
    mail.outbox.clear()
    calling.send_agenda(meeting=moved, by=BY)
    calling.cancel_meeting(meeting=moved, words="Flood", by=BY)
    work()
    letter = next(letter for letter in mail.outbox if letter.to == ["shop@example.org"])
    assert letter.subject.startswith("Cancelled: ")
    assert "does not take place: Flood" in letter.body
    assert letter.attachments == []
    assert len(mail.outbox) == 2  # the agenda of a cancelled meeting is sent to nobody


def test_nobody_is_written_to_who_left_or_about_a_made_up_meeting(
    zone: Place, called: Meeting, partners: dict[str, Organisation]
) -> None:
    end_organisation(organisation=partners["business"], by=BY)
    end_organisation(organisation=partners["residents"], by=BY)
    work()
    assert mail.outbox == []
    Job.objects.all().delete()
    calling.call_meeting(zone=zone, starts_at=timezone.now(), where="Hall", by=BY, sample=True)
    assert not Job.objects.filter(key__startswith="meetings.letter:").exists()


def test_without_any_address_the_button_says_to_print(zone: Place, six: dict[str, Organisation]) -> None:
    Organisation.objects.update(email="")
    meeting = calling.call_meeting(zone=zone, starts_at=timezone.now() + timedelta(days=9), where="Hall", by=BY)
    with pytest.raises(MeetingRefused, match="print the agenda"):
        calling.send_agenda(meeting=meeting, by=BY)
    assert not Event.objects.filter(action="meetings.agenda_sent").exists()


def test_once_it_sits_no_agenda_is_sent(running: Meeting) -> None:
    with pytest.raises(NotInSession):
        calling.send_agenda(meeting=running, by=BY)


def test_the_page_says_who_is_written_to_and_who_gets_paper(
    called: Meeting, partners: dict[str, Organisation], places: dict[str, Place], web: Browser
) -> None:
    chief = web.be(person("chief", places["station-11"]))
    page = chief.get(reverse("meetings:meeting", args=[called.pk])).content.decode()
    assert "On paper, because no address is known:" in page
    assert "shop@example.org" not in page
    assert "Last letter sent" not in page
    chief.post(reverse("meetings:send", args=[called.pk]))
    work()
    assert "Last letter sent" in chief.get(reverse("meetings:meeting", args=[called.pk])).content.decode()
    assert Event.objects.filter(action="meetings.agenda_sent").count() == 1


def test_a_task_is_asked_out_of_an_item(
    running: Meeting, six: dict[str, Organisation], places: dict[str, Place], web: Browser
) -> None:
    item = calling.add_item(meeting=running, section=5, title="Mend the lamp", by=BY)
    chief = web.be(person("chief", places["station-11"]))
    where = reverse("meetings:ask", args=[running.pk, item.pk])
    assert 'value="Mend the lamp"' in chief.get(where).content.decode()
    due = timezone.localdate() + timedelta(days=9)
    told = {
        "organisation": six["business"].pk,
        "title": "Mend the lamp",
        "due": due.isoformat(),
        "effort": "prevention",
    }
    assert chief.post(where, told | {"organisation": ""}).status_code == 422
    assert not item.tasks.exists()
    assert chief.post(where, told).status_code == 302
    assert item.tasks.get().title == "Mend the lamp"
    over = holding.close_meeting(meeting=running, ended_at=timezone.now(), by=BY)
    assert over.minutes["tasks"][0]["item"] == item.pk
    assert "in session" in chief.get(where, follow=True).content.decode()
