"""Why a file, or one row of it, is not taken. A file that is refused changes nothing; a row that is rejected is listed."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self


class Refused(Exception):
    """The file is not imported: a code for programs and a sentence that tells its reader what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def about(self, path: Path, name: str) -> Self:
        """The same of a file that people know by another name than the disk does."""
        self.message = self.message.replace(path.name, name)
        return self


@dataclass(frozen=True)
class RejectRow:
    """A row that was not taken: where it stands, what it holds (masked in personal columns), and why."""

    line: int
    column: str
    value: str
    code: str
    reason: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def summary(self) -> str:
        where = f"line {self.line}, {self.column}" if self.column else f"line {self.line}"
        held = f" “{self.value}”" if self.value else ""
        return f"{where}{held}: {self.reason}"


MASK = "•••"


def shortened(value: str, length: int = 120) -> str:
    """A value short enough to be shown in a list."""
    return value if len(value) <= length else value[: length - 1] + "…"
