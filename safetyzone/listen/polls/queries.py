"""Reads of the poll."""

from django.db.models import QuerySet
from django.utils import timezone

from safetyzone.foundation.places.models import Place
from safetyzone.listen.polls.models import Wave, WaveMode, WaveState


def waves_of(zone: Place) -> QuerySet[Wave]:
    """The zone's waves, the newest first."""
    return Wave.objects.filter(zone=zone).select_related("questionnaire", "zone")


def running(today_only: bool = True) -> QuerySet[Wave]:
    """Open waves whose days include today."""
    found = Wave.objects.filter(state=WaveState.OPEN).select_related("questionnaire", "zone")
    today = timezone.localdate()
    return found.filter(opens__lte=today, closes__gte=today) if today_only else found


def open_waves() -> list[Wave]:
    """Open waves that a client without an account may answer: open to all, or by code."""
    return list(running().exclude(mode=WaveMode.QUOTA))


def wave_by_token(token: str) -> Wave | None:
    """The wave of a public link; None for anything else."""
    if not token:
        return None
    return (
        Wave.objects.filter(token=token).exclude(state=WaveState.DRAFT).select_related("questionnaire", "zone").first()
    )
