"""A selection as the committee is asked about it."""

from typing import Any

from django.urls import reverse

from safetyzone.foundation.decisions.models import Decision
from safetyzone.foundation.decisions.subjects import Subject, register
from safetyzone.programme.selection.content import content_of
from safetyzone.programme.selection.models import Selection


def _content(decision: Decision) -> Any:
    found = Selection.objects.filter(pk=decision.subject.partition(":")[2]).select_related("run").first()
    return content_of(found) if found and found.run else None


def _url(decision: Decision) -> str:
    return reverse("selection:selection", args=[decision.subject.partition(":")[2]])


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    register(Subject("selection", _content, _url))
