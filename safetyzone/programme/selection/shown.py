"""A computed choice in words and tables, for the page, the paper and the sheet alike."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from safetyzone.foundation.pages.templatetags.figures import number, percent
from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.queries import named
from safetyzone.programme.selection.compute import criteria_of
from safetyzone.programme.selection.evidence import Ground, grounds_of
from safetyzone.programme.selection.models import Candidate, Forced, Selection
from safetyzone.programme.selection.rules import Quota, Rules
from safetyzone.programme.selection.setting import BELOW, EXCUSED, OUT, PILOT

LEFT_OUT: Final[dict[str, str | Promise]] = {
    PILOT: gettext_lazy("takes part already"),
    BELOW: gettext_lazy("not ready enough"),
    OUT: gettext_lazy("taken out, with a reason"),
    EXCUSED: gettext_lazy("its province is excused"),
}
FIRM: Final = 0.9  # in nine of ten draws: firm; below half: open
OPEN: Final = 0.5


@dataclass(frozen=True)
class Chosen:
    """One area of the plan. ``share``: of the draws in which it is chosen; ``second``: the next best of its province."""

    station: str
    station_slug: str
    area: str
    province: str
    bureau: str
    kind: str
    score: float
    cost: int
    readiness: int
    share: float | None
    firmness: str
    forced: str
    reason: str
    second: str
    grounds: list[Ground]


@dataclass(frozen=True)
class Plan:
    """One of the plans that were compared: what it gains or loses against the best."""

    number: int
    score: float
    cost: int
    less: float
    instead: list[str]


def names_of(selection: Selection) -> dict[str, Place]:
    """Bureaus and provinces below the selection's place, by slug."""
    wanted = (Level.BUREAU, Level.PROVINCE, Level.COUNTRY)
    found = Place.objects.filter(path__startswith=selection.place.path, level__in=wanted)
    return {place.slug: place for place in found.only("slug", "names")}


def kinds(pack: str) -> dict[str, str]:
    """Names of the criteria in the reader's language."""
    return {criterion["code"]: named(criterion["names"]) for criterion in criteria_of(pack)}


def chosen_of(selection: Selection, places: dict[str, Place], plan: int | None = None) -> list[Chosen]:
    """The areas of a plan, the one kept with the selection unless another is named, in the order of the hierarchy."""
    run = selection.run
    if run is None or not run.result["plans"]:
        return []
    slugs = run.result["plans"][selection.plan if plan is None else plan]["chosen"]
    rows = {row["station"]: row for row in run.result["rows"]}
    found = Candidate.objects.filter(selection=selection, station__slug__in=slugs).select_related("station")
    candidates = {candidate.station.slug: candidate for candidate in found}
    seconds = _seconds(run.result["rows"], set(slugs))
    labels = kinds(selection.place.pack)
    return [
        _chosen(rows[slug], candidates[slug], run.result["draws"]["n"], places, labels, seconds)
        for slug in slugs
        if slug in candidates
    ]


def _chosen(
    row: dict[str, Any], candidate: Candidate, draws: int, places: dict[str, Place], labels: dict[str, str],
    seconds: dict[str, dict[str, Any]],
) -> Chosen:  # fmt: skip
    share = None if row["times"] is None else row["times"] / draws
    second = seconds.get(row["province"])
    return Chosen(
        station=candidate.station.name, station_slug=candidate.station.slug, area=row["area"],
        province=_name(places, row["province"]), bureau=_name(places, row["bureau"]),
        kind=labels.get(row["kind"], row["kind"]), score=row["score"], cost=row["cost"], readiness=row["readiness"],
        share=share, firmness=firmness(share), forced=row["forced"],
        reason=candidate.forced_reason if row["forced"] == Forced.IN else "",
        second=f"{second['area']} ({percent(second['times'] / draws)})" if second else "",
        grounds=grounds_of(candidate, labels),
    )  # fmt: skip


def _name(places: dict[str, Place], slug: str) -> str:
    return places[slug].name if slug in places else slug


def _seconds(rows: list[dict[str, Any]], slugs: set[str]) -> dict[str, dict[str, Any]]:
    """For each province the area that is chosen most often when the plan's is not."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["station"] in slugs or not row["times"]:
            continue
        if row["times"] > found.get(row["province"], {"times": 0})["times"]:
            found[row["province"]] = row
    return found


def firmness(share: float | None) -> str:
    """In one word how much the choice depends on the weights."""
    if share is None:
        return ""
    return _("firm") if share >= FIRM else _("depends on the weights") if share >= OPEN else _("open")


def plans_of(selection: Selection) -> list[Plan]:
    """Every plan that was compared, with what differs from the best."""
    run = selection.run
    if run is None or not run.result["plans"]:
        return []
    areas = {row["station"]: row["area"] for row in run.result["rows"]}
    best = run.result["plans"][0]
    return [
        Plan(
            position + 1, plan["score"], plan["cost"], best["score"] - plan["score"],
            [areas[slug] for slug in plan["chosen"] if slug not in best["chosen"]],
        )
        for position, plan in enumerate(run.result["plans"])
    ]  # fmt: skip


def conflict_of(selection: Selection, places: dict[str, Place]) -> list[str]:
    """Why there is no plan: rules that cannot be kept together, in sentences."""
    if selection.run is None:
        return []
    labels = kinds(selection.place.pack)
    found = selection.run.result["conflict"]
    sentences = [_rule(limit, places, labels) for limit in found]
    if len(sentences) > 1:
        sentences.append(_("Each of these could be kept without the others. Change at least one of them."))
    return sentences


def _rule(limit: dict[str, Any], places: dict[str, Place], labels: dict[str, str]) -> str:
    what, _colon, slug = limit["name"].partition(":")
    said = {
        "low": number(int(limit["low"])),
        "high": number(limit["high"] and int(limit["high"])),
        "have": number(limit["have"]),
    }
    if what == "budget":
        return _budget(limit, said)
    if what == "province":
        return _province(limit, said | {"name": _name(places, slug)})
    name = _name(places, slug) if what == "bureau" else labels.get(slug, slug)
    if limit["high"] is None:
        sentence = ngettext(
            "%(name)s: at least %(low)s area; %(have)s could be chosen.",
            "%(name)s: at least %(low)s areas; %(have)s could be chosen.",
            int(limit["low"]),
        )
        return sentence % (said | {"name": name})
    return _("%(name)s: from %(low)s to %(high)s areas; %(have)s could be chosen.") % (said | {"name": name})


def _budget(limit: dict[str, Any], said: dict[str, str]) -> str:
    if limit.get("least") is None:
        return _("The budget of %(high)s.") % said
    return _("The budget of %(high)s: the cheapest plan that keeps all other rules costs %(least)s.") % (
        said | {"least": number(int(limit["least"]))}
    )


def _province(limit: dict[str, Any], said: dict[str, str]) -> str:
    if limit["have"] == 0:
        return (
            _(
                "%(name)s has no candidate that may be chosen. Add one, lower the floor, or excuse the province with a reason."
            )
            % said
        )
    if limit["high"] is not None and limit["forced"] > limit["high"]:
        return _("%(name)s: %(forced)s areas are taken in whatever their score, and only %(high)s may be.") % (
            said | {"forced": number(limit["forced"])}
        )
    sentence = ngettext(
        "%(name)s: at least %(low)s area, and only %(have)s could be chosen.",
        "%(name)s: at least %(low)s areas, and only %(have)s could be chosen.",
        int(limit["low"]),
    )
    return sentence % said


def rules_in_words(rules: Rules, places: dict[str, Place], pack: str) -> list[tuple[str, str]]:
    """What was decided by, as pairs of a name and a sentence."""
    labels = kinds(pack)
    said = [
        (_("Weights"), " · ".join(f"{labels.get(code, code)} {percent(share)}" for code, share in rules.shares.items()))
    ]
    said.append((_("Areas per province"), quota_in_words(rules.per_province)))
    if rules.budget is not None:
        said.append((_("Budget"), _("at most %(n)s") % {"n": number(rules.budget)}))
    if rules.floor:
        said.append((_("Readiness"), _("at least %(n)s of 100") % {"n": rules.floor}))
    said += [(_name(places, slug), quota_in_words(quota)) for slug, quota in rules.bureaus.items()]
    said += [(labels.get(code, code), quota_in_words(quota)) for code, quota in rules.kinds.items()]
    said += [
        (_name(places, slug), _("excused: %(reason)s") % {"reason": reason}) for slug, reason in rules.excused.items()
    ]
    return said


def quota_in_words(quota: Quota) -> str:
    """ "exactly 1", "at least 2", "from 2 to 5"."""
    if quota.high is None:
        return _("at least %(n)s") % {"n": quota.low}
    if quota.low == quota.high:
        return _("exactly %(n)s") % {"n": quota.low}
    return _("from %(low)s to %(high)s") % {"low": quota.low, "high": quota.high}


def steadiness(result: dict[str, Any]) -> str:
    """How the draws were made, in one sentence; empty where there was no plan."""
    draws = result["draws"]
    if draws is None:
        return ""
    return ngettext(
        "Firmness: in how many of %(n)s draw of weights around the committee's own (held as firmly as %(c)s votes) the area is chosen.",
        "Firmness: in how many of %(n)s draws of weights around the committee's own (held as firmly as %(c)s votes) the area is chosen.",
        draws["n"],
    ) % {"n": number(draws["n"]), "c": number(draws["concentration"])}  # fmt: skip
