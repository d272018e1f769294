"""Forms about organisations."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.partners.models import Brings
from safetyzone.foundation.partners.queries import kind_names
from safetyzone.foundation.people.models import User
from safetyzone.foundation.places.models import Place


class Day(forms.DateInput):
    input_type = "date"


class OrganisationForm(forms.Form):
    """Kind, names, how it is reached."""

    kind = forms.ChoiceField(label=_("Kind"))
    name = forms.CharField(
        label=_("Name"), max_length=160, help_text=_("Of the organisation, never of a private person.")
    )
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("Letters about tasks go there."))
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language of its letters"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, pack: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list(kind_names(pack).items())  # type: ignore[attr-defined]


class NewOrganisation(OrganisationForm):
    """The same, and where it works."""

    where = forms.ModelChoiceField(
        label=_("Works in"), queryset=Place.objects.none(), to_field_name="slug", empty_label=None,
        help_text=_("There and everywhere below it."),
    )  # fmt: skip

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["where"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = places


class ContributionForm(forms.Form):
    """What it brings."""

    kind = forms.ChoiceField(label=_("What"), choices=Brings.choices)
    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=10**6, initial=1)
    amount = forms.IntegerField(
        label=_("Amount of money"),
        min_value=1,
        max_value=10**12,
        required=False,
        help_text=_("Only for money; without decimals."),
    )
    words = forms.CharField(label=_("In words"), max_length=300, required=False)


class AgreementForm(forms.Form):
    """What was signed, and until when it holds."""

    title = forms.CharField(label=_("Title"), max_length=160)
    signed_on = forms.DateField(label=_("Signed on"), widget=Day)
    expires_on = forms.DateField(label=_("Last day"), widget=Day, required=False)
    words = forms.CharField(
        label=_("What was agreed"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class LastDay(forms.Form):
    """When an agreement ends."""

    expires_on = forms.DateField(label=_("Last day"), widget=Day)


class PersonForm(forms.Form):
    """Whose account may speak for the organisation."""

    user = forms.ModelChoiceField(label=_("Account"), queryset=User.objects.none())

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people
