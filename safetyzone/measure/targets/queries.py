"""Reads of targets: a zone's verdicts from its last wave, and the entered figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.queries import at_level
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.polls.models import Answer, Wave, WaveMode, WaveState
from safetyzone.measure.targets.definitions import ENTERED, Target, targets
from safetyzone.measure.targets.evaluate import Verdict, entered_verdict
from safetyzone.measure.targets.models import EnteredFigure


@dataclass(frozen=True)
class Published:
    """The latest entered figure of a target, and on which side it lies; nothing where none was entered."""

    target: Target
    figure: EnteredFigure | None
    verdict: Verdict | None


def deciding_wave(zone: Place) -> Wave | None:
    """The wave a zone is judged by: its last random sample with answers, else its last wave with answers."""
    return deciding_waves([zone]).get(zone.pk)


def deciding_waves(zones: Sequence[Place]) -> dict[int, Wave]:
    """By zone, the wave it is judged by; zones without any answer are left out. One query, however many zones."""
    answered = Wave.objects.filter(zone__in=zones).exclude(state=WaveState.DRAFT)
    answered = answered.filter(Exists(Answer.objects.filter(wave=OuterRef("pk"), counted=True)))
    found: dict[int, Wave] = {}
    for wave in answered.select_related("zone", "questionnaire").order_by("-opens", "-pk"):
        held = found.setdefault(wave.zone_id, wave)
        if held.mode != WaveMode.PROBABILITY and wave.mode == WaveMode.PROBABILITY:
            found[wave.zone_id] = wave
    return found


def published(pack: str) -> list[Published]:
    """Each entered target of the area, with the country's newest figure."""
    asked = [target for target in targets(pack) if target.kind == ENTERED]
    newest: dict[str, EnteredFigure] = {}
    figures = EnteredFigure.objects.filter(Q(place__pack=pack), target__in=[target.code for target in asked])
    for figure in figures.order_by("-year") if asked else ():
        newest.setdefault(figure.target, figure)
    return [_published(target, newest.get(target.code)) for target in asked]


def _published(target: Target, figure: EnteredFigure | None) -> Published:
    return Published(target, figure, entered_verdict(target, figure.value) if figure else None)


def country_of(pack: str) -> Place | None:
    """Whom an entered figure is about."""
    return at_level(Level.COUNTRY).filter(pack=pack).first()


def stored_verdicts(zones: list[Place]) -> dict[int, list[dict[str, Any]]]:
    """By zone, what its newest stored run of targets says; for lists of many zones, nothing is computed."""
    found: dict[int, list[dict[str, Any]]] = {}
    runs = Run.objects.filter(method="targets", place__in=zones).order_by("-computed_at")
    for place, result in runs.values_list("place_id", "result"):
        found.setdefault(place, result["targets"])
    return found
