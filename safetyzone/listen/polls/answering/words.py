"""What the poll's page says: its script has no words of its own. ``{n}`` and the like are filled in there."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """By the key the script asks for, in the reader's language."""
    return {
        "broken": _("The questions could not be loaded here. Please use the plain page, or another browser."),
        "resumed": _("Your answers from before are still here. Go on where you stopped."),
        "faults": _("Some answers are missing or do not fit. They are marked below."),
        "required": _("Please answer this question."),
        "constraint": _("This answer does not fit the question."),
        "optional": _("(may be left out)"),
        "sending": _("Your answers are being sent …"),
        "waiting": _("Your answers are kept on this device and are sent as soon as there is a network. You may close this page."),
        "refused": _("Your answers were not taken: {reason}"),
        "unasked": _("This kind of question cannot be asked on this page yet."),
        "acknowledge": _("Yes, I have read this"),
        "add": _("Add another"),
        "drop": _("Remove this one"),
        "map": _("The zone's outline, north up. Tap, or use the arrow keys, to set the place."),
        "tap": _("Tap the outline where it is; roughly is enough."),
        "placed": _("The place is set. Tap again to move it."),
        "here": _("Use where I am now"),
        "unplace": _("Remove the place"),
    }  # fmt: skip
