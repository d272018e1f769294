"""A plan as the subject of a decision."""

from django.urls import reverse

from safetyzone.foundation.decisions.subjects import about, register
from safetyzone.plan.problems.models import Plan
from safetyzone.plan.problems.queries import plan_content


def _plan(number: str) -> Plan | None:
    return Plan.objects.filter(pk=int(number)).first() if number.isdecimal() else None


def _url(plan: Plan) -> str:
    return reverse("problems:plan", args=[plan.pk])


def register_all() -> None:
    """Called when first asked for (``foundation.late``)."""
    register(about("plan", _plan, content=plan_content, url=_url))
