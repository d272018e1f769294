"""The form for a published figure."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from safetyzone.measure.targets.definitions import ENTERED, targets


class FigureForm(forms.Form):
    """Target, value, year, source."""

    target = forms.ChoiceField(label=_("Figure"))
    value = forms.FloatField(label=_("Value"), min_value=0.000001)
    year = forms.IntegerField(label=_("Year it is about (CE)"), min_value=1900)
    source = forms.CharField(label=_("Where it was published"), max_length=300)

    def __init__(self, *args: Any, pack: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(each.code, each.name) for each in targets(pack) if each.kind == ENTERED]
        self.fields["target"].choices = choices  # type: ignore[attr-defined]
        self.fields["year"].initial = timezone.localdate().year - 1
