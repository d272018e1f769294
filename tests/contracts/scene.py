"""Two stations side by side, somebody in each, and one row of everything that belongs to the first."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from safetyzone.act.meetings.actions.calling import call_meeting
from safetyzone.act.tasks.models import Task
from safetyzone.foundation.access.roles import ROLES
from safetyzone.foundation.decisions.actions import open_decision
from safetyzone.foundation.decisions.models import Decision
from safetyzone.foundation.media.actions import keep_picture
from safetyzone.foundation.partners.models import Agreement, Organisation
from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.models import AreaPack, Place
from safetyzone.foundation.runs.models import Run
from safetyzone.listen.budgets.models import Round
from safetyzone.listen.incidents.models import Import, ImportState
from safetyzone.listen.polls.models import PaperSheet, Questionnaire, SheetState, Wave
from safetyzone.listen.suggestions.models import Conversation, Statement
from safetyzone.listen.walks.models import RiskPoint, Stop, Walk
from safetyzone.plan.problems.models import Plan, Problem
from safetyzone.programme.committee.models import Committee
from safetyzone.programme.selection.models import Candidate, Selection
from safetyzone.programme.selection.rules import Rules
from safetyzone.publish.site.models import PublicPage

POINT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
INDEX = {
    "domains": [{
        "code": "work", "names": {"en": "Work"}, "indicators": [{
            "code": "officers", "names": {"en": "Officers"}, "definition": {"en": "Officers"}, "unit": "count",
            "direction": "more", "goalposts": {"low": 0, "high": 9}, "reason": {"en": "Test"},
        }],
    }]
}  # fmt: skip
LEVELS = ("country", "bureau", "province", "station", "zone")
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[100.5, 13.7], [100.51, 13.7], [100.51, 13.71], [100.5, 13.71], [100.5, 13.7]]],
}


@dataclass(frozen=True)
class Scene:
    insider: User  # every role at the first station
    outsider: User  # every role at the second station
    nobody: User  # signed in, no role at all
    rows: dict[str, Any]

    def filled(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """The arguments with "@name" replaced by the row's key."""
        return {
            name: self.rows[value[1:]] if isinstance(value, str) and value.startswith("@") else value
            for name, value in arguments.items()
        }


def make_place(level: str, slug: str, parent: Place | None) -> Place:
    path = f"{parent.path if parent else '/'}{slug}/"
    boundary = SQUARE if level == "zone" else None
    return Place.objects.create(
        level=level, slug=slug, path=path, parent=parent, names={"en": slug}, pack="test", boundary=boundary
    )


def make_chain(name: str, country: Place) -> list[Place]:
    """Bureau, province, station and zone of a name."""
    chain, parent = [], country
    for level in LEVELS[1:]:
        parent = make_place(level, f"{name}-{level}", parent)
        chain.append(parent)
    return chain


def make_person(name: str, place: Place | None, roles: Sequence[str] = tuple(role.code for role in ROLES)) -> User:
    user = User.objects.create_user(f"{name}@example.org", None)
    if place is not None:
        for role in roles:
            Membership.objects.create(user=user, place=place, role=role)
    return user


def make_wave(zone: Place) -> Wave:
    """An open poll of one question, with a paper sheet that two people have typed in."""
    question = {
        "name": "sex", "path": "sex", "type": "select one", "labels": {"en": "Sex"}, "hints": {}, "section": {},
        "required": False, "relevant": "", "constraint": "", "choices": [{"value": "f", "labels": {"en": "Female"}}],
    }  # fmt: skip
    asked = Questionnaire.objects.create(
        code="test", version="1", titles={"en": "Test"}, file_name="test.md", original=b"| survey |\n", digest="f" * 64,
        xform="<h:html/>", questions=[question],
    )  # fmt: skip
    wave = Wave.objects.create(
        zone=zone,
        questionnaire=asked,
        title="Test",
        mode="quota",
        state="open",
        opens="2026-01-01",
        closes="2126-01-01",
    )
    PaperSheet.objects.create(wave=wave, number=1, state=SheetState.AGREED, first_by="user:1", second_by="user:2")
    return wave


def make_programme(station: Place) -> dict[str, Any]:
    """A committee with a question before it, and a selection with one candidate, all of one place."""
    committee = Committee.objects.create(place=station, name="Committee", mandate="Test", quorum=1, since="2026-01-01")
    decision = Decision.objects.create(
        place=station, subject="committee:test", question="Shall we?", content={}, content_digest="f" * 64, rule="default",
        opened_by="test",
    )  # fmt: skip
    selection = Selection.objects.create(
        place=station, committee=committee, title="Next", phase=1, rules=Rules({}).stated()
    )
    candidate = Candidate.objects.create(
        selection=selection, station=station, area="Market", kind="risk", grounds={}, readiness=50, cost=1000
    )
    return {
        "committee": committee.pk,
        "committee_decision": decision.pk,
        "selection": selection.pk,
        "candidate": candidate.pk,
    }


def make_problem(zone: Place) -> Problem:
    return Problem.objects.create(zone=zone, title="Dark lane")


def make_plan_of(zone: Place) -> Plan:
    return Plan.objects.create(zone=zone, title="Light", starts="2026-01-01", ends="2126-01-01")


def make_risk_point(zone: Place) -> RiskPoint:
    walk = Walk.objects.create(zone=zone, key=uuid4(), walked_on="2026-01-01", received_by="test")
    stop = Stop.objects.create(walk=walk, key=uuid4(), place_words="Lane 4", light="bad")
    return RiskPoint.objects.create(
        zone=zone, walk=walk, stop=stop, kind="light", place_words="Lane 4", found_on="2026-01-01"
    )


def make_published(zone: Place) -> None:
    """An open public page, and the brief of a month."""
    PublicPage.objects.create(zone=zone, open=True)
    told = {
        "schema": "brief/1",
        "zone": zone.slug,
        "month": "2026-01",
        "sample": True,
        "sources": [],
        "runs": [],
        "sections": [],
    }
    Run.objects.create(
        method="brief", place=zone, key="9" * 64, inputs="b" * 64, parameters={"month": "2026-01"}, seed=0, code_version="test",
        duration_ms=1, result=told, result_digest="c" * 64,
    )  # fmt: skip


def make_scene() -> Scene:
    country = make_place("country", "land", None)
    AreaPack.objects.create(slug="test", version="1", digest="0" * 64, content={"index": INDEX})
    *_, station, zone = make_chain("first", country)
    *_, other_station, _ = make_chain("second", country)
    insider = make_person("insider", station)
    run = Run.objects.create(
        method="test", place=zone, key="a" * 64, inputs="b" * 64, parameters={}, seed=1, code_version="test", duration_ms=1,
        result={"sample": True}, result_digest="c" * 64,
    )  # fmt: skip
    done = Import.objects.create(
        station=station, source="test", file_name="test.csv", file_digest="d" * 64, mapping={}, mapping_digest="e" * 64,
        state=ImportState.DONE, sample=True,
    )  # fmt: skip
    asked = Conversation.objects.create(
        zone=zone, questions={"en": "What would help?"}, opens="2026-01-01", closes="2126-01-01", ways=["code"]
    )
    Statement.objects.create(
        conversation=asked, number=1, text="More light", language="en", source="team", state="shown"
    )
    asked_in = make_wave(zone)
    budget = Round.objects.create(
        zone=zone, title="Money", budget=1000, opens="2026-01-01", closes="2126-01-01", state="open", ways=["code"]
    )
    partner = Organisation.objects.create(place=zone, kind="residents", name="Residents")
    signed = Agreement.objects.create(organisation=partner, title="Test", signed_on="2026-01-01")
    asked_partners = open_decision(place=zone, subject="test:1", question="Shall we?", content={}, by="test")
    task = Task.objects.create(
        zone=zone, organisation=partner, title="Test", due="2126-01-01", link_until="2126-01-01", effort="prevention"
    )
    meeting = call_meeting(zone=zone, starts_at=timezone.now(), where="Hall", by="test")
    # The smallest picture there is: one grey point.
    picture = keep_picture(place=zone, raw=base64.b64decode(POINT), purpose="test", by="test")
    make_published(zone)
    rows = make_programme(station) | {
        "organisation": partner.pk, "agreement": signed.pk, "decision": asked_partners.pk,
        "meeting": meeting.pk, "item": meeting.items.get(kind="decision").pk,
        "picture": str(picture.pk), "problem": make_problem(zone).pk, "plan": make_plan_of(zone).pk,
        "risk_point": make_risk_point(zone).pk, "task": task.pk,
        "round": budget.pk,
        "wave": asked_in.pk, "questionnaire": asked_in.questionnaire_id, "token": asked_in.token,
        "conversation": asked.pk, "membership": Membership.objects.filter(user=insider, role="patrol").get().pk, "zone": zone.slug,
        "station": station.slug, "run": run.key, "import": done.pk,
    }  # fmt: skip
    return Scene(insider, make_person("outsider", other_station), make_person("nobody", None), rows)


def routes() -> dict[str, URLPattern]:
    """Every route of the resolver with its pattern."""
    found: dict[str, URLPattern] = {}

    def walk(resolver: URLResolver, before: str) -> None:
        for entry in resolver.url_patterns:
            route = before + str(entry.pattern)
            if isinstance(entry, URLResolver):
                walk(entry, route)
            else:
                found[route] = entry

    walk(get_resolver(), "")
    return found
