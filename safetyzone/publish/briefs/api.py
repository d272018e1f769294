"""A zone's briefs as data."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from safetyzone.foundation.access.queries import place_or_404
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.places.models import Level
from safetyzone.publish.briefs.queries import brief_of, months_with_briefs

router = Router(tags=["briefs"])


class FigureOut(Schema):
    """One figure; ``value`` is null where there is not enough to say."""

    key: str
    code: str
    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    n: int | None = None
    about: str = ""
    rule: str = ""
    run: str = ""


class SectionOut(Schema):
    code: str
    figures: list[FigureOut]


class BriefOut(Schema):
    """A month of a zone, as the page, the PDF and the sheet show it."""

    run: str
    zone: str
    month: str
    sample: bool
    sources: list[str]
    sections: list[SectionOut]


@router.get("{slug}/briefs", response=list[str], summary="Months that have a brief, the newest first")
def months(request: HttpRequest, slug: str) -> list[str]:
    return months_with_briefs(place_or_404(request, Permission.VIEW_ZONE, slug, Level.ZONE))


@router.get("{slug}/briefs/{month}", response=BriefOut, summary="The newest brief of a month")
def brief(request: HttpRequest, slug: str, month: str) -> dict[str, Any]:
    run = brief_of(place_or_404(request, Permission.VIEW_ZONE, slug, Level.ZONE), month)
    if run is None:
        raise Http404("no brief of this month")
    return {"run": run.key, **run.result}
