"""Sample indicators that no record gives, so that some zones have a whole index, some lack a domain, and ranks are ranges.

What came of finished sample plans is judged here, too: both read everything that the steps before have made.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from functools import partial
from typing import Final

from django.utils import timezone

from safetyzone.config.demo.people import BY
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.queries import at_level
from safetyzone.measure.effects.compute import effect_of, finished_plans, stored_effects
from safetyzone.measure.index.actions import enter_indicator
from safetyzone.measure.index.comparison import compared, sensitivity
from safetyzone.measure.index.compute import index_of, refreshed
from safetyzone.measure.index.models import EnteredIndicator
from safetyzone.plan.problems.models import Plan

SOURCE: Final = "SAMPLE: ตัวเลขสมมติ"
SURVEY: Final = "SAMPLE: การสำรวจสมมติของมหาวิทยาลัย"
# Of these nothing is entered beyond the cameras: an index with missing domains.
BARE: Final = {"khlong-bang-luang", "prachin-narom-park", "hat-yai-santisuk"}
# Middle and spread among zones, in the indicator's unit; n where a value rests on a number of things or people.
WORK: Final = {
    "officers": (2.8, 0.7, None), "patrol-hours": (74.0, 12.0, None), "cameras-working": (68.0, 14.0, 120),
    "response-time": (8.4, 2.2, 210), "complaints": (0.7, 0.35, None),
}  # fmt: skip
# As an independent random-sample survey would give them, with a standard error; a zone's own random sample goes before.
PEOPLE: Final = {
    "confidence": (74.0, 8.0, 420), "fair-treatment": (82.0, 6.0, 130), "fear": (42.0, 9.0, 420),
    "victimisation": (9.0, 3.0, 420), "reporting": (46.0, 9.0, 40), "bribe-asked": (5.0, 2.0, 130),
}  # fmt: skip
DEFF: Final = 1.5
MONTHS_OLD: Final = (30, 400)


def without_index(zones: Iterable[Place]) -> list[Place]:
    """Zones for which nothing was entered yet."""
    listed = list(zones)
    entered = set(EnteredIndicator.objects.filter(zone__in=listed).values_list("zone_id", flat=True))
    return [zone for zone in listed if zone.pk not in entered]


def enter_sample(zone: Place) -> None:
    """The zone's made-up indicators, drawn alike every time."""
    rng = random.Random(f"index {zone.slug}")  # noqa: S311 - made-up figures, drawn again alike
    day = timezone.localdate() - timedelta(days=rng.randint(*MONTHS_OLD))
    work = {"cameras-working": WORK["cameras-working"]} if zone.slug in BARE else WORK
    for code, (middle, spread, n) in work.items():
        value = round(max(0.1, rng.gauss(middle, spread)), 1)
        bounded = min(value, 99.0) if code in {"patrol-hours", "cameras-working"} else value
        enter_indicator(zone=zone, indicator=code, value=bounded, day=day, source=SOURCE, n=n, by=BY, sample=True)
    for code, (middle, spread, n) in {} if zone.slug in BARE else PEOPLE.items():
        value = round(min(97.0, max(1.5, rng.gauss(middle, spread))), 1)
        se = round((DEFF * value * (100 - value) / n) ** 0.5, 2)
        enter_indicator(zone=zone, indicator=code, value=value, day=day, source=SURVEY, n=n, se=se, by=BY, sample=True)


def uncomputed(zones: Iterable[Place]) -> list[Place]:
    """Zones without a stored index."""
    return [zone for zone in zones if index_of(zone) is None]


def compute(zones: Iterable[Place]) -> None:
    """Every zone's index, and all of them side by side in the country."""
    for _zone, _run in refreshed(list(zones), by=BY):
        pass
    for country in at_level(Level.COUNTRY):
        compared(country, by=BY)
        sensitivity(country, by=BY)


def unjudged(zones: Iterable[Place]) -> list[Plan]:
    """Finished sample plans that nobody has judged yet."""
    plans = [plan for zone in zones for plan in finished_plans(zone) if hasattr(plan, "evaluation")]
    stored = stored_effects(plans)
    return [plan for plan in plans if plan.pk not in stored]


def judge(plan: Plan) -> None:
    """Against the comparison that was fixed."""
    effect_of(plan, by=BY)


def steps(zones: list[Place]) -> Iterator[tuple[str, Callable[[], None]]]:
    """Whatever a former run has not made, in order, each with its name."""
    for zone in without_index(zones):
        yield f"Sample indicators of {zone.slug}", partial(enter_sample, zone)
    for plan in unjudged(zones):
        yield f"What came of plan {plan.pk} in {plan.zone.slug}", partial(judge, plan)
    if uncomputed(zones):
        yield "Computing the local index of every zone", partial(compute, zones)
