"""A wave's figures in words, as the page's tables show them."""

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from safetyzone.foundation.pages.templatetags.figures import number
from safetyzone.foundation.places.queries import named
from safetyzone.foundation.privacy.screen import KINDS
from safetyzone.listen.polls.models import Channel
from safetyzone.listen.polls.results.domains import COMMUNITY

FLAGS: Final[dict[str, str | Promise]] = {
    "duplicate": gettext_lazy("says exactly the same as another one"),
    "same-address": gettext_lazy("many from one connection within an hour"),
    "burst": gettext_lazy("one of very many in the same minute"),
    "quick": gettext_lazy("answered faster than anybody reads"),
}


def share(value: float | None) -> str:
    """One decimal: 42.3 %."""
    return "–" if value is None else f"{value * 100:.1f} %"


def questions(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Questions in order, under their sections, with a row for each answer."""
    found, before = [], None
    for asked in result["questions"]:
        section = named(asked["section"]) if asked["section"] else ""
        found.append(
            {
                "name": asked["name"],
                "label": named(asked["labels"]) or asked["name"],
                "section": section if section != before else "",
                "n": asked["n"],
                "several": asked["several"],
                "kind": kind_of(asked),
                "refusal": refusal_of_all(asked),
                "rows": [row(answer) for answer in asked["answers"]],
            }
        )
        before = section
    return found


def kind_of(asked: dict[str, Any]) -> str:
    """ "estimate", "volunteers" or "none": what may be said about this question."""
    kinds = {answer["kind"] for answer in asked["answers"]}
    return next((kind for kind in ("estimate", "volunteers") if kind in kinds), "none")


def refusal_of_all(asked: dict[str, Any]) -> dict[str, Any] | None:
    """The refusal that stands for the whole question, where no answer of it may be shown."""
    refused = [answer["refusal"] for answer in asked["answers"]]
    return plain_refusal(refused[0]) if refused and all(refused) else None


def plain_refusal(refused: dict[str, Any]) -> dict[str, Any]:
    """For ``pages/not_enough.html``: "we are not sure: only 38 people answered"."""
    if refused["code"] == "design":
        return {
            "have": None,
            "need": None,
            "reason": _(
                "All these answers come from one place of the draw, so how far they may be off cannot be said."
            ),
        }
    return {"have": int(refused["have"] or 0), "need": refused["need"], "reason": _("Answers are needed for a figure.")}


def row(answer: dict[str, Any]) -> dict[str, Any]:
    """One answer's line: its share with its doubt, or "not enough"."""
    shown: dict[str, Any] = {
        "label": named(answer["labels"]) or answer["value"], "count": answer["count"], "n": answer["n"],
        "refused": bool(answer["refusal"]),
    }  # fmt: skip
    if answer["refusal"]:
        return shown
    if answer["kind"] == "estimate":
        low, high = answer["low"], answer["high"]
        doubt = _("set by the population numbers") if answer["fixed"] else f"{share(low)} – {share(high)}"
        return shown | {
            "share": share(answer["share"]), "range": doubt, "deff": answer["deff"], "n_eff": answer["n_eff"],
            **_bar(answer["share"], low, high),
        }  # fmt: skip
    low, high = answer["sensitivity"]
    return shown | {
        "share": share(answer["share"]), "raked": share(answer["raked"]), "range": f"{share(low)} – {share(high)}",
        **_bar(answer["raked"], low, high),
    }  # fmt: skip


def _bar(value: float, low: float, high: float) -> dict[str, str]:
    """Per cent for a style attribute, the same in every language."""
    return {"bar": f"{value * 100:.1f}", "low": f"{low * 100:.1f}", "width": f"{(high - low) * 100:.1f}"}


def part_name(part: dict[str, Any]) -> str:
    """By what the figures are divided."""
    return _("Community") if part["question"] == COMMUNITY else named(part["labels"]) or part["question"]


def how_weighted(result: dict[str, Any]) -> list[str]:
    """How the weights were made, sentence by sentence."""
    notes, said = result["weighting"], []
    if "non_response" in notes:
        made = notes["non_response"]
        said.append(
            _("Each answer also stands for the households of its cluster that were invited and did not answer "
              "(at most %(factor)s times).") % {"factor": made["largest_factor"]}
        )  # fmt: skip
        if missing := made["clusters_without_answers"]:
            said.append(
                ngettext("%(k)s cluster gave no answer at all.", "%(k)s clusters gave no answer at all.", missing)
                % {"k": number(missing)}
            )
        said.append(
            _("No weight is more than five times the middle one; %(k)s were cut to that.")
            % {"k": number(notes["trimming"]["trimmed"])}
        )
    raking = notes.get("raking")
    if raking and raking["done"]:
        sources = "; ".join(f"{margin['question']}: {margin['source']}" for margin in notes["margins"])
        said.append(
            _("The answers are weighted (raked) so that they match the population: %(sources)s.") % {"sources": sources}
        )
    elif raking:
        said.append(_why_not_raked(raking["why"]))
    if notes.get("kish"):
        said.append(_("Unequal weights alone cost a factor of %(kish)s.") % {"kish": f"{notes['kish']:.2f}"})
    return said


def _why_not_raked(why: str) -> str:
    if why == "no population numbers were entered":
        return _("Not raked: no population numbers by sex, age or community were entered.")
    return _("Not raked: the population numbers cannot be met with these answers (%(why)s).") % {"why": why}


def channels(result: dict[str, Any]) -> list[tuple[str, int]]:
    """How the answers came."""
    names = dict(Channel.choices)
    return [(str(names.get(code, code)), n) for code, n in result["channels"].items()]


def flags(result: dict[str, Any]) -> list[dict[str, Any]]:
    """What looked odd, how often, and whether those answers count."""
    return [
        {"label": FLAGS.get(mark, mark), "n": row["n"], "counted": row["counted"]}
        for mark, row in result["flags"].items()
    ]


def choices_of(part: dict[str, Any]) -> list[tuple[str, str]]:
    """Value and name of each part."""
    return [(choice["value"], named(choice["labels"]) or choice["value"]) for choice in part["choices"]]


def change(row: dict[str, Any]) -> dict[str, Any]:
    """One line of the comparison with the wave before, in percentage points."""
    points = {name: f"{row[name] * 100:+.1f}" for name in ("difference", "low", "high")}
    words = _("no clear change")
    if row["clear"]:
        words = _("more now") if row["difference"] > 0 else _("fewer now")
    return {
        "question": named(row["question"]["labels"]), "answer": named(row["answer"]["labels"]) or row["answer"]["value"],
        "was": share(row["was"]["share"]), "now": share(row["answer"]["share"]), "words": words, "clear": row["clear"],
        "n": f"{number(row['was']['n'])} / {number(row['answer']['n'])}", **points,
    }  # fmt: skip


def topics(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Each written question with its topics and what was hidden, in words."""
    return [
        {**asked, "label": named(asked["labels"]) or asked["name"],
         "hidden": [(KINDS[kind], n) for kind, n in asked["hidden"].items()]}
        for asked in result["questions"]
    ]  # fmt: skip
