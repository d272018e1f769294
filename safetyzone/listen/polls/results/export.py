"""Raw answers as CSV, with everything that is needed to compute every published figure again."""

import csv
import io
from collections.abc import Iterator
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from safetyzone.foundation.audit.actions import record
from safetyzone.listen.polls.models import Answer, Wave, WaveMode
from safetyzone.listen.polls.results.columns import counted
from safetyzone.listen.polls.results.compute import key_of
from safetyzone.listen.polls.results.sample import Sample, sample_of

DESIGN: Final = ("stratum", "cluster", "unit", "base_weight", "weight", "raked_weight", "channel")
# A spreadsheet would run a cell that begins like this as a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
SHORTEST_PURPOSE: Final = 10


class NoPurpose(ValueError):
    """Nobody looks at single answers without saying what for."""


def look_at_answers(*, wave: Wave, purpose: str, by: str) -> None:
    """Log that somebody looks at the wave's answers, and what for. Raises ``NoPurpose``."""
    stated = " ".join(purpose.split())
    if len(stated) < SHORTEST_PURPOSE:
        raise NoPurpose(_("Say in a few words what the answers are needed for."))
    with transaction.atomic():
        record(
            action="polls.answers_read", subject=f"wave:{wave.pk}", by=by, purpose=stated[:300], run=key_of(wave),
            n=wave.answers.filter(counted=True).count(),
        )  # fmt: skip


def header(wave: Wave) -> list[str]:
    """The columns: a row number in random order, the design, the weights, and one column for each question."""
    return ["row", *DESIGN, *(question["name"] for question in wave.questionnaire.questions)]


def lines(wave: Wave) -> Iterator[str]:
    """CSV line by line, in UTF-8 with a mark that spreadsheets understand. Answers that are left out are not in it.

    ``base_weight``: 1 ÷ chance of being asked × adults; ``weight``: after non-response and trimming, from which standard
    errors are computed; ``raked_weight``: the one that shares are computed with. Numbers are written in full precision.
    """
    yield "\ufeff" + _line(header(wave))
    sample = sample_of(wave)
    names = [question["name"] for question in wave.questionnaire.questions]
    unit = sample.design.stages[0].unit if sample.n else ()
    rows = counted(wave).values_list("channel", "data")
    for position, (channel, data) in enumerate(rows.iterator(chunk_size=2_000)):
        yield _line(
            [position + 1, *_design(wave, sample, position, unit), channel, *(_cell(data.get(n)) for n in names)]
        )


def _design(wave: Wave, sample: Sample, position: int, unit: Any) -> list[Any]:
    probability = wave.mode == WaveMode.PROBABILITY
    stratum, cluster = sample.columns.places[position]
    base = float(sample.columns.base_weight[position]) if probability else 1.0
    weights = [base, float(sample.weight[position]), float(sample.final_weight[position])]
    return [_cell(stratum), _cell(cluster), int(unit[position]), *(repr(weight) for weight in weights)]


def _line(cells: list[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _cell(value: Any) -> str:
    """Several answers with spaces between, as XLSForm writes them; nothing that a spreadsheet would run."""
    if value is None:
        return ""
    text = " ".join(_cell(part) for part in value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) and not isinstance(value, int | float) else text


def left_out(wave: Wave) -> int:
    """How many answers do not count and are therefore in no file."""
    return Answer.objects.filter(wave=wave, counted=False).count()
