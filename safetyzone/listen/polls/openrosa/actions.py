"""Give an interviewer's telephone a key, and take it back."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import record
from safetyzone.listen.polls.models import ClientKey, Wave, WaveState
from safetyzone.listen.polls.openrosa.keys import digest_of


class NoKey(ValueError):
    """A key cannot be given; the sentence says why."""


def give_key(*, wave: Wave, label: str, by: str) -> tuple[ClientKey, str]:
    """A new key and its secret, which is returned this once and kept nowhere."""
    if wave.state == WaveState.CLOSED:
        raise NoKey(_("This poll is closed; nobody can send answers to it any more."))
    if not (tidy := " ".join(label.split())):
        raise NoKey(_("Write whose telephone it is."))
    secret = secrets.token_urlsafe(24)
    with transaction.atomic():
        key = ClientKey.objects.create(wave=wave, label=tidy[:80], digest=digest_of(secret))
        record(action="polls.client_key_given", subject=f"wave:{wave.pk}", by=by, key=key.pk)
    return key, secret


def take_key_back(*, key: ClientKey, by: str) -> None:
    """From now on this key opens nothing; answers that came by it stay."""
    with transaction.atomic():
        key.revoked = True
        key.save(update_fields=["revoked"])
        record(action="polls.client_key_taken_back", subject=f"wave:{key.wave_id}", by=by, key=key.pk)
