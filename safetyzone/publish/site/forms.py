"""What the team fills in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.pages.templatetags.figures import month as month_words


class PageForm(forms.Form):
    """Whether the page is open, and where the team is reached."""

    open = forms.BooleanField(label=_("Everybody may read the page"), required=False)
    contact = forms.CharField(
        label=_("Where residents reach the team"), max_length=200, required=False,
        help_text=_("An office, a counter or an office number; never a private person."),
    )  # fmt: skip


class MonthForm(forms.Form):
    """Up to which month the figures are published."""

    month = forms.ChoiceField(label=_("Publish figures up to"))

    def __init__(self, *args: Any, months: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["month"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, month_words(name)) for name in reversed(months)]
