"""Make the brief of a month."""

import hashlib
import re
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.canonical import canonical
from safetyzone.foundation.runs.actions import computed
from safetyzone.foundation.runs.models import Run
from safetyzone.publish.briefs.compose import sections, sources_of

METHOD: Final = "brief"
SCHEMA: Final = "brief/1"
MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class NoBrief(ValueError):
    """There can be no brief of this month; the sentence says why."""


def make_brief(*, zone: Place, month: str, by: str) -> Run:
    """The brief of ``month`` ("2026-10") from the records of now, as a run; the same records give the same run.

    Raises ``NoBrief`` for a month that is none, or that is not over.
    """
    if not MONTH.fullmatch(month):
        raise NoBrief(_("%(month)s is no month; write it like 2026-10.") % {"month": month[:20]})
    if month >= timezone.localdate().strftime("%Y-%m"):
        raise NoBrief(_("%(month)s is not over yet.") % {"month": month})
    sources = sources_of(zone, month, by)
    told = sections(zone, sources)
    stated = hashlib.sha256(canonical([sources.keys(), told])).hexdigest()
    result: dict[str, Any] = {
        "schema": SCHEMA, "zone": zone.slug, "sample": zone.sample or sources.reported.result["sample"], "month": month,
        "sources": sources.reported.result["basis"]["sources"], "runs": sources.keys(), "sections": told,
    }  # fmt: skip
    return computed(
        method=METHOD, place=zone, inputs=stated, parameters={"schema": SCHEMA, "month": month}, seed=0,
        compute=lambda: result, by=by,
    )  # fmt: skip
