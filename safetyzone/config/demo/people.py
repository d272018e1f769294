"""One sample account per role, at the place where such a person works."""

from typing import Final

from django.utils import translation

from safetyzone.config.local.cards import demo_address, demo_user
from safetyzone.foundation.access.roles import ROLES
from safetyzone.foundation.people.actions import give_role
from safetyzone.foundation.places.models import Place

BY: Final = "demo"
STATION: Final = "huai-khwang"
ZONE: Final = "ratchada-huai-khwang"
# Every other role works at the station.
WORKS_AT: Final = {
    "resident": ZONE, "partner": ZONE, "bureau": "metropolitan", "programme": "thailand", "evaluator": "thailand",
    "auditor": "thailand",
}  # fmt: skip


def make_people() -> int:
    """Accounts without a password: only the cards on the first page lead in. Returns how many were new."""
    made = 0
    for role in ROLES:
        if demo_user(role.code) is None:
            place = Place.objects.get(slug=WORKS_AT.get(role.code, STATION))
            with translation.override("th"):
                name = str(role.title)
            give_role(
                email=demo_address(role.code), role=role.code, place=place, by=BY, giver=None, name=name, sample=True
            )
            made += 1
    return made
