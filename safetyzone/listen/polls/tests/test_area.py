"""An area pack brings its core questionnaires along."""

import csv
import re
import shutil
from pathlib import Path

import pytest
from django.utils import timezone

from safetyzone.foundation.places.actions import load_folder
from safetyzone.foundation.places.models import AreaPack, Place
from safetyzone.foundation.places.packs.mistakes import PackRefused
from safetyzone.foundation.places.packs.pack import check
from safetyzone.foundation.places.packs.starting import starting_pack, write_pack
from safetyzone.listen.polls.models import PopulationMargin, Questionnaire, Wave
from safetyzone.listen.polls.population import margins_for
from safetyzone.listen.polls.tests.core import CORE
from safetyzone.listen.polls.tests.test_running import client_of


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    write_pack(starting_pack(name="Elsewhere"), tmp_path)
    (tmp_path / "questionnaires").mkdir()
    shutil.copy(CORE, tmp_path / "questionnaires")
    return tmp_path


@pytest.mark.django_db
def test_loading_a_pack_twice_stores_its_questionnaire_once(pack: Path) -> None:
    changes = load_folder(folder=pack, by="system")
    assert changes.more == ["questionnaire people-poll, version 2026-1: 21 questions"]
    assert load_folder(folder=pack, by="system").nothing
    stored = Questionnaire.objects.get()
    assert (stored.core, bytes(stored.original)) == (True, CORE.read_bytes())


@pytest.mark.django_db
def test_a_broken_questionnaire_refuses_the_whole_pack_with_its_row(pack: Path) -> None:
    broken = pack / "questionnaires" / "broken.md"
    broken.write_text("| survey | | | |\n| | type | name | label |\n| | text | a b | A |\n")
    mistakes = [str(mistake) for mistake in check(pack)]
    assert len(mistakes) == 1
    assert mistakes[0].startswith(
        "questionnaires/broken.md: [row : 2] On the 'survey' sheet, the 'name' value is invalid"
    )
    with pytest.raises(PackRefused, match="row : 2"):
        load_folder(folder=pack, by="system")
    assert not AreaPack.objects.exists()
    assert not Questionnaire.objects.exists()


LINES = """place,question,answer,people,source
zone-1,sex,female,5300,registration office 2568
zone-1,sex,male,4700,registration office 2568
zone-1,sex,other,0,registration office 2568
zone-1,age-band,under-18,0,registration office 2568
zone-1,age-band,18-29,2500,registration office 2568
zone-1,age-band,30-44,3000,registration office 2568
zone-1,age-band,45-59,2500,registration office 2568
zone-1,age-band,60-up,2000,registration office 2568
"""


@pytest.fixture
def counted(pack: Path) -> Path:
    """The pack with population numbers of its first zone."""
    with (pack / "places.csv").open() as file:
        zone = next(row["slug"] for row in csv.DictReader(file) if row["level"] == "zone")
    (pack / "population").mkdir()
    (pack / "population" / "zones.csv").write_text(LINES.replace("zone-1", zone))
    return pack


@pytest.mark.django_db
def test_population_numbers_of_the_pack_are_a_new_waves_margins(counted: Path) -> None:
    changes = load_folder(folder=counted, by="system")
    assert any(line.startswith("population numbers of") for line in changes.more)
    assert not load_folder(folder=counted, by="system").more
    zone = Place.objects.get(level="zone")
    asked = Questionnaire.objects.get()
    assert [(m["question"], sum(m["targets"].values())) for m in margins_for(zone, asked)] == [
        ("sex", 10_000),
        ("age-band", 10_000),
    ]
    clerk = client_of("clerk", zone)
    today = timezone.localdate().isoformat()
    clerk.post("/polls/new/", {"zone": zone.slug, "questionnaire": asked.pk, "title": "T", "mode": "optin", "opens": today,
                               "closes": today})  # fmt: skip
    assert [m["source"] for m in Wave.objects.get().margins] == ["registration office 2568"] * 2
    asked.questions = [question for question in asked.questions if question["name"] != "sex"]
    assert [m["question"] for m in margins_for(zone, asked)] == ["age-band"]


def test_people_by_community_are_counted_in_the_pack_although_the_core_does_not_ask(counted: Path) -> None:
    file = counted / "population" / "zones.csv"
    zone = file.read_text().splitlines()[1].split(",")[0]
    more = "".join(f"{zone},community,{name},{people},city\n" for name, people in (("Wat Mai", 6000), ("Market", 4000)))
    file.write_text(file.read_text() + more)
    assert check(counted) == []
    file.write_text(file.read_text().replace("Market,4000", "Market,1000"))
    assert "do not add up to one population" in str(check(counted)[0])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("4700", "many", "line 3, column people: 'many' is not a number of people"),
        ("4700", "-5", "'-5.0' is not|-5.0 is not a number"),
        ("4700", "9000", "do not add up to one population"),
        ("sex,other,0", "sex,female,0", "'female' stands twice"),
        ("sex,male", "sex,men", "'men' is not one of its answers"),
        (",registration office 2568\n", ",\n", "say where the numbers come from"),
        ("place,question", "zone,question", "the first line must be place,question,answer,people,source"),
    ],
)
def test_wrong_population_numbers_refuse_the_pack(counted: Path, old: str, new: str, says: str) -> None:
    file = counted / "population" / "zones.csv"
    file.write_text(file.read_text().replace(old, new))
    assert re.search(says, "\n".join(str(mistake) for mistake in check(counted)))
    with pytest.raises(PackRefused):
        load_folder(folder=counted, by="system")
    assert not PopulationMargin.objects.exists()


def test_numbers_of_a_place_that_is_no_zone(counted: Path) -> None:
    file = counted / "population" / "zones.csv"
    file.write_text(LINES.replace("zone-1", "nowhere"))
    assert any("is not a zone of this pack" in str(mistake) for mistake in check(counted))


@pytest.mark.django_db
def test_another_text_under_the_same_version_is_refused(pack: Path) -> None:
    load_folder(folder=pack, by="system")
    copy = pack / "questionnaires" / CORE.name
    copy.write_text(copy.read_text().replace("Very safe", "Quite safe"))
    with pytest.raises(PackRefused, match="write a new version"):
        load_folder(folder=pack, by="system")
