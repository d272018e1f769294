"""What was planted in the sample records is found, and nothing is found where nothing was planted.

The seeds are fixed and were chosen so that chance adds nothing of its own: a Poisson background alone crosses a 5 % line in
one zone of twenty. The first month is fixed too, so that the numbers do not change with the calendar.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from safetyzone.analyse.pictures.filters import Filters
from safetyzone.analyse.pictures.queries import stored_picture
from safetyzone.config.demo import build as building
from safetyzone.config.demo.plan import PLANS, Plan
from safetyzone.config.demo.records import MONTHS, NIGHT, REPORTED, hot_spot_metres, make_records
from safetyzone.foundation.access.roles import ROLES
from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.audit.queries import verify
from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.geometry import Plane, contains
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.sample_boundary import sample_boundary
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.incidents.models import Import
from safetyzone.listen.polls.models.waves import Wave
from safetyzone.measure.effects.incidents import Counts, Material, judge

FIRST_MONTH = "2024-11"
YEAR = 12
ENOUGH = [plan for plan in PLANS if plan.incidents >= 50]
FEW = next(plan for plan in PLANS if plan.incidents < 50)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "demo.json").write_text(json.dumps({"first_month": FIRST_MONTH}))
    return tmp_path


def picture(plan: Plan) -> dict[str, Any]:
    run = stored_picture(Place.objects.get(slug=plan.zone), Filters())
    assert run is not None
    result: dict[str, Any] = run.result
    return result


def hot_cells_metres_away(plan: Plan, result: dict[str, Any]) -> np.ndarray:
    """How far each significant cell lies from the planted hot spot."""
    zone = Place.objects.get(slug=plan.zone)
    assert zone.boundary is not None
    plane = Plane.of(zone.boundary)
    planted = hot_spot_metres(plan, zone.boundary, plane)
    columns = result["cells"]["columns"]
    x, y = plane.to_metres(columns["lon"], columns["lat"])
    return np.hypot(x - planted[0], y - planted[1])[np.array(columns["hot"])]


def found(plan: Plan, result: dict[str, Any]) -> dict[str, bool]:
    """What a reader of the picture would say is there."""
    peak, year, near = result["clock"]["peak"], result["trend"]["year"], result["near_repeat"]
    return {
        "hot spot": result["cells"]["hot"] > 0,
        "night peak": (peak["from"], peak["to"]) == (NIGHT[0], NIGHT[1] % 24) and peak["share"] > 0.3,
        "near repeats": near["p"] is not None and near["p"] <= 0.05 and near["ratio"] > 1,
        "rise": year["low"] > 1,
        "fall": year["high"] < 1,
    }


def planted(plan: Plan) -> dict[str, bool]:
    return {
        "hot spot": plan.hot is not None, "night peak": plan.night > 0, "near repeats": plan.series > 0,
        "rise": year_ratio(plan) > 1, "fall": year_ratio(plan) < 1,
    }  # fmt: skip


def year_ratio(plan: Plan) -> float:
    """The second year's incidents per incident of the first, as planted; months counted alike."""
    months, times = plan.turn
    return plan.rise * (YEAR - months + months * times) / YEAR


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.django_db
def test_the_demo_is_built_and_its_pictures_find_what_was_planted(folder: Path) -> None:
    building.build(folder=folder)

    pictures = {plan.zone: picture(plan) for plan in PLANS}
    assert {p.zone: found(p, pictures[p.zone]) for p in ENOUGH} == {p.zone: planted(p) for p in ENOUGH}
    for plan in PLANS:
        if plan.hot is not None:
            away = hot_cells_metres_away(plan, pictures[plan.zone])
            assert away.min() < plan.hot.spread_m
            assert away.max() < 4 * plan.hot.spread_m
    for plan in ENOUGH:
        if year_ratio(plan) != 1:
            year = pictures[plan.zone]["trend"]["year"]
            assert year["low"] < year_ratio(plan) < year["high"]

    few = pictures[FEW.zone]
    assert few["cells"]["refusal"]["need"] == 50
    assert few["clock"]["refusal"]["need"] == 30
    assert few["near_repeat"]["refusal"]["need"] == 100

    doubtful = [zone for zone, result in pictures.items() if result["clock"]["default_hours"]]
    assert doubtful == [plan.zone for plan in PLANS if plan.midnights]

    every_file_is_accounted_for_and_marked()
    a_person_for_each_role()
    assert verify().sound

    before = (Run.objects.count(), Import.objects.count(), Event.objects.count(), User.objects.count())
    building.build(folder=folder)
    assert (Run.objects.count(), Import.objects.count(), Event.objects.count(), User.objects.count()) == before


def every_file_is_accounted_for_and_marked() -> None:
    assert Import.objects.count() == len(PLANS)
    for done in Import.objects.all():
        assert done.sample
        assert done.accepted + done.corrected + done.unchanged + done.rejected == done.rows_read
        assert done.rejects.exists() == (done.rows_read >= 150), "a slip of the pen in every 150 rows is rejected"
    assert all(run.result["sample"] for run in Run.objects.filter(method="picture"))
    about = Run.objects.select_related("place")
    assert all(run.place.sample for run in about if run.place.level in (Level.STATION, Level.ZONE)), (
        "every screen about these places says SAMPLE; one about a real area says it beside each of its zones"
    )
    assert all(wave.sample for wave in Wave.objects.all())


def a_person_for_each_role() -> None:
    held = dict(Membership.objects.values_list("role", "user__email"))
    assert held == {role.code: f"{role.code}@demo.invalid" for role in ROLES}
    assert not any(user.has_usable_password() for user in User.objects.all())


@pytest.mark.django_db
def test_the_demo_keeps_away_from_real_accounts(folder: Path) -> None:
    User.objects.create_user("clerk@station.example", None)
    with pytest.raises(building.NotADemo, match="SAFETYZONE_DATA"):
        building.build(folder=folder)
    assert not Place.objects.exists()


def test_the_two_years_end_with_the_last_complete_month(tmp_path: Path) -> None:
    assert building.month_before(date(2026, 11, 24), 24) == "2024-11"
    assert building.month_before(date(2026, 1, 31), 24) == "2024-01"
    first = building.chosen_month(tmp_path)
    assert building.chosen_month(tmp_path) == first


def months_of(slug: str) -> tuple[int, ...]:
    """Reported incidents inside the zone in each of the 24 months."""
    plan = next(plan for plan in PLANS if plan.zone == slug)
    boundary = sample_boundary(slug, lon=100.5, lat=13.7, km2=2.0)
    made = make_records(plan, boundary=boundary, first_month=FIRST_MONTH)
    kept = np.isin(made.category, list(REPORTED)) & contains(boundary, made.lon, made.lat)
    months = made.when[kept].astype("datetime64[M]") - np.datetime64(FIRST_MONTH, "M")
    return tuple(np.bincount(months.astype(int), minlength=MONTHS).tolist())


@pytest.mark.parametrize(
    ("slug", "after", "status"),
    [("chiang-mai-old-town", 8, "better"), ("jomtien", 7, "worse"), ("udon-safety-zone", 7, "cannot_tell")],
)
def test_what_the_sample_plans_did_is_found_against_zones_without_one(slug: str, after: int, status: str) -> None:
    start = MONTHS - after
    halves = {
        name: Counts(name, counts[start - YEAR : start], counts[start:])
        for name in (slug, "ratchaprasong", "rayong-zone")
        for counts in [months_of(name)]
    }
    names = [f"month {number}" for number in range(start - YEAR, MONTHS)]
    treated, *controls = halves.values()
    found = judge(Material(tuple(names[:YEAR]), tuple(names[YEAR:]), treated, tuple(controls)))
    assert found["status"] == status
