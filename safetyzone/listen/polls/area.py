"""The core questionnaires that an area pack brings in its folder ``questionnaires``."""

from pathlib import Path

from safetyzone.foundation.places.packs.mistakes import Mistake, PackRefused
from safetyzone.foundation.places.packs.parts import Part, register
from safetyzone.listen.polls.actions import add_questionnaire
from safetyzone.listen.polls.models import Questionnaire
from safetyzone.listen.polls.xlsform import FILE_TYPES, BrokenForm, read

FOLDER = "questionnaires"


def forms_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in FILE_TYPES)


def check(folder: Path) -> list[Mistake]:
    """Each form that cannot be read, with pyxform's row."""
    found = []
    for path in forms_in(folder):
        try:
            read(path.read_bytes(), path.name)
        except BrokenForm as problem:
            found.append(_mistake(path, problem))
    return found


def _mistake(path: Path, problem: BrokenForm) -> Mistake:
    return Mistake(f"{FOLDER}/{path.name}", "", "xlsform", str(problem).removeprefix(f"{path.name}: "))


def load_core(folder: Path, by: str) -> list[str]:
    """Store what is not stored yet, marked as the area's core. Raises ``PackRefused``."""
    said = []
    for path in forms_in(folder):
        before = Questionnaire.objects.count()
        try:
            added = add_questionnaire(original=path.read_bytes(), file_name=path.name, by=by, core=True)
        except BrokenForm as problem:
            raise PackRefused([_mistake(path, problem)]) from problem
        if Questionnaire.objects.count() > before:
            said.append(f"questionnaire {added.code}, version {added.version}: {len(added.questions)} questions")
    return said


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    register(Part(FOLDER, check, load_core))
