"""Who answers much at once, and who answers the same: seen, shown as flags, never dropped in silence.

Kept in this process's memory alone: an address appears as a digest under a key that is drawn anew every day and stored
nowhere. Mobile networks put many people behind one address, so a flag is a hint to whoever reads the results, and only a
real flood through the page that costs no work is asked to wait.
"""

import hmac
import secrets
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from safetyzone.foundation.privacy.canonical import canonical
from safetyzone.listen.polls.models import Wave, WaveMode

HOUR: Final = 3600.0
SAME_ADDRESS: Final = 5  # answers an hour from one address, before further ones are marked
MOST_WITHOUT_WORK: Final = 30  # answers an hour from one address that did no work for them
BURST: Final = 60  # answers a minute to one wave, before further ones are marked
ENOUGH_ANSWERS: Final = 8  # equal answers to fewer questions than this happen by chance
REMEMBERED: Final = 20_000


class TooMany(ValueError):
    """This address has sent too many answers without work; ``minutes`` to wait."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        super().__init__(minutes)


class Watch:
    """Counts of the last hour. One a process; tests make their own with a clock of their own."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, today: Callable[[], date] = timezone.localdate
    ) -> None:
        self._clock, self._today = clock, today
        self._lock = threading.Lock()
        self._key, self._key_day = secrets.token_bytes(32), today()
        self._answer_key = secrets.token_bytes(32)
        self._times: OrderedDict[tuple[Any, ...], deque[float]] = OrderedDict()
        self._answers: OrderedDict[tuple[int, bytes], bytes] = OrderedDict()

    def may_send(self, address: str) -> None:
        """Raises ``TooMany`` when this address has sent its share of answers without work."""
        with self._lock:
            times = self._recent(("address", self._digest(address)), HOUR)
            if len(times) >= MOST_WITHOUT_WORK:
                raise TooMany(max(1, round((HOUR - (self._clock() - times[0])) / 60)))

    def flags(
        self, wave: int, address: str, data: Mapping[str, Any], *, instance: str, coded: bool = False
    ) -> tuple[str, ...]:
        """Count one answer in; what is remarkable about it. Where each answer needs a code, addresses do not matter."""
        found = []
        with self._lock:
            if not coded:
                digest = self._digest(address)
                self._count(("address", digest), HOUR)
                if self._count(("address", digest, wave), HOUR) > SAME_ADDRESS:
                    found.append("same-address")
                if self._count(("wave", wave), 60) > BURST:
                    found.append("burst")
            if len(data) >= ENOUGH_ANSWERS and self._seen_before(wave, data, instance):
                found.append("duplicate")
        return tuple(found)

    def _seen_before(self, wave: int, data: Mapping[str, Any], instance: str) -> bool:
        """Whether another submission said exactly this; the same one sent again is no duplicate."""
        mark = (wave, hmac.digest(self._answer_key, canonical(dict(data)), sha256))
        sender = hmac.digest(self._answer_key, instance.encode(), sha256)
        seen = self._answers.setdefault(mark, sender) != sender
        self._answers.move_to_end(mark)
        while len(self._answers) > REMEMBERED:
            self._answers.popitem(last=False)
        return seen

    def _digest(self, address: str) -> bytes:
        if self._key_day != self._today():  # yesterday's digests mean nothing any more
            self._key, self._key_day = secrets.token_bytes(32), self._today()
            self._times.clear()
        return hmac.digest(self._key, address.encode(), sha256)

    def _recent(self, key: tuple[Any, ...], seconds: float) -> deque[float]:
        times = self._times.get(key, deque())
        while times and self._clock() - times[0] > seconds:
            times.popleft()
        return times

    def _count(self, key: tuple[Any, ...], seconds: float) -> int:
        times = self._recent(key, seconds)
        times.append(self._clock())
        self._times[key] = times
        self._times.move_to_end(key)
        while len(self._times) > REMEMBERED:
            self._times.popitem(last=False)
        return len(times)


WATCH: Final = Watch()


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; behind our own proxy, what that proxy saw. Used for counting, never stored."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT and forwarded:
        return str(forwarded.split(",")[-1].strip())
    return str(request.META.get("REMOTE_ADDR", ""))


def flags_for(request: HttpRequest, wave: Wave, data: Mapping[str, Any], instance: str) -> tuple[str, ...]:
    """What is remarkable about an answer that this request brings."""
    coded = wave.mode == WaveMode.PROBABILITY
    return WATCH.flags(wave.pk, address_of(request), data, instance=instance, coded=coded)
