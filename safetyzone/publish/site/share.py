"""The picture beside a shared address: the zone's name and how safe people feel."""

from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from safetyzone.foundation.media.pdf import png
from safetyzone.foundation.places.models import Place
from safetyzone.publish.site.feelings import feelings
from safetyzone.publish.site.models import Release

_LAYOUT: Final = Path(__file__).parent / "print" / "share.typ"


def share_picture(zone: Place, release: Release | None, *, language: str) -> bytes:
    """PNG, 1,200 × 630 pixels."""
    with override(language):
        first = next(iter(feelings(release)), None) if release else None
        data: dict[str, Any] = {
            "language": language,
            "zone": zone.name,
            "station": zone.parent.name if zone.parent else "",
            "title": first.name if first else _("Safer neighbourhoods by cooperation"),
            "said": first.said if first else "",
            "goal": f"{first.goal_words}: {first.verdict}" if first else "",
            "bar": [first.low, first.value, first.high, first.goal] if first and first.value is not None else None,
            "sample": _("SAMPLE") if zone.sample else "",
        }
    return png(_LAYOUT, data)
