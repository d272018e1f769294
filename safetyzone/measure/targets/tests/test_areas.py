"""Zones that steady each other: only when there are enough, only where it helps."""

import numpy as np
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from safetyzone.foundation.jobs.models import Job
from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.models import AreaPack, Level, Place
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.polls.models import Wave
from safetyzone.listen.polls.tests.answers import fill
from safetyzone.measure.targets.areas import TASK, areas_of, newest_runs, refresh, refreshed
from zonestats import survey

TARGET = {"code": "fear", "names": {"en": "Fear"}, "kind": "survey", "question": "q", "counted": ["a"],
          "denominator": ["a", "b"], "threshold": 40, "unit": "percent", "direction": "at-most"}  # fmt: skip


def make_bureau(zones: int, *, spread: float = 0.08) -> Place:
    AreaPack.objects.create(slug="made", version="1", digest="0", content={"targets": [TARGET]})
    country = Place.objects.create(level=Level.COUNTRY, slug="land", path="/land/", names={"en": "Land"}, pack="made")
    bureau = Place.objects.create(
        level=Level.BUREAU, slug="north", path="/land/north/", parent=country, names={"en": "North"}, pack="made"
    )
    rng = np.random.default_rng(5)
    for number in range(zones):
        se = 0.02 + 0.06 * (number % 3 == 0)
        share = float(np.clip(0.4 + rng.normal(0, spread) + rng.normal(0, se), 0.05, 0.95))
        zone = Place.objects.create(
            level=Level.ZONE, slug=f"z{number:02}", path=f"/land/north/z{number:02}/", parent=bureau,
            names={"en": f"Zone {number}"}, pack="made",
        )  # fmt: skip
        store(zone, share, se)
    return bureau


def store(zone: Place, share: float, se: float, kind: str = "estimate") -> None:
    figure = {"kind": kind, "share": share, "se": se, "low": share - 2 * se, "high": share + 2 * se, "n": 200,
              "refusal": None}  # fmt: skip
    Run.objects.create(
        method="targets", place=zone, key=f"{zone.slug}{kind}".ljust(64, "x"), inputs="i", parameters={}, seed=0, code_version="t",
        duration_ms=1, result={"targets": [{"code": "fear", "figure": figure}]}, result_digest="d",
    )  # fmt: skip


def rows(bureau: Place) -> dict[str, object]:
    found = areas_of(bureau, by="system")
    assert found is not None
    return found[0].result["targets"][0]  # type: ignore[no-any-return]


@pytest.mark.django_db
def test_nineteen_zones_are_not_enough() -> None:
    found = rows(make_bureau(19))
    assert (found["have"], found["need"], found["area_variance"]) == (19, 20, None)
    assert {row["smoothed"] for row in found["rows"]} == {None}  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_the_steadied_figure_stands_only_where_it_is_more_exact() -> None:
    found = rows(make_bureau(24))
    own = found["rows"]
    made = survey.small_areas(
        [r["share"] for r in own], [r["variance"] for r in own], np.ones((24, 1))  # type: ignore[attr-defined]
    )  # fmt: skip
    assert found["area_variance"] == made.area_variance > 0
    for row, better, estimate in zip(own, made.better, made.estimate, strict=True):  # type: ignore[call-overload]
        assert row["smoothed"] == (pytest.approx(estimate) if better else None)
        if better:
            assert row["mse"] < row["variance"]


@pytest.mark.django_db
def test_volunteers_are_left_out_and_the_newest_run_counts() -> None:
    bureau = make_bureau(20)
    store(Place.objects.get(slug="z03"), 0.9, 0.01, kind="volunteers")
    assert rows(bureau)["have"] == 19


def reader(place: Place, role: str) -> Client:
    user = User.objects.create_user(f"{role}@example.org", None)
    Membership.objects.create(user=user, place=place, role=role)
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(("zones", "says"), [(3, "Not enough to say"), (22, "steadied")])
def test_the_page_of_bureau_staff(zones: int, says: str) -> None:
    bureau = make_bureau(zones)
    address = reverse("targets:areas", args=["north"])
    text = reader(bureau, "bureau").get(address).content.decode()
    assert says in text
    assert "Zone 2" in text
    assert reader(bureau, "resident").get(address).status_code == 404


@pytest.mark.django_db
def test_verdicts_that_are_missing_are_computed_by_a_job_and_asked_for_once(judged_wave: Wave) -> None:
    fill(judged_wave, 60, clusters=6)
    above = judged_wave.zone.parent
    assert above is not None
    assert [refreshed(above, by="user:1"), refreshed(above, by="user:1")] == [False, False]
    job = Job.objects.get(path=TASK)
    assert not newest_runs(above)
    refresh(**job.arguments)
    Job.objects.update(state="done")
    assert refreshed(above, by="user:1")
    assert [run.place for run in newest_runs(above)] == [judged_wave.zone]
    fill(judged_wave, 5, seed=2)
    assert not refreshed(above, by="user:1")
    assert Job.objects.filter(path=TASK).count() == 2


@pytest.mark.django_db
def test_no_difference_between_zones_is_said() -> None:
    bureau = make_bureau(22, spread=0.0)
    for number, run in enumerate(Run.objects.filter(method="targets")):
        run.result["targets"][0]["figure"]["share"] = 0.4 + 0.001 * (number % 2)
        run.save()
    assert rows(bureau)["area_variance"] == 0
    assert (
        "area variance zero" in reader(bureau, "bureau").get(reverse("targets:areas", args=["north"])).content.decode()
    )
