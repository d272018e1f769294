"""Pages of the team: all tasks, a zone's, one task, asking for something."""

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safetyzone.act.tasks import forms, queries
from safetyzone.act.tasks.actions.answers import check_task, send_back
from safetyzone.act.tasks.actions.asking import agree_move, move_due, withdraw_task
from safetyzone.act.tasks.actions.linking import renew_link, revoke_link
from safetyzone.act.tasks.links import path_of
from safetyzone.act.tasks.models import FINISHED, OPEN, Side, State, StepKind, Task
from safetyzone.act.tasks.outline import drawing
from safetyzone.act.tasks.printed import letter
from safetyzone.act.tasks.views.answering import answered, answers_for
from safetyzone.act.tasks.views.asking import ask_with, starting
from safetyzone.foundation.access.queries import may, permissions_held, place_or_404
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.queries import organisations_of
from safetyzone.foundation.places.models import Level, Place
from safetyzone.listen.suggestions.voters.refusals import Refused

ROWS: Final = 50


def by(request: HttpRequest) -> str:
    return f"user:{request.user.pk}"


def _filtered(request: HttpRequest, tasks: QuerySet[Task], organisations: QuerySet[Organisation]) -> dict[str, Any]:
    """The rows of one page, and the filters as they stand."""
    asked = {name: request.GET.get(name, "") for name in ("state", "organisation", "when")}
    rows = Paginator(queries.chosen(tasks, **asked), ROWS).get_page(request.GET.get("page"))
    return {
        "rows": rows, "asked": asked, "states": State.choices, "organisations": organisations,
        "whens": [("week", _("due within a week")), ("late", _("late"))], "filtered": any(asked.values()),
    }  # fmt: skip


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """Everything asked in the reader's zones; with ``when=week`` what is due now."""
    if Permission.VIEW_ZONE not in permissions_held(request.user):
        raise Http404
    found = queries.tasks_visible(request, Permission.VIEW_ZONE)
    organisations = Organisation.objects.filter(tasks__in=found).distinct()
    context = _filtered(request, found, organisations) | {
        "mine": queries.own_organisations(request).exists(), "to_ask": queries.zones_to_ask(request),
    }  # fmt: skip
    return render(request, "tasks/tasks.html", context)


@require_safe
def zone_tasks(request: HttpRequest, slug: str) -> HttpResponse:
    """A zone's tasks, its promises by organisation, and how the effort is shared."""
    zone = place_or_404(request, Permission.VIEW_ZONE, slug, Level.ZONE)
    found = queries.tasks_of(zone)
    context = _filtered(request, found, Organisation.objects.filter(tasks__zone=zone).distinct()) | {
        "zone": zone, "promises": queries.promises_by_organisation(zone), "effort": effort(zone),
        "may_ask": may(request.user, Permission.MANAGE_TASKS, zone),
        "crumbs": [(_("Tasks"), reverse("tasks:tasks")), (zone.name, "")],
    }  # fmt: skip
    return render(request, "tasks/zone.html", context)


def effort(zone: Place) -> dict[str, Any]:
    """Counts of the two kinds, and their share where there is anything."""
    found = queries.effort_share(zone)
    total = sum(found.values())
    return found | {"n": total, "share": found["prevention"] / total if total else None}


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask an organisation for something, out of a suggestion, a problem, a planned measure or a risk point."""
    zone = place_or_404(request, Permission.MANAGE_TASKS, slug, Level.ZONE)
    if not organisations_of(zone).exists():
        return render(request, "tasks/no_partners.html", {"zone": zone})
    form = starting(request, zone)
    if request.method == "POST" and form.is_valid() and (made := ask_with(form, zone, by=by(request))):
        messages.success(request, _("Asked. The organisation has a page of its own for it, behind a link."))
        return redirect("tasks:task", made.pk)
    crumbs = [
        (_("Tasks"), reverse("tasks:tasks")),
        (zone.name, reverse("tasks:zone", args=[slug])),
        (_("Ask a partner"), ""),
    ]
    status = 422 if request.method == "POST" else 200
    return render(request, "tasks/ask.html", {"form": form, "zone": zone, "crumbs": crumbs}, status=status)


@require_safe
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task with everything that happened to it."""
    return _task(request, queries.task_or_404(request, pk, Permission.VIEW_ZONE))


def _task(
    request: HttpRequest, held: Task, *, name: str = "", sent: Form | None = None, told_us: bool = False
) -> HttpResponse:  # fmt: skip
    manages = may(request.user, Permission.MANAGE_TASKS, held.zone)
    team = team_forms(held) if manages else {}
    told = answers_for(held, side=Side.TOLD) if manages else None
    if sent is not None and told_us:
        told = answers_for(held, side=Side.TOLD, sent=sent, name=name)
    elif sent is not None:
        team[name] = sent
    history = list(held.steps.all())
    context: dict[str, Any] = {
        "task": held, "zone": held.zone, "sample": held.sample, "manages": manages, "team": team, "told": told,
        "at": "" if told_us else name, "mailed": any(step.kind == StepKind.LETTER for step in history),
        "history": history, "drawing": drawing(held.zone, held.lon, held.lat),
        "link": request.build_absolute_uri(path_of(held)) if manages else "",
        "mine": queries.own_organisations(request).filter(pk=held.organisation_id).exists(),
        "crumbs": [
            (_("Tasks"), reverse("tasks:tasks")), (held.zone.name, reverse("tasks:zone", args=[held.zone.slug])),
            (held.title, ""),
        ],
    }  # fmt: skip
    if context["mine"]:
        context["own"] = answers_for(held, side=Side.ORGANISATION)
    return render(request, "tasks/task.html", context, status=422 if sent else 200)


def team_forms(held: Task) -> dict[str, Form]:
    """What the team itself can do now."""
    made: dict[str, Form] = {}
    if held.state == State.DONE:
        made["check"] = forms.Check(auto_id="check-%s")
    if held.state in FINISHED:
        made["send_back"] = forms.Words(auto_id="send_back-%s")
    if held.state in OPEN:
        made["move"] = forms.Move(auto_id="move-%s", initial={"to": held.due.isoformat()})
        made["withdraw"] = forms.Words(auto_id="withdraw-%s")
    if held.state == State.ACCEPTED and held.moved and held.moved_by != Side.ASKER:
        made["agree"] = forms.Nothing()
    return made


@require_POST
def turn(request: HttpRequest, pk: int) -> HttpResponse:
    """What the team does: check, send back, withdraw, move the day, agree to another, make or take back the link."""
    held = queries.task_or_404(request, pk, Permission.MANAGE_TASKS)
    name = request.POST.get("act", "")
    kind = {
        "check": forms.Check, "send_back": forms.Words, "withdraw": forms.Words, "move": forms.Move,
        "agree": forms.Nothing, "renew": forms.Nothing, "revoke": forms.Nothing,
    }.get(name)  # fmt: skip
    if kind is None:
        raise Http404("no such turn")
    form = kind(request.POST, auto_id=f"{name}-%s")
    if not form.is_valid():
        return _task(request, held, name=name, sent=form)
    try:
        _turn(name, held, form.cleaned_data, by(request))
    except Refused as refused:
        at = {"due": "to", "reason": "words" if name == "withdraw" else "reason"}.get(refused.code, refused.code)
        if at not in form.fields:
            messages.error(request, str(refused))
            return redirect("tasks:task", pk)
        form.add_error(at, str(refused))
        return _task(request, held, name=name, sent=form)
    return redirect("tasks:task", pk)


def _turn(name: str, held: Task, told: dict[str, Any], who: str) -> None:
    if name == "check":
        check_task(task=held, by=who, show_pictures=told["show"])
    elif name == "send_back":
        send_back(task=held, words=told["words"], by=who)
    elif name == "withdraw":
        withdraw_task(task=held, reason=told["words"], by=who)
    elif name == "move":
        move_due(task=held, by=who, side=Side.ASKER, **told)
    elif name == "agree":
        agree_move(task=held, by=who, side=Side.ASKER)
    elif name == "renew":
        renew_link(task=held, by=who)
    else:
        revoke_link(task=held, by=who)


@require_POST
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """What the organisation said on the telephone, on paper or at the table, typed in by the team."""
    held = queries.task_or_404(request, pk, Permission.MANAGE_TASKS)
    try:
        name, form = answered(request, held, side=Side.TOLD, by=by(request))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("tasks:task", pk)
    return redirect("tasks:task", pk) if form is None else _task(request, held, name=name, sent=form, told_us=True)


@require_safe
def letter_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The request on paper, with its link as a QR code."""
    held = queries.task_or_404(request, pk, Permission.MANAGE_TASKS)
    made = HttpResponse(letter(held, request.build_absolute_uri(path_of(held))), content_type="application/pdf")
    made["Content-Disposition"] = f'inline; filename="task-{held.pk}.pdf"'
    made["Cache-Control"] = "no-store"
    return made
