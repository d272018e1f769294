"""The translations: ``locale/<language>/LC_MESSAGES/django.po``, one catalogue for the whole product.

    python scripts/catalogues.py             compile each .po beside its source; needs only Babel
    python scripts/catalogues.py extract     take every marked string of the code and templates into the catalogues
    python scripts/catalogues.py check       name what is untranslated, fuzzy, or says other placeholders than its source

The sign-in pages come from django-allauth, whose own translations are incomplete; their strings stand in our catalogue too
and win over theirs.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parent.parent
PRODUCT: Final = ROOT / "safetyzone"
LANGUAGES: Final = ("th",)  # English is the source itself
WIDTH: Final = 120
KEYWORDS: Final = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip
# What Django's template extractor writes for a tag: a call with one or more literals.
CALL: Final = re.compile(r"(?:(?<=\s)|^)(_|gettext|ngettext|pgettext|npgettext)\(\s*")
LITERAL: Final = re.compile(r"""u?("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')\s*,?\s*""", re.DOTALL)
PLACEHOLDER: Final = re.compile(r"%\((\w+)\)[sdfr]|%[sdr]|\{(\w*)[^{}]*\}")
ALLAUTH_PARTS: Final = ("account", "mfa", "socialaccount")
# Switched off here: signing up, telephone numbers, codes by letter, mandatory confirmation of addresses.
UNUSED: Final = re.compile(
    r"phone|signup_by|signup_form|confirm_|login_code|code_|verif|unknown_account|admin\.py|models\.py|commands"
)

UNSAID: Final = tuple(
    f'"{name}'.encode()
    for name in ("Report-", "POT-", "PO-", "Last-Translator", "Language-Team", "Generated-By", "Project-Id")
)

Found = tuple[str | None, tuple[str, ...]]  # context, one or two forms


def catalogue_path(language: str) -> Path:
    return PRODUCT / "locale" / language / "LC_MESSAGES" / "django.po"


def compile_all(root: Path) -> int:
    """Write a ``.mo`` for each ``.po`` below ``root``; returns how many."""
    count = 0
    for source in sorted(root.rglob("locale/*/LC_MESSAGES/django.po")):
        with source.open("rb") as handle:
            catalogue = read_po(handle)
        with source.with_suffix(".mo").open("wb") as handle:
            write_mo(handle, catalogue)
        count += 1
    return count


def template_strings(text: str) -> Iterator[Found]:
    """The marked strings of a Django template."""
    from django.utils.translation.template import templatize  # noqa: PLC0415 - compiling runs where Django is not installed

    written = templatize(text)
    for call in CALL.finditer(written):
        literals, at = [], call.end()
        while literal := LITERAL.match(written, at):
            literals.append(str(ast.literal_eval(literal[1])))
            at = literal.end()
        if literals:
            context = literals.pop(0) if "p" in call[1] else None
            yield context, tuple(literals)


def code_strings(text: bytes) -> Iterator[Found]:
    """The marked strings of a Python file; calls without a literal are left out."""
    for _, function, arguments, _ in extract_python(io.BytesIO(text), list(KEYWORDS), [], {}):
        given = [arguments] if isinstance(arguments, str) else list(arguments or ())
        context = given.pop(0) if function.startswith("pgettext") else None
        forms = tuple(form for form in given[: 2 if function.startswith("ngettext") else 1] if isinstance(form, str))
        if forms and forms[0]:
            yield context, forms


def product_files() -> list[Path]:
    files = [*PRODUCT.rglob("*.py"), *PRODUCT.rglob("*.html"), *PRODUCT.rglob("*.txt")]
    return sorted(
        path for path in files if not {"tests", "migrations", "static"} & set(path.relative_to(PRODUCT).parts)
    )


def allauth_files() -> list[Path]:
    """The parts of django-allauth that are switched on, without templates that ours replace."""
    import allauth  # noqa: PLC0415 - compiling runs where it is not installed

    home = Path(allauth.__file__).parent
    templates = [path for part in ALLAUTH_PARTS for path in (home / "templates" / part).rglob("*.*")]
    ours = PRODUCT / "templates"
    kept = [path for path in templates if not (ours / path.relative_to(home / "templates")).exists()]
    code = [path for part in ALLAUTH_PARTS for path in (home / part).rglob("*.py")]
    left_out = {"tests", "providers", "migrations"}
    files = kept + [path for path in code if not left_out & set(path.parts)]
    return sorted(path for path in files if not UNUSED.search(str(path.relative_to(home))))


def extracted() -> Catalog:
    """Every marked string, and the files it stands in."""
    catalogue = Catalog(charset="utf-8")
    for path in [*product_files(), *allauth_files()]:
        ours = path.is_relative_to(ROOT)
        where = path.relative_to(ROOT if ours else path.parents[len(path.parts) - path.parts.index("allauth") - 1])
        strings = code_strings(path.read_bytes()) if path.suffix == ".py" else template_strings(path.read_text())
        for context, forms in strings:
            catalogue.add(forms if len(forms) > 1 else forms[0], locations=[(str(where), 0)], context=context)
    return catalogue


def read(language: str) -> Catalog:
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", project="safetyzone", fuzzy=False)
    with path.open("rb") as handle:
        return read_po(handle, locale=language)


def extract() -> None:
    """New strings come in empty, gone ones go; what is translated stays."""
    found = extracted()
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(found, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        write(catalogue, language)


def write(catalogue: Catalog, language: str) -> None:
    """Sorted by string, without line numbers and dates: a change shows as what it is."""
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.header_comment = (
        "# The whole product's strings. Made by scripts/catalogues.py extract; translated by hand."
    )
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=WIDTH, sort_output=True, include_lineno=False)
    kept = [line for line in buffer.getvalue().splitlines(keepends=True) if not line.startswith(UNSAID)]
    path.write_bytes(b"".join(kept))


def forms_of(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def fault(source: Message, translated: Message | None) -> str:
    """What is wrong with one translation; empty if nothing is."""
    if translated is None:
        return "not in the catalogue; run: python scripts/catalogues.py extract"
    texts = forms_of(translated.string)
    if not all(texts):
        return "not translated"
    if translated.fuzzy:
        return "marked fuzzy"
    asked = [set(PLACEHOLDER.findall(form)) for form in forms_of(source.id)]
    for text in texts:
        if set(PLACEHOLDER.findall(text)) not in asked:
            return f"other placeholders: {text!r}"
        if asked != [set()] and "%" in PLACEHOLDER.sub("", text).replace("%%", ""):
            return f"a single % where %% is needed: {text!r}"
        if text.startswith("\n") != forms_of(source.id)[0].startswith("\n"):
            return "begins with a line break where its source does not, or the other way round"
    return ""


def check() -> list[str]:
    """One line for each string that a reader would miss."""
    found, lines = extracted(), []
    for language in LANGUAGES:
        catalogue = read(language)
        for message in found:
            if message.id and (wrong := fault(message, catalogue.get(forms_of(message.id)[0], message.context))):
                lines.append(f"{language}: {forms_of(message.id)[0]!r}: {wrong}")
    return lines


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["extract"]:
        extract()
    elif arguments[:1] == ["check"]:
        faults = check()
        print("\n".join(faults) or "every string is translated")
        return 1 if faults else 0
    print(f"{compile_all(PRODUCT)} catalogues compiled")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
