"""A letter that was lost is replaced: a second code for the household, noted in the audit chain."""

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safetyzone.foundation.audit.actions import record
from safetyzone.listen.polls.actions.samples import drawn_units, labels_of
from safetyzone.listen.polls.actions.waves import Letter, NotPossible
from safetyzone.listen.polls.codes import digest_of, new_code
from safetyzone.listen.polls.models import CodeSheet, FrameUnit, Wave, WaveState


class Reason(models.TextChoices):
    NEVER_CAME = "never-came", gettext_lazy("it never arrived")
    LOST = "lost", gettext_lazy("it was lost")
    SPOILT = "spoilt", gettext_lazy("the code cannot be read")


def replace_letter(*, wave: Wave, label: str, reason: Reason, by: str) -> Letter:
    """One more code for an invited household, returned this once. Raises ``NotPossible``.

    Which code its first letter carried is not known, so that one goes on working; the household still counts once among
    the invited. The audit event names the line of the list and the reason, neither the address nor a code.
    """
    if wave.state == WaveState.CLOSED:
        raise NotPossible(_("This poll is closed; its codes are of no use any more."))
    with transaction.atomic():
        sheets = {_key(sheet): sheet for sheet in CodeSheet.objects.select_for_update().filter(wave=wave)}
        unit, key, shown = _invited(wave, label)
        if unit.replaced >= len(labels_of(unit)):
            raise NotPossible(_("A letter for this address has been replaced already."))
        code = new_code()
        sheet = sheets[key]
        sheet.unused = sorted([*sheet.unused, digest_of(code.replace("-", ""))])
        sheet.replaced += 1
        sheet.save(update_fields=["unused", "replaced"])
        unit.replaced += 1
        unit.save(update_fields=["replaced"])
        record(action="polls.letter_replaced", subject=f"wave:{wave.pk}", by=by, unit=unit.pk, reason=reason.value)
    return Letter(shown, code, key[1])


def _key(sheet: CodeSheet) -> tuple[str, str, float]:
    return sheet.stratum, sheet.cluster, sheet.base_weight


def _invited(wave: Wave, label: str) -> tuple[FrameUnit, tuple[str, str, float], str]:
    """The drawn unit to which a letter with this address went; spaces and capitals do not matter."""
    wanted = " ".join(label.split()).casefold()
    for unit, key in drawn_units(wave):
        for shown in labels_of(unit):
            if " ".join(shown.split()).casefold() == wanted:
                return unit, key, shown
    raise NotPossible(_("No letter went to this address. Write it as it stands on the list of those invited."))
