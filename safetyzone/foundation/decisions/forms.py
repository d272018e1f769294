"""Forms about decisions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.decisions.models import Stance
from safetyzone.foundation.partners.models import Organisation


class PositionForm(forms.Form):
    """What one organisation says."""

    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())
    stance = forms.ChoiceField(label=_("It"), choices=Stance.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In its words"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever blocks says why."),
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = organisations


class QuestionForm(forms.Form):
    """A question in free words."""

    question = forms.CharField(label=_("Question"), max_length=300, help_text=_("One that can be answered with yes."))
    text = forms.CharField(
        label=_("What exactly is decided"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("It cannot be changed once the organisations are asked."),
    )  # fmt: skip
