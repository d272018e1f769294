"""Proof of work instead of a foreign captcha: a second of the sender's processor for an answer that needs no code.

The server signs a challenge and forgets it. The sender looks for a number so that SHA-256 of ``challenge:instance:number``
begins with so many zero bits. The instance id is part of the work, so one solution is worth one answer.
"""

import hashlib
import secrets
from typing import Final

from django.core.signing import BadSignature, TimestampSigner

from safetyzone.listen.polls.models import Wave, WaveMode

GOOD_FOR_SECONDS: Final = 3600
LONGEST_NUMBER: Final = 20
_SALT: Final = "poll-work"


class NoWork(ValueError):
    """The work is missing, was done for something else, or its challenge has run out: ask for a new one."""


def bits_for(wave: Wave) -> int:
    """Zero bits an answer through the page costs. A code is proof enough of being invited."""
    return 0 if wave.mode == WaveMode.PROBABILITY else wave.proof_bits


def challenge_for(wave: Wave) -> str:
    """A fresh challenge, signed with its time."""
    return TimestampSigner(salt=_SALT).sign(f"{wave.token}.{secrets.token_urlsafe(9)}")


def check(wave: Wave, *, challenge: str, instance_id: str, number: str) -> None:
    """Raises ``NoWork`` unless the work for this answer to this wave was done."""
    bits = bits_for(wave)
    if bits == 0:
        return
    try:
        signed = TimestampSigner(salt=_SALT).unsign(challenge, max_age=GOOD_FOR_SECONDS)
    except BadSignature:
        raise NoWork("challenge") from None
    if signed.partition(".")[0] != wave.token or not 0 < len(number) <= LONGEST_NUMBER:
        raise NoWork("challenge")
    if zero_bits(hashlib.sha256(f"{challenge}:{instance_id}:{number}".encode()).digest()) < bits:
        raise NoWork("bits")


def zero_bits(digest: bytes) -> int:
    """How many bits are zero before the first that is not."""
    return 8 * len(digest) - int.from_bytes(digest).bit_length()
