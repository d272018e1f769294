"""Numbers of rows as forms send them."""

from typing import Final

from django.http import QueryDict

MOST_DIGITS: Final = 15  # no row has a longer one, and Python refuses to read a number of thousands of digits


def number_in(given: QueryDict, name: str) -> int:
    """What stands under a name, 0 where it is no number."""
    text = given.get(name, "")
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else 0
