"""Sum zones up from what is stored about them: pictures, verdicts, promises, stages. Nothing is estimated here."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from django.db.models import OuterRef, Subquery

from safetyzone.act.tasks.models import State, Task
from safetyzone.act.tasks.queries import promises_by_zone
from safetyzone.analyse.pictures.queries import METHOD
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.runs.models import Run
from safetyzone.measure.targets.queries import stored_verdicts
from safetyzone.programme.board.models import BoardRow
from safetyzone.programme.rollout.models import ZoneStage

COUNTED: Final = ("kept", "late", "handed_back", "open", "overdue", "declined", "unanswered", "unchecked")


def summed(zones: list[Place], *, now: datetime) -> list[BoardRow]:
    """One row for each zone, in five queries however many there are."""
    pictures = {found["place_id"]: found for found in latest_pictures(zones)}
    verdicts = stored_verdicts(zones)
    promises = promises_by_zone([zone.pk for zone in zones])
    stages = {held.zone_id: held for held in ZoneStage.objects.filter(zone__in=zones)}
    effort = efforts(zones)
    rows = []
    for zone in zones:
        picture, stage = pictures.get(zone.pk), stages.get(zone.pk)
        given = promises.get(zone.pk)
        counts = asdict(given) if given else {}
        rows.append(
            BoardRow(
                zone=zone, stage=stage.stage if stage else "", phase=stage.phase if stage else None,
                since=stage.since if stage else None, targets=[_target(judged) for judged in verdicts.get(zone.pk, [])],
                promises={name: counts[name] for name in COUNTED} if counts else {}, effort=effort.get(zone.pk, {}),
                sample=bool(zone.sample or (stage and stage.sample) or (picture and picture["result__sample"])),
                summed_at=now, **_picture(picture),
            )
        )  # fmt: skip
    return rows


def latest_pictures(zones: list[Place]) -> Iterable[Mapping[str, Any]]:
    """The newest picture of each zone with the usual filters; of its result only what a row keeps."""
    usual = Run.objects.filter(
        method=METHOD, parameters__group="", parameters__origin="reported", parameters__from=None, parameters__to=None
    )
    newest = usual.filter(place=OuterRef("pk")).order_by("-computed_at", "-pk").values("pk")[:1]
    keys = Place.objects.filter(pk__in=[zone.pk for zone in zones]).values(latest=Subquery(newest))
    return (
        Run.objects.filter(pk__in=keys)
        .order_by()
        .values(
            "place_id", "key", "result__trend__year", "result__trend__refusal", "result__basis__to", "result__sample"
        )
    )


def _picture(found: Mapping[str, Any] | None) -> dict[str, Any]:
    if found is None:
        return {"trend": {}, "newest": None, "picture": ""}
    last = found["result__basis__to"]
    return {
        "trend": {"year": found["result__trend__year"], "refusal": found["result__trend__refusal"]},
        "newest": date.fromisoformat(last[:10]) if last else None, "picture": found["key"],
    }  # fmt: skip


def _target(judged: Mapping[str, Any]) -> dict[str, Any]:
    """Of a stored verdict what a board shows; the figure with its n and interval, or none."""
    figure = judged["figure"] or {}
    stated = {"code": judged["code"], **judged["verdict"], "kind": figure.get("kind", ""), "n": figure.get("n")}
    if not figure or figure.get("refusal"):
        return stated
    return stated | {name: figure.get(name) for name in ("share", "low", "high", "n_eff")}


def efforts(zones: list[Place]) -> dict[int, dict[str, int]]:
    """Tasks of each kind of effort by zone; what was withdrawn or handed back is no effort."""
    left = Task.objects.filter(zone__in=zones).exclude(state__in=[State.WITHDRAWN, State.HANDED_BACK])
    found: dict[int, Counter[str]] = {}
    for zone, effort in left.values_list("zone_id", "effort"):
        found.setdefault(zone, Counter())[effort] += 1
    return {zone: dict(counter) for zone, counter in found.items()}
