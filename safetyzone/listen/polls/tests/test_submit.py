"""One answer in: once, whole, and only what was asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from safetyzone.listen.polls.actions import submit
from safetyzone.listen.polls.actions.answers import Refused
from safetyzone.listen.polls.codes import digest_of, new_code, tidy
from safetyzone.listen.polls.models import Answer, CodeSheet, Receipt, Wave
from safetyzone.listen.polls.screening import BadAnswer
from safetyzone.listen.polls.tests.core import FULL


def letters_to(wave: Wave, cluster: str, many: int = 3) -> list[str]:
    codes = [new_code() for _ in range(many)]
    digests = sorted(digest_of(tidy(code) or "") for code in codes)
    CodeSheet.objects.create(wave=wave, cluster=cluster, base_weight=10.0, unused=digests)
    return codes


def test_an_answer_is_stored_with_weight_and_without_what_was_not_asked(wave: Wave) -> None:
    code = letters_to(wave, "north")[0]
    outcome = submit(wave=wave, data=FULL, channel="web", instance_id="a", code=code.lower())
    answer = Answer.objects.get()
    assert outcome.kind == "stored"
    assert (answer.cluster, answer.base_weight) == ("north", 30.0)
    assert "deviceid" not in answer.data
    assert "bribe" not in answer.data  # no contact: not asked
    assert answer.data["problems"] == ["dark", "theft"]
    assert len(answer.data["avoided-place"]) == 15
    assert answer.data["avoided-place"][1] == "a"  # H3 resolution 10


def test_the_same_submission_three_times_is_one_answer(wave: Wave) -> None:
    code = letters_to(wave, "north")[0]
    kinds = [submit(wave=wave, data=FULL, channel="openrosa", instance_id="a", code=code).kind for _ in range(3)]
    assert kinds == ["stored", "already", "already"]
    assert (Answer.objects.count(), Receipt.objects.count()) == (1, 1)


@pytest.mark.parametrize(("typed", "code"), [("unknown", "unknown"), ("used", "used"), ("34679ACDEFG", "mistyped")])
def test_a_code_that_is_unknown_used_or_mistyped_changes_nothing(wave: Wave, typed: str, code: str) -> None:
    mine = letters_to(wave, "north")[0]
    submit(wave=wave, data=FULL, channel="web", instance_id="a", code=mine)
    given = {"unknown": new_code(), "used": mine}.get(typed, typed)
    before = CodeSheet.objects.values_list("unused", "used").get()
    with pytest.raises(Refused) as refusal:
        submit(wave=wave, data=FULL, channel="web", instance_id="b", code=given)
    assert refusal.value.code == code
    assert CodeSheet.objects.values_list("unused", "used").get() == before
    assert (Answer.objects.count(), Receipt.objects.count()) == (1, 1)


def test_a_wave_that_is_over_and_a_question_left_out_are_refused(wave: Wave) -> None:
    code = letters_to(wave, "north")[0]
    with pytest.raises(Refused, match="safe-by-day"):
        submit(wave=wave, data={**FULL, "safe-by-day": ""}, channel="web", instance_id="a", code=code)
    with pytest.raises(BadAnswer, match="'sideways' is not one of the choices"):
        submit(wave=wave, data={**FULL, "change": "sideways"}, channel="web", instance_id="a", code=code)
    wave.closes = timezone.localdate() - timedelta(days=1)
    with pytest.raises(Refused, match="closed"):
        submit(wave=wave, data=FULL, channel="web", instance_id="a", code=code)
    assert not Answer.objects.exists()
    assert not Receipt.objects.exists()
    sheet = CodeSheet.objects.get()
    assert (len(sheet.unused), sheet.used) == (3, [])  # the code may still be used where the answer is put right


def test_a_mistyped_letter_or_two_swapped_ones_are_told_without_the_database() -> None:
    for _ in range(50):
        letters = tidy(new_code())
        assert letters is not None
        assert tidy(letters[:3] + ("3" if letters[3] != "3" else "4") + letters[4:]) is None
        if letters[4] != letters[5]:
            assert tidy(letters[:4] + letters[5] + letters[4] + letters[6:]) is None
