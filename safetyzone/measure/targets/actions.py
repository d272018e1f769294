"""Enter a published figure."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.places.models import Place
from safetyzone.measure.targets.definitions import ENTERED, targets
from safetyzone.measure.targets.models import EnteredFigure

FIRST_YEAR = 1900


class WrongFigure(ValueError):
    """The figure cannot be entered; the sentence says why."""


def enter_figure(
    *, place: Place, target: str, value: float, year: int, source: str, by: str, sample: bool = False
) -> EnteredFigure:
    """Keep the figure of one year; entering the year again corrects it. Raises ``WrongFigure``; nothing is changed then."""
    codes = [each.code for each in targets(place.pack) if each.kind == ENTERED]
    if target not in codes:
        raise WrongFigure(_("This area enters no figure called %(code)s.") % {"code": target})
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise WrongFigure(_("%(year)s is not a year in which this can have been published.") % {"year": year})
    if not source.strip():
        raise WrongFigure(_("Say where the figure was published."))
    if not 0 < value < 1e9:
        raise WrongFigure(_("%(value)s is not such a figure.") % {"value": value})
    with transaction.atomic():
        figure, _made = EnteredFigure.objects.update_or_create(
            place=place, target=target, year=year,
            defaults={"value": value, "source": source.strip(), "sample": sample},
        )  # fmt: skip
        record(
            action="targets.figure_entered", subject=f"place:{place.slug}", by=by, target=target, year=year, value=value
        )
    return figure
