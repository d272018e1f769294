"""A mistake in a pack: where it stands, which rule it breaks, and what to do."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Mistake:
    file: str
    path: str  # inside the file: "line 12, column area_km2" or "categories[3].iccs"; empty: the whole file
    rule: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.path}" if self.path else self.file
        return f"{where}: {self.message} [{self.rule}]"


class PackRefused(ValueError):
    """A pack with mistakes; nothing of it is loaded."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
