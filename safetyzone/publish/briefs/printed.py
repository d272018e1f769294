"""The brief as PDF: every number with its Latin key, all figures attached as JSON."""

import json
from pathlib import Path
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import write_checkpoint
from safetyzone.foundation.media.pdf import pdf
from safetyzone.foundation.pages.templatetags.figures import moment, month
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.places.queries import programme_name
from safetyzone.foundation.runs.models import Run
from safetyzone.publish.briefs.words import told

_LAYOUT: Final = Path(__file__).parent / "print" / "brief.typ"


def printed(zone: Place, run: Run) -> bytes:
    """In the reader's language; the run's key on every page lets anybody find the computation."""
    result: dict[str, Any] = run.result
    mark = write_checkpoint()
    data = {
        "language": get_language() or "en",
        "programme": programme_name(zone.pack),
        "title": _("Monthly brief: %(zone)s") % {"zone": zone.name},
        "month": month(result["month"]),
        "station": zone.parent.name if zone.parent else "",
        "made": _("Made %(moment)s from the records of that moment.") % {"moment": moment(run.computed_at)},
        "heads": [_("Figure"), _("Value"), _("Range"), "n"],
        "sections": [
            {"title": part.title, "rules": part.rules,
             "rows": [[row.key, row.label, row.value, row.range, row.n] for row in part.rows]}
            for part in told(zone, result)
        ],
        "foot": f"run {run.key[:16]} · {run.code_version}",
        "checkpoint": f"audit {mark['sequence']} · {mark['head'][:16]} · {mark['mac'][:16]}",
        "sample": _("SAMPLE – for demonstration only") if result["sample"] else "",
        "figures": json.dumps({"run": run.key, "checkpoint": mark, **result}, ensure_ascii=False, sort_keys=True),
    }  # fmt: skip
    return pdf(_LAYOUT, data)
