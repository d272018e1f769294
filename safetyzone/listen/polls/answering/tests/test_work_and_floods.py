"""Work instead of a captcha, and floods that are seen and shown."""

import hashlib
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.signing import TimestampSigner
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from safetyzone.listen.polls.answering import floods, work
from safetyzone.listen.polls.answering.floods import TooMany, Watch
from safetyzone.listen.polls.models import Answer, Wave
from safetyzone.listen.polls.openrosa import documents
from safetyzone.listen.polls.tests.core import FULL
from safetyzone.listen.polls.tests.test_openrosa import filled
from safetyzone.listen.polls.tests.test_submit import letters_to


@given(st.binary(min_size=32, max_size=32))
def test_zero_bits_are_those_before_the_first_one(digest: bytes) -> None:
    written = "".join(f"{byte:08b}" for byte in digest)
    assert work.zero_bits(digest) == len(written) - len(written.lstrip("0"))


def solved(challenge: str, instance: str, bits: int) -> str:
    return next(
        str(number) for number in range(10**7)
        if work.zero_bits(hashlib.sha256(f"{challenge}:{instance}:{number}".encode()).digest()) >= bits
    )  # fmt: skip


@pytest.fixture
def open_wave(wave: Wave) -> Wave:
    wave.mode, wave.proof_bits = "optin", 10
    wave.save()
    return wave


def inner(**more: str) -> str:
    flat = {name: value if isinstance(value, str) else " ".join(value) for name, value in (FULL | more).items()}
    return "".join(f"<{name}>{value}</{name}>" for name, value in flat.items())


def send(client: Client, wave: Wave, instance: str, challenge: str, number: str, address: str = "", **more: str) -> Any:
    body = {"xml_submission_file": filled(documents.form_id(wave), inner(**more), instance), "challenge": challenge,
            "number": number}  # fmt: skip
    extra = {"REMOTE_ADDR": address} if address else {}
    return client.post(f"/p/{wave.token}/answers/", body, headers={"accept-language": "en"}, **extra)


def test_an_answer_costs_work_and_the_work_counts_once(open_wave: Wave, client: Client) -> None:
    asked = client.get(f"/p/{open_wave.token}/challenge/").json()
    assert asked["bits"] == 10
    number = solved(asked["challenge"], "uuid:1", 10)
    assert send(client, open_wave, "uuid:1", asked["challenge"], number).json() == {"kind": "stored"}
    assert send(client, open_wave, "uuid:1", asked["challenge"], number).json() == {"kind": "already"}
    other = send(client, open_wave, "uuid:2", asked["challenge"], number)  # done for another answer
    assert (other.status_code, other.json()["error"]["code"]) == (428, "no_work")
    assert Answer.objects.get().channel == "web"


def test_made_up_foreign_and_old_challenges_are_refused(
    open_wave: Wave, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = TimestampSigner(salt="poll-work").sign("another-wave.x")
    for challenge in ("", "made-up", f"{open_wave.token}.x", foreign):
        assert send(client, open_wave, "uuid:1", challenge, solved(challenge, "uuid:1", 10)).status_code == 428
    fresh = work.challenge_for(open_wave)
    monkeypatch.setattr(work, "GOOD_FOR_SECONDS", -1)
    assert send(client, open_wave, "uuid:1", fresh, solved(fresh, "uuid:1", 10)).status_code == 428
    assert not Answer.objects.exists()


def test_a_code_is_proof_enough(wave: Wave, client: Client) -> None:
    code = letters_to(wave, "north")[0]
    assert client.get(f"/p/{wave.token}/challenge/").json()["bits"] == 0
    taken = send(client, wave, "uuid:1", "", "", **{documents.CODE: code})
    assert taken.status_code == 201
    used = send(client, wave, "uuid:2", "", "", **{documents.CODE: code})
    assert (used.status_code, used.json()["error"]["code"]) == (422, "used")


def test_what_is_bad_is_named_and_changes_nothing(wave: Wave, client: Client) -> None:
    wave.mode, wave.proof_bits = "optin", 0
    wave.save()
    said = send(client, wave, "uuid:1", "", "", change="sideways").json()["error"]
    assert (said["code"], said["details"]) == ("bad_answer", {"question": "change"})
    assert client.post(f"/p/{wave.token}/answers/").json()["error"]["code"] == "bad_submission"
    wave.mode = "quota"
    wave.save()
    assert send(client, wave, "uuid:1", "", "").json()["error"]["code"] == "interviewers_only"
    assert not Answer.objects.exists()


class Clock:
    def __init__(self) -> None:
        self.now, self.day = 0.0, date(2026, 1, 1)

    def watch(self) -> Watch:
        return Watch(clock=lambda: self.now, today=lambda: self.day)


def data(number: int) -> dict[str, int]:
    return {f"q{i}": number for i in range(10)}


def test_many_answers_from_one_address_are_marked_for_an_hour() -> None:
    clock = Clock()
    watch = clock.watch()
    flags = [watch.flags(1, "10.0.0.1", data(number), instance=str(number)) for number in range(7)]
    assert flags == [()] * 5 + [("same-address",)] * 2
    assert watch.flags(1, "10.0.0.2", data(99), instance="x") == ()
    clock.now = 3601.0
    assert watch.flags(1, "10.0.0.1", data(100), instance="y") == ()


def test_a_burst_and_equal_answers_are_marked() -> None:
    clock = Clock()
    watch = clock.watch()
    for number in range(60):
        watch.flags(1, f"10.0.1.{number}", data(number), instance=str(number))
    assert watch.flags(1, "10.0.2.1", data(60), instance="60") == ("burst",)
    clock.now = 61.0
    assert watch.flags(1, "10.0.2.2", data(60), instance="61") == ("duplicate",)
    assert watch.flags(1, "10.0.2.3", data(60), instance="60") == ()  # the same submission once more
    assert watch.flags(2, "10.0.2.4", data(60), instance="62") == ()  # another wave
    assert watch.flags(1, "10.0.2.5", {"q1": 1}, instance="63") == ()
    assert watch.flags(1, "10.0.2.6", {"q1": 1}, instance="64") == ()  # too few questions to tell


def test_without_work_an_address_waits_after_its_share_and_addresses_are_forgotten_daily() -> None:
    clock = Clock()
    watch = clock.watch()
    for number in range(30):
        watch.may_send("10.0.0.1")
        watch.flags(1, "10.0.0.1", data(number), instance=str(number))
    with pytest.raises(TooMany) as waits:
        watch.may_send("10.0.0.1")
    assert waits.value.minutes == 60
    watch.may_send("10.0.0.2")
    assert "10.0.0.1" not in repr(vars(watch))
    clock.day += timedelta(days=1)
    watch.may_send("10.0.0.1")


def test_flags_are_stored_and_nothing_is_dropped(wave: Wave, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floods, "WATCH", Watch())
    wave.mode, wave.proof_bits = "optin", 0
    wave.save()
    for number in range(8):
        assert send(client, wave, f"uuid:{number}", "", "", address="10.1.1.1").status_code == 201
    flags = [flag for answer in Answer.objects.all() for flag in answer.flags]
    assert (Answer.objects.count(), flags.count("same-address"), flags.count("duplicate")) == (8, 3, 7)
    assert all(answer.counted for answer in Answer.objects.all())
