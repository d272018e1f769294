"""Records that indicators are computed from, by the word the area pack uses for them."""

from typing import Final

from safetyzone.measure.index.families.incidents import INCIDENTS
from safetyzone.measure.index.families.partners import PARTNERS
from safetyzone.measure.index.families.survey import PARTICIPATION, SURVEY
from safetyzone.measure.index.families.tasks import TASKS
from safetyzone.measure.index.families.walks import WALKS
from safetyzone.measure.index.measured import Family

FAMILIES: Final[dict[str, Family]] = {
    "survey": SURVEY,
    "participation": PARTICIPATION,
    "incidents": INCIDENTS,
    "partners": PARTNERS,
    "tasks": TASKS,
    "walks": WALKS,
}
