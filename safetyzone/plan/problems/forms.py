"""Forms of problems and plans."""

import calendar
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.queries import organisations_of
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.places.queries import groups_of, named
from safetyzone.plan.problems.catalogue import measures_catalogue
from safetyzone.plan.problems.counts import Alike
from safetyzone.plan.problems.models import Effort, GoalMeasure, Outcome, Problem


class Day(forms.DateInput):
    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        """Browsers read ISO days only, whatever the reader's language."""
        return value.isoformat() if isinstance(value, date) else value


class MonthField(forms.DateField):
    """A month, as its first day, or its last."""

    def __init__(self, *, last: bool = False, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m", attrs={"type": "month", "placeholder": "2026-01"})
        super().__init__(input_formats=["%Y-%m"], widget=widget, **kwargs)
        self.last = last

    def clean(self, value: Any) -> Any:
        first = super().clean(value)
        if first is None or not self.last:
            return first
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])


class ProblemForm(forms.Form):
    """Everything that is said about a problem."""

    title = forms.CharField(label=_("The problem in one line"), max_length=160)
    place_words = forms.CharField(label=_("Where"), max_length=200, required=False)
    harm = forms.CharField(
        label=_("What harm it does, to whom"), widget=forms.Textarea(attrs={"rows": 2}), required=False,
        help_text=_("Groups and places, never a person's name."),
    )  # fmt: skip
    causes = forms.CharField(
        label=_("Why it happens there"), widget=forms.Textarea(attrs={"rows": 2}), required=False,
        help_text=_("What makes it easy at this place and hour: darkness, hiding places, nobody around, things left open."),
    )  # fmt: skip
    owner = forms.ModelChoiceField(label=_("Who answers for it"), queryset=Organisation.objects.none(), required=False)
    goal_words = forms.CharField(label=_("Goal: when is it solved?"), max_length=300, required=False)
    goal_measure = forms.ChoiceField(label=_("Checked with"), choices=GoalMeasure.choices)
    goal_value = forms.FloatField(label=_("At most"), min_value=0, required=False)
    goal_by = forms.DateField(label=_("By"), widget=Day, required=False)

    def __init__(self, *args: Any, zone: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "owner", organisations_of(zone))


class PlanForm(forms.Form):
    """The frame of a plan."""

    title = forms.CharField(label=_("Title"), max_length=160)
    owner = forms.ModelChoiceField(
        label=_("Who answers for it"), queryset=Organisation.objects.none(), required=False,
        help_text=_("Needed before the organisations are asked."),
    )  # fmt: skip
    starts = forms.DateField(label=_("First day"), widget=Day)
    ends = forms.DateField(label=_("Last day"), widget=Day)
    words = forms.CharField(label=_("Notes"), widget=forms.Textarea(attrs={"rows": 2}), required=False)

    def __init__(self, *args: Any, zone: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "owner", organisations_of(zone))


class MeasureForm(forms.Form):
    """One measure of a plan."""

    problem = forms.ModelChoiceField(label=_("Against which problem"), queryset=Problem.objects.none())
    measure = forms.ChoiceField(label=_("Measure"))
    dose = forms.CharField(
        label=_("How much"),
        max_length=300,
        help_text=_("How many lamps, which hours, how often: so that it can be checked."),
    )
    expected_effect = forms.CharField(label=_("What is expected to change"), max_length=300)
    organisation = forms.ModelChoiceField(label=_("Who does it"), queryset=Organisation.objects.none())
    cost = forms.IntegerField(label=_("Cost"), min_value=0, initial=0, help_text=_("In whole units of the currency."))
    payer = forms.ModelChoiceField(label=_("Who pays"), queryset=Organisation.objects.none(), required=False)
    effort = forms.ChoiceField(
        label=_("Prevention or suppression"), required=False,
        choices=[("", _("as the catalogue says")), *Effort.choices],
    )  # fmt: skip
    words = forms.CharField(label=_("Notes"), max_length=300, required=False)

    def __init__(self, *args: Any, zone: Place, problems: QuerySet[Problem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("organisation", "payer"):
            _choose(self, name, organisations_of(zone))
        _choose(self, "problem", problems)
        known = [(code, measure.name) for code, measure in measures_catalogue(zone.pack).items()]
        self.fields["measure"].choices = known  # type: ignore[attr-defined]


class EvaluationForm(forms.Form):
    """How a plan will be judged."""

    outcome = forms.ChoiceField(label=_("Judged by"), choices=Outcome.choices)
    group = forms.ChoiceField(label=_("Which incidents"), required=False)
    before_from = MonthField(label=_("Before: from"))
    before_to = MonthField(label=_("Before: to"), last=True)
    after_from = MonthField(label=_("After: from"))
    after_to = MonthField(label=_("After: to"), last=True)
    controls = forms.ModelMultipleChoiceField(
        label=_("Compared with"), queryset=Place.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        to_field_name="slug",
    )  # fmt: skip
    displaced = forms.ModelMultipleChoiceField(
        label=_("Watched, because crime may move there"), queryset=Place.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple, to_field_name="slug",
    )  # fmt: skip
    no_comparison = forms.CharField(
        label=_("No comparison is possible, because"), max_length=300, required=False,
        help_text=_("Then nobody will be able to tell whether the plan worked, and its effect will say so."),
    )  # fmt: skip

    def __init__(self, *args: Any, zone: Place, alike: list[Alike], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(group["code"], named(group["names"])) for group in groups_of(zone.pack)]
        self.fields["group"].choices = [("", _("all reported incidents")), *groups]  # type: ignore[attr-defined]
        words = {each.zone.slug: _likeness(each) for each in alike}
        for name, wanted in (("controls", [each for each in alike if not each.beside]), ("displaced", alike)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)
            field.queryset = Place.objects.filter(pk__in=[each.zone.pk for each in wanted])
            # The likeliest first: a queryset alone would sort by path.
            field.choices = [(each.zone.slug, words[each.zone.slug]) for each in wanted]


def _likeness(each: Alike) -> str:
    said = {"zone": each.zone.name, "station": each.zone.parent, "n": each.months}
    if each.likeness is None:
        words = _("%(zone)s (%(station)s): too few months or incidents to say")
    else:
        said["likeness"] = f"{each.likeness:+.2f}"
        words = _("%(zone)s (%(station)s): moves alike %(likeness)s over %(n)s months")
    beside = " · " + _("right beside this zone") if each.beside else ""
    return str(words % said) + str(beside)


def _choose(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
