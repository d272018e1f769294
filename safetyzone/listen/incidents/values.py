"""What the words of a file mean: category, origin, solved, precision of the place."""

from collections.abc import Mapping as Table
from dataclasses import dataclass
from typing import Final

import polars as pl

from safetyzone.foundation.places import queries as places
from safetyzone.foundation.places.models import Category
from safetyzone.listen.incidents.mapping import Mapping
from safetyzone.listen.incidents.refusals import Refused

_YES: Final = ("yes", "y", "true", "t", "1", "solved", "cleared", "arrest", "arrested", "จับกุม", "จับได้", "จับแล้ว", "ใช่")
_NO: Final = ("no", "n", "false", "f", "0", "unsolved", "open", "not cleared", "ยังไม่จับ", "จับไม่ได้", "ไม่ใช่", "ไม่")
_DISCOVERED: Final = ("discovered", "found by police", "ตรวจพบ")


@dataclass(frozen=True)
class Meanings:
    """Look-up tables from the file's words, in lower case, to what is stored."""

    category: Table[str, str]
    origin_of: Table[str, str]  # category code → origin
    solved: Table[str, bool]
    others_unsolved: bool  # any other word in the solved column means unsolved
    discovered: tuple[str, ...]
    precision: Table[str, str]


def meanings(mapping: Mapping, pack: str) -> Meanings:
    """Of a mapping in an area; refuses a category code that the area pack does not have."""
    known = list(places.categories_of(pack))
    codes = {category.code for category in known}
    words = _pack_words(known)
    for word, code in mapping.categories.items():
        _must_be_known(code, codes, pack, f"categories: “{word}”")
        words[folded(word)] = code
    for code in mapping.origin_by_category:
        _must_be_known(code, codes, pack, "origin.by_category")
    stated = bool(mapping.solved_values or mapping.unsolved_values)
    yes, no = (mapping.solved_values, mapping.unsolved_values) if stated else (_YES, _NO)
    return Meanings(
        category=words,
        origin_of={category.code: category.origin for category in known} | dict(mapping.origin_by_category),
        solved=dict.fromkeys(map(folded, no), False) | dict.fromkeys(map(folded, yes), True),
        others_unsolved=bool(mapping.solved_values) and not mapping.unsolved_values,
        discovered=tuple(map(folded, mapping.discovered_values or _DISCOVERED)),
        precision={folded(word): meaning for word, meaning in mapping.precision_values.items()},
    )


def _must_be_known(code: str, codes: set[str], pack: str, where: str) -> None:
    if code not in codes:
        some = ", ".join(sorted(codes)[:8]) or "none at all"
        raise Refused("unknown_category", f"{where}: the area pack {pack!r} has no category {code!r}; it has {some}")


def _pack_words(known: list[Category]) -> dict[str, str]:
    words: dict[str, str] = {}
    for category in reversed(known):  # an earlier category's name wins
        words.update({folded(str(name)): category.code for name in category.names.values()})
    return words | {folded(category.code): category.code for category in known}


def folded(word: str) -> str:
    """As words are compared: without case and outer spaces."""
    return word.strip().lower()


def looked_up(text: pl.Series, table: Table[str, str], default: str) -> pl.Series:
    """The meaning of each word; ``default`` for words without one and for nothing."""
    if not table:
        return pl.Series(text.name, [default], pl.String).new_from_index(0, len(text))
    return (
        text.str.to_lowercase().replace_strict(dict(table), default=default, return_dtype=pl.String).fill_null(default)
    )


def solved_of(text: pl.Series, means: Meanings) -> pl.Series:
    """True, false, or null for not said."""
    found = text.str.to_lowercase().replace_strict(
        list(means.solved), list(means.solved.values()), default=None, return_dtype=pl.Boolean
    )
    return found.set(found.is_null() & text.is_not_null(), False) if means.others_unsolved else found
