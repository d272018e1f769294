"""Promising, reporting done, handing back, checking; twice, at once, and with nonsense."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone, translation

from safetyzone.act.tasks.actions.answers import accept_task, check_task, hand_back, report_done, send_back
from safetyzone.act.tasks.actions.asking import withdraw_task
from safetyzone.act.tasks.models import Side, State, Step, Task
from safetyzone.act.tasks.tests.made import bomb, dated, day_from_now, jpeg
from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.audit.queries import verify
from safetyzone.foundation.media.models import Picture
from safetyzone.foundation.media.pictures import BadPicture
from safetyzone.listen.suggestions.voters.refusals import Refused

LINK: dict[str, Any] = {"by": "link:1", "side": Side.LINK}


def test_a_promise_is_for_the_day_asked_unless_they_name_another(task: Task) -> None:
    made = accept_task(task=task, promised=day_from_now(40), **LINK)
    assert (made.state, made.promised, made.due) == (State.ACCEPTED, day_from_now(40), day_from_now(40))
    assert not made.moved
    with pytest.raises(Refused, match="promised already"):
        accept_task(task=task, **LINK)


def test_a_promise_for_a_day_that_is_over_is_refused(task: Task) -> None:
    with pytest.raises(Refused, match="This day is over"):
        accept_task(task=task, promised=day_from_now(-1), **LINK)
    dated(task, due=day_from_now(-3))
    with pytest.raises(Refused, match="This day is over"):
        accept_task(task=task, **LINK)


def test_done_without_a_promise_before_is_a_promise_kept(task: Task) -> None:
    made = report_done(task=task, words="New lamp", cost=3500, photo=jpeg(), **LINK)
    assert (made.state, made.promised, made.done_on, made.cost) == (State.DONE, task.due, timezone.localdate(), 3500)
    assert not made.late
    assert made.after is not None
    assert not made.after.public, "nobody has looked whether a face is in it"
    assert Event.objects.get(action="tasks.done").payload["cost"] == 3500


def test_done_twice_changes_nothing_and_says_so(task: Task) -> None:
    report_done(task=task, cost=3500, **LINK)
    for photo in (None, jpeg()):
        with pytest.raises(Refused, match="reported done already"):
            report_done(task=task, cost=9, photo=photo, **LINK)
    task.refresh_from_db()
    assert task.cost == 3500
    assert not Picture.objects.exists()
    assert Step.objects.filter(task=task, kind="done").count() == 1


@pytest.mark.parametrize("raw", [b"", b"not a picture", bomb()], ids=["empty", "text", "bomb"])
def test_a_bad_photo_leaves_the_task_as_it_was(task: Task, raw: bytes) -> None:
    if raw:
        with pytest.raises(BadPicture):
            report_done(task=task, photo=raw, **LINK)
        task.refresh_from_db()
        assert task.state == State.ASKED
        assert not Picture.objects.exists()
    else:  # an empty upload is no upload
        assert report_done(task=task, photo=raw, **LINK).after is None


@pytest.mark.parametrize(("cost", "said"), [(-1, "below zero"), (10**11, "too large")])
def test_a_cost_that_makes_no_sense_is_refused(task: Task, cost: int, said: str) -> None:
    with pytest.raises(Refused, match=said):
        report_done(task=task, cost=cost, **LINK)
    task.refresh_from_db()
    assert task.state == State.ASKED


@pytest.mark.parametrize("days", [1, -400])
def test_a_told_day_lies_between_the_question_and_today(task: Task, days: int) -> None:
    with pytest.raises(Refused, match="between the day it was asked for and today"):
        report_done(task=task, by="user:1", side=Side.TOLD, on=day_from_now(days))


def test_a_told_day_is_what_counts_for_being_late(task: Task) -> None:
    dated(task, asked_at=timezone.now() - timedelta(days=60), due=day_from_now(-10))
    kept = report_done(task=task, by="user:1", side=Side.TOLD, on=day_from_now(-12))
    assert not kept.late
    send_back(task=kept, words="Not so", by="user:1")
    late = report_done(task=kept, by="user:1", side=Side.TOLD, on=day_from_now(-4))
    assert (late.late, late.days_late) == (True, 6)


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_handing_back_needs_a_reason(task: Task, reason: str) -> None:
    with pytest.raises(Refused, match="why it cannot be done"):
        hand_back(task=task, reason=reason, **LINK)


def test_a_reason_is_screened_before_anybody_reads_it(task: Task) -> None:
    made = hand_back(task=task, reason="No budget, ask Somchai at 081 234 5678", **LINK)
    assert made.state == State.HANDED_BACK
    assert "5678" not in made.handed_back_reason
    assert "5678" not in Step.objects.get(kind="handed_back").words


def test_whoever_changes_their_mind_is_held_to_the_first_day(task: Task) -> None:
    accept_task(task=task, **LINK)
    hand_back(task=task, reason="No crane", **LINK)
    again = accept_task(task=task, promised=day_from_now(90), **LINK)
    assert (again.state, again.promised, again.handed_back_reason) == (State.ACCEPTED, day_from_now(30), "")
    assert again.moved


def test_checked_or_sent_back_with_words(task: Task) -> None:
    with pytest.raises(Refused, match="Nothing has been promised yet"):
        check_task(task=task, by="user:1")
    report_done(task=task, **LINK)
    with pytest.raises(Refused, match="what is missing"):
        send_back(task=task, words="", by="user:1")
    back = send_back(task=task, words="It still flickers", by="user:1")
    assert (back.state, back.done_at, back.done_on) == (State.ACCEPTED, None, None)
    report_done(task=task, **LINK)
    assert check_task(task=task, by="user:1").state == State.CHECKED
    with pytest.raises(Refused, match="done, since"):
        check_task(task=task, by="user:2")
    assert send_back(task=task, words="A mistake: that was another lamp", by="user:1").state == State.ACCEPTED
    assert verify().sound


@pytest.mark.parametrize("show", [True, False])
def test_photos_are_public_only_when_the_checker_says_so(task: Task, show: bool) -> None:
    report_done(task=task, photo=jpeg(), **LINK)
    check_task(task=task, by="user:1", show_pictures=show)
    assert Picture.objects.get().public is show


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What each of several people who press at the same moment is told; "" for whoever wins."""
    told: list[str] = []
    start = Barrier(len(acts))

    def work(act: Callable[[], object]) -> None:
        start.wait()
        try:
            with translation.override("en"):  # a thread begins in the area's language
                act()
            told.append("")
        except Refused as refused:
            told.append(str(refused))
        finally:
            connection.close()

    threads = [Thread(target=work, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


@pytest.mark.django_db(transaction=True)
def test_two_who_report_done_at_once_leave_one_report(task: Task) -> None:
    told = at_once(*[lambda: report_done(task=Task.objects.get(pk=task.pk), cost=5, **LINK)] * 2)
    assert told[0] == ""
    assert "reported done already" in told[1]
    assert Event.objects.filter(action="tasks.done").count() == 1
    assert verify().sound


@pytest.mark.django_db(transaction=True)
def test_promising_and_withdrawing_at_once_one_of_them_wins(task: Task) -> None:
    told = at_once(
        lambda: hand_back(task=Task.objects.get(pk=task.pk), reason="No lamp", **LINK),
        lambda: withdraw_task(task=Task.objects.get(pk=task.pk), reason="Not needed", by="user:1"),
    )
    assert told[0] == ""
    assert "Nothing was changed" in told[1]
    task.refresh_from_db()
    assert task.state in {State.HANDED_BACK, State.WITHDRAWN}
    assert Step.objects.filter(task=task).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_checkers_at_once_leave_one_check(task: Task) -> None:
    report_done(task=task, **LINK)
    told = at_once(*[lambda: check_task(task=Task.objects.get(pk=task.pk), by="user:1")] * 2)
    assert told[0] == ""
    assert "checked" in told[1]
    assert Event.objects.filter(action="tasks.checked").count() == 1
