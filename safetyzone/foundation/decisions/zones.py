"""Consensus on a zone itself: its names and its boundary, exactly as they are."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from safetyzone.foundation.decisions.actions import open_decision
from safetyzone.foundation.decisions.models import Decision
from safetyzone.foundation.decisions.queries import agreed, digest_of
from safetyzone.foundation.decisions.subjects import about, register
from safetyzone.foundation.pages.templatetags.figures import number
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.queries import by_slug

ZONE_RULE = "zone"


def zone_subject(zone: Place) -> str:
    return f"zone:{zone.slug}"


def zone_content(zone: Place) -> dict[str, Any]:
    """What is agreed on: the names and a digest of the boundary; either changing makes it another question."""
    return {"names": zone.names, "boundary": digest_of(zone.boundary)}


def zone_agreed(zone: Place) -> bool:
    """Whether the partners have agreed on the zone as it is named and drawn now."""
    return agreed(zone_subject(zone), zone_content(zone))


def ask_about_zone(*, zone: Place, by: str, sample: bool = False) -> Decision:
    """Ask the zone's organisations whether this is their zone and its name. Raises as ``open_decision`` does."""
    told = [_("It is called %(names)s.") % {"names": " / ".join(zone.names.values())}]
    if zone.boundary is None:
        told.append(_("No boundary has been drawn yet."))
    elif zone.area_km2:
        told.append(
            _("Its boundary is the one drawn on the zone's page: %(area)s km².") % {"area": number(zone.area_km2)}
        )
    else:
        told.append(_("Its boundary is the one drawn on the zone's page."))
    question = _("Do we agree on the zone %(name)s and its name?") % {"name": zone.name}
    return open_decision(
        place=zone, subject=zone_subject(zone), question=question, content=zone_content(zone), rule=ZONE_RULE, told=told,
        by=by, sample=sample,
    )  # fmt: skip


def _zone(slug: str) -> Place | None:
    return by_slug(slug, level=Level.ZONE)


def _url(zone: Place) -> str:
    return reverse("pictures:zone", args=[zone.slug])


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    register(about("zone", _zone, content=zone_content, url=_url))
