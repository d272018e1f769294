"""A picture of made-up incidents finds what was planted in them."""

import pytest

from safetyzone.analyse.pictures.actions import picture_of
from safetyzone.analyse.pictures.findings import sentences
from safetyzone.analyse.pictures.tests.made import make_incidents, make_zone

pytestmark = pytest.mark.django_db


def test_the_planted_things_are_found() -> None:
    zone = make_zone()
    make_incidents(zone, 1200)
    run = picture_of(zone=zone, by="test")
    found = run.result
    assert found["cells"]["hot"] > 0
    assert found["places"][0]["hot"]
    assert found["places"][0]["bearing"] in {"NE", "E"}
    assert found["clock"]["peak"]["from"] == 20
    assert found["trend"]["year"]["low"] > 1
    assert found["near_repeat"]["p"] <= 0.05
    assert found["near_repeat"]["ratio"] > 1
    for line in sentences(run, "en"):
        print(line)
