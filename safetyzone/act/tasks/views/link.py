"""The page behind a signed link: one task, for whoever holds the link. No account, no JavaScript needed."""

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from safetyzone.act.tasks import links, queries
from safetyzone.act.tasks.actions.linking import ask_new_link, note_use
from safetyzone.act.tasks.letters import asker
from safetyzone.act.tasks.models import Side, Task
from safetyzone.act.tasks.outline import drawing
from safetyzone.act.tasks.views.answering import answered, answers_for
from safetyzone.foundation.media.views import picture_response
from safetyzone.listen.suggestions.voters.refusals import Refused

THANKS: Final = {
    "accept": _("Thank you. The promise is written down. When it is done, open this page again."),
    "done": _("Thank you! The team will look and tell you if something is missing."),
    "back": _("Thank you for saying so. The reason is written down."),
    "move": _("The other day is written down. Until the team agrees, the promised day counts."),
    "agree": _("Thank you. The new day is agreed."),
}


def _by(task: Task) -> str:
    return f"link:{task.organisation_id}"


def _opened(request: HttpRequest, token: str) -> links.Opened | HttpResponse:
    """The task, or the page that says why there is none."""
    try:
        found = links.opened(token)
    except links.NoLink:
        if links.guessing(request.META.get("REMOTE_ADDR", "")):
            return _private(render(request, "tasks/no_link.html", {"many": True}, status=429))
        return _private(render(request, "tasks/no_link.html", status=404))
    if found.standing != "good":
        return _old(request, found, token)
    return found


def _old(request: HttpRequest, found: links.Opened, token: str, problem: str = "") -> HttpResponse:
    """Nothing of the task is told; the stored address is not told either."""
    context = {"standing": found.standing, "token": token, "problem": problem, "sample": found.task.sample}
    return _private(render(request, "tasks/old_link.html", context, status=422 if problem else 410))


def _private(answer: HttpResponse) -> HttpResponse:
    """Kept by nobody on the way, found by no search engine."""
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@login_not_required
@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    """What is asked, where, until when, who pays, why; and the answers."""
    found = _opened(request, token)
    if isinstance(found, HttpResponse):
        return found
    if request.method == "GET":
        note_use(task=found.task, by=_by(found.task))
    return _page(request, found.task, token)


def _page(request: HttpRequest, task: Task, token: str, *, sent: Form | None = None, name: str = "") -> HttpResponse:
    context: dict[str, Any] = {
        "task": task, "token": token, "asker": asker(task), "sample": task.sample,
        "drawing": drawing(task.zone, task.lon, task.lat), "last_word": queries.last_word(task),
        "answers": answers_for(task, side=Side.LINK, sent=sent, name=name),
    }  # fmt: skip
    return _private(render(request, "tasks/link.html", context, status=422 if sent else 200))


@login_not_required
@require_POST
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Take one answer."""
    found = _opened(request, token)
    if isinstance(found, HttpResponse):
        return found
    try:
        name, form = answered(request, found.task, side=Side.LINK, by=_by(found.task))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("task_link:page", token)
    if form is not None:
        return _page(request, found.task, token, sent=form, name=name)
    messages.success(request, str(THANKS[name]))
    return redirect("task_link:page", links.token_of(Task.objects.get(pk=found.task.pk)))


@login_not_required
@require_safe
def picture(request: HttpRequest, token: str, which: str) -> HttpResponse:
    """A photo of this task, to whoever holds a good link."""
    found = _opened(request, token)
    if isinstance(found, HttpResponse):
        return found
    kept = {"before": found.task.before, "after": found.task.after}.get(which)
    if kept is None:
        raise Http404("no such picture")
    return _private(picture_response(kept))


@login_not_required
@require_POST
def new_link(request: HttpRequest, token: str) -> HttpResponse:
    """Have a new link sent to the organisation's own address, and to no other."""
    try:
        found = links.opened(token)
    except links.NoLink:
        answer = _opened(request, token)
        assert isinstance(answer, HttpResponse)
        return answer
    try:
        ask_new_link(task=found.task, by=_by(found.task))
    except Refused as refused:
        return _old(request, found, token, str(refused))
    return _private(render(request, "tasks/new_link.html", {"sample": found.task.sample}))
