"""Letters and reminders: in the organisation's language, to its address, each once however often the clock strikes."""

from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.module_loading import import_string

from safetyzone.act.tasks import letters
from safetyzone.act.tasks.actions.answers import accept_task, report_done
from safetyzone.act.tasks.actions.asking import ask_task, move_due, withdraw_task
from safetyzone.act.tasks.actions.linking import renew_link
from safetyzone.act.tasks.models import Side, Step, Task
from safetyzone.act.tasks.tasks import remind, send_letter
from safetyzone.act.tasks.tests.made import dated, day_from_now, link
from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.jobs.models import Job
from safetyzone.foundation.jobs.schedules import _MINUTES
from safetyzone.foundation.partners.actions import change_organisation, end_organisation
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.places.models import Place


def work() -> None:
    """What a worker would do with every letter that waits."""
    for job in Job.objects.filter(key__startswith="tasks.letter:").order_by("pk"):
        import_string(job.path)(**job.arguments)


def kinds() -> list[str]:
    return sorted(job.arguments["kind"] for job in Job.objects.filter(key__startswith="tasks.letter:"))


def test_the_question_is_sent_once_with_the_link_in_the_organisations_language(task: Task, city: Organisation) -> None:
    change_organisation(organisation=city, language="en", by="test")
    work()
    work()
    assert len(mail.outbox) == 1
    letter = mail.outbox[0]
    assert letter.to == ["lamps@city.example"]
    assert letter.subject == "A request: Mend the lamp at the corner"
    assert "first-station asks you" in letter.body
    assert link(task) in letter.body
    assert "http://localhost:8000/t/" in letter.body
    assert Step.objects.filter(task=task, kind="letter").count() == 1
    assert "lamps@city.example" not in str(list(Event.objects.values()))


def test_nobody_is_written_to_without_an_address_about_made_up_tasks_or_after_they_left(
    zone: Place, shop: Organisation, city: Organisation, task: Task
) -> None:
    ask_task(zone=zone, organisation=shop, title="Share", due=day_from_now(9), effort="prevention", by="user:1")
    ask_task(
        zone=zone, organisation=city, title="Sample", due=day_from_now(9), effort="prevention", by="demo", sample=True
    )
    assert Job.objects.filter(key__startswith="tasks.letter:").count() == 1
    end_organisation(organisation=city, by="test")
    work()
    assert mail.outbox == []


def test_a_letter_that_is_not_true_any_more_is_not_sent(task: Task) -> None:
    report_done(task=task, by="link:1", side=Side.LINK)
    work()
    assert mail.outbox == []


def test_the_mail_servers_refusal_leaves_the_letter_to_be_tried_again(
    task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise SMTPException("busy")

    with monkeypatch.context() as patched:
        patched.setattr(letters, "send_mail", broken)
        with pytest.raises(SMTPException):
            work()
    assert not Step.objects.filter(kind="letter").exists()
    work()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("due", "asked", "expected"),
    [
        (7, 30, ["soon"]), (6, 30, ["soon"]), (5, 30, ["soon"]), (4, 30, []), (8, 30, []), (5, 1, []),
        (0, 30, ["today"]), (-2, 30, ["today"]), (-3, 30, []), (-7, 30, ["late"]), (-9, 30, ["late"]), (-10, 30, []),
    ],
)  # fmt: skip
def test_reminders_come_a_week_before_on_the_day_and_a_week_late(
    task: Task, due: int, asked: int, expected: list[str]
) -> None:
    Job.objects.all().delete()
    dated(task, due=day_from_now(due), asked_at=timezone.now() - timedelta(days=asked))
    for _hour in range(3):
        remind()
    assert kinds() == expected


def test_reminders_stop_when_it_is_done_and_follow_a_moved_day(task: Task) -> None:
    accept_task(task=task, by="link:1", side=Side.LINK)
    Job.objects.all().delete()
    dated(task, due=day_from_now(0), promised=day_from_now(0))
    remind()
    move_due(task=task, to=day_from_now(7), reason="Rain", by="link:1", side=Side.LINK)
    dated(task, asked_at=timezone.now() - timedelta(days=30))
    remind()
    assert kinds() == ["soon", "today"]
    report_done(task=task, by="link:1", side=Side.LINK)
    Job.objects.all().delete()
    remind()
    assert kinds() == []


def test_a_day_that_came_back_is_reminded_of_once(task: Task) -> None:
    dated(task, due=day_from_now(0), asked_at=timezone.now() - timedelta(days=30))
    remind()
    work()
    Job.objects.all().delete()  # the queue forgets old jobs
    remind()
    work()
    assert [letter.subject for letter in mail.outbox].count(letters.compose(task, "today").subject) == 1


def test_the_reminder_is_registered_with_the_clock() -> None:
    assert _MINUTES["safetyzone.act.tasks.tasks.remind"] == 60


def test_withdrawing_moving_and_new_links_are_told(task: Task) -> None:
    work()
    move_due(task=task, to=day_from_now(50), reason="Festival", by="user:1")
    renew_link(task=task, by="user:1")
    work()
    withdraw_task(task=task, reason="Done by somebody else", by="user:1")
    work()
    assert len(mail.outbox) == 4
    assert link(task) in mail.outbox[2].body
    assert "/t/" not in mail.outbox[3].body


@pytest.mark.parametrize("kind", letters.KINDS)
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_letter_can_be_written_in_both_languages(task: Task, kind: str, language: str) -> None:
    task.organisation.language = language
    letter = letters.compose(task, kind)
    assert "Mend the lamp" in letter.subject
    assert "%(" not in letter.subject + letter.body
    assert ("Due" in letter.body) == (language == "en")


def test_a_job_for_a_task_that_is_gone_does_nothing(db: None) -> None:
    send_letter(task=10**6, kind="asked", mark="")
    assert mail.outbox == []
