"""A small town to import into."""

from collections.abc import Callable
from pathlib import Path

import pytest

from safetyzone.foundation.places.models import Category, Level, Place


@pytest.fixture
def station(db: None) -> Place:
    """Near Ratchaprasong in Bangkok, without a boundary, two kinds of crime."""
    parent, path = None, "/"
    for level, slug in (
        (Level.COUNTRY, "land"),
        (Level.BUREAU, "bureau"),
        (Level.PROVINCE, "province"),
        (Level.STATION, "town"),
    ):
        path = f"{path}{slug}/"
        parent = Place.objects.create(
            level=level, slug=slug, path=path, parent=parent, names={"en": slug.title()}, pack="test"
        )  # fmt: skip
    assert parent is not None
    parent.lon, parent.lat = 100.54, 13.745
    parent.save()
    Category.objects.create(
        pack="test", code="theft", group="property", names={"th": "ลักทรัพย์", "en": "Theft"}, origin="reported"
    )
    Category.objects.create(
        pack="test", code="drugs", group="state", names={"th": "ยาเสพติด", "en": "Drugs"}, origin="discovered"
    )
    return parent


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Write a CSV from its lines."""

    def write(*lines: str, name: str = "records.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
        return path

    return write
