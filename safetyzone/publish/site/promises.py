"""You asked — we did — we could not, because: every public task under what it answers, the police's own first."""

from dataclasses import dataclass, field
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from safetyzone.act.tasks.models import FINISHED, OPEN, State, Task
from safetyzone.act.tasks.promises import Promises, counted
from safetyzone.act.tasks.queries import POLICE, public_tasks
from safetyzone.foundation.media.models import Picture
from safetyzone.foundation.pages.templatetags.figures import day
from safetyzone.foundation.places.models import Place

KEPT: Final = "kept"
OPEN_YET: Final = "open"
BACK: Final = "back"
SHOWN_KEPT: Final = 6  # the newest; older ones are counted


@dataclass(frozen=True)
class Answer:
    """One task as residents read it. ``state``: "kept", "open" or "back"."""

    who: str
    title: str
    state: str
    words: str
    before: str  # addresses of pictures that may be public; empty without
    after: str


@dataclass(frozen=True)
class Said:
    """What residents said or what was found, and what is done about it."""

    key: str
    words: str
    url: str
    language: str
    answers: list[Answer] = field(default_factory=list)


@dataclass(frozen=True)
class Kept:
    """``police``: their own commitments; ``said``: everybody else's under what they answer; ``promises``: all counted."""

    police: list[Said]
    said: list[Said]
    promises: Promises


def kept_of(zone: Place) -> Kept | None:
    """None where nothing was ever promised in public."""
    tasks = list(public_tasks(zone))
    if not tasks:
        return None
    mine = [task for task in tasks if task.organisation.kind == POLICE]
    others = [task for task in tasks if task.organisation.kind != POLICE]
    return Kept(_by_reason(zone, mine), _by_reason(zone, others), counted(tasks))


def _by_reason(zone: Place, tasks: list[Task]) -> list[Said]:
    found: dict[str, Said] = {}
    finished = [task for task in tasks if task.state in FINISHED]
    old = {task.pk for task in sorted(finished, key=lambda task: str(task.done_on), reverse=True)[SHOWN_KEPT:]}
    for task in tasks:
        if task.pk not in old:
            said = _reason(zone, task)
            found.setdefault(said.key, said).answers.append(_answer(task))
    return list(found.values())


def _reason(zone: Place, task: Task) -> Said:
    """The suggestion it answers, else the problem, else nothing but the work itself."""
    if task.statement is not None:
        statement = task.statement
        url = reverse("suggestions:statement", args=[zone.slug, statement.number])
        return Said(f"s{statement.pk}", statement.words, url, statement.words_language)
    if task.problem is not None:
        return Said(f"p{task.problem.pk}", task.problem.title, "", "")
    return Said("", "", "", "")


def _answer(task: Task) -> Answer:
    state = KEPT if task.state in FINISHED else OPEN_YET if task.state in OPEN else BACK
    return Answer(str(task.organisation), task.title, state, _words(task), _picture(task.before), _picture(task.after))


def _words(task: Task) -> str:
    if task.state in FINISHED:
        said = _("done on %(day)s") if task.state == State.CHECKED else _("reported done on %(day)s, not checked yet")
        return said % {"day": day(task.done_on)}
    if task.state == State.HANDED_BACK:
        return _("could not, because: %(reason)s") % {"reason": task.handed_back_reason}
    if task.state == State.ASKED:
        return _("asked on %(day)s, no answer yet") % {"day": day(task.asked_at)}
    if task.late:
        return _("promised by %(day)s, late") % {"day": day(task.counts_on)}
    return _("promised by %(day)s") % {"day": day(task.counts_on)}


def _picture(picture: Picture | None) -> str:
    return reverse("media:picture", args=[picture.pk]) if picture is not None and picture.public else ""
