"""Reads of the poll."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from safetyzone.foundation.access.queries import places_visible, scopes, within
from safetyzone.foundation.access.roles import Permission
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import Level, Place
from safetyzone.listen.polls.communities import ELSEWHERE, QUESTION, asks
from safetyzone.listen.polls.margins import NOT_SAID
from safetyzone.listen.polls.models import PopulationMargin, Questionnaire, Wave, WaveMode, WaveState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def waves_of(zone: Place) -> QuerySet[Wave]:
    """The zone's waves, the newest first."""
    return Wave.objects.filter(zone=zone).select_related("questionnaire", "zone")


def running(today_only: bool = True) -> QuerySet[Wave]:
    """Open waves whose days include today."""
    found = Wave.objects.filter(state=WaveState.OPEN).select_related("questionnaire", "zone")
    today = timezone.localdate()
    return found.filter(opens__lte=today, closes__gte=today) if today_only else found


def open_waves() -> list[Wave]:
    """Open waves that a client without an account may answer: open to all, or by code."""
    return list(running().exclude(mode=WaveMode.QUOTA))


def wave_by_token(token: str) -> Wave | None:
    """The wave of a public link; None for anything else."""
    if not token:
        return None
    return (
        Wave.objects.filter(token=token).exclude(state=WaveState.DRAFT).select_related("questionnaire", "zone").first()
    )


def wave_to_answer(token: str) -> Wave | None:
    """The wave of a form id with what is needed to take an answer, and nothing of its documents."""
    found = Wave.objects.filter(token=token).exclude(state=WaveState.DRAFT).select_related("questionnaire")
    return found.defer("questionnaire__original", "questionnaire__xform").first() if token else None


def waves_visible(user: "User | AnonymousUser", permission: Permission = Permission.VIEW_ZONE) -> QuerySet[Wave]:
    """The waves of zones at which ``user`` holds ``permission``, the newest first."""
    return Wave.objects.filter(within(scopes(user, permission), "zone__path")).select_related("zone", "questionnaire")


def wave_or_404(request: HttpRequest, permission: Permission, pk: int) -> Wave:
    """The wave, or 404 when it does not exist *or* the reader may not know that it does."""
    found = waves_visible(request.user, permission).filter(pk=pk).first()
    if found is None:
        raise Http404("no such poll for you")
    return found


def questionnaires_visible(user: "User | AnonymousUser") -> QuerySet[Questionnaire]:
    """Everybody's questionnaires, and the versions that ask for communities of zones which ``user`` may see."""
    own = within(scopes(user, Permission.VIEW_ZONE), "zone__path")
    return Questionnaire.objects.filter(Q(zone=None) | own).select_related("zone").defer("original", "xform")


def zones_to_poll(user: "User | AnonymousUser") -> QuerySet[Place]:
    """The zones in which ``user`` may prepare a poll."""
    return places_visible(user, Permission.RUN_POLL).filter(level=Level.ZONE, withdrawn=False)


@dataclass(frozen=True)
class ClusterProgress:
    """How many of a cluster's codes have been used. Of a single code or address nothing is known."""

    stratum: str
    cluster: str
    invited: int
    answered: int

    @property
    def rate(self) -> float:
        return self.answered / self.invited if self.invited else 0.0


def progress_of(wave: Wave) -> list[ClusterProgress]:
    """Invited and answered by cluster, in the frame's order."""
    found: dict[tuple[str, str], list[int]] = {}
    for sheet in wave.sheets.all():
        row = found.setdefault((sheet.stratum, sheet.cluster), [0, 0])
        row[0] += sheet.invited
        row[1] += len(sheet.used)
    return [ClusterProgress(*key, *counts) for key, counts in found.items()]


def margins_of(wave: Wave) -> list[tuple[str, str]]:
    """(question in the reader's language, source) of each margin."""
    labels = {question["name"]: in_language(question["labels"]) for question in wave.questionnaire.questions}
    return [(labels.get(margin["question"]) or margin["question"], margin["source"]) for margin in wave.margins]


def may_name_communities(wave: Wave) -> bool:
    """Whether the wave can be made to ask for the community: in preparation, without a list of households."""
    return wave.state == WaveState.DRAFT and wave.mode != WaveMode.PROBABILITY and not asks(wave.questionnaire)


def communities_of(zone: Place) -> list[str]:
    """The communities that the area pack counts people in, else those that the zone's last poll asked for."""
    margin = PopulationMargin.objects.filter(zone=zone, question=QUESTION).first()
    if margin is not None:
        return [name for name in margin.targets if name != ELSEWHERE]
    last = Questionnaire.objects.filter(zone=zone).order_by("-added_at").first()
    asked = next((item for item in last.questions if item["name"] == QUESTION), None) if last else None
    beside = {ELSEWHERE, *NOT_SAID}
    choices = asked["choices"] if asked else []
    return [in_language(choice["labels"]) for choice in choices if choice["value"] not in beside]


@dataclass(frozen=True)
class QuotaCell:
    """A group of people of which a number is to be interviewed."""

    where: dict[str, str]
    names: list[str]
    target: int
    filled: int

    @property
    def open(self) -> int:
        return max(0, self.target - self.filled)


def quota_cells(wave: Wave) -> list[QuotaCell]:
    """The wave's quotas with how many interviews of each are in."""
    answers = list(wave.answers.filter(counted=True).values_list("data", flat=True)) if wave.quotas else []
    labels = {
        (question["name"], choice["value"]): in_language(choice["labels"]) or choice["value"]
        for question in wave.questionnaire.questions
        for choice in question["choices"]
    }
    return [
        QuotaCell(
            quota["where"],
            [labels.get(pair, pair[1]) for pair in quota["where"].items()],
            quota["target"],
            sum(all(data.get(name) == value for name, value in quota["where"].items()) for data in answers),
        )
        for quota in wave.quotas
    ]


def in_language(labels: Mapping[str, str]) -> str:
    """A label in the reader's language, else the first there is."""
    return labels.get((get_language() or "en").split("-")[0]) or next(iter(labels.values()), "")


def single_choice(questionnaire: Questionnaire) -> list[dict[str, Any]]:
    """Questions with one answer out of a list: what margins and quotas are made of."""
    return [
        question
        for question in questionnaire.questions
        if question["type"].startswith("select one") and question["choices"] and not question.get("repeat")
    ]


def strata_of(wave: Wave) -> list[tuple[str, int, int]]:
    """(stratum, units, households) of the kept list."""
    rows = wave.units.order_by("stratum").values("stratum").annotate(units=Count("pk"), households=Sum("households"))
    return [(row["stratum"], row["units"], row["households"]) for row in rows]
