"""Smallest numbers of observations below which the answer is "not enough" instead of a number.

Source: the project's METHODS.md §2. An area pack may raise them, never lower them.
"""

from typing import Final

HOTSPOT_EVENTS: Final = 50
HOTSPOT_CELLS: Final = 30
CLOCK_EVENTS: Final = 30
YEAR_ON_YEAR_EVENTS: Final = 10
KNOX_EVENTS: Final = 100
KNOX_EXPECTED: Final = 5.0
PRIOR_COUNT_EVENTS: Final = 200
PRIOR_COUNT_DAYS: Final = 365
HAWKES_EVENTS: Final = 500
EFFECT_EVENTS_BEFORE: Final = 20
POLL_EFFECTIVE_ANSWERS: Final = 30
POLL_MAP_ANSWERS: Final = 10
OPINION_PEOPLE: Final = 30
OPINION_VOTES: Final = 7
SMALL_AREAS: Final = 20
INDEX_ZONES: Final = 10
PUBLIC_COUNT: Final = 5
