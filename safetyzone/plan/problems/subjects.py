"""A plan as the subject of a decision."""

from typing import Any

from django.urls import reverse

from safetyzone.foundation.decisions.models import Decision
from safetyzone.foundation.decisions.subjects import Subject, register
from safetyzone.plan.problems.models import Plan
from safetyzone.plan.problems.queries import plan_content


def _plan_of(decision: Decision) -> Plan | None:
    number = decision.subject.removeprefix("plan:")
    return Plan.objects.filter(pk=int(number)).first() if number.isdecimal() else None


def content_now(decision: Decision) -> Any:
    """What the plan asked about holds now; None once it is gone."""
    plan = _plan_of(decision)
    return plan_content(plan) if plan else None


def url_of(decision: Decision) -> str:
    plan = _plan_of(decision)
    return reverse("problems:plan", args=[plan.pk]) if plan else ""


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    register(Subject("plan", content=content_now, url=url_of))
