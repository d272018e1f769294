"""Invitation codes: easy to type, impossible to guess, and known to the database only by their digest."""

import secrets
from typing import Final

from safetyzone.foundation.audit.actions import keyed_digest

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B: what people misread on paper. 11 letters hold about 50 bits.
ALPHABET: Final = "34679ACDEFGHJKMNPQRTUVWXY"
LENGTH: Final = 11


def new_code() -> str:
    """Like ``XKT-4HQ7-MD3W``, its last letter a check letter."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return grouped(letters + check_letter(letters))


def grouped(letters: str) -> str:
    """Three and four letters at a time, as people read them out."""
    return f"{letters[:3]}-{letters[3:7]}-{letters[7:]}"


def check_letter(letters: str) -> str:
    """Changes when one letter is mistyped or two neighbours are swapped (weights are units modulo 25)."""
    total = sum(weight * ALPHABET.index(letter) for weight, letter in zip(_WEIGHTS, letters, strict=True))
    return ALPHABET[total % len(ALPHABET)]


_WEIGHTS: Final = (1, 2, 3, 4, 6, 7, 8, 9, 11, 12)


def tidy(typed: str) -> str | None:
    """What was typed, as letters; None when it cannot be a code (a typing mistake, told without asking the database)."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    if len(letters) != LENGTH or set(letters) - set(ALPHABET) or check_letter(letters[:-1]) != letters[-1]:
        return None
    return letters


def digest_of(letters: str) -> str:
    """What the database keeps of a code."""
    return keyed_digest("poll-code:" + letters)
