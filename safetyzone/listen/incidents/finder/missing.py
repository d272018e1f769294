"""A column that could not be found: which, what was looked at, how to name it."""

from collections.abc import Mapping, Sequence
from typing import Final

from safetyzone.listen.incidents.refusals import Refused

_SHOWN: Final = 40


class ColumnNotFound(Refused):
    """``missing`` holds the fields, such as ("lat",) or ("occurred_from",).

    ``looked`` says what was looked at; the message adds how to name the column to a command, which a page does by itself.
    ``likely``: field → the column that it probably is.
    """

    def __init__(
        self, missing: tuple[str, ...], looked: str, header: Sequence[str], likely: Mapping[str, str] | None = None
    ) -> None:
        shown = ", ".join(f"“{name}”" for name in header[:_SHOWN]) + (" …" if len(header) > _SHOWN else "")
        names = likely or {}
        example = " ".join(f"--column {field}={names.get(field, 'NAME')}" for field in missing)
        super().__init__(
            "column_not_found",
            f"{looked} The file's columns are {shown}. Name it yourself: {example} (or in a mapping file under columns:).",
        )
        self.missing = missing
        self.looked = looked
