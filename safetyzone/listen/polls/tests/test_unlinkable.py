"""Whoever holds the whole database cannot say which code gave which answer, once a cluster has five answers."""

import random
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from safetyzone.foundation.audit.models import Event
from safetyzone.listen.polls.actions import add_questionnaire, submit
from safetyzone.listen.polls.actions.mixing import mix
from safetyzone.listen.polls.actions.paper import send_in, type_in
from safetyzone.listen.polls.actions.waves import Address, close_wave, create_wave, invite_addresses, open_wave
from safetyzone.listen.polls.codes import digest_of
from safetyzone.listen.polls.models import Answer, Attachment, CodeSheet, Receipt, Wave
from safetyzone.listen.polls.screening import PICTURES
from safetyzone.listen.polls.tests.core import FULL
from safetyzone.listen.polls.tests.test_forms import FORMS
from safetyzone.listen.polls.tests.test_openrosa import picture
from safetyzone.listen.polls.tests.test_submit import letters_to

CLUSTERS = {"north": 12, "south": 12, "east": 12}


@pytest.fixture
def truth(transactional_db: None, wave: Wave) -> dict[str, str]:
    """Answer id → code digest, known to nobody but this test. Codes are used in random order."""
    today = timezone.localdate()
    asked = create_wave(zone=wave.zone, questionnaire=wave.questionnaire, title="Attacked", mode="probability", opens=today,
                        closes=today + timedelta(days=1), by="system")  # fmt: skip
    frame = [Address(f"{name} {number}", cluster=name) for name, many in CLUSTERS.items() for number in range(many)]
    letters = invite_addresses(wave=asked, frame=frame, n=len(frame), seed=3, by="system")
    open_wave(wave=asked, by="system")
    random.Random(5).shuffle(letters)
    found = {}
    for number, letter in enumerate(letters[:30]):
        outcome = submit(wave=asked, data=FULL, channel="web", instance_id=f"i{number}", code=letter.code)
        assert outcome.answer is not None
        found[str(outcome.answer.pk)] = digest_of(letter.code.replace("-", ""))
    mix(wave=asked.pk, by="system")  # as every night
    return found


def column(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [str(row[0]) for row in cursor.fetchall()]


def orders_of_answers() -> list[list[str]]:
    """Every order in which an intruder could read the answers back."""
    hidden = ["ctid", "xmin::text::bigint"] if connection.vendor == "postgresql" else ["rowid"]
    orders = [column(f"SELECT id FROM polls_answer ORDER BY {order}") for order in [*hidden, "id", "received"]]
    return [[value.replace("-", "") for value in order] for order in orders]


def orders_of_codes() -> list[list[str]]:
    hidden = ["ctid", "xmin::text::bigint"] if connection.vendor == "postgresql" else ["rowid"]
    sheets = [
        [int(pk) for pk in column(f"SELECT id FROM polls_codesheet ORDER BY {order}")] for order in [*hidden, "id"]
    ]
    return [[digest for pk in order for digest in CodeSheet.objects.get(pk=pk).used] for order in sheets]


def test_no_order_in_the_database_leads_from_codes_to_answers(truth: dict[str, str]) -> None:
    wanted = {key.replace("-", ""): value for key, value in truth.items()}
    for answers in orders_of_answers():
        for codes in orders_of_codes():
            for guess in (codes, codes[::-1]):
                right = sum(wanted[answer] == code for answer, code in zip(answers, guess, strict=True))
                # 30 pairs guessed at random inside known clusters hit about 3; seven would be one in fifty.
                assert right <= 7


def test_no_order_leads_from_answers_to_the_times_of_events(truth: dict[str, str], wave: Wave) -> None:
    """Events have times to the microsecond: if answers lay in their order, each would have its minute."""
    in_time = [key.replace("-", "") for key in truth]
    for order in orders_of_answers():
        for guess in (order, order[::-1]):
            assert sum(a == b for a, b in zip(in_time, guess, strict=True)) <= 6  # by chance about one


def versions_of_sheets() -> int:
    """Row versions that still lie in the table's pages, old ones too."""
    told = column(
        "SELECT count(*) FROM generate_series(0, pg_relation_size('polls_codesheet') / 8192 - 1) AS page, "
        "heap_page_items(get_raw_page('polls_codesheet', page::int)) AS item WHERE item.t_data IS NOT NULL"
    )
    return int(told[0])


@pytest.mark.postgresql  # row stamps are its own
def test_row_stamps_are_one_and_old_versions_are_gone(truth: dict[str, str]) -> None:
    for table in ("polls_answer", "polls_codesheet", "polls_receipt"):
        assert len(set(column(f"SELECT xmin::text FROM {table}"))) == 1
    answers = set(column("SELECT xmin::text FROM polls_answer"))
    events = column("SELECT xmin::text FROM audit_event WHERE action = 'polls.answer_received'")
    assert answers.isdisjoint(events)
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pageinspect")
    sheets = CodeSheet.objects.count()
    # A transaction anywhere on the server, such as another worker's test, keeps old versions until a later night.
    until = time.monotonic() + 120
    while versions_of_sheets() != sheets and time.monotonic() < until:
        mix(wave=CodeSheet.objects.values_list("wave_id", flat=True).distinct().get(), by="system")
        time.sleep(0.5)
    assert versions_of_sheets() == sheets  # older lists of used codes would tell them apart one by one


def test_a_sheet_of_paper_leads_to_no_answer(transactional_db: None, wave: Wave) -> None:
    """Sheets have numbers and their events times; sent in one after another they must not lie in the answers' order."""
    number_of = {}
    codes = letters_to(wave, "north", 24)
    for number, code in enumerate(codes, start=1):
        typed = {**FULL, "suggestion": f"word {number}"}
        typed.pop("avoided-place")
        type_in(wave=wave, number=number, data=typed, by="user:1")
        sheet = type_in(wave=wave, number=number, data=typed, by="user:2")
        answer = send_in(sheet=sheet, code=code, by="user:2").answer
        assert answer is not None
        number_of[answer.pk.hex] = number
    mix(wave=wave.pk, by="system")
    hidden = ["ctid", "xmin::text::bigint"] if connection.vendor == "postgresql" else ["rowid"]
    for rows in orders_of_answers():
        by_event = [int(event.payload["sheet"]) for event in Event.objects.filter(action="polls.sheet_sent")]
        by_row = [[int(n) for n in column(f"SELECT number FROM polls_papersheet ORDER BY {order}")] for order in hidden]
        for sheets in (by_event, *by_row):
            for guess in (sheets, sheets[::-1]):
                assert sum(number_of[row] == n for row, n in zip(rows, guess, strict=True)) <= 6


def test_pictures_have_no_time_and_no_order(transactional_db: None, wave: Wave, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    form = (FORMS / "image.md").read_bytes()
    asked = add_questionnaire(original=form, file_name="image.md", by="system")
    wave.questionnaire, wave.mode = asked, "optin"
    wave.save()
    name = next(question["name"] for question in asked.questions if question["type"] in PICTURES)
    for number in range(12):
        submit(
            wave=wave,
            data={name: "a.jpg"},
            channel="web",
            instance_id=str(number),
            pictures={"a.jpg": picture().read()},
        )
    kept = list(Attachment.objects.order_by("pk"))
    assert len(kept) == 12
    assert len({Path(one.file.path).stat().st_mtime for one in kept}) == 1
    assert min(one.pk for one in kept) > 10**9  # drawn, not counted


def test_no_row_holds_the_others_key_and_a_code_has_no_time(truth: dict[str, str]) -> None:
    answer_fields = {field.name for field in Answer._meta.get_fields()}
    assert answer_fields.isdisjoint({"code", "sheet", "unit", "receipt", "instance_id"})
    assert not [
        field for model in (CodeSheet, Receipt) for field in model._meta.fields if "Date" in type(field).__name__
    ]
    everything = " ".join(str(row) for row in Answer.objects.values())
    assert not [digest for digest in truth.values() if digest in everything]
    assert all(answer.received == timezone.localdate() for answer in Answer.objects.all())


def test_the_audit_chain_names_neither(truth: dict[str, str]) -> None:
    told = " ".join(
        f"{event.subject} {event.payload}" for event in Event.objects.filter(action="polls.answer_received")
    )
    assert not [value for pair in truth.items() for value in pair if value in told]


def test_closing_joins_clusters_with_fewer_than_five_answers(wave: Wave) -> None:
    today = timezone.localdate()
    asked = create_wave(zone=wave.zone, questionnaire=wave.questionnaire, title="Few", mode="probability", opens=today,
                        closes=today, by="system")  # fmt: skip
    frame = [Address(f"{name} {number}", cluster=name) for name in ("a", "b", "c") for number in range(10)]
    letters = invite_addresses(wave=asked, frame=frame, n=30, seed=1, by="system")
    open_wave(wave=asked, by="system")
    chosen = [letter for letter in letters if letter.cluster == "a"][:6] + [
        letter for letter in letters if letter.cluster == "b"
    ][:2]
    for number, letter in enumerate(chosen):
        submit(wave=asked, data=FULL, channel="web", instance_id=str(number), code=letter.code)
    close_wave(wave=asked, by="system")
    assert set(Answer.objects.filter(wave=asked).values_list("cluster", flat=True)) == {"a + b + c"}
    counts = {sheet.cluster: len(sheet.used) for sheet in asked.sheets.all()}
    assert all(used >= 5 for used in counts.values())
