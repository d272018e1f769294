"""The team's forms."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.places.models import Place
from safetyzone.listen.suggestions.forms import WAY_CHOICES, Day


class NewRound(forms.Form):
    """Money, days, ways to vote."""

    zone = forms.ModelChoiceField(label=_("Zone"), queryset=Place.objects.none(), to_field_name="slug")
    title = forms.CharField(label=_("Title"), max_length=120)
    budget = forms.DecimalField(label=_("Budget"), max_digits=14, decimal_places=2)
    currency = forms.CharField(
        label=_("Currency"), max_length=3, initial="THB",
        validators=[RegexValidator(r"^[A-Z]{3}\Z", _("Three capital letters, such as THB."))],
    )  # fmt: skip
    opens = forms.DateField(label=_("First day"), widget=Day)
    closes = forms.DateField(label=_("Last day"), widget=Day)
    ways = forms.MultipleChoiceField(
        label=_("How people get a ballot"), choices=WAY_CHOICES, widget=forms.CheckboxSelectMultiple, initial=["code"],
        help_text=_("The same codes and letters as for suggestions. For money, printed codes are the safest."),
    )  # fmt: skip

    def __init__(self, *args: Any, zones: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["zone"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = zones


class NewProject(forms.Form):
    """What the money could buy."""

    title = forms.CharField(label=_("Project"), max_length=120)
    cost = forms.DecimalField(label=_("Cost"), max_digits=14, decimal_places=2)
    proposer = forms.CharField(
        label=_("Proposed by"), max_length=120, help_text=_("A community or an organisation, no private person.")
    )
    place = forms.CharField(label=_("Place"), max_length=160, required=False)
    text = forms.CharField(
        label=_("What it is"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
