"""Which key opens which wave."""

from django.utils import timezone

from safetyzone.foundation.audit.actions import keyed_digest
from safetyzone.listen.polls.models import ClientKey, Wave, WaveState


def digest_of(key: str) -> str:
    """What the database keeps of a key."""
    return keyed_digest("poll-client:" + key)


def client_by_key(key: str) -> ClientKey | None:
    """The holder of a key that has not been taken back."""
    found = ClientKey.objects.filter(digest=digest_of(key), revoked=False)
    return found.select_related("wave__questionnaire", "wave__zone").first()


def takes_answers(wave: Wave) -> bool:
    """Whether the wave is open today."""
    return wave.state == WaveState.OPEN and wave.opens <= timezone.localdate() <= wave.closes
