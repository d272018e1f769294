"""Forms about people."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.access.roles import ROLES
from safetyzone.foundation.places.models import Place


class PlaceChoice(forms.ModelChoiceField[Place]):
    """Places in the order of the hierarchy, each set in below the place it belongs to."""

    top = 0  # how deep the uppermost of the offered places lies

    def label_from_instance(self, obj: Place) -> str:
        return "– " * (obj.path.count("/") - self.top) + obj.name


class GiveRole(forms.Form):
    """Who, which role, where. The choices are those the reader may give."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Name"), max_length=120, required=False)

    def __init__(self, *args: Any, places: QuerySet[Place], roles: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = [(role.code, role.title) for role in ROLES if role.code in roles]
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=given)
        place = PlaceChoice(label=_("Place"), queryset=places, to_field_name="slug", empty_label=None)
        place.top = min((path.count("/") for path in places.values_list("path", flat=True)), default=0)
        self.fields["place"] = place
