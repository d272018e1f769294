"""A wave in preparation can be changed and deleted; a lost letter is replaced; an opened wave keeps what was promised."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from safetyzone.foundation.audit.models import Event
from safetyzone.listen.polls.actions import add_questionnaire, submit
from safetyzone.listen.polls.actions.drafts import change_wave, delete_wave
from safetyzone.listen.polls.actions.replacing import Reason, replace_letter
from safetyzone.listen.polls.actions.samples import draw_sample, print_letters, set_frame
from safetyzone.listen.polls.actions.waves import Address, Community, NotPossible, close_wave, create_wave, open_wave
from safetyzone.listen.polls.models import CodeSheet, FrameUnit, Questionnaire, Wave
from safetyzone.listen.polls.queries import progress_of
from safetyzone.listen.polls.results.compute import response
from safetyzone.listen.polls.tests.core import FULL
from safetyzone.listen.polls.tests.test_running import client_of

OTHER = """| survey | | | |
| | type | name | label |
| | text | wish | Wish |
| settings | | |
| | form_id | version |
| | other | 1 |
"""
SEX = [{"question": "sex", "targets": {"female": 600.0, "male": 400.0}, "source": "registration office"}]


@pytest.fixture
def draft(wave: Wave) -> Wave:
    today = timezone.localdate()
    return create_wave(zone=wave.zone, questionnaire=wave.questionnaire, title="Prepared", mode="probability",
                       opens=today, closes=today + timedelta(days=9), margins=SEX, by="system")  # fmt: skip


def other_questionnaire() -> Questionnaire:
    return add_questionnaire(original=OTHER.encode(), file_name="other.md", by="system")


def stated(draft: Wave, **changed: object) -> dict[str, object]:
    names = ("questionnaire", "title", "mode", "opens", "closes")
    return {name: getattr(draft, name) for name in names} | changed


def frame(draft: Wave, many: int = 20) -> Wave:
    set_frame(
        wave=draft, frame=[Address(f"Soi 4, {n}", cluster="a" if n % 2 else "b") for n in range(many)], by="system"
    )
    draw_sample(wave=draft, invite=many, seed=3, by="system")
    return draft


def test_a_draft_is_changed_and_the_chain_says_which_fields(draft: Wave) -> None:
    held = change_wave(
        wave=draft, by="user:1", **stated(draft, title="Better", closes=draft.closes + timedelta(days=1))
    )  # type: ignore[arg-type]
    assert (held.title, Wave.objects.get(pk=draft.pk).title) == ("Better", "Better")
    assert Event.objects.filter(action="polls.wave_changed").get().payload["fields"] == ["closes", "title"]


@pytest.mark.parametrize(
    ("changed", "says"),
    [({"closes": date(2020, 1, 1)}, "before the first"), ({"mode": "optin"}, "list or quotas are kept")],
)
def test_what_does_not_fit_is_refused_and_nothing_is_changed(
    draft: Wave, changed: dict[str, object], says: str
) -> None:
    frame(draft)
    with pytest.raises(NotPossible, match=says):
        change_wave(wave=draft, by="user:1", **stated(draft, title="Worse", **changed))  # type: ignore[arg-type]
    assert Wave.objects.get(pk=draft.pk).title == "Prepared"


def test_population_numbers_are_never_dropped_in_silence(draft: Wave) -> None:
    with pytest.raises(NotPossible, match="do not fit the other questionnaire: sex"):
        change_wave(wave=draft, by="user:1", **stated(draft, questionnaire=other_questionnaire()))  # type: ignore[arg-type]
    Wave.objects.filter(pk=draft.pk).update(margins=[], quotas=[{"where": {"sex": "female"}, "target": 3}])
    with pytest.raises(NotPossible, match="quotas"):
        change_wave(wave=draft, by="user:1", **stated(draft, questionnaire=other_questionnaire()))  # type: ignore[arg-type]


def test_a_draft_is_deleted_with_its_list_and_codes(draft: Wave) -> None:
    delete_wave(wave=frame(draft), by="user:1")
    assert not Wave.objects.filter(pk=draft.pk).exists()
    assert not FrameUnit.objects.exists()
    assert not CodeSheet.objects.exists()
    assert Event.objects.filter(action="polls.wave_deleted").get().payload["units"] == 20


def test_an_open_wave_is_neither_changed_nor_deleted_nor_opened_again(draft: Wave) -> None:
    seen_before = Wave.objects.get(pk=draft.pk)
    open_wave(wave=frame(draft), by="system")
    for act in (
        lambda: change_wave(wave=seen_before, by="user:1", **stated(draft, title="Late")),  # type: ignore[arg-type]
        lambda: delete_wave(wave=seen_before, by="user:1"),
    ):
        with pytest.raises(NotPossible, match="has been opened"):
            act()
    with pytest.raises(NotPossible, match="Somebody else"):
        open_wave(wave=seen_before, by="user:2")
    assert Wave.objects.get(pk=draft.pk).title == "Prepared"


def test_a_lost_letter_is_replaced_once_and_the_household_counts_once(draft: Wave) -> None:
    open_wave(wave=frame(draft), by="system")
    letter = replace_letter(wave=draft, label="  soi 4,  7 ", reason=Reason.LOST, by="user:1")
    assert letter.label == "Soi 4, 7"
    with pytest.raises(NotPossible, match="replaced already"):
        replace_letter(wave=draft, label="Soi 4, 7", reason=Reason.LOST, by="user:1")
    with pytest.raises(NotPossible, match="No letter went"):
        replace_letter(wave=draft, label="Soi 4, 700", reason=Reason.LOST, by="user:1")
    assert submit(wave=draft, data=FULL, channel="web", instance_id="1", code=letter.code).kind == "stored"
    assert (response(draft)["invited"], response(draft)["answered"]) == (20, 1)
    assert sum(row.invited for row in progress_of(draft)) == 20
    noted = Event.objects.filter(action="polls.letter_replaced").get()
    assert noted.payload["reason"] == "lost"
    assert "Soi" not in str(noted.payload)
    assert letter.code not in str(noted.payload)
    close_wave(wave=draft, by="system")
    assert response(draft)["invited"] == 20
    with pytest.raises(NotPossible, match="closed"):
        replace_letter(wave=draft, label="Soi 4, 9", reason=Reason.LOST, by="user:1")


def test_printing_all_letters_again_makes_replacements_void(draft: Wave) -> None:
    letter = replace_letter(wave=frame(draft), label="Soi 4, 7", reason=Reason.SPOILT, by="user:1")
    assert len(print_letters(wave=draft, by="user:1")) == 20
    assert (response(draft)["invited"], sum(len(sheet.unused) for sheet in draft.sheets.all())) == (20, 20)
    again = replace_letter(wave=draft, label="Soi 4, 7", reason=Reason.SPOILT, by="user:1")
    assert again.code != letter.code


def test_a_community_has_as_many_replacements_as_letters(draft: Wave) -> None:
    set_frame(wave=draft, frame=[Community("North", 40), Community("South", 40)], by="system")
    draw_sample(wave=draft, clusters=2, invite=2, seed=1, by="system")
    for number in (1, 2):
        assert (
            replace_letter(wave=draft, label=f"North {number}", reason=Reason.LOST, by="u").label == f"North {number}"
        )
    with pytest.raises(NotPossible, match="replaced already"):
        replace_letter(wave=draft, label="North 1", reason=Reason.LOST, by="u")


def test_the_pages_change_delete_and_replace(draft: Wave) -> None:
    clerk: Client = client_of("clerk", draft.zone)
    url = f"/polls/{draft.pk}/"
    page = clerk.get(url + "change/").content.decode()
    assert 'value="Prepared"' in page
    assert 'name="zone"' not in page
    sent = {"questionnaire": draft.questionnaire_id, "title": "New name", "mode": "probability", "opens": draft.opens.isoformat(),
            "closes": draft.closes.isoformat()}  # fmt: skip
    assert clerk.post(url + "change/", {**sent, "closes": "2020-01-01"}).status_code == 422
    assert clerk.post(url + "change/", sent).status_code == 302
    assert Wave.objects.get(pk=draft.pk).title == "New name"
    assert "No letters have gone out" in clerk.get(url + "replacement/").content.decode()
    frame(draft)
    asked = {"label": "Soi 4, 3", "reason": "lost", "language": "th"}
    assert clerk.post(url + "replacement/", {**asked, "label": "nowhere"}).status_code == 422
    printed = clerk.post(url + "replacement/", asked)
    assert (printed.status_code, printed.content[:5], printed["Cache-Control"]) == (200, b"%PDF-", "no-store")
    assert "Nobody has been asked" in clerk.get(url + "delete/").content.decode()
    assert clerk.post(url + "delete/")["Location"] == "/polls/"
    assert not Wave.objects.filter(pk=draft.pk).exists()
