"""Forms about meetings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safetyzone.act.meetings.models import Meeting, Section
from safetyzone.act.meetings.queries import in_order


class Moment(forms.DateTimeInput):
    """The browser's own choice of day and time, on the area's clocks."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class CallForm(forms.Form):
    """When and where."""

    starts_at = forms.DateTimeField(label=_("Begins"), widget=Moment)
    where = forms.CharField(label=_("Where"), max_length=200)


class CancelForm(forms.Form):
    """Why not."""

    words = forms.CharField(label=_("Why it is cancelled"), max_length=300)


class ItemForm(forms.Form):
    """Something the records do not know."""

    section = forms.TypedChoiceField(label=_("Part of the agenda"), choices=Section.choices, coerce=int, initial=5)
    title = forms.CharField(label=_("What it is about"), max_length=300)


class NoteForm(forms.Form):
    """What was said and resolved about one item."""

    words = forms.CharField(
        label=_("What was said"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Without names of people: whatever looks like one is hidden."),
    )  # fmt: skip
    resolution = forms.CharField(label=_("Resolution"), max_length=1000, required=False)


class BeganForm(forms.Form):
    began_at = forms.DateTimeField(label=_("Began"), widget=Moment)


class EndedForm(forms.Form):
    ended_at = forms.DateTimeField(label=_("Ended"), widget=Moment)


class AttendanceForm(forms.Form):
    """For each invited organisation, how many came and in which capacity."""

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invited = in_order(meeting.zone.pack, meeting.attendance.select_related("organisation"))
        for row in self.invited:
            people = forms.IntegerField(label=_("People"), min_value=0, max_value=500, initial=row.people)
            words = forms.CharField(
                label=_("Capacity, or why nobody came"), max_length=120, required=False, initial=row.words
            )
            self.fields[f"people-{row.organisation_id}"] = people
            self.fields[f"words-{row.organisation_id}"] = words

    def rows(self) -> list[tuple[str, Any, Any]]:
        """(organisation, field of how many, field of words)."""
        return [
            (str(row.organisation), self[f"people-{row.organisation_id}"], self[f"words-{row.organisation_id}"])
            for row in self.invited
        ]

    def came(self) -> dict[int, tuple[int, str]]:
        """As ``note_attendance`` takes it."""
        data = self.cleaned_data
        keys = [row.organisation_id for row in self.invited]
        return {key: (data[f"people-{key}"], data[f"words-{key}"]) for key in keys}
