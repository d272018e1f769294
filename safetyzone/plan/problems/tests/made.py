"""A zone in an area with a catalogue, six organisations and two other zones; people with roles; a plan ready to be asked about."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from safetyzone.analyse.pictures.tests.made import square
from safetyzone.foundation.decisions.actions import close_decision, take_position
from safetyzone.foundation.decisions.models import Decision
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.tests.sector import make_sector, make_six, of_thailand
from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.models import AreaPack, Place
from safetyzone.plan.problems.actions.evaluations import fix_evaluation
from safetyzone.plan.problems.actions.plans import add_measure, make_plan
from safetyzone.plan.problems.actions.problems import name_problem
from safetyzone.plan.problems.content import plan_content
from safetyzone.plan.problems.models import Plan, Problem

BY = "user:1"
GROUPS = [{"code": "1", "names": {"en": "Life and body"}, "origin": "reported"}]


def first_of_next_month() -> date:
    return (timezone.localdate().replace(day=1) + timedelta(days=32)).replace(day=1)


class Made:
    """``zone``, ``other`` and ``third``: zones of three stations; ``six``: organisations of the zone by kind."""

    def __init__(self) -> None:
        self.places = make_sector()
        pack = AreaPack.objects.get(slug="test")
        pack.content = {**pack.content, "measures": of_thailand("measures.yaml")["measures"], "groups": GROUPS}
        pack.save()
        self.zone, self.other, self.third = (self.places[slug] for slug in ("zone-11", "zone-12", "zone-21"))
        for number, slug in enumerate(("zone-11", "zone-12", "zone-21", "zone-22")):
            Place.objects.filter(slug=slug).update(boundary=square(100.5 + number, 13.7, 1000))
            self.places[slug].refresh_from_db()
        self.six: dict[str, Organisation] = make_six(self.zone)
        self.starts = first_of_next_month()

    def problem(self, **more: Any) -> Problem:
        return name_problem(zone=self.zone, title="Dark lane", owner=self.six["police"], by=BY, **more)

    def draft(self, **more: Any) -> Plan:
        told: dict[str, Any] = {"owner": self.six["police"], "starts": self.starts,
                                "ends": self.starts + timedelta(days=90), **more}  # fmt: skip
        return make_plan(zone=self.zone, title="Light for lane 4", by=BY, **told)

    def periods(self) -> dict[str, date]:
        """Two whole years on both sides of the start."""
        return {
            "before_from": date(self.starts.year - 2, self.starts.month, 1), "before_to": self.starts - timedelta(days=1),
            "after_from": self.starts, "after_to": date(self.starts.year + 1, self.starts.month, 1) - timedelta(days=1),
        }  # fmt: skip

    def fix(self, plan: Plan, **more: Any) -> Any:
        told: dict[str, Any] = {"outcome": "incidents", "controls": [self.other], **self.periods(), **more}
        return fix_evaluation(plan=plan, by=BY, **told)

    def measure(self, plan: Plan, problem: Problem | None = None, **more: Any) -> Any:
        told: dict[str, Any] = {
            "problem": problem or self.problem(), "measure": "street-lighting", "dose": "12 lamps from 18 to 6",
            "expected_effect": "a fifth fewer thefts after dark", "organisation": self.six["local-government"],
            "cost": 84_000, "payer": self.six["business"], **more,
        }  # fmt: skip
        return add_measure(plan=plan, by=BY, **told)

    def ready(self) -> Plan:
        """A draft that lacks nothing."""
        plan = self.draft()
        self.measure(plan)
        self.fix(plan)
        return plan

    def agree(self, decision: Decision, plan: Plan) -> None:
        """Everybody says yes, and the question is closed."""
        for organisation in self.six.values():
            take_position(decision=decision, organisation=organisation, stance="agree", by=BY)
        close_decision(decision=decision, content=plan_content(plan), by=BY)


def signed_in(place: Place, role: str) -> Client:
    user, _made = User.objects.get_or_create(email=f"{role}-{place.slug}@example.org", defaults={"language": "en"})
    Membership.objects.get_or_create(user=user, place=place, role=role)
    client = Client(HTTP_HOST="localhost", headers={"accept-language": "en"})
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client
