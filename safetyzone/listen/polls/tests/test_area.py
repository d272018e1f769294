"""An area pack brings its core questionnaires along."""

import shutil
from pathlib import Path

import pytest

from safetyzone.foundation.places.actions import load_folder
from safetyzone.foundation.places.models import AreaPack
from safetyzone.foundation.places.packs.mistakes import PackRefused
from safetyzone.foundation.places.packs.pack import check
from safetyzone.foundation.places.packs.starting import starting_pack, write_pack
from safetyzone.listen.polls.models import Questionnaire
from safetyzone.listen.polls.tests.core import CORE


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


@pytest.mark.django_db
def test_another_text_under_the_same_version_is_refused(pack: Path) -> None:
    load_folder(folder=pack, by="system")
    copy = pack / "questionnaires" / CORE.name
    copy.write_text(copy.read_text().replace("Very safe", "Quite safe"))
    with pytest.raises(PackRefused, match="write a new version"):
        load_folder(folder=pack, by="system")
