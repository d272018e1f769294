"""The public page put together from what the steps below know. Nothing that is not for everybody is asked for here."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from safetyzone.act.meetings.queries import next_meeting
from safetyzone.analyse.pictures.parts.months import month_name
from safetyzone.foundation.places.models import Place
from safetyzone.listen.budgets.queries import newest_of as newest_budget
from safetyzone.listen.polls.models import WaveMode
from safetyzone.listen.polls.queries import running
from safetyzone.listen.suggestions import shown as suggested
from safetyzone.listen.suggestions.queries import newest_of as newest_conversation
from safetyzone.listen.suggestions.results import stored as stored_votes
from safetyzone.publish.site import crime
from safetyzone.publish.site.counted import covered_of
from safetyzone.publish.site.feelings import feelings
from safetyzone.publish.site.measured import measured
from safetyzone.publish.site.models import PublicPage, Release
from safetyzone.publish.site.promises import kept_of
from safetyzone.publish.site.queries import latest_release
from safetyzone.publish.site.release import month_number


def context(request: HttpRequest, held: PublicPage) -> dict[str, Any]:
    """Everything the page's template needs."""
    zone = held.zone
    release = latest_release(zone)
    return {
        "zone": zone, "page": held, "release": release, "address": request.build_absolute_uri(request.path),
        "share_url": request.build_absolute_uri(reverse("site:share", args=[zone.slug])),
        "feelings": feelings(release) if release else [], **_crime(zone, release), "ways": _ways(zone),
        "agreed": _agreed(zone), "kept": kept_of(zone), "meeting": next_meeting(zone), "measured": measured(release) if release else [],
    }  # fmt: skip


def _crime(zone: Place, release: Release | None) -> dict[str, Any]:
    if release is None:
        return {}
    result = release.crime.result
    period = result["periods"][-1] if result["periods"] else None
    return {
        "crime": result, "year": crime.year_of(result), "bars": crime.bars(result), "period": period,
        "groups": crime.groups(zone, period) if period else [], "map": crime.map_of(zone, period) if period else None,
    }  # fmt: skip


def _ways(zone: Place) -> dict[str, Any]:
    """Where a resident can take part today."""
    polls = [wave for wave in running().filter(zone=zone) if wave.mode != WaveMode.QUOTA]
    conversation, budget = newest_conversation(zone), newest_budget(zone)
    return {
        "polls": [(wave, reverse("answer:page", args=[wave.token])) for wave in polls],
        "conversation": conversation if conversation and conversation.open else None,
        "budget": budget if budget and budget.open else None,
    }


def _agreed(zone: Place) -> list[suggested.Row]:
    """What every group of voters agrees on, the surest first."""
    conversation = newest_conversation(zone)
    run = stored_votes(conversation) if conversation else None
    if conversation is None or run is None:
        return []
    return suggested.common_ground(suggested.rows(conversation, run.result))[:3]


def figures(zone: Place) -> dict[str, Any]:
    """The released figures, JSON-ready."""
    release = latest_release(zone)
    if release is None:
        return {"zone": zone.slug, "release": None}
    return {
        "zone": zone.slug, "sample": release.sample, "number": release.number, "month": release.month,
        "released_at": release.released_at.isoformat(), "run": release.crime.key, "crime": release.crime.result,
        "targets_run": release.targets.key if release.targets else None,
        "targets": release.targets.result["targets"] if release.targets else [],
    }  # fmt: skip


def months_to_publish(zone: Place) -> list[str]:
    """The complete months of the records that are not published yet, and the last one that is: a poll may be new since."""
    covered = covered_of(zone)
    if covered is None:
        return []
    release = latest_release(zone)
    first = month_number(release.month) if release else covered[0]
    last = min(covered[1], month_number(timezone.localdate().strftime("%Y-%m")) - 1)
    return [month_name(month) for month in range(max(first, covered[0]), last + 1)]
