"""What an organisation answers, whoever types it: behind its link, signed in, or the team as it was told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from django.forms import Form
from django.http import Http404, HttpRequest
from django.utils import timezone

from safetyzone.act.tasks import forms
from safetyzone.act.tasks.actions.answers import accept_task, hand_back, report_done
from safetyzone.act.tasks.actions.asking import agree_move, move_due
from safetyzone.act.tasks.models import OPEN, Side, State, Task
from safetyzone.foundation.media.pictures import BadPicture
from safetyzone.listen.suggestions.voters.refusals import Refused

ACTS: Final[dict[str, Callable[..., Task]]] = {
    "accept": accept_task, "done": report_done, "back": hand_back, "move": move_due, "agree": agree_move,
}  # fmt: skip
FORMS: Final[dict[str, type[Form]]] = {
    "accept": forms.Accept, "done": forms.Done, "back": forms.HandBack, "move": forms.Move, "agree": forms.Nothing,
}  # fmt: skip


@dataclass
class Answers:
    """The forms that fit the task's state, by name; ``at`` is the one that was sent and did not fit."""

    shown: dict[str, Form] = field(default_factory=dict)
    at: str = ""


def answers_for(task: Task, *, side: str, sent: Form | None = None, name: str = "") -> Answers:
    """What can be said now. A form that came back with mistakes stands in its place, as it was filled in."""
    fitting: list[str] = []
    if task.state in OPEN:
        fitting = ["accept", "done", "back"] if task.state == State.ASKED else ["done", "move", "back"]
    elif task.state == State.HANDED_BACK:
        fitting = ["accept"]
    if task.state == State.ACCEPTED and task.moved and (task.moved_by == Side.ASKER) != (side == Side.ASKER):
        fitting.insert(0, "agree")
    made = {each: form_for(each, task, side=side) for each in fitting}
    if sent is not None and name:
        made[name] = sent
    return Answers(made, name if sent is not None else "")


def form_for(name: str, task: Task, *, side: str, request: HttpRequest | None = None) -> Form:
    """The form of an answer, empty or as it was sent; its fields have names of their own on the page."""
    kind = forms.ToldDone if name == "done" and side == Side.TOLD else FORMS[name]
    today = timezone.localdate()
    first = {"promised": max(task.due, today).isoformat(), "on": today.isoformat()}
    if request is None:
        return kind(initial=first, auto_id=f"{name}-%s")
    return kind(request.POST, request.FILES, auto_id=f"{name}-%s")


def answered(request: HttpRequest, task: Task, *, side: str, by: str) -> tuple[str, Form | None]:
    """Do what was sent. (name, None) when it is done; (name, form) with its mistakes. Raises ``Refused`` for a task that
    is not what the sender thought it was: done by somebody else, withdrawn, answered twice.
    """
    name = request.POST.get("act", "")
    if name not in ACTS:
        raise Http404("no such answer")
    form = form_for(name, task, side=side, request=request)
    if not form.is_valid():
        return name, form
    try:
        _act(name, task, side=side, by=by, told=form.cleaned_data)
    except BadPicture as problem:
        form.add_error("photo", str(problem))
    except Refused as refused:
        at = next(iter(form.fields), "") if refused.code == "due" else refused.code
        if at not in form.fields:
            raise
        form.add_error(at, str(refused))
    else:
        return name, None
    return name, form


def _act(name: str, task: Task, *, side: str, by: str, told: dict[str, Any]) -> None:
    ACTS[name](task=task, side=side, by=by, **told)
