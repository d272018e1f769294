"""Open and close a zone's public page, and publish figures on it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from safetyzone.analyse.pictures.parts.months import month_name
from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.runs.actions import computed
from safetyzone.foundation.runs.models import Run
from safetyzone.measure.effects.compute import effect_of, finished_plans
from safetyzone.measure.targets.compute import targets_of_wave
from safetyzone.publish.site.counted import Counted, counted
from safetyzone.publish.site.models import PublicPage, Release
from safetyzone.publish.site.queries import latest_release, published_wave
from safetyzone.publish.site.release import (
    PERIOD_MONTHS,
    RESOLUTION,
    RULE,
    SCHEMA,
    K,
    month_number,
    released,
)

METHOD = "release"


class NotPublished(ValueError):
    """Nothing was published; the sentence says why."""


def set_page(*, zone: Place, open: bool, contact: str, by: str) -> PublicPage:
    """Open the zone's page to everybody, or close it; say where the team is reached."""
    with transaction.atomic():
        page, _made = PublicPage.objects.update_or_create(
            zone=zone, defaults={"open": open, "contact": contact.strip()}
        )
        record(action="site.page_set", subject=f"place:{zone.slug}", by=by, open=open)
    return page


def publish_month(*, zone: Place, month: str, by: str) -> Release:
    """Publish the figures up to and with ``month`` ("2026-10"). Raises ``NotPublished``; nothing is changed then.

    Sums and maps that were published before stay as they were; see ``release``.
    """
    before = latest_release(zone)
    now = counted(zone)
    last = _checked(month, now, before)
    crime = _crime(zone, now, last, before, by)
    wave = published_wave(zone)
    targets = targets_of_wave(wave, by=by) if wave else None
    effects = [effect_of(plan, by=by).key for plan in finished_plans(zone)]
    with transaction.atomic():
        Place.objects.select_for_update().get(pk=zone.pk)
        held = latest_release(zone)
        if (held.pk if held else None) != (before.pk if before else None):
            raise NotPublished(_("Somebody has just published another release. Look at it first."))
        made = Release.objects.create(
            zone=zone, number=before.number + 1 if before else 1, month=month, crime=crime, targets=targets,
            wave=wave if targets else None, effects=effects, sample=zone.sample,
        )  # fmt: skip
        record(
            action="site.released", subject=f"place:{zone.slug}", by=by, number=made.number, month=month, run=crime.key
        )
    return made


def _checked(month: str, now: Counted, before: Release | None) -> int:
    if now.covered is None:
        raise NotPublished(_("There is no complete month in the records yet."))
    last = month_number(month)
    if not now.covered[0] <= last <= now.covered[1]:
        first_name, last_name = (month_name(each) for each in now.covered)
        raise NotPublished(
            _("The records cover %(first)s to %(last)s; %(month)s is not a complete month of them.")
            % {"first": first_name, "last": last_name, "month": month}
        )
    if before and last < month_number(before.month):
        raise NotPublished(_("%(month)s is published already.") % {"month": before.month})
    return last


def _crime(zone: Place, now: Counted, last: int, before: Release | None, by: str) -> Run:
    assert now.covered is not None
    first = now.covered[0]
    parameters = {
        "schema": SCHEMA, "month": month_name(last), "k": K, "period_months": PERIOD_MONTHS, "resolution": RESOLUTION,
        "before": before.crime.key if before else None,
    }  # fmt: skip

    def compute() -> dict[str, Any]:
        told = released(now.reported, first=first, last=last, before=before.crime.result if before else None)
        return {
            "schema": SCHEMA, "zone": zone.slug, "sample": zone.sample, "month": month_name(last), "k": K,
            "resolution": RESOLUTION, "rule": RULE, "sources": list(now.sources), **told,
        }  # fmt: skip

    return computed(method=METHOD, place=zone, inputs=now.inputs, parameters=parameters, seed=0, compute=compute, by=by)
