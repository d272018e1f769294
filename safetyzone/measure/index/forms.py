"""Forms: an indicator's value; weights and goalposts."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from safetyzone.listen.suggestions.forms import Day
from safetyzone.measure.index.definitions import Hierarchy
from safetyzone.measure.index.units import unit_name


class IndicatorForm(forms.Form):
    """Which indicator, its value in its unit, the day, the source."""

    indicator = forms.ChoiceField(label=_("Indicator"))
    value = forms.FloatField(label=_("Value, in the unit named beside the indicator"))
    below_one = forms.BooleanField(label=_("Yes, it is really less than one percent"), required=False)
    day = forms.DateField(label=_("Last day the value is about"), widget=Day)
    n = forms.IntegerField(
        label=_("What it rests on: how many people, calls or things"),
        min_value=0,
        max_value=2_000_000_000,
        required=False,
    )
    se = forms.FloatField(
        label=_("Standard error"), required=False, help_text=_("Only for an estimate from a sample, in the same unit.")
    )
    source = forms.CharField(label=_("Where it comes from"), max_length=300)

    def __init__(self, *args: Any, hierarchy: Hierarchy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (domain.name, [(each.code, f"{each.name} ({unit_name(each.unit)})") for each in domain.indicators])
            for domain in hierarchy.domains
        ]
        self.fields["indicator"].choices = choices  # type: ignore[attr-defined]
        self.fields["day"].initial = timezone.localdate()


class WeightingForm(forms.Form):
    """A weight for every domain and indicator, two goalposts for every indicator, the reason."""

    reason = forms.CharField(
        label=_("Reason for the change"), max_length=600, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody who reads the index can read it."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, max_length=120)

    def __init__(self, *args: Any, hierarchy: Hierarchy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hierarchy = hierarchy
        for each in hierarchy.nodes:
            self._add(f"weight-{each.code}", each.weight, _("Weight of %(name)s"), each.name)
        for indicator in hierarchy.indicators:
            self._add(f"low-{indicator.code}", indicator.low, _("Lower goalpost of %(name)s"), indicator.name)
            self._add(f"high-{indicator.code}", indicator.high, _("Upper goalpost of %(name)s"), indicator.name)

    def _add(self, name: str, initial: float, label: Any, about: str) -> None:
        words = label % {"name": about}
        widget = forms.NumberInput(attrs={"step": "any", "aria-label": words, "style": "max-width: 9rem"})
        self.fields[name] = forms.FloatField(label=words, initial=f"{initial:g}", widget=widget)

    @property
    def weights(self) -> dict[str, float]:
        """As given."""
        return {each.code: self.cleaned_data[f"weight-{each.code}"] for each in self.hierarchy.nodes}

    @property
    def goalposts(self) -> dict[str, list[float]]:
        """As given."""
        return {
            each.code: [self.cleaned_data[f"low-{each.code}"], self.cleaned_data[f"high-{each.code}"]]
            for each in self.hierarchy.indicators
        }

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Domains with their fields and those of their indicators, for the table."""
        return [
            {
                "domain": domain, "weight": self[f"weight-{domain.code}"],
                "indicators": [
                    (each, unit_name(each.unit), self[f"weight-{each.code}"], self[f"low-{each.code}"], self[f"high-{each.code}"])
                    for each in domain.indicators
                ],
            }
            for domain in self.hierarchy.domains
        ]  # fmt: skip
