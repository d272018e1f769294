"""What the checklist asks, and what its script says: the script has no words of its own."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safetyzone.listen.walks.models import Kind

QUESTIONS: dict[str, tuple[str | Promise, str | Promise]] = {
    Kind.LIGHT: (
        gettext_lazy("Light"),
        gettext_lazy("Would you recognise a face ten metres away? Do all lamps burn, and nothing hides them?"),
    ),
    Kind.SIGHT: (
        gettext_lazy("Sight lines"),
        gettext_lazy("Can you see where you are going, and can people in houses, shops or cars see you?"),
    ),
    Kind.ESCAPE: (
        gettext_lazy("Ways to get away"),
        gettext_lazy("Is there more than one way on, without dead ends, locked gates or hiding places?"),
    ),
    Kind.UPKEEP: (
        gettext_lazy("Upkeep"),
        gettext_lazy("Is it clean and looked after: no rubbish, broken things, overgrown plots?"),
    ),
}


def questions() -> list[dict[str, Any]]:
    """In order: kind, title, question, in the reader's language."""
    return [{"kind": str(kind), "title": title, "asks": asks} for kind, (title, asks) in QUESTIONS.items()]


def words() -> dict[str, str]:
    """By the key the script asks for; ``{n}`` and the like are filled in there."""
    return {
        "kept": _("This stop is kept on this device."),
        "waiting": _("Stops that wait on this device: {n}. They are sent as soon as there is a network."),
        "sent": _("Stops that have arrived: {n}."),
        "refused": _("One stop was not taken: {reason}"),
        "signin": _("Your sign-in has ended. Sign in again on this device; the stops are kept until then."),
        "nothing": _("Answer at least one of the questions, or tick “something else” and say what."),
        "noplace": _("Say where this is: by the phone's position, on the outline, or in words."),
        "nowords": _("Say in words what else has to be mended."),
        "broken": _("This stop could not be kept on this device. Send it while there is a network."),
        "ready": _("This page now opens without a network too."),
        "map": _("The zone's outline, north up. Tap, or use the arrow keys, to set the place."),
        "tap": _("Tap the outline where it is; roughly is enough."),
        "placed": _("The place is set. Tap again to move it."),
        "here": _("Use where I am now"),
        "unplace": _("Remove the place"),
    }  # fmt: skip
