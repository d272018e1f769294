"""How safe people feel, in words that need no statistics."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from safetyzone.foundation.pages.templatetags.figures import number
from safetyzone.foundation.places.queries import named
from safetyzone.measure.targets import evaluate, shown
from safetyzone.measure.targets.definitions import SURVEY, Target, targets
from safetyzone.publish.site.models import Release


@dataclass(frozen=True)
class Feeling:
    """One target as residents read it. ``low``, ``high``, ``value``, ``goal``: percent, for the bar; None where unknown."""

    name: str
    question: str
    said: str
    sure: str
    goal_words: str
    verdict: str
    icon: str
    status: str
    value: float | None
    low: float | None
    high: float | None
    goal: float

    @property
    def width(self) -> float:
        """Of the interval, at least so wide that it is seen."""
        return max((self.high or 0) - (self.low or 0), 0.6)

    @property
    def mark(self) -> float:
        """Where the value's mark begins, so that its middle is the value."""
        return (self.value or 0) - 0.4


def feelings(release: Release) -> list[Feeling]:
    """What the released poll says about each target that is asked in a poll."""
    if release.targets is None or release.wave is None:
        return []
    asked = {target.code: target for target in targets(release.zone.pack) if target.kind == SURVEY}
    told = release.targets.result["targets"]
    return [_feeling(asked[judged["code"]], judged) for judged in told if judged["code"] in asked]


def _feeling(target: Target, judged: dict[str, Any]) -> Feeling:
    figure, verdict = judged["figure"], shown.verdict_of(judged["verdict"])
    value, low, high = _range(figure)
    return Feeling(
        name=target.name, question=named(target.wording or {}), said=_said(value, figure), sure=_sure(low, high, figure),
        goal_words=shown.goal(target), verdict=_verdict(verdict["status"]), icon=verdict["icon"], status=verdict["status"],
        value=value, low=low, high=high, goal=target.threshold * 100,
    )  # fmt: skip


def _range(figure: dict[str, Any] | None) -> tuple[float | None, float | None, float | None]:
    if figure is None or figure["refusal"] or not figure["n"]:
        return None, None, None
    if figure["kind"] == "volunteers":
        low, high = figure["sensitivity"]
        shown_share = figure["raked"] if figure["raked"] is not None else figure["share"]
    else:
        low, high, shown_share = figure["low"], figure["high"], figure["share"]
    return round(100 * shown_share, 1), round(100 * low, 1), round(100 * high, 1)


def _said(value: float | None, figure: dict[str, Any] | None) -> str:
    n = figure["n"] if figure else 0
    if value is None:
        if not n:
            return _("Nobody has been asked yet.")
        return _("We are not sure: only %(n)s people answered.") % {"n": number(n)}
    if figure and figure["kind"] == "volunteers":
        return _("%(share)s of 100 of those who answered") % {"share": round(value)}
    return _("about %(share)s of 100 residents") % {"share": round(value)}


def _sure(low: float | None, high: float | None, figure: dict[str, Any] | None) -> str:
    if figure is None or low is None or high is None:
        return ""
    words = {"low": round(low), "high": round(high), "n": number(figure["n"])}
    if figure["kind"] == "volunteers":
        return (
            _(
                "%(n)s people chose to answer; they do not speak for everybody. Among all residents it could be anything from "
                "%(low)s to %(high)s of 100."
            )
            % words
        )
    return _("Between %(low)s and %(high)s of 100, as far as %(n)s residents drawn by lot can tell.") % words


def _verdict(status: str) -> str:
    return {
        evaluate.MET: _("goal reached"),
        evaluate.NOT_MET: _("goal not reached"),
        evaluate.CANNOT_TELL: _("cannot tell whether the goal is reached"),
    }[status]
