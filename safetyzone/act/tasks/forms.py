"""Forms of the team, of an organisation, and behind a link."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from safetyzone.act.tasks.holding import DEAREST
from safetyzone.act.tasks.models import Effort
from safetyzone.foundation.media.pictures import LARGEST_BYTES
from safetyzone.foundation.partners.models import Organisation
from safetyzone.listen.suggestions.forms import Day
from safetyzone.listen.suggestions.models import Statement

USUAL_DAYS: Final = 30


class Photo(forms.FileField):
    """A picture from the camera or the gallery; anything else is told apart when it is decoded."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        """The bytes; a file too large to be a photo is not even read."""
        upload = super().clean(data, initial)
        if not isinstance(upload, UploadedFile):
            return None
        if (upload.size or 0) > LARGEST_BYTES:
            told = {"most": LARGEST_BYTES // 1024 // 1024}
            raise forms.ValidationError(
                _t("The picture is larger than %(most)s MB; take it with a smaller size.") % told
            )
        raw: bytes = upload.read()
        return raw


def _long(label: Any, most: int, *, rows: int = 3, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def _money(label: Any, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=DEAREST, **kwargs)


class Source(forms.ModelChoiceField[Any]):
    """Something that a task may answer."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Statement.objects.none(), required=False, empty_label=_("none"), **kwargs)


class Measure(Source):
    """A planned measure, by its name in the area's catalogue."""

    names: Mapping[str, str] = {}

    def label_from_instance(self, obj: Any) -> str:
        return f"{self.names.get(obj.measure, obj.measure)} · {obj.plan} · {obj.organisation}"


class Ask(forms.Form):
    """What is asked of whom."""

    organisation = forms.ModelChoiceField(label=_("Who is asked"), queryset=Organisation.objects.none())
    title = forms.CharField(label=_("What is asked, in one line"), max_length=120)
    words = _long(_("More about it"), 1500, required=False, help_text=_("No names and numbers: many people read it."))
    where = forms.CharField(
        label=_("Where"), max_length=200, required=False, help_text=_("A street, a corner, a lamp post's number.")
    )
    planned_measure = Measure(label=_("Which planned measure it is part of"))
    problem = Source(label=_("Which problem it answers"))
    statement = Source(label=_("Which suggestion it answers"))
    risk_point = Source(label=_("Which risk point it mends"))
    due = forms.DateField(label=_("Until when"), widget=Day)
    effort = forms.ChoiceField(
        label=_("Kind of effort"), choices=Effort.choices, widget=forms.RadioSelect, initial=Effort.PREVENTION
    )
    payer = forms.ModelChoiceField(
        label=_("Who pays"), queryset=Organisation.objects.none(), required=False, empty_label=_("not settled")
    )
    estimate = _money(_("What it may cost"), help_text=_("Whole units of money, without decimals."))
    photo = Photo(label=_("Photo before"), help_text=_("Of the place, without people and plates."))
    public = forms.BooleanField(label=_("Residents may read about it"), required=False, initial=True)

    def __init__(
        self, *args: Any, organisations: QuerySet[Organisation], sources: Mapping[str, QuerySet[Any]],
        measures: Mapping[str, str], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        for name, rows in {"organisation": organisations, "payer": organisations, **sources}.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
            if isinstance(field, Measure):
                field.names = measures
            if isinstance(field, Source) and not rows.exists():
                del self.fields[name]
        self.fields["due"].initial = (timezone.localdate() + timedelta(days=USUAL_DAYS)).isoformat()


class Accept(forms.Form):
    """We will do it."""

    promised = forms.DateField(label=_("By which day"), widget=Day)


class Done(forms.Form):
    """It is done."""

    words = _long(_("What was done"), 500, required=False, rows=2)
    cost = _money(_("What it cost"), help_text=_("Whole units of money, without decimals."))
    photo = Photo(label=_("Photo after"), help_text=_("Of the place, without people and plates."))


class ToldDone(Done):
    """It is done, as the organisation told the team."""

    on = forms.DateField(label=_("On which day it was done"), widget=Day)
    field_order = ("on", "words", "cost", "photo")


class HandBack(forms.Form):
    """We cannot, because."""

    reason = _long(_("We cannot do it, because"), 500, help_text=_("People will read this reason."))


class Move(forms.Form):
    """Another day."""

    to = forms.DateField(label=_("The other day"), widget=Day)
    reason = forms.CharField(label=_("Why another day"), max_length=500)


class Words(forms.Form):
    """What is missing, or why it is not needed any more."""

    words = _long(_("In a few words"), 500, rows=2)


class Check(forms.Form):
    """The team has looked."""

    show = forms.BooleanField(
        label=_("The photos show no person and no number plate: residents may see them"), required=False
    )


class Nothing(forms.Form):
    """Only a button."""
