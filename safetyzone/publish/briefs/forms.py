"""Which month."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.pages.templatetags.figures import month as month_words

OFFERED = 24


class MonthForm(forms.Form):
    """One of the last complete months."""

    month = forms.ChoiceField(label=_("Month"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        today = timezone.localdate()
        number = today.year * 12 + today.month - 1
        names = [f"{(number - back) // 12:04d}-{(number - back) % 12 + 1:02d}" for back in range(1, OFFERED + 1)]
        field = self.fields["month"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, month_words(name)) for name in names]
