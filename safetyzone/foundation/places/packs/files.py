"""The files of a pack: which there are, where they stand, and how each is read."""

import csv
import json
import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import yaml

from safetyzone.foundation.places.packs.mistakes import Mistake

REQUIRED: Final = ("pack.yaml", "places.csv", "crime.yaml")
OPTIONAL: Final = (
    "boundaries.geojson",
    "partners.yaml",
    "targets.yaml",
    "localities.csv",
    "decisions.yaml",
    "index.yaml",
    "rollout.yaml",
    "measures.yaml",
)
KNOWN: Final = REQUIRED + OPTIONAL
_DATA_ENDINGS: Final = {".yaml", ".yml", ".csv", ".json", ".geojson"}
_PACKAGE: Final = Path(__file__).resolve().parents[3]


def areas_folder() -> Path:
    """Where the shipped packs and schemas stand: inside the installed package, or beside it in a checkout."""
    inside = _PACKAGE / "areas"
    return inside if inside.is_dir() else _PACKAGE.parent / "areas"


def pack_folder(name: str) -> Path:
    """A folder as given, or the shipped pack of this name. Raises ``FileNotFoundError`` that says what there is."""
    given = Path(name)
    if given.is_dir():
        return given
    shipped = areas_folder() / name
    if shipped.parent == areas_folder() and (shipped / "pack.yaml").is_file():
        return shipped
    known = sorted(found.parent.name for found in areas_folder().glob("*/pack.yaml"))
    raise FileNotFoundError(f"there is no folder {name!r} and no pack of this name; shipped packs: {', '.join(known)}")


@dataclass
class Documents:
    """What stands in a pack's files, before anything is believed."""

    data: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)  # of each row of a table
    mistakes: list[Mistake] = field(default_factory=list)


def read(folder: Path) -> Documents:
    """Every file of the pack, with a mistake for each that is missing, unreadable or unknown."""
    found = Documents()
    for name in REQUIRED:
        if not (folder / name).is_file():
            found.mistakes.append(Mistake(name, "", "file-missing", f"every pack has a file {name}; it is not there"))
    for path in sorted(folder.iterdir()):
        if path.name in KNOWN:
            _read_one(path, found)
        elif path.suffix in _DATA_ENDINGS:
            near = get_close_matches(path.name, KNOWN, 1)
            advice = f"did you mean {near[0]}?" if near else f"a pack's files are {', '.join(KNOWN)}"
            found.mistakes.append(Mistake(path.name, "", "file-unknown", f"a pack has no such file; {advice}"))
    return found


def _read_one(path: Path, found: Documents) -> None:
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix == ".csv":
            found.data[path.name], found.lines[path.name] = _table(text, path.name, found.mistakes)
        elif path.suffix == ".yaml":
            found.data[path.name] = yaml.load(text, Loader=_Plain)  # noqa: S506 - a SafeLoader with fewer surprises
        else:
            found.data[path.name] = json.loads(text)
    except UnicodeDecodeError as error:
        found.mistakes.append(
            Mistake(path.name, "", "encoding", f"it is not UTF-8 at byte {error.start}; save it as UTF-8")
        )
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        found.mistakes.append(Mistake(path.name, where, "syntax", f"it cannot be read as YAML: {error.problem}"))
    except yaml.YAMLError as error:
        found.mistakes.append(Mistake(path.name, "", "syntax", f"it cannot be read as YAML: {error}"))
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        found.mistakes.append(Mistake(path.name, where, "syntax", f"it cannot be read as JSON: {error.msg}"))
    except csv.Error as error:
        found.mistakes.append(Mistake(path.name, "", "syntax", f"it cannot be read as CSV: {error}"))


# Ten times as quick; missing where PyYAML was built without libyaml.
_Safe: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Plain(_Safe):  # type: ignore[misc, valid-type]
    """YAML as people mean it: 0401 and no stay text, a date stays text, a key written twice is an error."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, Any]]] = {}  # noqa: RUF012 - the loader's own protocol

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _value in node.value:
            if key_node.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key_node.value!r} stands twice", key_node.start_mark
                )
            seen.add(key_node.value)
        return dict(super().construct_mapping(node, deep=deep))


def _resolve(tag: str, pattern: str, first: str) -> None:
    _Plain.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))


_resolve("bool", r"^(?:true|false)$", "tf")
_resolve("null", r"^(?:null|~|)$", "n~")
_resolve("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789")
_resolve("float", r"^[-+]?(?:0|[1-9][0-9]*)\.[0-9]+$", "-+0123456789")

_NUMBERS: Final = {"lon", "lat", "area_km2"}
_COUNTS: Final = {"population", "households"}
_FLAGS: Final = {"sample", "unverified"}
_FLAG_WORDS: Final = {"yes": True, "true": True, "no": False, "false": False}
_COLUMNS: Final = {
    "places.csv": {
        "level", "slug", "parent", "code", "area_source", "population_source", "time_zone", "notes",
        *_NUMBERS, *_COUNTS, *_FLAGS,
    },
    "localities.csv": {"kind", "place", "code", "lon", "lat"},
}  # fmt: skip


def _table(text: str, name: str, mistakes: list[Mistake]) -> tuple[list[dict[str, Any]], list[int]]:
    """Rows with typed values, empty fields left out, and the line each stands on."""
    reader = csv.DictReader(text.splitlines(), strict=True)
    for column in reader.fieldnames or []:
        if column not in _COLUMNS[name] and not column.startswith("name_"):
            near = get_close_matches(column, sorted(_COLUMNS[name]), 1)
            advice = f"did you mean {near[0]}?" if near else "names stand in name_<language>"
            mistakes.append(
                Mistake(name, f"column {column}", "column-unknown", f"the table has no such column; {advice}")
            )
    rows, lines = [], []
    for row in reader:
        if None in row or None in row.values():
            message = f"it has {'more' if None in row else 'fewer'} fields than the heading"
            mistakes.append(Mistake(name, f"line {reader.line_num}", "fields", message))
            continue
        rows.append(_typed(row, name, reader.line_num, mistakes))
        lines.append(reader.line_num)
    return rows, lines


def _typed(row: dict[str, str], name: str, line: int, mistakes: list[Mistake]) -> dict[str, Any]:
    found: dict[str, Any] = {"names": {}}
    for column, written in row.items():
        text = written.strip()
        if not text:
            continue
        if column.startswith("name_"):
            found["names"][column.removeprefix("name_")] = text
        elif column in _COLUMNS[name]:
            try:
                found[column] = _value(column, text)
            except (ValueError, KeyError):
                wanted = "yes or no" if column in _FLAGS else "a whole number" if column in _COUNTS else "a number"
                message = f"{text!r} is not {wanted}; leave it empty if it is unknown"
                mistakes.append(Mistake(name, f"line {line}, column {column}", "type", message))
    return found


def _value(column: str, text: str) -> Any:
    if column in _NUMBERS:
        return float(text)
    if column in _COUNTS:
        return int(text)
    return _FLAG_WORDS[text.lower()] if column in _FLAGS else text
