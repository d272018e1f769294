"""What, which and where in words: the kind of crime, its id, the address, whether it was solved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from safetyzone.listen.incidents.finder.profile import Column
from safetyzone.listen.incidents.finder.words import (
    ADDRESS,
    CATEGORY,
    IDENTITY,
    NOT_ADDRESS,
    NOT_CATEGORY,
    NOT_SOLVED_WORDS,
    SOLVED,
    SOLVED_WORDS,
    fits,
    score,
)  # fmt: skip

_YES_NO: Final = {"yes", "no", "y", "n", "true", "false", "t", "f", "1", "0", "ใช่", "ไม่"}
_MOST_KINDS: Final = 400
_SEEN: Final = 20
_WHOLE_NAME: Final = 11  # weights from here on are of names known as a whole


@dataclass(frozen=True)
class Described:
    """The columns found; empty where there is none. ``solved_values``: words that mean solved, in a column of words."""

    category: str = ""
    source_id: str = ""
    address: str = ""
    solved: str = ""
    solved_values: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def find_descriptions(columns: Sequence[Column], given: dict[str, str], taken: set[str]) -> Described:
    """What the file says beside place and time. Nothing of it is needed."""
    free = [column for column in columns if column.name not in taken and column.filled]
    by_name = {column.name: column for column in columns}
    category = by_name.get(given.get("category", "")) or _category(free)
    identity = by_name.get(given.get("source_id", "")) or _identity(free)
    used = {column.name for column in (category, identity) if column}
    address = by_name.get(given.get("address", "")) or _address([c for c in free if c.name not in used])
    solved, words = _solved([c for c in free if c.name not in used])
    told = (
        ("what", category, ""),
        ("which", identity, ", a number of its own for each row"),
        ("address", address, ""),
        ("solved", solved, f", where it says {', '.join(words[:3])}" if words else ""),
    )
    notes = tuple(f"{what}: “{c.name}” (such as {c.example()}){why}" for what, c, why in told if c is not None)
    if category is None:
        notes += ("what: no column names the kind of crime; all are counted together",)
    kind, own, where, closed = (column.name if column else "" for column in (category, identity, address, solved))
    return Described(kind, own, where, closed, words, notes)


def _category(columns: Sequence[Column]) -> Column | None:
    def fitting(column: Column) -> bool:
        weight = score(CATEGORY, column.words)
        if not weight or (weight < _WHOLE_NAME and fits(NOT_CATEGORY, column.words)) or column.numeric > 0.5:
            return False
        repeats = column.distinct <= max(_SEEN, column.filled // 2) and column.distinct <= _MOST_KINDS
        return repeats and column.longest <= 120

    # Of two equally named ones the shorter list of kinds is the one people read.
    return min(
        (column for column in columns if fitting(column)),
        key=lambda c: (-score(CATEGORY, c.words), c.distinct < 2, c.distinct, c.position),
        default=None,
    )


def _identity(columns: Sequence[Column]) -> Column | None:
    def fitting(column: Column) -> bool:
        unique = column.distinct == column.filled and column.filled > 1
        said = column.filled >= len(column.text) / 2
        return bool(score(IDENTITY, column.words)) and unique and said and column.precise < 0.5 and column.longest <= 80

    return min(
        (column for column in columns if fitting(column)),
        key=lambda c: (-score(IDENTITY, c.words), c.position),
        default=None,
    )


def _address(columns: Sequence[Column]) -> Column | None:
    def fitting(column: Column) -> bool:
        named = score(ADDRESS, column.words) and not fits(NOT_ADDRESS, column.words)
        pairs = column.share(column.pairs[0].size)
        return bool(named) and column.numeric < 0.5 and pairs < 0.5 and column.distinct > 1

    return min(
        (column for column in columns if fitting(column)),
        key=lambda c: (-score(ADDRESS, c.words), -c.distinct, c.position),
        default=None,
    )


def _solved(columns: Sequence[Column]) -> tuple[Column | None, tuple[str, ...]]:
    for column in sorted(columns, key=lambda c: (-score(SOLVED, c.words), c.position)):
        if not score(SOLVED, column.words):
            break
        words = {str(word) for word in column.text.drop_nulls().unique().to_list()}
        if words and words <= _YES_NO:
            return column, ()
        meaning = sorted(word for word in words if fits(SOLVED_WORDS, word) and not fits(NOT_SOLVED_WORDS, word))
        if meaning and len(words) <= 40:
            return column, tuple(meaning)
    return None, ()
