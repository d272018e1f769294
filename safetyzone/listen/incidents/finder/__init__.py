"""Which column of an unknown incident file is what, by its name and by its values, with the reason for each choice.

    found = find(header, rows)
    found.mapping, found.notes

Raises ``ColumnNotFound`` that names exactly what could not be found, what was looked at, and how to name it.
"""

from safetyzone.listen.incidents.finder.finding import Found, find
from safetyzone.listen.incidents.finder.missing import ColumnNotFound

__all__ = ["ColumnNotFound", "Found", "find"]
