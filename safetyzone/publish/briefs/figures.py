"""One figure of a brief: the same on the page, in the PDF, in the sheet and in the data."""

from dataclasses import asdict, dataclass
from typing import Any, Final

COUNT: Final = "count"
PERCENT: Final = "percent"
RATIO: Final = "ratio"
DAYS: Final = "days"
DECIMALS: Final = {COUNT: 0, PERCENT: 1, RATIO: 2, DAYS: 0}

# Named rules: why a number here may differ from another number about the same month, or how far it carries.
RULES: Final = ("reported", "discovered", "few", "not_mapped", "as_of", "sample", "volunteers", "missing")


@dataclass(frozen=True)
class Figure:
    """``key``: Latin, printed beside the number. ``value``: rounded as it is shown; None is "not enough" or unknown.

    ``code`` and ``about`` say in every language what it is; ``low`` and ``high`` its 95 % interval; ``run`` the key of the
    run it was taken from; ``rule`` one of ``RULES``.
    """

    key: str
    code: str
    value: float | int | None
    unit: str = COUNT
    low: float | None = None
    high: float | None = None
    n: int | None = None
    about: str = ""
    rule: str = ""
    run: str = ""

    def stated(self) -> dict[str, Any]:
        """JSON-ready, without what is empty."""
        return {name: value for name, value in asdict(self).items() if value not in ("", None) or name == "value"}


def percent(share: float | None) -> float | None:
    """A share as percent with one decimal."""
    return None if share is None else round(100 * share, DECIMALS[PERCENT])
