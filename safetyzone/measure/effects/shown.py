"""Effects in plain sentences."""

from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from safetyzone.foundation.pages.templatetags.figures import month, number
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.places.queries import groups_of, named
from safetyzone.foundation.runs.models import Run
from safetyzone.measure.effects import verdicts
from safetyzone.plan.problems.models import Outcome

STATUS: Final[dict[str, str | Promise]] = {
    verdicts.BETTER: gettext_lazy("better than the comparison"),
    verdicts.WORSE: gettext_lazy("worse than the comparison"),
    verdicts.CANNOT_TELL: gettext_lazy("cannot tell"),
}
ICONS: Final = {verdicts.BETTER: "done", verdicts.WORSE: "warning", verdicts.CANNOT_TELL: "unsure"}
METHODS: Final[dict[str, str | Promise]] = {
    "rate-ratio": gettext_lazy("ratio of the two changes, with the months' own spread"),
    "wdd": gettext_lazy("difference of the two changes (WDD), places beside it included"),
    "net": gettext_lazy("total net effect"),
    "did": gettext_lazy("difference-in-differences"),
    "synthetic": gettext_lazy("synthetic control: a mix of the comparison's zones"),
}


def told(run: Run) -> dict[str, Any]:
    """Status, sign, and the sentences, the plain one first."""
    result = run.result
    names = zone_names(result)
    lines = _polls(result, names) if result["outcome"] != Outcome.INCIDENTS else _incidents(run, names)
    if result.get("looked_back"):
        lines.append(looked_back())
    return {
        "status": result["status"],
        "words": STATUS[result["status"]],
        "icon": ICONS[result["status"]],
        "lines": lines,
    }


def looked_back() -> str:
    """What a judgement is worth that was not fixed beforehand."""
    return _("How to judge was chosen after the plan had begun: a look back, which proves less.")


def zone_names(result: dict[str, Any]) -> dict[str, str]:
    """Of every zone in a result."""
    slugs = {result["treated"]["zone"]}
    if "control" in result:
        slugs |= {*result["control"]["zones"], *((result.get("displacement") or {}).get("zones", ()))}
    slugs |= {each["zone"] for each in result.get("controls", ())}
    return {zone.slug: zone.name for zone in Place.objects.filter(slug__in=slugs).defer("boundary")}


def _incidents(run: Run, names: dict[str, str]) -> list[str]:
    result = run.result
    treated, months = result["treated"], result["months"]
    given: dict[str, Any] = {
        "what": what(run), "zone": names.get(treated["zone"], treated["zone"]), "before": number(treated["before"]),
        "after": number(treated["after"]), "b": _many(months["before"]), "a": _many(months["after"]),
        "controls": _listed(result["control"]["zones"], names),
    }  # fmt: skip
    if result["why"] == verdicts.NO_RECORDS:
        return [_no_records(run)]
    first = _("%(what)s in %(zone)s: %(before)s in %(b)s before, %(after)s in %(a)s after.") % given
    if result["why"] == verdicts.NO_COMPARISON:
        return [first, _no_comparison(result)]
    if result["why"] == verdicts.NOT_ENOUGH:
        need = {key: _whole(result["refusal"][key]) for key in ("have", "need")}
        sentence = ngettext(
            "Not enough to say: %(have)s incident before, %(need)s are needed here and in the comparison.",
            "Not enough to say: %(have)s incidents before, %(need)s are needed here and in the comparison.",
            round(result["refusal"]["have"]),
        )
        return [first, sentence % need]
    return [f"{first} {_against(result['effect'], given)}", *_moved(result, names), *_left_out(result)]


def _against(effect: dict[str, Any], given: dict[str, Any]) -> str:
    """How many fewer or more than the comparison lets expect, with the interval in words."""
    words = {**given, "n": _whole(effect["value"]), "range": span(effect["low"], effect["high"])}
    if effect["low"] <= 0 <= effect["high"]:
        return (
            _(
                "Whether that is the plan's doing cannot be told: against %(controls)s it is anything %(range)s than expected."
            )
            % words
        )
    if effect["value"] < 0:
        return _("Against %(controls)s that is %(n)s fewer than expected (%(range)s).") % words
    return _("Against %(controls)s that is %(n)s more than expected (%(range)s).") % words


def span(low: float, high: float) -> str:
    """ "between 2 and 26 fewer", "from 12 fewer to 5 more"; ends in whole events, the nearer to nothing first."""
    ends = {"low": _whole(low), "high": _whole(high)}
    if high < 0:
        return _("between %(high)s and %(low)s fewer") % ends
    if low > 0:
        return _("between %(low)s and %(high)s more") % ends
    return _("from %(low)s fewer to %(high)s more") % ends


def _moved(result: dict[str, Any], names: dict[str, str]) -> list[str]:
    beside = result["displacement"]
    if beside is None:
        return [_("Whether crime only moved was not part of the evaluation: no places beside the zone were named.")]
    given = {
        "zones": _listed(beside["zones"], names),
        "before": number(beside["before"]),
        "after": number(beside["after"]),
    }
    first = _("Beside it, in %(zones)s: %(before)s before, %(after)s after.") % given
    effect, together = beside["effect"], beside["together"]
    if effect is None or together is None:
        return [f"{first} {_('Not enough to say whether it only moved.')}"]
    words = {"range": span(effect["low"], effect["high"]), "all": span(together["low"], together["high"])}
    if effect["low"] > 0:
        second = _("That is %(range)s than expected: part of it may only have moved.")
    elif effect["high"] < 0:
        second = _("That is %(range)s than expected: it got better there too.")
    else:
        second = _("That is anything %(range)s than expected: no clear sign that it moved.")
    return [f"{first} {second % words} {_('Both together: %(all)s than expected.') % words}"]


def _left_out(result: dict[str, Any]) -> list[str]:
    dropped = result["months"]["dropped"]
    return (
        [_("Left out, because some zone's files lack them: %(months)s.") % {"months": ", ".join(map(month, dropped))}]
        if dropped
        else []
    )


def _no_records(run: Run) -> str:
    last = run.parameters["after_to"]
    words = {"month": month(date.fromisoformat(last))}
    return _("The records of all these zones do not reach to the end of %(month)s yet; then it is judged.") % words


def _no_comparison(result: dict[str, Any]) -> str:
    reason = {"reason": result["no_comparison"]}
    return (
        _("Without a comparison nobody can tell what would have happened anyway. Why there is none: %(reason)s")
        % reason
    )


def _polls(result: dict[str, Any], names: dict[str, str]) -> list[str]:
    treated, effect = result["treated"], result["effect"]
    if result["why"] == verdicts.NO_WAVES:
        return [
            _(
                "It is judged by random-sample polls before and after, here and in the comparison; one of them is missing."
            )
        ]
    if result["why"] == verdicts.NO_FIGURE:
        return [_("One of the polls has too few answers for a figure with a margin of error.")]
    given = {
        "what": str(Outcome(result["outcome"]).label), "zone": names.get(treated["zone"], treated["zone"]),
        "before": _percent(treated["before"]["share"]), "after": _percent(treated["after"]["share"]),
        "m": number(treated["before"]["n"]), "n": number(treated["after"]["n"]),
    }  # fmt: skip
    first = _("%(what)s in %(zone)s: %(before)s before (n = %(m)s), %(after)s after (n = %(n)s).") % given
    if effect is None:
        return [first, _no_comparison(result)]
    words = {
        "controls": _listed([each["zone"] for each in result["controls"]], names), "points": _points(effect["value"]),
        "low": _points(effect["low"]), "high": _points(effect["high"]),
    }  # fmt: skip
    if result["status"] == verdicts.CANNOT_TELL:
        sentence = _(
            "Whether that is the plan's doing cannot be told: against %(controls)s the change is anything from %(low)s to "
            "%(high)s points."
        )
    else:
        sentence = _("Against %(controls)s that is a change of %(points)s points (%(low)s to %(high)s).")
    return [f"{first} {sentence % words}"]


def what(run: Run) -> str:
    """What is counted: the crime group's name, or all reported incidents."""
    group = run.result["group"]
    found = next((each for each in groups_of(run.place.pack) if each["code"] == group), None)
    return named(found["names"]) if found else _("Reported incidents")


def moved_alike(study: dict[str, Any] | None) -> str:
    """Whether the comparison was one, as far as the quarters before can tell."""
    if not study or not study["before"]:
        return ""
    if study["apart"]:
        given = {"k": study["apart"], "n": study["before"]}
        sentence = _(
            "In %(k)s of the %(n)s quarters before the plan began this zone had already moved apart from the comparison: do not "
            "lean on this judgement."
        )
        return sentence % given
    return _(
        "Before the plan began no quarter moved clearly apart from the comparison. That does not prove that they were alike."
    )


def methods(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Every method in words, for the table."""
    return [{**row, "name": METHODS[row["code"]]} for row in result.get("methods", ())]


def _many(months: list[str]) -> str:
    return ngettext("%(n)s month", "the %(n)s months", len(months)) % {"n": len(months)}


def _listed(slugs: list[str], names: dict[str, str]) -> str:
    return ", ".join(names.get(slug, slug) for slug in slugs)


def _whole(value: float) -> str:
    """Whole events; below one of them a digit more, because "0 fewer" would read as nothing."""
    return f"{abs(value):.1f}" if 0 < abs(value) < 1 else number(abs(round(value)))


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def _points(value: float) -> str:
    return f"{value * 100:+.1f}"
