"""What a decision can be about. The feature that owns a thing registers how it looks now, so that no step imports upward."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from safetyzone.foundation.decisions.models import Decision
from safetyzone.foundation.late import SUBJECTS, settle

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Subject:
    """``prefix``: "plan" of "plan:12"; ``content``: what the thing holds now, None once it is gone; ``url``: its page or ""."""

    prefix: str
    content: Callable[[Decision], Any]
    url: Callable[[Decision], str]


def about(
    prefix: str, find: Callable[[str], Thing | None], *, content: Callable[[Thing], Any], url: Callable[[Thing], str]
) -> Subject:
    """The subject of a thing that ``find`` gives for what stands behind the prefix, None once it is gone."""

    def found(decision: Decision) -> Thing | None:
        return find(decision.subject.partition(":")[2])

    def content_of(decision: Decision) -> Any:
        thing = found(decision)
        return None if thing is None else content(thing)

    def url_to(decision: Decision) -> str:
        thing = found(decision)
        return "" if thing is None else url(thing)

    return Subject(prefix, content_of, url_to)


_SUBJECTS: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """By a function that the app names for ``SUBJECTS``; the same prefix registers once."""
    _SUBJECTS[subject.prefix] = subject


def content_now(decision: Decision) -> Any:
    """What the thing asked about holds now; of a thing nobody registered, what was asked: it is words alone."""
    subject = _subject_of(decision)
    return subject.content(decision) if subject else decision.content


def url_of(decision: Decision) -> str:
    """Where the thing itself is shown; empty where there is no such page."""
    subject = _subject_of(decision)
    return subject.url(decision) if subject else ""


def _subject_of(decision: Decision) -> Subject | None:
    settle(SUBJECTS)
    return _SUBJECTS.get(decision.subject.split(":")[0])
