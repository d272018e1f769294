"""What may become evidence of a problem, and the one that was chosen."""

from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from safetyzone.analyse.pictures.filters import Filters
from safetyzone.analyse.pictures.queries import METHOD, stored_picture
from safetyzone.foundation.pages.numbers import number_in
from safetyzone.foundation.pages.templatetags.figures import day
from safetyzone.foundation.runs.models import Run
from safetyzone.plan.problems import queries
from safetyzone.plan.problems.actions.problems import Link
from safetyzone.plan.problems.models import Problem
from safetyzone.plan.problems.models.problem import LINK_OF

WORDS_SHOWN: Final = 80
LONGEST: Final = 500


@dataclass(frozen=True)
class Offer:
    """Things of one kind: the form's field, its label, and a number with words for each."""

    name: str
    label: str
    options: list[tuple[int, str]]


def offers_for(problem: Problem) -> list[Offer]:
    """What is not linked yet; a kind of which nothing is left is left out."""
    zone = problem.zone
    picture = stored_picture(zone, Filters())
    known = {
        "run": (_("The zone's picture"), [(picture.pk, _("computed %(day)s") % {"day": day(picture.computed_at)})] if picture else []),
        "wave": (_("A poll"), [(wave.pk, wave.title) for wave in queries.polls_of(zone)]),
        "statement": (_("A suggestion"), [(row.pk, f"{row.number}. {row.words}"[:WORDS_SHOWN]) for row in queries.statements_of(zone)]),
        "risk_point": (_("A risk point"),
                       [(point.pk, f"{point} ({day(point.found_on)})") for point in queries.open_points_of(zone)]),
    }  # fmt: skip
    linked = _linked(problem)
    offers = [
        Offer(name, label, [row for row in rows if row[0] not in linked[name]]) for name, (label, rows) in known.items()
    ]
    return [offer for offer in offers if offer.options]


def _linked(problem: Problem) -> dict[str, set[int]]:
    """By field, the numbers that are evidence of the whole problem already; a single cell of a picture is another thing."""
    links = [each for each in problem.evidence.all() if each.cell is None]
    return {name: {getattr(each, f"{name}_id") for each in links} for name in LINK_OF.values()}


def chosen(problem: Problem, given: QueryDict) -> Link:
    """The link that a form asks for: of this problem's zone, or 404; words alone where nothing was chosen."""
    zone = problem.zone
    if number := number_in(given, "statement"):
        return Link(statement=get_object_or_404(queries.statements_of(zone), pk=number))
    if number := number_in(given, "risk_point"):
        return Link(risk_point=get_object_or_404(queries.open_points_of(zone), pk=number))
    if number := number_in(given, "wave"):
        return Link(wave=get_object_or_404(queries.polls_of(zone), pk=number))
    if number := number_in(given, "run"):
        return Link(run=get_object_or_404(Run.objects.filter(method=METHOD, place=zone), pk=number))
    return Link(words=given.get("words", "")[:LONGEST])
