"""Forms about a committee."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.decisions.models import Stance
from safetyzone.foundation.partners.models import Organisation
from safetyzone.foundation.partners.queries import kind_names, organisations_of
from safetyzone.foundation.places.models import Place
from safetyzone.programme.committee.models import Office


class SetUp(forms.Form):
    """A committee's place, name, mandate and quorum."""

    place = forms.ModelChoiceField(label=_("Decides for"), queryset=Place.objects.none(), to_field_name="slug")
    name = forms.CharField(label=_("Name"), max_length=160)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    mandate = forms.CharField(
        label=_("Mandate"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What it may decide, and on whose order it was set up."),
    )  # fmt: skip
    quorum = forms.IntegerField(label=_("How many seats have to speak"), min_value=1, max_value=200, initial=3)

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = places


class GiveSeat(forms.Form):
    """A seat for an organisation that works for the committee's place already, or for a new one."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("a new one, named below"),
    )
    new_name = forms.CharField(label=_("Name of the new organisation"), max_length=160, required=False)
    new_kind = forms.ChoiceField(label=_("Kind of partner"), required=False)
    office = forms.ChoiceField(label=_("Office"), choices=Office.choices, initial=Office.MEMBER)
    held_by = forms.CharField(
        label=_("Post that holds the seat"), max_length=120, required=False, help_text=_("A post, no person's name.")
    )

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known, kinds = self.fields["organisation"], self.fields["new_kind"]
        assert isinstance(known, forms.ModelChoiceField)
        assert isinstance(kinds, forms.ChoiceField)
        known.queryset = organisations_of(place).filter(place=place)
        kinds.choices = [("", "–"), *kind_names(place.pack).items()]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not found.get("organisation") and not (found.get("new_name") and found.get("new_kind")):
            raise forms.ValidationError(_("Choose an organisation, or write the name and kind of a new one."))
        return found


class Say(forms.Form):
    """What a seat says."""

    stance = forms.ChoiceField(choices=Stance.choices)
    words = forms.CharField(max_length=600, required=False)
