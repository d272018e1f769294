"""Targets in words."""

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safetyzone.foundation.places.queries import named
from safetyzone.listen.polls.deciding import answers_that_decide
from safetyzone.listen.polls.results.shown import plain_refusal, share
from safetyzone.measure.targets import evaluate
from safetyzone.measure.targets.definitions import AT_MOST, Target

STATUS: Final[dict[str, str | Promise]] = {
    evaluate.MET: gettext_lazy("met"),
    evaluate.NOT_MET: gettext_lazy("not met"),
    evaluate.CANNOT_TELL: gettext_lazy("cannot tell"),
}
ICONS: Final = {evaluate.MET: "done", evaluate.NOT_MET: "warning", evaluate.CANNOT_TELL: "unsure"}
WHY: Final[dict[str, str | Promise]] = {
    evaluate.NOT_ASKED: gettext_lazy("This poll did not ask the question."),
    evaluate.NO_ANSWERS: gettext_lazy("Nobody has answered the question yet."),
    evaluate.NO_SAMPLE: gettext_lazy(
        "Those who answered chose to do so; only a random sample can show whether a target is met."
    ),
    evaluate.TOO_FEW: gettext_lazy("Too few people answered."),
    evaluate.BOTH_SIDES: gettext_lazy("The interval reaches over the target: more answers would be needed."),
}


def goal(target: Target) -> str:
    """ "at most 40 %"."""
    value = f"{target.threshold * 100:g} %" if target.line else f"{target.threshold:g}"
    return (_("at most %(value)s") if target.direction == AT_MOST else _("at least %(value)s")) % {"value": value}


def verdict_of(stated: dict[str, str]) -> dict[str, Any]:
    """Status and reason in words, with the sign that stands beside them."""
    return {
        "status": stated["status"], "words": STATUS[stated["status"]], "icon": ICONS[stated["status"]],
        "why": WHY.get(stated["why"], ""),
    }  # fmt: skip


def rows(result: dict[str, Any], asked: list[Target], choice_names: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    """One entry a target, as the panel shows it."""
    by_code = {target.code: target for target in asked}
    found = []
    for judged in result["targets"]:
        target = by_code.get(judged["code"])
        if target is None:
            continue
        names = choice_names.get(target.question, {})
        found.append({
            "name": target.name, "goal": goal(target), "wording": named(target.wording or {}), "source": target.source,
            "rule": _rule(target, names), **verdict_of(judged["verdict"]), "figure": figure(judged["figure"]),
            "second": _second(target, judged), "apart": figure(judged["apart"]),
            "apart_names": ", ".join(names.get(value, value) for value in target.apart),
            "excluded": [(names.get(value, value), n) for value, n in judged["excluded"].items()],
        })  # fmt: skip
    return found


def _rule(target: Target, names: dict[str, str]) -> str:
    if target.line is None:
        return ""
    counted = ", ".join(names.get(value, value) for value in target.line.counted)
    among = ", ".join(names.get(value, value) for value in target.line.denominator)
    return _("%(counted)s among: %(among)s") % {"counted": counted, "among": among}


def _second(target: Target, judged: dict[str, Any]) -> dict[str, Any] | None:
    if judged["second_verdict"] is None:
        return None
    name = named(target.second_names or {})
    return {"name": name, "figure": figure(judged["second"]), **verdict_of(judged["second_verdict"])}


def figure(found: dict[str, Any] | None) -> dict[str, Any] | None:
    """A share with its doubt, or the refusal."""
    if found is None:
        return None
    if found["refusal"]:
        return {"refusal": plain_refusal(found["refusal"]), "n": found["n"]}
    if found["kind"] == "volunteers":
        low, high = found["sensitivity"]
        return {"share": share(found["share"]), "raked": share(found["raked"]), "low": share(low), "high": share(high),
                "n": found["n"], "sample": False}  # fmt: skip
    return {"share": share(found["share"]), "low": share(found["low"]), "high": share(found["high"]), "n": found["n"],
            "n_eff": found["n_eff"], "deff": found["deff"], "sample": True}  # fmt: skip


def choice_names(questions: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """Names of the choices of each question, in the reader's language."""
    return {
        question["name"]: {choice["value"]: named(choice["labels"]) for choice in question["choices"]}
        for question in questions
    }


def definition(target: Target) -> dict[str, Any]:
    """A target as the overview states it."""
    needed = [] if target.line is None else answers_that_decide(target.threshold, target.direction)
    return {
        "name": target.name, "goal": goal(target), "source": target.source, "wording": named(target.wording or {}),
        "needed": needed, "entered": target.line is None,
    }  # fmt: skip


def areas(result: dict[str, Any], asked: list[Target], names: dict[str, str]) -> list[dict[str, Any]]:
    """One table for each target: zones with their own figure and, where it is more exact, the smoothed one."""
    by_code = {target.code: target for target in asked}
    return [
        {"name": by_code[found["code"]].name, "have": found["have"], "need": found["need"],
         "zero": found["area_variance"] == 0, "enough": found["area_variance"] is not None,
         "rows": [_area(row, names) for row in found["rows"]]}
        for found in result["targets"]
    ]  # fmt: skip


def _area(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return {
        "zone": names.get(row["zone"], row["zone"]), "slug": row["zone"], "n": row["n"], "share": share(row["share"]),
        "range": f"{share(row['low'])} – {share(row['high'])}", "error": f"{row['variance'] ** 0.5 * 100:.1f}",
        "smoothed": share(row["smoothed"]) if row["smoothed"] is not None else "",
        "smoothed_error": f"{row['mse'] ** 0.5 * 100:.1f}" if row["mse"] is not None else "",
    }  # fmt: skip
