"""The chain finds what an attacker with full database access does to it."""

import json
from pathlib import Path
from threading import Barrier, Thread
from threading import Event as Signal

import pytest
from django.db import connection, transaction

from safetyzone.foundation.audit.actions import record, write_checkpoint
from safetyzone.foundation.audit.models import Event, Head
from safetyzone.foundation.audit.queries import tail_faults, verify

pytestmark = pytest.mark.django_db


def write(count: int) -> None:
    for number in range(1, count + 1):
        record(action="test.done", subject=f"thing:{number}", by="system", number=number)


def kinds(**options: Path) -> list[tuple[str, int]]:
    return [(fault.kind, fault.sequence) for fault in verify(**options).faults]


def test_an_untouched_chain_is_sound() -> None:
    write(5)
    verdict = verify()
    assert verdict.sound
    assert verdict.events == 5
    assert verdict.head == Head.objects.get().digest


def test_an_empty_chain_is_sound() -> None:
    assert verify().sound


@pytest.mark.parametrize("field", [{"payload": {"number": 99}}, {"actor": "user:7"}, {"at": "2020-01-01T00:00:00"}])
def test_a_changed_event_is_named(field: dict[str, object]) -> None:
    write(5)
    Event.objects.filter(sequence=3).update(**field)
    assert kinds() == [("changed", 3)]


def test_a_missing_event_is_named() -> None:
    write(6)
    Event.objects.filter(sequence__in=[3, 4]).delete()
    verdict = verify()
    assert ("missing", 3) in [(fault.kind, fault.sequence) for fault in verdict.faults]
    assert "events 3 to 4 are missing" in verdict.summary()


def test_swapped_events_are_named_as_reordered() -> None:
    write(5)
    Event.objects.filter(sequence=2).update(sequence=999)
    Event.objects.filter(sequence=4).update(sequence=2)
    Event.objects.filter(sequence=999).update(sequence=4)
    reordered = [fault for fault in verify().faults if fault.kind == "reordered"]
    assert [fault.sequence for fault in reordered] == [2, 4]
    assert "now numbered 2 was written as number 4" in reordered[0].message


def test_an_event_written_without_the_key_is_named() -> None:
    write(3)
    Event.objects.filter(sequence=3).update(mac="0" * 64)
    assert kinds() == [("forged", 3)]


def test_events_cut_off_are_found_by_the_head() -> None:
    write(5)
    Event.objects.filter(sequence__gt=3).delete()
    assert kinds() == [("cut off", 4)]


def test_events_cut_off_with_the_head_rewound_are_found_by_a_checkpoint(tmp_path: Path) -> None:
    write(5)
    write_checkpoint(folder=tmp_path)
    Event.objects.filter(sequence__gt=3).delete()
    Head.objects.update(sequence=3, digest=Event.objects.get(sequence=3).digest)
    assert verify().sound  # without a checkpoint nothing shows ...
    assert not verify().end_checked  # ... and the verdict says so
    assert kinds(checkpoints=tmp_path) == [("cut off", 4)]


def test_a_chain_written_anew_is_found_by_a_checkpoint(tmp_path: Path) -> None:
    write(4)
    write_checkpoint(folder=tmp_path)
    Event.objects.all().delete()
    Head.objects.all().delete()
    for number in range(1, 7):
        record(action="test.other", subject=f"thing:{number}", by="system")
    assert verify().sound
    assert kinds(checkpoints=tmp_path) == [("checkpoint", 4)]


def test_a_forged_checkpoint_is_named(tmp_path: Path) -> None:
    write(2)
    mark = write_checkpoint(folder=tmp_path)
    file = next(tmp_path.iterdir())
    file.write_text(json.dumps({**mark, "sequence": 1}) + "\nnot json\n")
    faults = verify(checkpoints=tmp_path).faults
    assert [fault.kind for fault in faults] == ["checkpoint", "checkpoint"]
    assert f"{file.name} line 2" in faults[1].message


def test_an_action_that_fails_leaves_no_event() -> None:
    write(1)
    with transaction.atomic():
        record(action="test.done", subject="thing:2", by="system")
        transaction.set_rollback(True)  # the action failed after its event
    assert verify().events == 1
    assert verify().sound


@pytest.mark.django_db(transaction=True)
def test_concurrent_writers_do_not_fork_the_chain() -> None:
    writers, each = 4, 12
    start = Barrier(writers)

    def work(name: int) -> None:
        start.wait()
        for number in range(each):
            record(action="test.done", subject=f"thing:{name}-{number}", by="system")
        connection.close()

    threads = [Thread(target=work, args=(name,)) for name in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    verdict = verify()
    assert verdict.sound
    assert verdict.events == writers * each


def test_a_quick_look_sees_the_end_of_the_chain_only() -> None:
    write(6)
    assert tail_faults(3) == []
    Event.objects.filter(sequence=2).update(actor="user:7")
    assert tail_faults(3) == []
    Event.objects.filter(sequence=5).update(actor="user:7")
    assert [(fault.kind, fault.sequence) for fault in tail_faults(3)] == [("changed", 5)]
    Event.objects.filter(sequence=6).delete()
    assert ("cut off", 6) in [(fault.kind, fault.sequence) for fault in tail_faults(3)]


def test_two_connections_that_append_at_once_queue(transactional_db: None) -> None:
    """The second writer waits for the first's transaction, and follows its event when that is committed."""
    write(1)
    first_has_appended, second_may_finish = Signal(), Signal()

    def slow() -> None:
        with transaction.atomic():
            record(action="test.slow", subject="thing:a", by="system")
            first_has_appended.set()
            second_may_finish.wait(1)
        connection.close()

    def quick() -> None:
        first_has_appended.wait(10)
        record(action="test.quick", subject="thing:b", by="system")
        connection.close()

    threads = [Thread(target=slow), Thread(target=quick)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verify().sound
    assert [event.action for event in Event.objects.order_by("sequence")] == ["test.done", "test.slow", "test.quick"]
