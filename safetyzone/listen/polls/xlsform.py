"""Read an XLSForm: pyxform makes the XForm of it, and the questions are listed for results and the plain form."""

import hashlib
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final

FILE_TYPES: Final = (".xlsx", ".xlsm", ".xls", ".md", ".csv")
LARGEST: Final = 5 * 1024 * 1024
# What carries no answer of a person: kept in the XForm, left out of the list of questions.
_NOT_ANSWERED: Final = frozenset(
    {"note", "calculate", "start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit"}
)


class BrokenForm(ValueError):
    """The workbook is no XLSForm; the message names sheet, row and column where pyxform does."""


@dataclass(frozen=True)
class Form:
    """What one workbook says."""

    form_id: str
    version: str
    titles: dict[str, str]
    xform: str
    questions: list[dict[str, Any]]
    warnings: list[str]


def read(original: bytes, file_name: str) -> Form:
    """Convert the workbook. Raises ``BrokenForm`` with a sentence that says where it is broken."""
    kind = PurePath(file_name).suffix.lower()
    if kind not in FILE_TYPES:
        raise BrokenForm(f"{file_name}: an XLSForm is a file of type {', '.join(FILE_TYPES)}")
    if len(original) > LARGEST:
        raise BrokenForm(f"{file_name}: larger than {LARGEST // 1024 // 1024} MB")
    text = _text(original, file_name) if kind in {".md", ".csv"} else None
    if text is not None and kind == ".md":
        _even_rows(text, file_name)
    made = converted(original if text is None else text, kind, file_name)
    survey: Any = made._survey
    languages = _languages(survey)
    version = str(survey.version or "") or hashlib.sha256(original).hexdigest()[:10]
    titles = {code: str(survey.title) for code in languages}
    form = Form(
        str(survey.id_string), version, titles, made.xform, _questions(survey, languages), list(made.warnings or [])
    )
    _must_fit(form, file_name)
    return form


def _text(original: bytes, file_name: str) -> str:
    try:
        text = original.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise BrokenForm(f"{file_name}: it is not UTF-8 at byte {problem.start}; save it as UTF-8") from None
    if "\0" in text:
        raise BrokenForm(f"{file_name}: this is no text file; was it renamed?")
    return text


def _even_rows(text: str, file_name: str) -> None:
    """In Markdown a bar too many moves every cell after it: named by line, because pyxform only stumbles."""
    sheet, wanted = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        bare = line.strip()
        if not bare.startswith("|"):
            continue
        cells = bare.replace("\\|", "").count("|")
        if name := bare[1:].partition("|")[0].strip():
            sheet, wanted = name, 0
        elif not wanted:
            wanted = cells
        elif cells > wanted:
            raise BrokenForm(
                f"{file_name}: line {number} of sheet {sheet!r} has {cells - 1} cells and its heading {wanted - 1}; "
                "there is a bar | too many"
            )


def converted(content: bytes | str, kind: str, file_name: str) -> Any:
    """What pyxform makes of the workbook."""
    from pyxform.errors import PyXFormError  # noqa: PLC0415 - two seconds that only importing a form should cost
    from pyxform.xls2xform import convert  # noqa: PLC0415 - as above
    from xlrd.biffh import XLRDError  # noqa: PLC0415 - as above
    from xlrd.compdoc import CompDocError  # noqa: PLC0415 - as above

    try:
        return convert(xlsform=content, file_type=kind, form_name="data")
    except PyXFormError as problem:
        if "supported type" in str(problem):  # it names only file types, whatever is wrong with the file
            raise _unreadable(file_name) from problem
        raise BrokenForm(f"{file_name}: {problem}") from problem
    except (*_DAMAGED, XLRDError, CompDocError) as problem:
        raise _unreadable(file_name) from problem


# What the readers of workbooks stumble over in damaged files: bytes cut off or changed, tables that point nowhere.
_DAMAGED: Final = (
    AssertionError, AttributeError, EOFError, LookupError, NotImplementedError, TypeError, ValueError, struct.error,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def _unreadable(file_name: str) -> BrokenForm:
    return BrokenForm(
        f"{file_name}: this cannot be read as a workbook with a sheet named survey; is it damaged, or of another type?"
    )


def _must_fit(form: Form, file_name: str) -> None:
    """What our own tables need: short ids, and a name for each question that no other has."""
    for what, value, longest in (("form_id", form.form_id, 60), ("version", form.version, 40)):
        if len(value) > longest:
            raise BrokenForm(f"{file_name}: sheet 'settings', column {what!r} is longer than {longest} letters")
    seen: dict[str, str] = {}
    for question in form.questions:
        name, path = question["name"], question["path"]
        if name in seen:
            raise BrokenForm(
                f"{file_name}: sheet 'survey', column 'name': {name!r} stands twice ({seen[name]}, {path}); "
                "answers are kept by name, so give each question its own"
            )
        seen[name] = path


def _languages(survey: Any) -> list[str]:
    """Codes of the form's languages, its default first: "Thai (th)" is th; a form without languages speaks its own."""
    names = {name for element in survey.iter_descendants() if isinstance(element.label, dict) for name in element.label}
    default = survey.default_language
    return [_code(name) for name in sorted(names, key=lambda name: (name != default, name))] or ["und"]


def _code(name: str) -> str:
    inside = name.rpartition("(")[2].rstrip(") ")
    return inside.lower() if "(" in name else name.lower()


def _labels(label: Any, languages: list[str]) -> dict[str, str]:
    if isinstance(label, dict):
        return {_code(name): str(text) for name, text in label.items()}
    return {languages[0]: str(label)} if label else {}


def _questions(survey: Any, languages: list[str]) -> list[dict[str, Any]]:
    found = []
    sections: list[tuple[str, dict[str, str]]] = []
    repeats: set[str] = set()
    for element in survey.iter_descendants():
        path = element.get_xpath()
        sections = [(own, label) for own, label in sections if path.startswith(own + "/")]
        kind = str(getattr(element, "type", None) or "")
        if kind in {"group", "repeat"}:
            sections.append((path, _labels(element.label, languages)))
            if kind == "repeat":
                repeats.add(path)
        elif kind not in _NOT_ANSWERED and kind != "survey" and "/meta/" not in path:
            asked = _question(element, kind, path, languages, sections)
            found.append(asked | {"repeat": any(path.startswith(own + "/") for own in repeats)})
    return found


def _question(
    element: Any, kind: str, path: str, languages: list[str], sections: list[tuple[str, Any]]
) -> dict[str, Any]:
    bind = element.bind or {}
    choices = getattr(element, "choices", None)
    return {
        "name": element.name,
        "path": path.removeprefix("/data/"),
        "type": kind,
        "labels": _labels(element.label, languages),
        "hints": _labels(getattr(element, "hint", None), languages),
        "section": sections[-1][1] if sections else {},
        "required": str(bind.get("required", "")).lower() in {"yes", "true", "true()"},
        "relevant": str(bind.get("relevant", "")),
        "constraint": str(bind.get("constraint", "")),
        "choices": [
            {"value": str(option.name), "labels": _labels(option.label, languages)}
            for option in (choices.options if choices is not None and hasattr(choices, "options") else [])
        ],
    }
