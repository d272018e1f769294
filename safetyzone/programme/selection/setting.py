"""From candidates and rules to a problem the solver knows."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from safetyzone.foundation.places.models import Level, Place
from safetyzone.foundation.places.queries import at_level
from safetyzone.programme.rollout.queries import stations_taking_part
from safetyzone.programme.selection.models import Candidate, Forced, Selection
from safetyzone.programme.selection.rules import Quota, Rules
from safetyzone.programme.selection.solver import Floats, Limit, Problem

PILOT: Final = "takes_part"
BELOW: Final = "below_floor"
OUT: Final = "forced_out"
EXCUSED: Final = "excused"


@dataclass(frozen=True)
class Area:
    """A candidate as the solver sees it. ``left_out``: why it cannot be chosen, empty if it can."""

    candidate: Candidate
    province: str
    bureau: str
    left_out: str


@dataclass(frozen=True)
class Setting:
    """``areas`` in the order of the hierarchy, cheaper first inside a province; ``able`` their positions that can be chosen."""

    areas: list[Area]
    able: list[int]
    problem: Problem
    grounds: Floats  # [able, criteria]
    provinces: list[str]


def areas_of(selection: Selection, rules: Rules) -> list[Area]:
    """Every candidate with its province and bureau, and why it cannot be chosen."""
    busy = stations_taking_part(selection.place)
    found = []
    for candidate in Candidate.objects.filter(selection=selection).select_related("station"):
        # /country/bureau/province/station/
        parts = candidate.station.path.strip("/").split("/")
        province = parts[-2] if len(parts) > 1 else ""
        bureau = parts[-3] if len(parts) > 2 else ""
        found.append(Area(candidate, province, bureau, _left_out(candidate, province, rules, busy)))
    return sorted(
        found, key=lambda area: (area.bureau, area.province, area.candidate.cost, area.candidate.station.slug)
    )


def _left_out(candidate: Candidate, province: str, rules: Rules, busy: set[int]) -> str:
    if candidate.station_id in busy:
        return PILOT
    if candidate.forced == Forced.OUT:
        return OUT
    if province in rules.excused:
        return EXCUSED
    if candidate.readiness < rules.floor and candidate.forced != Forced.IN:
        return BELOW
    return ""


def provinces_below(place: Place) -> list[str]:
    """Slugs of the provinces a selection is about."""
    if place.level == Level.PROVINCE:
        return [place.slug]
    return list(at_level(Level.PROVINCE, below=place).values_list("slug", flat=True))


def setting_of(selection: Selection, rules: Rules, criteria: list[str]) -> Setting:
    """The whole problem. Provinces that are not excused have a limit each, also those without any candidate."""
    areas = areas_of(selection, rules)
    able = [position for position, area in enumerate(areas) if not area.left_out]
    chosen = [areas[position] for position in able]
    provinces = [slug for slug in provinces_below(selection.place) if slug not in rules.excused]
    number = {slug: position for position, slug in enumerate(provinces)}
    province = np.array([number[area.province] for area in chosen], dtype=np.int64)
    kinds = {code: position for position, code in enumerate(criteria)}
    kind = np.array([kinds[area.candidate.kind] for area in chosen], dtype=np.int64)
    cost = np.array([area.candidate.cost for area in chosen], dtype=np.int64)
    problem = Problem(
        province=province, kind=kind, cost=cost,
        forced=np.array([area.candidate.forced == Forced.IN for area in chosen], dtype=bool),
        single=rules.per_province == Quota(1, 1),
        province_limits=tuple(
            _limit(f"province:{slug}", (province == position).astype(float), rules.per_province)
            for slug, position in number.items()
        ),
        limits=_shared(chosen, rules, kind, kinds, cost),
    )  # fmt: skip
    grounds = np.array([[area.candidate.score(code) for code in criteria] for area in chosen], dtype=float)
    return Setting(areas, able, problem, grounds.reshape(len(chosen), len(criteria)), provinces)


def _limit(name: str, amounts: Floats, quota: Quota) -> Limit:
    return Limit(name, amounts, float(quota.low), np.inf if quota.high is None else float(quota.high))


def _shared(
    chosen: list[Area], rules: Rules, kind: "np.typing.NDArray[np.int64]", kinds: dict[str, int],
    cost: "np.typing.NDArray[np.int64]",
) -> tuple[Limit, ...]:  # fmt: skip
    """Budget, bureaus and kinds: limits that more than one province shares."""
    found = []
    if rules.budget is not None:
        found.append(Limit("budget", cost.astype(float), 0.0, float(rules.budget)))
    for slug, quota in rules.bureaus.items():
        found.append(_limit(f"bureau:{slug}", np.array([area.bureau == slug for area in chosen], dtype=float), quota))
    for code, quota in rules.kinds.items():
        found.append(_limit(f"kind:{code}", (kind == kinds[code]).astype(float), quota))
    return tuple(found)
