"""Evidence, goals and evaluations in the words of the pages: read from where the figure stands, each time."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safetyzone.analyse.pictures.fear import METHOD as FEAR_METHOD
from safetyzone.analyse.pictures.queries import METHOD as PICTURE_METHOD
from safetyzone.foundation.pages.templatetags.figures import day, number
from safetyzone.foundation.places.cells import parents_of
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.polls.models import Wave
from safetyzone.listen.polls.results.shown import share as poll_share
from safetyzone.plan.problems.models import Evidence, EvidenceKind, GoalMeasure, Problem


@dataclass(frozen=True)
class EvidenceShown:
    """``words``: what the source says now; ``url``: where it stands, "" for words alone."""

    pk: int
    kind: str
    words: str
    url: str


def evidence_of(problem: Problem) -> list[EvidenceShown]:
    """Every piece of evidence with what its source says."""
    found = problem.evidence.select_related("run", "wave", "statement__conversation__zone", "risk_point")
    return [EvidenceShown(each.pk, str(each.get_kind_display()), _words(each), _url(each)) for each in found]


def _words(evidence: Evidence) -> str:
    said = ""
    if evidence.kind == EvidenceKind.RUN:
        said = _of_run(evidence.run, evidence.cell)
    elif evidence.kind == EvidenceKind.RISK_POINT and evidence.risk_point is not None:
        said = " · ".join(part for part in (str(evidence.risk_point), evidence.risk_point.words) if part)
    elif evidence.wave is not None:
        said = _of_poll(evidence.wave)
    elif evidence.kind != EvidenceKind.WORDS:
        said = str(evidence.statement)
    return " — ".join(part for part in (said, evidence.words) if part)


def _of_poll(wave: Wave) -> str:
    said = {
        "title": wave.title,
        "mode": wave.get_mode_display(),
        "n": number(many := wave.answers.filter(counted=True).count()),
    }
    return ngettext("%(title)s: %(n)s answer, %(mode)s", "%(title)s: %(n)s answers, %(mode)s", many) % said


def _of_run(run: Run | None, cell: int | None) -> str:
    if run is None:
        return ""
    if run.method == PICTURE_METHOD:
        return _of_picture(run.result, cell)
    if run.method == FEAR_METHOD:
        return _of_fear(run.result, cell)
    return _("A computed result of %(day)s") % {"day": day(run.computed_at)}


def _of_picture(result: dict[str, Any], cell: int | None) -> str:
    columns, basis = result["cells"]["columns"], result["basis"]
    said = {"total": number(result["cells"]["n"]), "period": f"{day(basis['from'])} – {day(basis['to'])}"}
    if cell is None or not columns["cell"]:
        return _("%(total)s recorded incidents in the zone, %(period)s") % said
    resolution = cell >> 52 & 0xF
    parents = parents_of([int(each, 16) for each in columns["cell"]], resolution).tolist()
    inside = [at for at, parent in enumerate(parents) if parent == cell]
    said["n"] = number(sum(columns["n"][at] for at in inside))
    if any(columns["hot"][at] for at in inside):
        return _("%(n)s of %(total)s recorded incidents, %(period)s: a hot spot") % said
    return _("%(n)s of %(total)s recorded incidents, %(period)s") % said


def _of_fear(result: dict[str, Any], cell: int | None) -> str:
    stated = next((each for each in result["cells"] if cell is not None and int(each["cell"], 16) == cell), None)
    if stated is None or stated["fear"] is None:
        return _("Fear against recorded crime: %(n)s people were asked; too few marked this place to give a share") % {
            "n": number(result["n"])}  # fmt: skip
    share, low, high = (poll_share(value) for value in stated["fear"])
    return _("%(share)s of people avoid it (%(low)s – %(high)s, n %(n)s)") % {
        "share": share, "low": low, "high": high, "n": number(result["n"])}  # fmt: skip


def _url(evidence: Evidence) -> str:
    if evidence.run is not None:
        return reverse("runs:run", args=[evidence.run.key])
    if evidence.wave_id is not None:
        return reverse("poll_results:results", args=[evidence.wave_id])
    if evidence.statement is not None:
        zone = evidence.statement.conversation.zone
        return reverse("suggestions:statement", args=[zone.slug, evidence.statement.number])
    if evidence.risk_point_id is not None:
        return reverse("walks:point", args=[evidence.risk_point_id])
    return ""


def goal_of(problem: Problem) -> str:
    """When the problem counts as solved, in one line; "" while nobody has said."""
    value = None if problem.goal_value is None else f"{problem.goal_value:g}"
    said = {"value": value, "words": problem.goal_words, "day": day(problem.goal_by) if problem.goal_by else ""}
    measured = {
        GoalMeasure.CRIME: _("at most %(value)s recorded incidents a month"),
        GoalMeasure.FEAR: _("at most %(value)s %% of people afraid"),
        GoalMeasure.RISK_POINTS: _("at most %(value)s open risk points"),
    }.get(GoalMeasure(problem.goal_measure))
    parts = [problem.goal_words, measured % said if measured and value is not None else ""]
    if problem.goal_by and any(parts):
        parts.append(_("by %(day)s") % said)
    return ", ".join(part for part in parts if part)
