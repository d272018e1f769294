"""The team's forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.places.models import Place
from safetyzone.listen.suggestions.voters.actions import MOST_CODES

WAY_CHOICES = [
    ("code", _("printed codes")),
    ("email", _("a letter by e-mail")),
    ("phone", _("a code to a phone, where the station has set it up")),
]


class Day(forms.DateInput):
    input_type = "date"


class Start(forms.Form):
    """A new conversation."""

    zone = forms.ModelChoiceField(label=_("Zone"), queryset=Place.objects.none(), to_field_name="slug")
    question_th = forms.CharField(label=_("Question in Thai"), max_length=300, required=False)
    question_en = forms.CharField(label=_("Question in English"), max_length=300, required=False)
    opens = forms.DateField(label=_("First day"), widget=Day)
    closes = forms.DateField(label=_("Last day"), widget=Day)
    ways = forms.MultipleChoiceField(
        label=_("How people get a ballot"), choices=WAY_CHOICES, widget=forms.CheckboxSelectMultiple,
        initial=["code", "email"],
        help_text=_("Printed codes reach people without e-mail and cannot be made up. One person may have two addresses."),
    )  # fmt: skip

    def __init__(self, *args: Any, zones: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["zone"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = zones


class Codes(forms.Form):
    """How many codes to print, and for whom."""

    title = forms.CharField(label=_("For whom"), max_length=80, help_text=_("A community, a school, a meeting."))
    many = forms.IntegerField(label=_("How many codes"), min_value=1, max_value=MOST_CODES, initial=100)


class Void(forms.Form):
    """What does not count any more."""

    typed = forms.CharField(label=_("Code, e-mail address or telephone number"), max_length=254)
    reason = forms.CharField(label=_("Reason"), max_length=120)
