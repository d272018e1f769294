"""The YAML form of a mapping, as ``docs/reference/mapping.md`` describes it: read with clear errors, written back."""

from pathlib import Path
from typing import Any, Final

import yaml

from safetyzone.listen.incidents.coordinates import crs_name
from safetyzone.listen.incidents.mapping import MOMENTS, SINGLE, Mapping, MappingError, Moment

VERSION: Final = "1"
_PIECES: Final = ("date", "time", "year", "month", "day", "hour", "minute")
# section → entry → (field of Mapping, kind of value)
_SECTIONS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "file": {
        "encoding": ("encoding", "text"), "separator": ("separator", "text"), "sheet": ("sheet", "text"),
        "header": ("header", "number"),
    },
    "dates": {"order": ("date_order", "text"), "calendar": ("calendar", "text"), "time_zone": ("time_zone", "text")},
    "places": {
        "crs": ("crs", "crs"), "point_order": ("point_order", "text"), "precision": ("default_precision", "text"),
        "precision_values": ("precision_values", "table"),
    },
    "origin": {
        "default": ("default_origin", "text"), "by_category": ("origin_by_category", "table"),
        "discovered": ("discovered_values", "list"),
    },
    "solved": {"yes": ("solved_values", "list"), "no": ("unsolved_values", "list")},
}  # fmt: skip
_TOP: Final = ("mapping", "source", "columns", "categories", "personal", *_SECTIONS)


def read_mapping(given: Path | str) -> Mapping:
    """From a file or from text; raises ``MappingError`` that names the entry and what to write instead."""
    text = _text(given) if isinstance(given, Path) else given
    try:
        # Every value stays text: a column called No or a category 12 is a name, not a truth or a number.
        stated = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it builds nothing but text, lists and tables
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        raise MappingError(f"{where}this is not YAML: {getattr(problem, 'problem', problem)}") from None
    if not isinstance(stated, dict):
        raise MappingError("the file should hold entries such as “source: my register” and “columns:”")
    _only(stated, _TOP, "")
    if stated.get("mapping", VERSION) != VERSION:
        raise MappingError(
            f"mapping: {stated['mapping']!r} is not a version this software reads; write mapping: {VERSION}"
        )
    values: dict[str, Any] = {"source": _plain(stated.get("source", ""), "source")}
    values |= _columns(stated.get("columns"))
    for section, entries in _SECTIONS.items():
        values |= _section(section, stated.get(section), entries)
    if "categories" in stated:
        values["categories"] = _table(stated["categories"], "categories")
    if "personal" in stated:
        values["personal"] = _list(stated["personal"], "personal")
    return Mapping(**values)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as problem:
        raise MappingError(f"it cannot be read: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise MappingError("it is not UTF-8; save it as UTF-8") from None


def _only(found: dict[str, Any], allowed: tuple[str, ...], where: str) -> None:
    for name in found:
        if name not in allowed:
            prefix = f"{where}." if where else ""
            raise MappingError(f"{prefix}{name}: there is no such entry; there are {', '.join(allowed)}")


def _columns(found: Any) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise MappingError("columns: name the file's columns, such as “occurred_from: Date”")
    _only(found, (*MOMENTS, *SINGLE), "columns")
    values: dict[str, Any] = {name: _plain(found[name], f"columns.{name}") for name in SINGLE if name in found}
    for name in MOMENTS:
        if name in found:
            values[name] = _moment(found[name], f"columns.{name}")
    return values


def _moment(found: Any, where: str) -> Moment:
    if isinstance(found, dict):
        _only(found, _PIECES, where)
        return Moment(**{piece: _plain(column, f"{where}.{piece}") for piece, column in found.items()})
    if isinstance(found, list):
        if len(found) != 2:
            raise MappingError(
                f"{where}: write one column, [date, time], or date:, time:, year:, month:, day: and so on"
            )
        return Moment(*(_plain(column, where) for column in found))
    return Moment(_plain(found, where))


def _section(section: str, found: Any, entries: dict[str, tuple[str, str]]) -> dict[str, Any]:
    if not found:
        return {}
    if not isinstance(found, dict):
        raise MappingError(f"{section}: write its entries below it: {', '.join(entries)}")
    _only(found, tuple(entries), section)
    return {entries[name][0]: _read(value, entries[name][1], f"{section}.{name}") for name, value in found.items()}


def _read(value: Any, kind: str, where: str) -> Any:
    if kind == "table":
        return _table(value, where)
    if kind == "list":
        return _list(value, where)
    if kind == "number":
        if not str(value).isdecimal():
            raise MappingError(f"{where}: {value!r} is not a whole number")
        return int(value)
    text = _plain(value, where)
    return crs_name(text) if kind == "crs" else text


def _plain(value: Any, where: str) -> str:
    if not isinstance(value, str):
        kind = "list" if isinstance(value, list) else "table"
        raise MappingError(f"{where}: one name is needed, not a {kind}")
    return value


def _list(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise MappingError(f"{where}: write a list, such as [“{value}”]")
    return tuple(_plain(part, where) for part in value)


def _table(value: Any, where: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise MappingError(f"{where}: write pairs, such as “word in the file: code”")
    return {word: _plain(meaning, f"{where}.{word}") for word, meaning in value.items()}


def write_mapping(mapping: Mapping) -> str:
    """The same mapping as YAML."""
    stated = mapping.as_json()
    columns = {name: stated[name] for name in (*MOMENTS, *SINGLE) if name in stated}
    for name in MOMENTS:
        if list(columns.get(name, {})) == ["date"]:
            columns[name] = columns[name]["date"]
    made: dict[str, Any] = {"mapping": int(VERSION), "source": mapping.source, "columns": columns}
    for section, entries in _SECTIONS.items():
        if part := {name: stated[field] for name, (field, _) in entries.items() if field in stated}:
            made[section] = part
    made |= {name: stated[name] for name in ("categories", "personal") if name in stated}
    return str(yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=120))
