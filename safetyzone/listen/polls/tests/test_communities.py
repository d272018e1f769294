"""A zone names its communities; its poll asks for them, and the results are weighted to them."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from safetyzone.foundation.places.models import Place
from safetyzone.listen.polls.actions.answers import submit
from safetyzone.listen.polls.actions.drafts import ask_for_communities
from safetyzone.listen.polls.actions.waves import NotPossible, create_wave, open_wave, set_margins
from safetyzone.listen.polls.communities import with_communities
from safetyzone.listen.polls.models import PopulationMargin, Questionnaire, Wave
from safetyzone.listen.polls.results.compute import figures_of
from safetyzone.listen.polls.results.domains import parts_of
from safetyzone.listen.polls.tests.core import FULL
from safetyzone.listen.polls.tests.test_results import figure
from safetyzone.listen.polls.tests.test_running import client_of

NAMES = ["ชุมชนวัดใหม่", "Old | Market"]


def draft(wave: Wave, mode: str = "optin", **more: Any) -> Wave:
    today = timezone.localdate()
    return create_wave(zone=wave.zone, questionnaire=wave.questionnaire, title="Second", mode=mode, opens=today, closes=today,
                       by="system", **more)  # fmt: skip


def asked_in(questionnaire: Questionnaire) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in questionnaire.questions if item["name"] == "community")
    return found


@pytest.fixture
def asking(wave: Wave) -> Wave:
    """A poll open to everyone that asks for the community."""
    poll = draft(wave)
    ask_for_communities(wave=poll, names=NAMES, by="system")
    return Wave.objects.get(pk=poll.pk)


def test_the_zones_version_is_the_core_with_one_question_more(wave: Wave, asking: Wave) -> None:
    core, made = wave.questionnaire, asking.questionnaire
    assert (made.code, made.zone, made.core) == (core.code, wave.zone, False)
    assert made.version.startswith(core.version + "+")
    asked = asked_in(made)
    assert [item for item in made.questions if item != asked] == core.questions
    assert asked["labels"] == {"th": "คุณอาศัยอยู่ในชุมชนใด", "en": "Which community do you live in?"}
    assert asked["section"] == core.questions[0]["section"]
    assert (asked["relevant"], asked["required"]) == ("${here} = 'resident'", True)
    assert [choice["value"] for choice in asked["choices"]] == [
        "ชุมชนวัดใหม่", "Old-|-Market", "elsewhere", "dont-know", "refused",
    ]  # fmt: skip
    assert asked["choices"][1]["labels"] == {"th": "Old | Market", "en": "Old | Market"}
    assert with_communities(core, wave.zone.slug, NAMES) == bytes(made.original).decode()


def test_answers_by_community_are_kept_divided_and_weighted(asking: Wave) -> None:
    people = {"ชุมชนวัดใหม่": 700, "Old-|-Market": 300, "elsewhere": 0}
    set_margins(wave=asking, margins=[{"question": "community", "targets": people, "source": "city"}], by="system")
    open_wave(wave=asking, by="system")
    for number in range(60):
        answer = {**FULL, "community": "Old-|-Market" if number % 3 else "ชุมชนวัดใหม่", "contact": "no"}
        submit(wave=asking, data=answer, channel="web", instance_id=str(number))
    result = figures_of(asking)
    assert result["weighting"]["raking"]["done"]
    assert figure(result, "community", "ชุมชนวัดใหม่")["share"] == pytest.approx(1 / 3)
    assert figure(result, "community", "ชุมชนวัดใหม่")["raked"] == pytest.approx(0.7)
    assert "community" in {part["question"] for part in parts_of(asking)}


def test_who_does_not_live_here_is_not_asked(asking: Wave) -> None:
    open_wave(wave=asking, by="system")
    answer = submit(
        wave=asking, data={**FULL, "here": "visitor", "community": "elsewhere"}, channel="web", instance_id="1"
    )
    assert answer.answer is not None
    assert "community" not in answer.answer.data


def test_a_random_sample_never_asks_where_its_list_says_it(wave: Wave, asking: Wave) -> None:
    poll = draft(wave, "probability")
    with pytest.raises(NotPossible, match="are not asked again"):
        ask_for_communities(wave=poll, names=NAMES, by="system")
    clerk = client_of("clerk", wave.zone)
    today = timezone.localdate()
    sent = {"zone": wave.zone.slug, "questionnaire": asking.questionnaire_id, "title": "T", "mode": "probability",
            "opens": today, "closes": today}  # fmt: skip
    for address in ("/polls/new/", f"/polls/{poll.pk}/change/", f"/polls/{asking.pk}/change/"):
        refused = clerk.post(address, sent)
        assert "are not asked again" in refused.content.decode()
    assert Wave.objects.filter(title="T").count() == 0


def test_another_zones_version_is_not_offered(asking: Wave) -> None:
    other = Place.objects.create(level="zone", slug="other", path="/elsewhere/other/", names={"en": "Other"}, pack="t",
                                 boundary=asking.zone.boundary)  # fmt: skip
    stranger, own = client_of("clerk", other), client_of("clerk", asking.zone, "second")
    option = f'<option value="{asking.questionnaire_id}">'
    assert option not in stranger.get("/polls/new/").content.decode()
    assert option in own.get("/polls/new/").content.decode()
    link = f'href="/polls/questionnaires/{asking.questionnaire_id}/"'
    core = Questionnaire.objects.get(core=True)
    for page in ("/polls/questionnaires/", f"/polls/questionnaires/{core.pk}/"):
        assert link not in stranger.get(page).content.decode()
        assert link in own.get(page).content.decode()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("A", "from 2 to 60"),
        ("A B\nA  b", "“A b” stands twice"),
        ("A\n" + "x" * 81, "Line 2 is longer than 80"),
        ("", "required"),
    ],
)
def test_names_that_cannot_be_are_told_and_nothing_is_stored(wave: Wave, typed: str, says: str) -> None:
    poll = draft(wave)
    clerk = client_of("clerk", wave.zone)
    refused = clerk.post(f"/polls/{poll.pk}/communities/", {"names": typed})
    assert refused.status_code == 422
    assert says in refused.content.decode()
    assert Questionnaire.objects.count() == 1


def test_the_page_makes_the_question_once(wave: Wave) -> None:
    poll = draft(wave)
    clerk: Client = client_of("clerk", wave.zone)
    address = f"/polls/{poll.pk}/communities/"
    assert address in clerk.get(f"/polls/{poll.pk}/").content.decode()
    assert clerk.post(address, {"names": "\n".join(NAMES)}).status_code == 302
    assert address not in clerk.get(f"/polls/{poll.pk}/").content.decode()
    assert "asks for the community already" in clerk.post(address, {"names": "A\nB"}).content.decode()
    later = draft(wave)
    assert "ชุมชนวัดใหม่\nOld | Market</textarea>" in clerk.get(f"/polls/{later.pk}/communities/").content.decode()


def test_population_numbers_of_the_area_become_the_margin(wave: Wave) -> None:
    PopulationMargin.objects.create(
        zone=wave.zone, question="community", targets={"North Lane": 60, "South Lane": 40}, source="city"
    )
    poll = draft(wave)
    page = client_of("clerk", wave.zone).get(f"/polls/{poll.pk}/communities/").content.decode()
    assert "North Lane\nSouth Lane</textarea>" in page
    ask_for_communities(wave=poll, names=["North Lane", "South Lane"], by="system")
    assert Wave.objects.get(pk=poll.pk).margins == [
        {
            "question": "community",
            "targets": {"elsewhere": 0.0, "North-Lane": 60.0, "South-Lane": 40.0},
            "source": "city",
        }
    ]
