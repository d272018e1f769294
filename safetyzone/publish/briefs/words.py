"""A brief's figures in the reader's language."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from safetyzone.analyse.pictures.queries import position_name
from safetyzone.foundation.pages.templatetags.figures import number
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.places.queries import groups_of, named
from safetyzone.measure.targets.definitions import targets
from safetyzone.measure.targets.shown import STATUS, goal
from safetyzone.publish.briefs.figures import DAYS, DECIMALS, PERCENT

ORGANISATION: Final = re.compile(r"org(\d+)\.")  # a figure's key
TITLES: Final[dict[str, str | Promise]] = {
    "incidents": gettext_lazy("Incidents of the month"),
    "places": gettext_lazy("Where most was reported"),
    "hours": gettext_lazy("When"),
    "feelings": gettext_lazy("How safe people feel"),
    "promises": gettext_lazy("Promises"),
    "suggestions": gettext_lazy("Suggestions"),
    "quality": gettext_lazy("How good the records are"),
}
LABELS: Final[dict[str, str | Promise]] = {
    "reported": gettext_lazy("Reported incidents"), "discovered": gettext_lazy("Discovered by police work, counted apart"),
    "last_year": gettext_lazy("Same month last year"), "ratio": gettext_lazy("This year ÷ last year"),
    "station": gettext_lazy("In the whole station"), "share": gettext_lazy("The zone's share of its station"),
    "timed": gettext_lazy("With a time of day"), "age": gettext_lazy("Median age of what is open"),
    "prevention": gettext_lazy("Tasks that prevent"), "suppression": gettext_lazy("Tasks that suppress"),
    "kept": gettext_lazy("Kept in time"), "late": gettext_lazy("Kept late"), "handed_back": gettext_lazy("Handed back"),
    "open": gettext_lazy("Still running"), "overdue": gettext_lazy("Overdue"), "voters": gettext_lazy("People who voted on suggestions"),
    "statements": gettext_lazy("Suggestions voted on"), "data:read": gettext_lazy("Rows in the station's files"),
    "data:rejected": gettext_lazy("Rows rejected, with reasons"), "data:no_place": gettext_lazy("Without a place"),
    "data:date_only": gettext_lazy("In the zone with a date only"), "data:undated": gettext_lazy("In the zone without a date"),
    "data:default_times": gettext_lazy("In the zone with a probable default time"),
}  # fmt: skip
RULES: Final[dict[str, str | Promise]] = {
    "reported": gettext_lazy("Each incident that somebody reported, once, as last corrected, inside the boundary. The public page leaves "
                     "sensitive offences out and hides small numbers, so its numbers are lower."),
    "discovered": gettext_lazy("Found by police work: it follows the work done and is no rate of crime."),
    "few": gettext_lazy("A share of few: one incident more or less changes it much."),
    "not_mapped": gettext_lazy("Only incidents placed to the street or better; a place with fewer than five in the month is not listed."),
    "as_of": gettext_lazy("As it stood when the brief was made; all promises so far, not those of the month alone."),
    "sample": gettext_lazy("Estimated from a random sample: the range is the 95 % interval."),
    "volunteers": gettext_lazy("Share of those who chose to answer; the range says what it could be among all residents."),
    "missing": gettext_lazy("Too few answers, or not asked."),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A figure ready to be read. ``value`` and ``range`` are text."""

    key: str
    label: str
    value: str
    range: str
    n: str
    rule: str
    run: str
    number: float | int | None
    decimals: int


@dataclass(frozen=True)
class Section:
    code: str
    title: str
    rows: list[Row]
    rules: list[str]


def told(zone: Place, result: dict[str, Any]) -> list[Section]:
    """Every section with its rows and the rules of counting that stand under it."""
    names = _Names(zone, [figure["key"] for part in result["sections"] for figure in part["figures"]])
    return [_section(part, names) for part in result["sections"]]


class _Names:
    """What the area calls its crime groups, targets and organisations."""

    def __init__(self, zone: Place, keys: Iterable[str]) -> None:
        self.groups = {str(group["code"]): named(group["names"]) for group in groups_of(zone.pack)}
        self.targets = {target.code: target for target in targets(zone.pack)}
        numbers = {int(found[1]) for key in keys if (found := ORGANISATION.match(key))}
        self.organisations = {f"org{each.pk}": str(each) for each in Organisation.objects.filter(pk__in=numbers)}


def _section(part: dict[str, Any], names: _Names) -> Section:
    rows = [_row(figure, names) for figure in part["figures"]]
    used = dict.fromkeys(figure["rule"] for figure in part["figures"] if figure.get("rule"))
    return Section(part["code"], str(TITLES[part["code"]]), rows, [str(RULES[rule]) for rule in used])


def _row(figure: dict[str, Any], names: _Names) -> Row:
    unit = figure["unit"]
    low, high = figure.get("low"), figure.get("high")
    between = "" if low is None or high is None else f"{_written(low, unit)} – {_written(high, unit)}"
    value = _("not enough") if figure["value"] is None else _written(figure["value"], unit)
    n = number(figure["n"]) if figure.get("n") is not None else ""
    return Row(
        figure["key"], _label(figure, names), value, between, n, str(RULES.get(figure.get("rule", ""), "")),
        figure.get("run", ""), figure["value"], DECIMALS[unit],
    )  # fmt: skip


def _written(value: float, unit: str) -> str:
    text = number(f"{value:.{DECIMALS[unit]}f}")
    if unit == DAYS:
        return ngettext("%(n)s day", "%(n)s days", 1 if value == 1 else 2) % {"n": text}
    return f"{text} %" if unit == PERCENT else text


def _label(figure: dict[str, Any], names: _Names) -> str:
    code, about = figure["code"], figure.get("about", "")
    if code == "group":
        return names.groups.get(about) or _("not grouped")
    if code == "place":
        metres, _space, bearing = about.partition(" ")
        return position_name(int(metres), bearing)
    if code == "peak":
        return _("Busiest four hours: %(hours)s") % {"hours": about}
    if code.startswith("target:"):
        target = names.targets.get(about)
        name = f"{target.name} ({goal(target)})" if target else about
        return f"{name}: {STATUS[code.partition(':')[2]]}"
    label = str(LABELS[code])
    about = names.organisations.get(figure["key"].partition(".")[0], about)
    return f"{about}: {label}" if about else label


def rows(sections: list[Section]) -> Iterator[tuple[Section, Row]]:
    """Every row with its section."""
    for section in sections:
        for row in section.rows:
            yield section, row
