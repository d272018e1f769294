"""Weights and goalposts: versions with a reason, the nearest one holds, nothing senseless, nobody overwritten."""

import threading
from typing import Any

import pytest
from django.db import connection

from safetyzone.foundation.audit.models import Event
from safetyzone.foundation.places.models import Place
from safetyzone.measure.index.actions import Changed, Refused, change_weighting
from safetyzone.measure.index.compute import index_of_zone
from safetyzone.measure.index.models import Weighting
from safetyzone.measure.index.tests.conftest import Enter, fill_whole
from safetyzone.measure.index.weighting import in_force, in_force_at, seen_mark, versions_of

REASON = "The board decided so on 3 March."


def change(place: Place, **more: Any) -> Weighting:
    held = in_force(place)
    assert held is not None
    given = {"weights": {}, "goalposts": {}, "reason": REASON, "seen": seen_mark(held), "by": "user:1", **more}
    return change_weighting(place=place, **given)


def test_without_a_version_the_packs_marks_hold(zone: Place) -> None:
    held = in_force(zone)
    assert held is not None
    assert held.version is None
    assert set(held.hierarchy.weights.values()) == {1.0}
    assert held.stated()["version"] == 0


def test_a_change_is_a_version_with_its_reason_and_one_event(zone: Place) -> None:
    first = change(zone, weights={"fear": 3})
    second = change(zone, goalposts={"response-time": [5, 20]})
    assert [version.version for version in versions_of(zone)] == [2, 1]
    assert second.weights["fear"] == 3.0  # a version holds every mark, also those set before
    events = Event.objects.filter(action="index.weighting_changed").order_by("sequence")
    assert [event.payload["changed"] for event in events] == [["fear"], ["response-time"]]
    assert events[0].actor == "user:1"
    assert first.reason == REASON


def test_the_nearest_version_holds(zone: Place) -> None:
    station = zone.parent
    assert station is not None
    assert station.parent is not None
    change(station.parent, weights={"fear": 2})
    assert in_force(zone).hierarchy.weights["fear"] == 2.0  # type: ignore[union-attr]
    change(zone, weights={"fear": 5})
    held = in_force_at([zone, station])
    assert (held[zone.pk].hierarchy.weights["fear"], held[station.pk].hierarchy.weights["fear"]) == (5.0, 2.0)
    change(station.parent, weights={"fear": 4})
    assert in_force(zone).hierarchy.weights["fear"] == 5.0  # type: ignore[union-attr]


def test_other_weights_give_another_index(zone: Place, enter: Enter) -> None:
    fill_whole(zone)
    before = index_of_zone(zone, by="system")
    change(zone, weights={"outcomes": 0})
    after = index_of_zone(zone, by="system")
    assert before is not None
    assert after is not None
    assert after.parameters["marks"]["version"] == 1
    domains = {domain["code"]: domain["score"] for domain in before.result["domains"]}
    assert before.result["overall"]["score"] == pytest.approx(sum(domains.values()) / 4)
    assert after.result["overall"]["score"] == pytest.approx(
        (sum(domains.values()) - domains["outcomes"]) / 3, abs=1e-5
    )


OUTCOMES = dict.fromkeys(["fear", "victimisation", "violence", "property"], 0)
DOMAINS = dict.fromkeys(["capacity", "process", "legitimacy", "outcomes"], 0)


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"weights": DOMAINS}, "", "Every domain would weigh 0"),
        ({"weights": OUTCOMES}, "weight-outcomes", "Every indicator of Outcomes would weigh 0"),
        ({"weights": {"fear": -1}}, "weight-fear", "must be 0 or more"),
        ({"weights": {"fear": float("nan")}}, "weight-fear", "must be 0 or more"),
        ({"weights": {"fear": float("inf")}}, "weight-fear", "must be 0 or more"),
        ({"weights": {"joy": 1}}, "", "nothing called joy"),
        ({"goalposts": {"fear": [40, 40]}}, "low-fear", "Both goalposts of Afraid after dark are 40"),
        ({"goalposts": {"fear": [70, 20]}}, "low-fear", r"must be below the upper one \(20\)"),
        ({"goalposts": {"fear": [0.2, 700]}}, "low-fear", "lie outside what percent can be"),
        ({"goalposts": {"fear": [float("nan"), 70]}}, "low-fear", "must be below"),
        ({"weights": {"fear": 2}, "reason": "because"}, "reason", "Give the reason"),
        ({"weights": {"fear": 1}}, "", "Nothing was changed"),
    ],
)
def test_senseless_marks_are_refused_and_change_nothing(
    zone: Place, given: dict[str, Any], field: str, says: str
) -> None:
    with pytest.raises(Refused, match=says) as caught:
        change(zone, **given)
    assert caught.value.field == field
    assert not Weighting.objects.exists()
    assert not Event.objects.filter(action="index.weighting_changed").exists()


def test_whoever_saw_an_older_version_is_told(zone: Place) -> None:
    change(zone, weights={"fear": 2}, seen="pack")
    with pytest.raises(Changed, match="Somebody else has changed"):
        change(zone, weights={"fear": 3}, seen="pack")
    assert Weighting.objects.get().weights["fear"] == 2.0


def test_a_change_above_in_the_meantime_is_told_too(zone: Place) -> None:
    assert zone.parent is not None
    change(zone.parent, weights={"fear": 2})
    with pytest.raises(Changed):
        change(zone, weights={"fear": 3}, seen="pack")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_at_once_one_wins(zone: Place) -> None:
    told: list[str] = []
    ready = threading.Barrier(2)

    def edit(weight: int) -> None:
        ready.wait()
        try:
            change_weighting(
                place=zone, weights={"fear": weight}, goalposts={}, reason=REASON, seen="pack", by="user:1"
            )
            told.append("kept")
        except Changed:
            told.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=edit, args=(weight,)) for weight in (2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["kept", "told"]
    assert Weighting.objects.count() == 1
