"""Votes made by formula: three camps of unequal size, a third of the votes unseen, one statement all agree on."""

import numpy as np

from zonestats.checks import FloatArray, IntArray

PEOPLE, STATEMENTS = 90, 14


def camps() -> IntArray:
    """(90,) the camp of each person."""
    return np.repeat([0, 1, 2], [40, 28, 22])


def votes() -> FloatArray:
    """(90, 14) votes, the same on every machine."""
    person, statement = np.meshgrid(np.arange(PEOPLE), np.arange(STATEMENTS), indexing="ij")
    chance = (person * np.sqrt(2) + statement * np.sqrt(3) + (person * statement) * np.sqrt(5)) % 1.0
    seen = (person * np.sqrt(7) + statement * np.sqrt(11) + (person * statement) * np.sqrt(13)) % 1.0
    leaning = np.array([[1, 1, -1], [1, -1, 1], [-1, 1, 1], [-1, -1, 1]])[statement % 4, camps()[:, None]]
    leaning = np.where(statement == STATEMENTS - 1, 1, leaning)
    cast = np.where(chance < 0.8, leaning, np.where(chance < 0.9, 0, -leaning)).astype(np.float64)
    cast[seen < 1 / 3] = np.nan
    return cast
