"""Forms about people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.access.roles import ROLES
from safetyzone.foundation.places.models import Place


class GiveRole(forms.Form):
    """Who, which role, where. The choices are those the reader may give."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Role"))
    place = forms.ModelChoiceField(label=_("Place"), queryset=Place.objects.none(), to_field_name="slug")

    def __init__(self, *args: Any, places: Any, roles: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]
        self.fields["role"].choices = [(role.code, role.title) for role in ROLES if role.code in roles]  # type: ignore[attr-defined]
        for field in self.fields.values():
            kind = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs["class"] = kind
