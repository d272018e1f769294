"""Ask an organisation to do something; take the question back; move its day."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from safetyzone.act.tasks.holding import amount, day_ahead, held, letter, link_end, said, step
from safetyzone.act.tasks.models import OPEN, Effort, Side, State, StepKind, Task
from safetyzone.foundation.media.models import Picture
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.queries import is_police, organisations_of
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.privacy.screen import screen
from safetyzone.listen.suggestions.models import State as StatementState
from safetyzone.listen.suggestions.models import Statement
from safetyzone.listen.suggestions.voters.refusals import Refused
from safetyzone.listen.walks.models import RiskPoint
from safetyzone.plan.problems.models import PlannedMeasure, Problem

LONGEST_TITLE = 120
LONGEST_WORDS = 1500


def ask_task(
    *, zone: Place, organisation: Organisation, title: str, due: date, effort: str, by: str, words: str = "",
    where: str = "", lon: float | None = None, lat: float | None = None, problem: Problem | None = None,
    planned_measure: PlannedMeasure | None = None, statement: Statement | None = None,
    risk_point: RiskPoint | None = None, estimate: int | None = None, payer: Organisation | None = None,
    before: Picture | None = None, public: bool = True, sample: bool = False,
) -> Task:  # fmt: skip
    """A question to one organisation, with a letter to its address. Raises ``Refused``; nothing is changed then."""
    problem = problem or (planned_measure.problem if planned_measure else None)
    _must_fit(zone, organisation, payer)
    _must_be_here(zone, problem, planned_measure, statement, risk_point)
    if is_police(organisation) and problem is None and statement is None:
        raise Refused("answers", _("What the police promise answers something: choose the problem or the suggestion."))
    if effort not in Effort.values:
        raise Refused("effort", _("Say whether this is prevention or suppression."))
    with transaction.atomic():
        made = Task.objects.create(
            zone=zone, organisation=organisation, title=_fitting(title), words=screen(words.strip()).text[:LONGEST_WORDS],
            where=said(where or (risk_point.place_words if risk_point else ""), 200), due=day_ahead(due), effort=effort,
            lon=lon if lon is not None or risk_point is None else risk_point.lon,
            lat=lat if lat is not None or risk_point is None else risk_point.lat,
            problem=problem, planned_measure=planned_measure, statement=statement, risk_point=risk_point,
            estimate=amount(estimate, "estimate"), payer=payer, before=before or (risk_point.before if risk_point else None),
            public=public, sample=sample or zone.sample, link_until=link_end(due),
        )  # fmt: skip
        step(
            made, StepKind.ASKED, Side.ASKER, by=by, on=due, zone=zone.slug, organisation=organisation.pk, effort=effort
        )
        letter(made, "asked")
    return made


def _fitting(title: str) -> str:
    words = said(title, LONGEST_TITLE + 1)
    if not words:
        raise Refused("title", _("Write in one line what is asked."))
    if len(words) > LONGEST_TITLE:
        raise Refused("title", _("The line has more than %(most)s characters.") % {"most": LONGEST_TITLE})
    return words


def _must_fit(zone: Place, organisation: Organisation, payer: Organisation | None) -> None:
    if zone.level != Level.ZONE:
        raise Refused("zone", _("A task belongs to a zone."))
    wanted = {organisation.pk, payer.pk} if payer else {organisation.pk}
    here = set(organisations_of(zone).filter(pk__in=wanted).values_list("pk", flat=True))
    if organisation.pk not in here:
        raise Refused("organisation", _("This organisation does not work in this zone."))
    if wanted - here:
        raise Refused("payer", _("Whoever pays does not work in this zone."))


def _must_be_here(
    zone: Place, problem: Problem | None, measure: PlannedMeasure | None, statement: Statement | None,
    point: RiskPoint | None,
) -> None:  # fmt: skip
    """What the task answers belongs to the zone, and a suggestion has been shown to the people."""
    places = {
        problem.zone_id if problem else zone.pk,
        measure.plan.zone_id if measure else zone.pk,
        statement.conversation.zone_id if statement else zone.pk,
        point.zone_id if point else zone.pk,
    }
    if places != {zone.pk}:
        raise Refused("answers", _("What this task answers belongs to another zone."))
    if statement is not None and statement.state != StatementState.SHOWN:
        raise Refused("answers", _("A task can answer only a suggestion that everybody may read."))


def withdraw_task(*, task: Task, reason: str, by: str) -> Task:
    """Take the question back, with a word why. Raises ``Refused``."""
    words = said(reason)
    if not words:
        raise Refused("reason", _("Write why it is not needed any more."))
    with transaction.atomic():
        row = held(task, OPEN)
        row.state = State.WITHDRAWN
        row.save(update_fields=["state"])
        step(row, StepKind.WITHDRAWN, Side.ASKER, by=by, words=words)
        letter(row, "withdrawn")
    return row


def move_due(*, task: Task, to: date, by: str, side: str = Side.ASKER, reason: str = "") -> Task:
    """Work towards another day. What was promised stays what counts until the other side agrees. Raises ``Refused``."""
    words = said(reason)
    if not words:
        raise Refused("reason", _("Write why the day is moved."))
    with transaction.atomic():
        row = held(task, OPEN)
        before = row.due
        if day_ahead(to) == before:
            raise Refused("due", _("This is the day it is due already."))
        row.due, row.link_until = to, max(row.link_until, link_end(to))
        row.moved_by = side if row.promised and row.promised != to else ""
        row.save(update_fields=["due", "link_until", "moved_by"])
        moved = step(row, StepKind.MOVED, side, by=by, words=words, on=to, before=str(before), to=str(to))
        if side == Side.ASKER:
            letter(row, "moved", str(moved.pk))
    return row


def agree_move(*, task: Task, by: str, side: str) -> Task:
    """The other side agrees: the new day is the promise now. Raises ``Refused``."""
    with transaction.atomic():
        row = held(task, [State.ACCEPTED])
        if not row.moved:
            raise Refused("moved", _("There is no other day to agree to."))
        if (row.moved_by == Side.ASKER) == (side == Side.ASKER):
            raise Refused("side", _("The other side has to agree: whoever moves the day cannot agree to it."))
        before, row.promised, row.moved_by = row.promised, row.due, ""
        row.save(update_fields=["promised", "moved_by"])
        step(row, StepKind.AGREED, side, by=by, on=row.due, before=str(before), to=str(row.due))
    return row
