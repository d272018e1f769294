"""What a pack may not say about its roll-out, each with the place in the file and what to do."""

import shutil
from pathlib import Path

import pytest

from safetyzone.foundation.places.packs.files import pack_folder
from safetyzone.foundation.places.packs.pack import check


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(pack_folder("thailand"), tmp_path / "pack"))


def mistakes(folder: Path, old: str, new: str) -> list[str]:
    path = folder / "rollout.yaml"
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))
    return [str(mistake) for mistake in check(folder) if mistake.file == "rollout.yaml"]


def test_thailands_is_sound(folder: Path) -> None:
    assert check(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("zone: jomtien,", "zone: jomtein,", "there is no zone 'jomtein' in places.csv [place-unknown]"),
        (
            "zone: jomtien, phase: 1",
            "zone: jomtien, phase: 4",
            "there is no phase 4; there are 1, 2, 3 [phase-unknown]",
        ),
        ("zone: jomtien, phase: 1,", "zone: jomtien, phase: 1, stage: dreaming,", "there is no stage 'dreaming'"),
        ("zone: jomtien,", "zone: pak-chong-zone,", "'pak-chong-zone' stands twice [unique]"),
        ("code: nominated, names", "code: closed, names", "the first stage is nominated"),
        ("needs: [zone-agreed]", "needs: [luck]", "'luck' is none of"),
        ("baseline: any ", "baseline: guess ", "'guess' is none of 'any', 'probability'"),
        ("remeasure_months: [6, 12]", "remeasure_months: [0]", "remeasure_months"),
    ],
)
def test_each_mistake_says_where_it_is(folder: Path, old: str, new: str, said: str) -> None:
    found = mistakes(folder, old, new)
    assert any(said in mistake for mistake in found), found
