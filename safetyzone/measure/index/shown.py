"""The index in words."""

from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safetyzone.foundation.pages.templatetags.figures import day, month
from safetyzone.foundation.places.queries import named
from safetyzone.measure.index import measured
from safetyzone.measure.index.definitions import Domain, Hierarchy, Indicator
from safetyzone.measure.index.units import amount, unit_name

WHY: Final[dict[str, str | Promise]] = {
    measured.NOT_ENTERED: gettext_lazy("Nobody has entered it yet."),
    measured.NO_POLL: gettext_lazy("No poll in this zone has answers yet."),
    measured.NO_SAMPLE: gettext_lazy("The poll's answers come from volunteers; only a random sample counts here."),
    measured.NOT_ASKED: gettext_lazy("The poll did not ask the question."),
    measured.TOO_FEW: gettext_lazy("Not enough to say."),
    measured.NO_RESIDENTS: gettext_lazy("The number of residents is not known."),
    measured.NO_INCIDENTS: gettext_lazy("No incidents have been brought in for the station."),
    measured.NO_YEAR: gettext_lazy("The records do not cover twelve complete months."),
    measured.NO_TASKS: gettext_lazy("No partner has been asked to do anything yet."),
    measured.NO_WALK: gettext_lazy("Nobody has walked the zone's risk points yet."),
    measured.NO_PARTNERS: gettext_lazy("No agreement has been recorded yet."),
}


def page(hierarchy: Hierarchy, result: dict[str, Any]) -> list[dict[str, Any]]:
    """The domains in order, each with its score and its cards."""
    cards = {card["code"]: card for card in result["cards"]}
    scores = {domain["code"]: domain for domain in result["domains"]}
    return [
        {**_domain(domain, scores[domain.code]),
         "cards": [card(each, cards[each.code]) for each in domain.indicators if each.code in cards]}
        for domain in hierarchy.domains
        if domain.code in scores
    ]  # fmt: skip


def domains(hierarchy: Hierarchy, result: dict[str, Any]) -> list[dict[str, Any]]:
    """The domains alone."""
    scores = {domain["code"]: domain for domain in result["domains"]}
    return [_domain(domain, scores[domain.code]) for domain in hierarchy.domains if domain.code in scores]


def _domain(domain: Domain, stated: dict[str, Any]) -> dict[str, Any]:
    return {"name": domain.name, "question": named(domain.question), **stated, "bar": bar(stated)}


def bar(stated: dict[str, Any]) -> dict[str, float] | None:
    """Where a score and its interval lie on a bar of 100, for the drawing."""
    if stated["score"] is None:
        return None
    low, high = stated["low"], stated["high"]
    return {"score": round(stated["score"], 2), "low": round(low, 2), "width": round(max(high - low, 0.6), 2)}


def card(indicator: Indicator, stated: dict[str, Any]) -> dict[str, Any]:
    """One indicator: all that a reader needs to judge it."""
    low, high = stated["goalposts"]
    worst, best = (low, high) if indicator.more else (high, low)
    return {
        **stated,
        "name": indicator.name,
        "definition": named(indicator.definition),
        "unit_name": unit_name(indicator.unit),
        "amount": amount(stated["value"], indicator.unit),
        "range": (amount(stated["low"], indicator.unit), amount(stated["high"], indicator.unit))
        if stated["low"] is not None
        else None,
        "best": amount(best, indicator.unit),
        "worst": amount(worst, indicator.unit),
        "reason": named(indicator.reason),
        "why_words": WHY.get(stated["why"], ""),
        "too_few": stated["about"] if stated["why"] == measured.TOO_FEW else None,
        "age": age(stated["day"]),
        "source": source(stated),
        "source_url": source_url(stated),
        "bar": bar({"score": stated["score"], "low": stated["score_low"], "high": stated["score_high"]}),
    }


def age(last: str | None) -> int | None:
    """Days from the last day a value is about until today."""
    return (timezone.localdate() - date.fromisoformat(last)).days if last else None


def source(stated: dict[str, Any]) -> str:
    """Where a value comes from."""
    about = stated["about"]
    if "entered" in about:
        return _("entered: %(source)s") % {"source": about["entered"]}
    if "title" in about:
        return _("poll: %(title)s") % {"title": about["title"]}
    if "residents" in about:
        given = {"from": month(about["from"]), "to": month(about["to"]), "residents": f"{about['residents']:,}"}
        return _("recorded incidents, %(from)s to %(to)s; %(residents)s residents") % given
    if "kinds" in about:
        return _("agreements recorded here")
    return _("records of this zone") if stated["value"] is not None else ""


def source_url(stated: dict[str, Any]) -> str:
    """The page behind it, where there is one."""
    wave = stated["about"].get("wave")
    return reverse("poll_results:results", args=[wave]) if wave else ""


def change_lines(hierarchy: Hierarchy, found: dict[str, Any]) -> list[str]:
    """What changed since last time, one sentence each."""
    names = {each.code: each.name for each in hierarchy.nodes}
    units = {each.code: each.unit for each in hierarchy.indicators}
    lines = [
        _("%(name)s: from %(before)s to %(now)s.")
        % {"name": names[row["code"]], "before": amount(row["before"], units[row["code"]]), "now": amount(row["now"], units[row["code"]])}
        for row in found["moved"] if row["code"] in units
    ]  # fmt: skip
    lines += [_("%(name)s is known now.") % {"name": names[code]} for code in found["came"] if code in names]
    lines += [_("%(name)s is missing now.") % {"name": names.get(code, code)} for code in found["went"]]
    lines += [
        _("Weight of %(name)s: from %(before)s to %(now)s.")
        % {"name": names.get(row["code"], row["code"]), "before": _plain(row["before"]), "now": _plain(row["now"])}
        for row in found["weights"]
    ]
    lines += [
        _("Goalposts of %(name)s: from %(before)s to %(now)s.")
        % {"name": names.get(row["code"], row["code"]), "before": _posts(row["before"]), "now": _posts(row["now"])}
        for row in found["goalposts"]
    ]
    return lines


def _plain(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def _posts(posts: list[float] | None) -> str:
    return "–" if posts is None else f"{posts[0]:g} – {posts[1]:g}"


def missing_names(hierarchy: Hierarchy, codes: list[str]) -> str:
    """Names of missing domains, with commas."""
    return ", ".join(domain.name for domain in hierarchy.domains if domain.code in codes)


def made_on(moment: Any) -> str:
    """A day, as people of the area write it."""
    return day(timezone.localtime(moment))


FACTORS: Final[dict[str, str | Promise]] = {
    "sampling": gettext_lazy("chance in the samples"),
    "weights": gettext_lazy("the weights"),
    "normalise": gettext_lazy("how values become points"),
    "aggregate": gettext_lazy("how points become one score"),
    "treat": gettext_lazy("how extreme values are treated"),
    "impute": gettext_lazy("how missing values are treated"),
}


def factors(result: dict[str, Any]) -> list[dict[str, Any]]:
    """What the ranks depend on, in words, the strongest first."""
    rows = [{**row, "name": FACTORS.get(row["code"], row["code"])} for row in result["factors"]]
    return sorted(rows, key=lambda row: -(row["total"] or 0.0))
