"""What people fill in to run a wave."""

import secrets
from typing import Any, Final

from django import forms
from django.core.validators import FileExtensionValidator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.places.models import Place
from safetyzone.listen.polls.actions.replacing import Reason
from safetyzone.listen.polls.communities import NoCommunities, names_in
from safetyzone.listen.polls.models import Questionnaire, Wave, WaveMode
from safetyzone.listen.polls.queries import in_language, single_choice

MODES: Final = (
    (WaveMode.PROBABILITY, _("Random sample: drawn households get a letter with a code. The only kind with a margin of error.")),
    (WaveMode.QUOTA, _("Quota: interviewers fill given numbers of each group. No margin of error.")),
    (WaveMode.OPT_IN, _("Open to everyone who wants to. No margin of error; shows what those who answered say.")),
)  # fmt: skip


class ImportQuestionnaire(forms.Form):
    file = forms.FileField(
        label=_("XLSForm"),
        help_text=_(
            "A workbook (.xlsx or .xls) or its Markdown form (.md). A changed questionnaire needs a new version."
        ),
        validators=[FileExtensionValidator(("xlsx", "xlsm", "xls", "md", "csv"))],
    )


def own_or_everybodys(zones: QuerySet[Place]) -> Q:
    """Questionnaires that ask for no communities, and those that ask for these zones'."""
    return Q(zone=None) | Q(zone__in=zones)


class NewWave(forms.Form):
    """Zone, questionnaire version, how people are chosen, from when to when."""

    zone = forms.ModelChoiceField(label=_("Zone"), queryset=Wave.objects.none(), to_field_name="slug")
    questionnaire = forms.ModelChoiceField(label=_("Questionnaire"), queryset=Questionnaire.objects.all())
    title = forms.CharField(
        label=_("Title"), max_length=120, help_text=_("As residents will read it, such as: People Poll, spring 2026.")
    )
    mode = forms.ChoiceField(label=_("How people are chosen"), choices=MODES, widget=forms.RadioSelect)
    opens = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    closes = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, zones: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fixed_zone: Place | None = None
        for name, found in (("zone", zones), ("questionnaire", Questionnaire.objects.filter(own_or_everybodys(zones)))):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        questionnaire, zone = cleaned.get("questionnaire"), cleaned.get("zone", self.fixed_zone)
        if questionnaire and questionnaire.zone_id and zone and questionnaire.zone_id != zone.pk:
            self.add_error("questionnaire", _("This version asks for the communities of another zone."))
        elif questionnaire and questionnaire.zone_id and cleaned.get("mode") == WaveMode.PROBABILITY:
            self.add_error(
                "questionnaire",
                _("In a random sample the list of households says where people live; they are not asked again."),
            )
        if cleaned.get("opens") and cleaned.get("closes") and cleaned["closes"] < cleaned["opens"]:
            self.add_error("closes", _("The last day comes before the first."))
        return cleaned


class ChangeWave(NewWave):
    """The same for a wave in preparation; its zone stays."""

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any) -> None:
        given = {name: getattr(wave, name) for name in ("title", "mode", "opens", "closes")}
        initial = given | {"questionnaire": wave.questionnaire_id}
        super().__init__(*args, zones=Place.objects.filter(pk=wave.zone_id), initial=initial, **kwargs)
        self.fixed_zone = wave.zone
        del self.fields["zone"]


class Communities(forms.Form):
    """Which communities the zone has, one a line."""

    names = forms.CharField(
        label=_("Communities"), max_length=6_000, widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("One a line, as people there call them."),
    )  # fmt: skip

    def clean_names(self) -> list[str]:
        try:
            return names_in(self.cleaned_data["names"])
        except NoCommunities as problem:
            raise forms.ValidationError(str(problem)) from problem


class ReplaceLetter(forms.Form):
    label = forms.CharField(
        label=_("Address"), max_length=220,
        help_text=_("As it stands on the list of those invited; in a community with the number of the letter."),
    )  # fmt: skip
    reason = forms.ChoiceField(label=_("What happened to the letter"), choices=Reason.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = languages


class UploadFrame(forms.Form):
    file = forms.FileField(
        label=_("List of addresses or communities"),
        help_text=_("CSV or XLSX. Headings: “address” (and “community”, “stratum” if you have them), or “community” and “households”."),
        validators=[FileExtensionValidator(("csv", "txt", "tsv", "xlsx"))],
    )  # fmt: skip


class Draw(forms.Form):
    """How many; the seed makes the draw repeatable and is shown to everybody."""

    clusters = forms.IntegerField(label=_("Communities to draw"), min_value=2, initial=10)
    invite = forms.IntegerField(label=_("Households to invite"), min_value=2, max_value=200_000)
    seed = forms.IntegerField(
        label=_("Seed"), min_value=0, max_value=2**31 - 1,
        help_text=_("Any number. The same list and seed give the same draw, so that anybody can check it."),
    )  # fmt: skip

    def __init__(self, *args: Any, by_cluster: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("seed", secrets.randbelow(10**6))
        if by_cluster:
            self.fields["invite"].label = _("Interviews in each community")
            self.fields["invite"].initial = 10
        else:
            del self.fields["clusters"]


class Margins(forms.Form):
    """People by answer, for each question that the results are weighted to. Questions left empty are not used."""

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = single_choice(wave.questionnaire)
        given = {margin["question"]: margin for margin in wave.margins}
        for question in self.questions:
            name, margin = question["name"], given.get(question["name"], {"targets": {}, "source": ""})
            for choice in question["choices"]:
                self.fields[f"n:{name}:{choice['value']}"] = forms.FloatField(
                    label=in_language(choice["labels"]) or choice["value"], required=False, min_value=0,
                    initial=_plain(margin["targets"].get(choice["value"])),
                )  # fmt: skip
            self.fields[f"source:{name}"] = forms.CharField(
                label=_("Where the numbers come from"), required=False, max_length=200, initial=margin["source"]
            )

    def groups(self) -> list[dict[str, Any]]:
        """For the page: one table a question; those in use stand open."""
        return [
            {
                "title": in_language(question["labels"]) or question["name"],
                "fields": [self[f"n:{question['name']}:{choice['value']}"] for choice in question["choices"]],
                "source": self[f"source:{question['name']}"],
                "used": any(self._value(name) not in (None, "") for name in self._names(question)),
            }
            for question in self.questions
        ]

    def margins(self) -> list[dict[str, Any]]:
        """What was entered, as ``margins.checked`` reads it."""
        found = []
        for question in self.questions:
            name = question["name"]
            numbers = {
                choice["value"]: self.cleaned_data[f"n:{name}:{choice['value']}"] for choice in question["choices"]
            }
            targets = {value: number for value, number in numbers.items() if number is not None}
            if targets:
                found.append({"question": name, "targets": targets, "source": self.cleaned_data[f"source:{name}"]})
        return found

    def _names(self, question: dict[str, Any]) -> list[str]:
        return [f"n:{question['name']}:{choice['value']}" for choice in question["choices"]]

    def _value(self, name: str) -> Any:
        return self[name].value()


def _plain(people: float | None) -> float | None:
    """1200, not 1200.0, as people write it."""
    return int(people) if people is not None and people == int(people) else people


class QuotaQuestions(forms.Form):
    """Which one or two questions make the groups."""

    rows = forms.ChoiceField(label=_("Groups by"))
    columns = forms.ChoiceField(label=_("and by"), required=False)

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (item["name"], in_language(item["labels"]) or item["name"]) for item in single_choice(wave.questionnaire)
        ]
        for name, listed in (("rows", choices), ("columns", [("", _("– nothing else –")), *choices])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = listed


class Quotas(forms.Form):
    """A target for each group."""

    def __init__(self, *args: Any, wave: Wave, rows: str, columns: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {question["name"]: question for question in single_choice(wave.questionnaire)}
        before = {tuple(sorted(quota["where"].items())): quota["target"] for quota in wave.quotas}
        across = known[columns]["choices"] if columns in known and columns != rows else [None]
        self.cells: dict[str, dict[str, str]] = {}
        for row in known[rows]["choices"] if rows in known else []:
            for column in across:
                where = {rows: row["value"]} | ({columns: column["value"]} if column else {})
                label = " · ".join(
                    in_language(choice["labels"]) or choice["value"] for choice in (row, column) if choice
                )
                field = f"t{len(self.cells)}"
                self.cells[field] = where
                self.fields[field] = forms.IntegerField(
                    label=label, min_value=0, max_value=100_000, required=False,
                    initial=before.get(tuple(sorted(where.items()))),
                )  # fmt: skip

    def quotas(self) -> list[dict[str, Any]]:
        return [{"where": where, "target": self.cleaned_data[field] or 0} for field, where in self.cells.items()]


class SheetNumber(forms.Form):
    number = forms.IntegerField(label=_("Number on the sheet"), min_value=1, max_value=1_000_000)


class PrintSheets(forms.Form):
    first = forms.IntegerField(label=_("First number"), min_value=1, max_value=1_000_000, initial=1)
    many = forms.IntegerField(label=_("How many"), min_value=1, max_value=500, initial=20)
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = languages
