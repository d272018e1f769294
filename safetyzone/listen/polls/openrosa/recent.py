"""The wave of a form id, read again after two seconds: hundreds of answers a second ask for the same one.

Whether the wave still takes answers is asked anew inside the transaction that stores them.
"""

import time
from typing import Final

from safetyzone.listen.polls.models import Wave
from safetyzone.listen.polls.queries import wave_to_answer

KEPT_SECONDS: Final = 2.0
MOST: Final = 200

_KEPT: Final[dict[str, tuple[float, Wave]]] = {}


def recent_wave(token: str) -> Wave | None:
    """As ``wave_to_answer``. The object is shared between threads: read it, never change it."""
    now = time.monotonic()
    if (kept := _KEPT.get(token)) and now - kept[0] < KEPT_SECONDS:
        return kept[1]
    wave = wave_to_answer(token)
    if wave is not None:
        if len(_KEPT) >= MOST:
            _KEPT.clear()
        _KEPT[token] = (now, wave)
    return wave
