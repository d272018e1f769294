"""Enter an indicator; change weights and goalposts."""

import math
from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.queries import zones_of
from safetyzone.measure.index.definitions import POSSIBLE, Hierarchy, Indicator
from safetyzone.measure.index.models import EnteredIndicator, Weighting
from safetyzone.measure.index.reading import Row, Sheet, WrongFile
from safetyzone.measure.index.units import unit_name
from safetyzone.measure.index.weighting import InForce, in_force, seen_mark

SHORTEST_REASON = 10


class Refused(ValueError):
    """What was given cannot be taken; the sentence says why. Nothing was changed. ``field``: of the form, or empty."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


class Changed(Refused):
    """Somebody else changed the same thing in the meantime."""


def enter_indicator(
    *, zone: Place, indicator: str, value: float, day: date, source: str, by: str, unit: str = "", se: float | None = None,
    n: int | None = None, below_one: bool = False, sample: bool = False,
) -> EnteredIndicator:  # fmt: skip
    """Keep an indicator's value of one day; entering the day again corrects it. Raises ``Refused``.

    ``unit``: the unit the value is in, where the giver says one. ``below_one``: a percentage below 1 % is really meant.
    """
    _check_value(_asked(zone, indicator), value, unit=unit, below_one=below_one)
    _check_rest(source, day, se)
    kept = {"value": value, "se": se, "n": n, "source": source.strip(), "sample": sample or zone.sample}
    with transaction.atomic():
        entered, _made = EnteredIndicator.objects.update_or_create(
            zone=zone, indicator=indicator, day=day, defaults=kept
        )
        record(
            action="index.indicator_entered", subject=f"place:{zone.slug}", by=by, indicator=indicator,
            day=day.isoformat(), value=value, n=n,
        )  # fmt: skip
    return entered


def enter_sheet(*, place: Place, sheet: Sheet, by: str) -> int:
    """Keep every value of a file about zones of ``place``; an earlier value of the same day is corrected. All or none.

    Returns how many. Raises ``WrongFile`` with each line that cannot be taken.
    """
    slugs = {row.zone for row in sheet.rows}
    zones = {zone.slug: zone for zone in zones_of(place).filter(slug__in=slugs)}
    known: dict[str, InForce | None] = {slug: in_force(zone) for slug, zone in zones.items()}
    made, wrong, seen = [], list[str](), dict[tuple[str, str, date], int]()
    for row in sheet.rows:
        try:
            made.append(_of_row(row, zones, known, seen))
        except Refused as refused:
            wrong.append(_("Line %(line)s: %(problem)s") % {"line": row.line, "problem": refused})
    if wrong:
        raise WrongFile(wrong)
    with transaction.atomic():
        EnteredIndicator.objects.bulk_create(
            made, update_conflicts=True, unique_fields=["zone", "indicator", "day"], batch_size=500,
            update_fields=["value", "se", "n", "source", "sample", "entered_at"],
        )  # fmt: skip
        record(action="index.sheet_entered", subject=f"place:{place.slug}", by=by, values=len(made), zones=len(zones),
               file=sheet.digest)  # fmt: skip
    return len(made)


def _of_row(
    row: Row, zones: dict[str, Place], known: dict[str, InForce | None], seen: dict[tuple[str, str, date], int]
) -> EnteredIndicator:
    zone, given = zones.get(row.zone), row.given
    if zone is None:
        raise Refused("zone", _("there is no zone %(slug)s here.") % {"slug": row.zone})
    asked = _named(known[row.zone], given["indicator"])
    _check_value(asked, given["value"], unit=given["unit"], below_one=given["below_one"])
    _check_rest(given["source"], given["day"], given["se"])
    first = seen.setdefault((row.zone, asked.code, given["day"]), row.line)
    if first != row.line:
        raise Refused("zone", _("the same zone, indicator and day stand in line %(first)s already.") % {"first": first})
    return EnteredIndicator(
        zone=zone, indicator=asked.code, day=given["day"], value=given["value"], se=given["se"], n=given["n"],
        source=given["source"].strip(), sample=zone.sample,
    )  # fmt: skip


def _asked(zone: Place, indicator: str) -> Indicator:
    if zone.level != Level.ZONE:
        raise Refused("zone", _("Indicators are entered for a zone."))
    return _named(in_force(zone), indicator)


def _check_rest(source: str, day: date, se: float | None) -> None:
    if not source.strip():
        raise Refused("source", _("Say where the value comes from."))
    if day > timezone.localdate():
        raise Refused("day", _("The day lies in the future."))
    if se is not None and not (math.isfinite(se) and se >= 0):
        raise Refused("se", _("A standard error is 0 or more."))


def _named(found: InForce | None, indicator: str) -> Indicator:
    asked = found.hierarchy.indicator(indicator) if found else None
    if asked is None:
        raise Refused("indicator", _("This area's index has no indicator %(code)s.") % {"code": indicator})
    return asked


def _check_value(asked: Indicator, value: float, *, unit: str, below_one: bool) -> None:
    low, high = POSSIBLE[asked.unit]
    given = {
        "name": asked.name,
        "value": f"{value:g}",
        "unit": unit_name(asked.unit),
        "low": f"{low:g}",
        "high": f"{high:g}",
    }
    if unit and unit != asked.unit:
        given["other"] = unit_name(unit)
        raise Refused("value", _("%(name)s is counted in %(unit)s, not in %(other)s. Convert the value first.") % given)
    if not math.isfinite(value) or not low <= value <= high:
        sentence = _("%(value)s cannot be right: %(name)s is counted in %(unit)s, from %(low)s to %(high)s.")
        raise Refused("value", sentence % given)
    if asked.unit == "percent" and 0 < value < 1 and not below_one:
        given["meant"] = f"{value * 100:g}"
        sentence = _(
            "%(name)s is counted in percent: do you mean %(meant)s %% instead of %(value)s? If it is really less than "
            "one percent, tick the box below."
        )
        raise Refused("below_one", sentence % given)


def change_weighting(
    *, place: Place, weights: Mapping[str, float], goalposts: Mapping[str, Sequence[float]], reason: str, seen: str, by: str
) -> Weighting:  # fmt: skip
    """A new version of weights and goalposts at a place and below.

    ``weights`` and ``goalposts`` of every code or of some; the others stay as they are in force. ``seen``: the mark of what
    the editor saw (``weighting.seen_mark``). Raises ``Changed`` if something else is in force by now, else ``Refused``.
    """
    words = " ".join(reason.split())
    if len(words) < SHORTEST_REASON:
        raise Refused("reason", _("Give the reason in a sentence; everybody who reads the index can read it."))
    with transaction.atomic():
        Place.objects.select_for_update().get(pk=place.pk)  # two editors of one place wait for each other here
        found = in_force(place)
        if found is None:
            raise Refused("", _("The area pack states no index."))
        if seen_mark(found) != seen:
            raise Changed(
                "", _("Somebody else has changed the weights in the meantime. Look at theirs, then try again.")
            )
        made = found.hierarchy.with_marks(weights, goalposts)
        _check_marks(found.hierarchy, made, weights, goalposts)
        last = Weighting.objects.filter(place=place).order_by("-version").values_list("version", flat=True).first() or 0
        version = Weighting.objects.create(
            place=place, version=last + 1, weights=made.weights, goalposts=made.goalposts, reason=words
        )
        record(
            action="index.weighting_changed", subject=f"weighting:{version.pk}", by=by, place=place.slug,
            version=version.version, changed=_differences(found.hierarchy, made),
        )  # fmt: skip
    return version


def _check_marks(
    old: Hierarchy, made: Hierarchy, weights: Mapping[str, float], goalposts: Mapping[str, Sequence[float]]
) -> None:
    strange = sorted(set(weights) - set(old.weights) | set(goalposts) - set(old.goalposts))
    if strange:
        raise Refused("", _("The index has nothing called %(codes)s.") % {"codes": ", ".join(strange)})
    for each in made.nodes:
        if not (math.isfinite(each.weight) and each.weight >= 0):
            raise Refused(f"weight-{each.code}", _("The weight of %(name)s must be 0 or more.") % {"name": each.name})
    if not any(domain.weight > 0 for domain in made.domains):
        raise Refused(
            "", _("Every domain would weigh 0, and there would be no index. Give at least one a weight above 0.")
        )
    for domain in made.domains:
        if not any(indicator.weight > 0 for indicator in domain.indicators):
            sentence = _(
                "Every indicator of %(name)s would weigh 0. Give one a weight, or give the domain the weight 0."
            )
            raise Refused(f"weight-{domain.code}", sentence % {"name": domain.name})
    for indicator in made.indicators:
        _check_goalposts(indicator)
    if not _differences(old, made):
        raise Refused("", _("Nothing was changed."))


def _check_goalposts(indicator: Indicator) -> None:
    given = {"name": indicator.name, "low": f"{indicator.low:g}", "high": f"{indicator.high:g}"}
    field = f"low-{indicator.code}"
    if indicator.low == indicator.high:
        sentence = _("Both goalposts of %(name)s are %(low)s: nothing could be told apart between them.")
        raise Refused(field, sentence % given)
    if not indicator.low < indicator.high:
        sentence = _("The lower goalpost of %(name)s (%(low)s) must be below the upper one (%(high)s).")
        raise Refused(field, sentence % given)
    low, high = POSSIBLE[indicator.unit]
    if not (low <= indicator.low and indicator.high <= high):
        given |= {"unit": unit_name(indicator.unit)}
        sentence = _("The goalposts of %(name)s, %(low)s and %(high)s, lie outside what %(unit)s can be.")
        raise Refused(field, sentence % given)


def _differences(old: Hierarchy, made: Hierarchy) -> list[str]:
    """Codes whose weight or goalposts are different."""
    weights = [code for code, weight in made.weights.items() if weight != old.weights[code]]
    return sorted({*weights, *(code for code, posts in made.goalposts.items() if posts != old.goalposts[code])})
