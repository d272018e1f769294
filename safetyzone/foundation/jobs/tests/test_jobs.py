"""A job exists if its transaction commits, is done once, comes back after a failure later each time, and is given up at last."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from django_q.models import OrmQ, Schedule
from django_q.signing import SignedPackage

from safetyzone.foundation.jobs import running, schedules
from safetyzone.foundation.jobs.actions import ATTEMPTS, enqueue, forget_old, pause, put_off, revive_lost, take_up
from safetyzone.foundation.jobs.broker import Queue
from safetyzone.foundation.jobs.models import Job, JobState

pytestmark = pytest.mark.django_db
EXAMPLES = "safetyzone.foundation.jobs.tests.examples."


def deliver(message: OrmQ) -> None:
    """What the library's worker and monitor do with one message: call, and acknowledge unless the call raises."""
    task = SignedPackage.loads(message.payload)
    running.remember_message(task={"ack_id": message.pk})
    running.run(*task["args"])
    message.delete()


def test_a_job_is_done_once_however_often_it_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "notes"
    for _ in range(3):
        enqueue(EXAMPLES + "note", key="one", file=str(file), text="done")
    message = OrmQ.objects.get()
    deliver(message)
    enqueue(EXAMPLES + "note", key="one", file=str(file), text="done")
    assert OrmQ.objects.count() == 0
    assert file.read_text() == "done\n"
    assert Job.objects.get().state == JobState.DONE


def test_a_message_delivered_twice_does_its_work_once(tmp_path: Path) -> None:
    file = tmp_path / "notes"
    enqueue(EXAMPLES + "note", key="one", file=str(file), text="done")
    running.run("one")
    running.run("one")
    assert file.read_text() == "done\n"


def test_no_commit_no_job() -> None:
    with transaction.atomic():
        enqueue(EXAMPLES + "note", key="one", file="x", text="done")
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert not OrmQ.objects.exists()


def test_a_failing_job_pauses_longer_each_time_and_is_given_up_at_last(tmp_path: Path) -> None:
    file = tmp_path / "notes"
    enqueue(EXAMPLES + "always_fails", key="bad", file=str(file))
    message = OrmQ.objects.get()
    for attempt in range(1, ATTEMPTS):
        with pytest.raises(ValueError, match="no such street"):
            deliver(message)
        job = Job.objects.get()
        assert (job.state, job.attempts, job.problem) == (JobState.QUEUED, attempt, "ValueError: no such street")
        wait = OrmQ.objects.get().lock - timezone.now()
        assert pause(attempt) - timedelta(seconds=5) < wait <= pause(attempt)
    deliver(message)
    assert Job.objects.get().state == JobState.FAILED
    assert not OrmQ.objects.exists()
    assert file.read_text() == "tried\n" * ATTEMPTS


def test_pauses_grow() -> None:
    waits = [pause(attempt) for attempt in range(1, ATTEMPTS)]
    assert waits == sorted(set(waits))


def test_a_given_up_job_is_tried_anew_when_it_is_asked_for_again(tmp_path: Path) -> None:
    enqueue(EXAMPLES + "always_fails", key="bad", file=str(tmp_path / "notes"))
    OrmQ.objects.all().delete()
    Job.objects.update(state=JobState.FAILED, attempts=ATTEMPTS)
    enqueue(EXAMPLES + "note", key="bad", file=str(tmp_path / "notes"), text="now")
    deliver(OrmQ.objects.get())
    assert Job.objects.get().state == JobState.DONE
    assert (tmp_path / "notes").read_text() == "now\n"


def test_a_held_job_is_nobody_elses_until_the_hold_runs_out() -> None:
    enqueue(EXAMPLES + "note", key="one", file="x", text="y")
    assert take_up(key="one", holder="first")
    assert take_up(key="one", holder="second") is None
    Job.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    taken = take_up(key="one", holder="second")
    assert taken is not None
    assert taken.attempts == 2


def test_a_message_for_a_job_held_elsewhere_stays_until_after_the_hold() -> None:
    enqueue(EXAMPLES + "note", key="one", file="x", text="y")
    job = take_up(key="one", holder="first")
    message = OrmQ.objects.get()
    with pytest.raises(running.HeldElsewhere):
        deliver(message)
    assert job is not None
    assert job.held_until is not None
    assert OrmQ.objects.get().lock > job.held_until
    assert not put_off(key="unknown", message=None)


def test_a_job_whose_every_attempt_killed_its_worker_is_given_up() -> None:
    enqueue(EXAMPLES + "note", key="one", file="x", text="y")
    for _ in range(ATTEMPTS):
        assert take_up(key="one", holder="killed")
        Job.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    deliver(OrmQ.objects.get())
    job = Job.objects.get()
    assert job.state == JobState.FAILED
    assert "killed" in job.problem


def test_a_taken_message_comes_back_after_the_hold_and_not_after_the_librarys_hour(settings: object) -> None:
    enqueue(EXAMPLES + "note", key="one", file="x", text="y")
    OrmQ.objects.update(lock=timezone.now() - timedelta(seconds=1))
    broker = Queue("safetyzone")
    assert len(broker.dequeue()) == 1
    assert OrmQ.objects.get().lock < timezone.now() + timedelta(minutes=5)


def test_unfinished_jobs_without_any_message_are_sent_anew() -> None:
    enqueue(EXAMPLES + "note", key="one", file="x", text="y")
    assert revive_lost() == 0
    OrmQ.objects.all().delete()
    assert revive_lost() == 1
    assert OrmQ.objects.count() == 1


def test_schedules_are_written_once_and_follow_what_is_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedules, "_MINUTES", {"a.b": 60, "c.d": 5})
    schedules.write_schedules()
    before = set(Schedule.objects.values_list("pk", flat=True))
    schedules.write_schedules()
    assert set(Schedule.objects.values_list("pk", flat=True)) == before
    monkeypatch.setattr(schedules, "_MINUTES", {"a.b": 30})
    schedules.write_schedules()
    assert list(Schedule.objects.values_list("name", "minutes")) == [("a.b", 30)]


def test_the_checkpoint_of_the_audit_chain_is_due_every_hour() -> None:
    assert schedules._MINUTES["safetyzone.foundation.audit.actions.hourly_checkpoint"] == 60


def test_two_workers_that_see_the_same_hour_make_one_job() -> None:
    for _ in range(2):
        schedules.due("a.b", "2026-01-01T10:00:00+00:00")
    schedules.due("a.b", "2026-01-01T11:00:00+00:00")
    assert Job.objects.count() == 2


def test_old_finished_jobs_are_forgotten_and_unfinished_ones_kept() -> None:
    for key in ("old", "waiting"):
        enqueue(EXAMPLES + "note", key=key, file="x", text="y")
    Job.objects.filter(key="old").update(state=JobState.DONE, finished_at=timezone.now() - timedelta(days=31))
    forget_old()
    assert [job.key for job in Job.objects.all()] == ["waiting"]
