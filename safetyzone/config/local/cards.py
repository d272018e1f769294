"""The demo's first page: one card per role, one click to be it."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string

from safetyzone.config.local.loopback import is_loopback
from safetyzone.foundation.access.roles import BY_CODE
from safetyzone.foundation.pages import welcome
from safetyzone.foundation.people.models import Membership, User

DEMO_DOMAIN: Final = "demo.invalid"  # a name that can never exist


def demo_address(role: str) -> str:
    return f"{role}@{DEMO_DOMAIN}"


def demo_user(role: str) -> User | None:
    """The sample account of a role."""
    return User.objects.filter(email=demo_address(role), sample=True, is_active=True).first()


def demo_doors_open(request: HttpRequest) -> bool:
    """Only in the demo, only on this machine."""
    return bool(settings.DEMO) and is_loopback(request)


def role_cards(request: HttpRequest) -> str | None:
    """The cards, or None where they have no business."""
    if not demo_doors_open(request):
        return None
    held = Membership.objects.filter(user__sample=True, user__email__endswith=f"@{DEMO_DOMAIN}").select_related("place")
    places = {membership.role: membership.place for membership in held}
    cards = [(role, places[code]) for code, role in BY_CODE.items() if code in places]
    return render_to_string("local/cards.html", {"cards": cards}, request)


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    welcome.register("demo", role_cards)
