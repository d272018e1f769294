"""For somebody who speaks for an organisation: what was asked of it, and its answers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from safetyzone.act.tasks import queries
from safetyzone.act.tasks.letters import asker
from safetyzone.act.tasks.models import Side
from safetyzone.act.tasks.outline import drawing
from safetyzone.act.tasks.views.answering import answered, answers_for
from safetyzone.foundation.access.queries import permissions_held
from safetyzone.foundation.access.roles import Permission
from safetyzone.listen.suggestions.voters.refusals import Refused


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What was asked of the reader's own organisations, with how their promises stand."""
    if Permission.VIEW_ZONE not in permissions_held(request.user):
        raise Http404
    organisations = list(queries.own_organisations(request))
    context = {
        "organisations": [(each, queries.promises(each)) for each in organisations],
        "tasks": queries.own_tasks(request), "sample": any(each.sample for each in organisations),
    }  # fmt: skip
    return render(request, "tasks/mine.html", context)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """An answer of the reader's own organisation; somebody else's task is not found."""
    held = queries.task_or_404(request, pk, Permission.VIEW_ZONE)
    if not queries.own_organisations(request).filter(pk=held.organisation_id).exists():
        raise Http404("not yours to answer")
    try:
        name, form = answered(request, held, side=Side.ORGANISATION, by=f"user:{request.user.pk}")
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("tasks:task", pk)
    if form is None:
        messages.success(request, _("Thank you. It is written down."))
        return redirect("tasks:task", pk)
    context = {
        "task": held, "zone": held.zone, "sample": held.sample, "asker": asker(held),
        "drawing": drawing(held.zone, held.lon, held.lat),
        "answers": answers_for(held, side=Side.ORGANISATION, sent=form, name=name), "own_page": True,
    }  # fmt: skip
    return render(request, "tasks/link.html", context, status=422)
