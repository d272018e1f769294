"""The pages of meetings and what comes out of the printer."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone, translation

from safetyzone.act.meetings.actions import calling, holding
from safetyzone.act.meetings.models import Meeting, MeetingState
from safetyzone.act.meetings.official import clock, long_day, paper_number, short_day
from safetyzone.act.meetings.printed import agenda_pdf, minutes_pdf
from safetyzone.act.meetings.tests.conftest import ENOUGH, Make
from safetyzone.foundation.access.tests.hierarchy import person
from safetyzone.foundation.decisions.models import Decision, DecisionState
from safetyzone.foundation.decisions.tests.conftest import Say, agreeing
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.tests.conftest import Browser
from safetyzone.foundation.partners.tests.sector import BY
from safetyzone.foundation.places.models import AreaPack, Place

MOMENT = datetime(2026, 12, 3, 2, 30, tzinfo=UTC)  # 9.30 in Bangkok


@pytest.fixture
def buddhist(places: dict[str, Place]) -> None:
    pack = AreaPack.objects.get(slug="test")
    pack.content = {**pack.content, "calendar": {"years": "buddhist"}}
    pack.save()


@pytest.fixture
def chief(places: dict[str, Place], web: Browser) -> Browser:
    return web.be(person("chief", places["station-11"]))


def at(name: str, *arguments: object) -> str:
    return reverse(f"meetings:{name}", args=arguments)


def text_of(pdf: bytes) -> str:
    """As pypdfium2 reads it: of two marks above one Thai letter it gives the second twice, so no test asks for such words."""
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_numbers_days_and_hours_on_paper(buddhist: None) -> None:
    assert (paper_number(2, 2026), long_day(MOMENT), clock(MOMENT)) == ("2/2026", "Thursday 3 December 2026", "09:30")
    with translation.override("th"):
        assert paper_number(2, 2026) == "๒/๒๕๖๙"
        assert long_day(MOMENT) == "วันพฤหัสบดีที่ ๓ ธันวาคม พ.ศ. ๒๕๖๙"
        assert short_day("2026-12-03") == "๓ ธันวาคม ๒๕๖๙"
        assert clock(MOMENT) == "๐๙.๓๐ น."


def test_where_years_are_gregorian_they_stay_so_in_thai(places: dict[str, Place]) -> None:
    with translation.override("th"):
        assert long_day(MOMENT) == "วันพฤหัสบดีที่ ๓ ธันวาคม ค.ศ. ๒๐๒๖"


def test_a_meeting_is_called_and_its_agenda_shown(chief: Browser, zone: Place, task: Make, asked: Decision) -> None:
    task("Mend the lamp", 0)
    assert "Call the partners together" in chief.get(at("zone", zone.slug)).content.decode()
    when = timezone.localtime() + timedelta(days=1)
    answer = chief.post(at("call", zone.slug), {"starts_at": f"{when:%Y-%m-%dT%H:%M}", "where": "Hall"})
    made = Meeting.objects.get()
    assert answer.headers["Location"] == at("meeting", made.pk)
    page = chief.get(at("meeting", made.pk)).content.decode()
    for piece in ("Meeting 1/", "Mend the lamp", "Twelve lamps in lane 4?", "Make it anew", "The meeting has begun"):
        assert piece in page, piece
    assert "Decide it now" not in page
    assert "Hall" in chief.get(at("meetings")).content.decode()


def test_a_year_of_another_era_keeps_what_was_typed(chief: Browser, zone: Place, six: dict[str, Organisation]) -> None:
    answer = chief.post(at("call", zone.slug), {"starts_at": "2569-12-03T09:30", "where": "Temple hall"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "was the year typed in another era?" in page
    assert 'value="Temple hall"' in page


def test_a_meeting_from_beginning_to_end(
    chief: Browser, zone: Place, asked: Decision, say: Say, six: dict[str, Organisation]
) -> None:
    say(**agreeing(*ENOUGH))
    meeting = calling.call_meeting(zone=zone, starts_at=timezone.now() - timedelta(hours=1), where="Hall", by=BY)
    tomorrow = timezone.localtime() + timedelta(days=1)
    early = chief.post(at("open", meeting.pk), {"began_at": f"{tomorrow:%Y-%m-%dT%H:%M}"})
    assert early.status_code == 422
    assert "when it has begun, not before" in early.content.decode()
    began = timezone.localtime() - timedelta(minutes=50)
    chief.post(at("open", meeting.pk), {"began_at": f"{began:%Y-%m-%dT%H:%M}"})
    came = {f"people-{each.pk}": "2" if kind in ENOUGH else "0" for kind, each in six.items()}
    chief.post(at("attendance", meeting.pk), came)
    page = chief.get(at("meeting", meeting.pk)).content.decode()
    assert "3 of 6 organisations are here." in page
    assert "That is enough to decide." in page
    item = meeting.items.get(kind="decision")
    chief.post(at("decide", meeting.pk, item.pk))
    asked.refresh_from_db()
    assert asked.state == DecisionState.AGREED
    chief.post(at("item", meeting.pk, item.pk), {"words": "Soon, please.", "resolution": "Before the rains."})
    chief.post(at("close", meeting.pk), {"ended_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}"})
    over = chief.get(at("meeting", meeting.pk)).content.decode()
    for piece in ("Soon, please.", "Resolved: Before the rains.", "The partners agree.", "Minutes in Thai (PDF)"):
        assert piece in over, piece
    assert "Note what was said" not in over
    again = chief.post(at("close", meeting.pk), {"ended_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}"}, follow=True)
    assert "The meeting is over; this cannot be done now." in again.content.decode()


def test_without_a_quorum_the_page_says_so_and_keeps_the_words(
    chief: Browser, meeting: Meeting, six: dict[str, Organisation]
) -> None:
    item = calling.add_item(meeting=meeting, section=5, title="Lamps", by=BY)
    began = holding.open_meeting(meeting=meeting, began_at=timezone.now(), by=BY)
    holding.note_attendance(meeting=began, came={each.pk: (0, "") for each in six.values()}, by=BY)
    assert "No quorum:" in chief.get(at("meeting", meeting.pk)).content.decode()
    answer = chief.post(at("item", meeting.pk, item.pk), {"words": "We waited.", "resolution": "Twelve lamps."})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This meeting cannot decide anything." in page
    assert "We waited." in page


def test_moved_and_cancelled(chief: Browser, meeting: Meeting) -> None:
    when = timezone.localtime(meeting.starts_at) + timedelta(hours=1)
    chief.post(at("move", meeting.pk), {"starts_at": f"{when:%Y-%m-%dT%H:%M}", "where": "School"})
    meeting.refresh_from_db()
    assert meeting.where == "School"
    assert chief.post(at("cancel", meeting.pk), {"words": ""}).status_code == 422
    chief.post(at("cancel", meeting.pk), {"words": "storm"})
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CANCELLED
    assert "storm" in chief.get(at("meeting", meeting.pk)).content.decode()
    late = chief.post(at("cancel", meeting.pk), {"words": "again"})
    assert "The meeting is cancelled; this cannot be done now." in late.content.decode()


def test_the_clerk_runs_the_meeting_and_does_not_decide(
    web: Browser, places: dict[str, Place], asked: Decision, say: Say, running: Meeting
) -> None:
    say(**agreeing(*ENOUGH))
    web.be(person("clerk", places["station-11"]))
    page = web.get(at("meeting", running.pk)).content.decode()
    assert "Note who came" in page
    assert "Decide it now" not in page
    assert web.post(at("decide", running.pk, running.items.get(kind="decision").pk)).status_code == 404


def test_an_item_of_another_meeting_is_not_found(
    chief: Browser, zone: Place, running: Meeting, asked: Decision
) -> None:
    other = calling.call_meeting(zone=zone, starts_at=timezone.now() + timedelta(days=9), where="Hall", by=BY)
    assert chief.get(at("item", running.pk, other.items.get(kind="decision").pk)).status_code == 404


def test_the_agenda_in_thai_official_style(buddhist: None, zone: Place, asked: Decision, task: Make) -> None:
    task("ซ่อมโคมไฟ", 0)
    meeting = calling.call_meeting(zone=zone, starts_at=MOMENT, where="หอประชุม", by=BY)
    with translation.override("th"):
        text = text_of(agenda_pdf(meeting))
    for piece in (
        "ระเบียบวาระการประชุม", "๑/๒๕๖๙", "วันพฤหัสบดีที่ ๓ ธันวาคม พ.ศ. ๒๕๖๙ เวลา ๐๙.๓๐ น.", "ณ หอประชุม",
        "ระเบียบวาระที่ ๑", "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ", "๓.๑", "ซ่อมโคมไฟ", "๕.๑", "– ไม่มี –",
    ):  # fmt: skip
        assert piece in text, piece
    assert "มติที่ประชุม" not in text


def test_the_minutes_in_thai_official_style(
    buddhist: None, zone: Place, asked: Decision, say: Say, six: dict[str, Organisation], task: Make
) -> None:
    say(**agreeing(*ENOUGH))
    meeting = calling.call_meeting(zone=zone, starts_at=timezone.now() - timedelta(hours=2), where="หอประชุม", by=BY)
    began = holding.open_meeting(meeting=meeting, began_at=timezone.now() - timedelta(hours=1), by=BY)
    came = {each.pk: (2 if kind in ENOUGH else 0, "") for kind, each in six.items()}
    holding.note_attendance(meeting=began, came=came, by=BY)
    holding.decide_item(item=meeting.items.select_related("meeting").get(kind="decision"), by=BY)
    task("ซ่อมโคมไฟ", 9)
    over = holding.close_meeting(meeting=began, ended_at=timezone.now(), by=BY)
    with translation.override("th"):
        text = text_of(minutes_pdf(over))
        for moment in (over.began_at, over.ended_at):
            assert moment is not None
            assert clock(moment) in text
    for piece in (
        "รายงานการประชุม", "ผู้มาประชุม", "ผู้ไม่มาประชุม", "๒ คน", "มติที่ประชุม: ภาคีเห็นชอบ", "เห็นชอบ ๓", "ปิดประชุม",
        "ผู้จดรายงานการประชุม", "ซ่อมโคมไฟ", "ได้รับมอบหมาย",
    ):  # fmt: skip
        assert piece in text, piece
    assert text.index("ผู้มาประชุม") < text.index("ระเบียบวาระที่ ๑") < text.index("ปิดประชุม")


def test_minutes_without_a_quorum_say_so_first(running: Meeting, six: dict[str, Organisation], chief: Browser) -> None:
    assert chief.get(at("minutes_pdf", running.pk)).status_code == 404
    holding.note_attendance(meeting=running, came={each.pk: (0, "ill") for each in six.values()}, by=BY)
    over = holding.close_meeting(meeting=running, ended_at=timezone.now(), by=BY)
    text = text_of(chief.get(at("minutes_pdf", over.pk) + "?language=en").content)
    assert text.index("There was no quorum: nothing was decided.") < text.index("Item 1: What the chair announces")
    assert "Questions decided" not in text


def test_the_english_agenda(meeting: Meeting, chief: Browser) -> None:
    answer = chief.get(at("agenda_pdf", meeting.pk) + "?language=en")
    assert answer.headers["Content-Type"] == "application/pdf"
    text = text_of(answer.content)
    for piece in (
        "Agenda of the meeting",
        "Partner network of the safety zone zone-11",
        "Invited",
        "Our police",
        "Item 6: Other matters",
    ):
        assert piece in text, piece
