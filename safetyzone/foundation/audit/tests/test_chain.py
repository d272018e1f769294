"""The chain finds what an attacker with full database access does to it."""

import json
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from safetyzone.foundation.audit.actions import record, write_checkpoint
from safetyzone.foundation.audit.models import Event, Head
from safetyzone.foundation.audit.queries import verify

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
    with pytest.raises(RuntimeError), transaction.atomic():
        record(action="test.done", subject="thing:2", by="system")
        raise RuntimeError("the action failed after its event")
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
