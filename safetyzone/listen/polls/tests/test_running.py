"""Running a wave on its pages, from the questionnaire to the closed poll."""

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.models import Place
from safetyzone.listen.polls.actions import submit
from safetyzone.listen.polls.actions.answers import Refused
from safetyzone.listen.polls.actions.samples import draw_sample, print_letters, set_frame
from safetyzone.listen.polls.actions.waves import Address, Community, NotPossible, create_wave, open_wave
from safetyzone.listen.polls.models import CodeSheet, Questionnaire, Wave
from safetyzone.listen.polls.tests.core import CORE, FULL

ADDRESSES = "address,community\n" + "".join(f"{n} Moo {1 + n % 3},c{n % 3}\n" for n in range(60))


def client_of(role: str, place: Place, name: str = "") -> Client:
    user = User.objects.create_user(f"{name or role}@example.org", None)
    Membership.objects.create(user=user, place=place, role=role)
    client = Client(HTTP_HOST="localhost", headers={"accept-language": "en"})
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture
def clerk(wave: Wave) -> Client:
    return client_of("clerk", wave.zone)


def draft(wave: Wave, mode: str = "probability") -> Wave:
    today = timezone.localdate()
    return create_wave(zone=wave.zone, questionnaire=wave.questionnaire, title="Second", mode=mode, opens=today,
                       closes=today + timedelta(days=5), by="system")  # fmt: skip


def upload(client: Client, url: str, name: str, content: bytes) -> Any:
    return client.post(url, {"file": SimpleUploadedFile(name, content)})


def test_a_wave_from_the_list_to_the_last_day(clerk: Client, wave: Wave) -> None:
    today = timezone.localdate()
    made = clerk.post("/polls/new/", {"zone": wave.zone.slug, "questionnaire": wave.questionnaire_id, "title": "Spring",
                                      "mode": "probability", "opens": today, "closes": today + timedelta(days=3)})  # fmt: skip
    url = made.headers["Location"]
    assert "Nobody is invited yet" in clerk.get(url).content.decode()
    clerk.post(url + "open/")
    spring = Wave.objects.get(title="Spring")
    assert spring.state == "draft"  # nobody invited: refused in words
    upload(clerk, url + "sample/", "list.csv", ADDRESSES.encode())
    page = clerk.get(url + "sample/").content.decode()
    assert "60 addresses" in page
    assert clerk.post(url + "draw/", {"invite": 30, "seed": 7}).status_code == 302
    page = clerk.get(url).content.decode()
    assert "a list of 60 addresses" in page
    assert "<dd>7</dd>" in page  # the seed
    clerk.post(url + "open/")
    assert clerk.get(url + "close/").status_code == 200
    clerk.post(url + "close/")
    spring.refresh_from_db()
    assert (spring.state, spring.design["invited"], spring.design["seed"]) == ("closed", 30, 7)


def test_printed_codes_work_until_new_ones_are_printed(wave: Wave) -> None:
    poll = draft(wave)
    set_frame(wave=poll, frame=[Address(f"a{n}", cluster=f"c{n % 2}") for n in range(60)], by="system")
    assert draw_sample(wave=poll, invite=40, seed=1, by="system") == 40
    first = print_letters(wave=poll, by="system")
    second = print_letters(wave=poll, by="system")
    open_wave(wave=poll, by="system")
    assert len(first) == len(second) == 40
    assert {letter.label for letter in first} == {unit.label for unit in poll.units.filter(drawn=True)}
    with pytest.raises(Refused, match="does not belong"):
        submit(wave=poll, data=FULL, channel="web", instance_id="a", code=first[0].code)
    answer = submit(wave=poll, data=FULL, channel="web", instance_id="a", code=second[0].code).answer
    assert answer is not None
    assert (answer.cluster, answer.base_weight) == (second[0].cluster, 1.5 * 3)
    later = print_letters(wave=poll, by="system")
    assert {letter.cluster for letter in later} == {"c0", "c1"} - {second[0].cluster}
    assert sum(len(sheet.used) + len(sheet.unused) for sheet in CodeSheet.objects.filter(wave=poll)) == 40


def test_letters_of_communities_carry_their_cluster_and_weight(wave: Wave) -> None:
    poll = draft(wave)
    areas = [Community(f"c{n}", 50 + 10 * n, "north" if n < 4 else "south") for n in range(8)]
    set_frame(wave=poll, frame=areas, by="system")
    assert draw_sample(wave=poll, invite=12, clusters=4, seed=3, by="system") == 48
    before = list(poll.sheets.values_list("stratum", "cluster", "base_weight"))
    letters = print_letters(wave=poll, by="system")
    assert len(letters) == 48
    assert list(poll.sheets.values_list("stratum", "cluster", "base_weight")) == before
    assert all(unit.walk for unit in poll.units.filter(drawn=True))


def test_a_sample_is_drawn_once_and_only_from_a_list(wave: Wave) -> None:
    poll = draft(wave)
    with pytest.raises(NotPossible, match="Upload a list"):
        draw_sample(wave=poll, invite=5, seed=1, by="system")
    with pytest.raises(NotPossible, match="nothing to print"):
        print_letters(wave=poll, by="system")
    set_frame(wave=poll, frame=[Address(f"a{n}") for n in range(20)], by="system")
    draw_sample(wave=poll, invite=10, seed=1, by="system")
    with pytest.raises(NotPossible, match="drawn already"):
        set_frame(wave=poll, frame=[Address("b")], by="system")
    with pytest.raises(NotPossible, match="answered without"):
        set_frame(wave=draft(wave, "optin"), frame=[Address("b")], by="system")


@pytest.mark.parametrize(
    ("invite", "says"), [(100, "100 are wanted and the frame has only 60"), (1, "greater than or equal to 2")]
)
def test_a_draw_that_does_not_fit_says_so_and_changes_nothing(
    clerk: Client, wave: Wave, invite: int, says: str
) -> None:
    poll = draft(wave)
    upload(clerk, f"/polls/{poll.pk}/sample/", "list.csv", ADDRESSES.encode())
    answer = clerk.post(f"/polls/{poll.pk}/draw/", {"invite": invite, "seed": 7})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert (poll.units.count(), poll.sheets.count()) == (60, 0)


def test_a_broken_list_is_refused_with_its_line_and_keeps_the_one_before(clerk: Client, wave: Wave) -> None:
    poll = draft(wave)
    upload(clerk, f"/polls/{poll.pk}/sample/", "list.csv", ADDRESSES.encode())
    answer = upload(clerk, f"/polls/{poll.pk}/sample/", "list.csv", b"address\n1\n1\n")
    assert "Lines 2 and 3 are the same" in answer.content.decode()
    assert poll.units.count() == 60


MARGINS = {"n:sex:female": 5200, "n:sex:male": 4800, "n:sex:other": 0, "source:sex": "registration 2026"}
AGE = {"n:age-band:under-18": 0, "n:age-band:18-29": 2000, "n:age-band:30-44": 3000, "n:age-band:45-59": 3000,
       "n:age-band:60-up": 2000, "source:age-band": "registration 2026"}  # fmt: skip


def test_population_numbers_are_stored(clerk: Client, wave: Wave) -> None:
    assert clerk.post(f"/polls/{wave.pk}/margins/", MARGINS | AGE).status_code == 302
    wave.refresh_from_db()
    assert [(m["question"], sum(m["targets"].values())) for m in wave.margins] == [("age-band", 10000), ("sex", 10000)]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({**MARGINS, "n:sex:other": ""}, "sex: &#x27;other&#x27; has no number"),
        ({**MARGINS, "source:sex": ""}, "sex: say where the numbers come from"),
        ({**MARGINS, **AGE, "n:age-band:60-up": 900}, "do not add up to one population: age-band 8,900, sex 10,000"),
        ({**MARGINS, "n:sex:male": "many"}, "Enter a number"),
        ({**MARGINS, "n:sex:male": -1}, "greater than or equal to 0"),
    ],
)  # fmt: skip
def test_wrong_population_numbers_are_named_and_nothing_is_stored(
    clerk: Client, wave: Wave, given: dict[str, object], says: str
) -> None:
    answer = clerk.post(f"/polls/{wave.pk}/margins/", given)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    wave.refresh_from_db()
    assert wave.margins == []


def test_quotas_show_how_many_are_filled(clerk: Client, wave: Wave) -> None:
    poll = draft(wave, "quota")
    url = f"/polls/{poll.pk}/quotas/?rows=sex&columns=age-band"
    page = clerk.get(url).content.decode()
    assert "Female · 30–44" in page
    cells = {"t2": 4, "t7": 2}  # female 30-44, male 30-44
    assert clerk.post(url, cells).status_code == 302
    poll.refresh_from_db()
    assert poll.quotas == [{"where": {"sex": "female", "age-band": "30-44"}, "target": 4},
                           {"where": {"sex": "male", "age-band": "30-44"}, "target": 2}]  # fmt: skip
    open_wave(wave=poll, by="system")
    submit(wave=poll, data=FULL, channel="assisted", instance_id="1")
    page = " ".join(clerk.get(f"/polls/{poll.pk}/").content.decode().split())
    assert '<th scope="row">Female · 30–44</th><td class="number">4</td><td class="number">1</td>' in page
    assert clerk.post(url, {"t2": 0}).status_code == 422


def test_a_questionnaire_comes_back_byte_for_byte(clerk: Client, wave: Wave) -> None:
    asked = wave.questionnaire
    assert clerk.get(f"/polls/questionnaires/{asked.pk}/original/").content == CORE.read_bytes()
    once = clerk.get(f"/polls/questionnaires/{asked.pk}/workbook.xlsx").content
    with zipfile.ZipFile(io.BytesIO(once)) as book:  # no clock in it: the same bytes tomorrow
        assert b"modified" in book.read("docProps/core.xml")
        assert set(re.findall(rb"20\d\d-[\d-]+T", book.read("docProps/core.xml"))) == {b"2000-01-01T"}
    url = "/polls/questionnaires/import/"
    again = upload(clerk, url, "people-poll.xlsx", once)
    assert "already has a version" in again.content.decode()


def test_a_broken_questionnaire_is_refused_with_row_and_column(clerk: Client, wave: Wave) -> None:
    broken = b"| survey | | | |\n| | type | name | label |\n| | text | a b | A |\n"
    answer = upload(clerk, "/polls/questionnaires/import/", "broken.md", broken)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "[row : 2]" in said
    assert "&#x27;name&#x27; value is invalid" in said
    assert Questionnaire.objects.count() == 1


def test_empty_pages_say_what_to_do_next(clerk: Client, wave: Wave) -> None:
    zone = wave.zone
    other = Place.objects.create(
        level="zone", slug="other", path="/elsewhere/other/", names={"en": "Other"}, pack="t", boundary=zone.boundary
    )
    boss = client_of("commander", other)
    assert "No poll yet" in boss.get("/polls/").content.decode()
    assert boss.get(f"/polls/{wave.pk}/").status_code == 404
    assert boss.get(f"/polls/?zone={wave.zone.slug}").status_code == 404
    assert client_of("resident", wave.zone).get(f"/polls/{wave.pk}/sample/").status_code == 404


def test_the_page_says_how_many_answers_would_decide(clerk: Client, wave: Wave) -> None:
    page = " ".join(clerk.get("/polls/new/").content.decode().split())
    assert "the truth is 35 % and the target 40 %: about <strong>1,072</strong> answers" in page
    assert "the truth is 30 % and the target 40 %: about <strong>248</strong> answers" in page
