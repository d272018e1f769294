"""The page on which a person says which column is what. Its answers are a ``Mapping``."""

from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any, Final

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.places.models import Category, Place
from safetyzone.listen.incidents.coordinates import crs_name
from safetyzone.listen.incidents.mapping import SINGLE, Mapping, MappingError, Moment
from safetyzone.listen.incidents.models import LookPurpose
from safetyzone.listen.incidents.sentences import in_readers_language

ENDINGS: Final = ("csv", "tsv", "txt", "xlsx", "parquet", "geojson", "json")


class Upload(forms.Form):
    """A file and the station whose records it holds."""

    station = forms.ModelChoiceField(label=_("Station"), queryset=Place.objects.none(), to_field_name="slug")
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, XLSX, Parquet or GeoJSON, of any length. Names of people are not needed and never stored."),
        validators=[FileExtensionValidator(ENDINGS)],
    )

    def __init__(self, *args: Any, stations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["station"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = stations
        if len(stations) == 1:
            field.initial = stations[0]


class Purpose(forms.Form):
    """Asked once for each file before its single records are shown."""

    purpose = forms.ChoiceField(
        label=_("What do you need these rows for?"),
        choices=LookPurpose.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose what you need the rows for.")),
    )


# Form field → (label, hint). The same names as in the mapping; a moment is moment_piece.
_LABELS: Final[dict[str, tuple[Any, Any]]] = {
    "occurred_from_date": (_("When it happened: date, or date and time"), ""),
    "occurred_from_time": (_("When it happened: time, if it has a column of its own"), ""),
    "lon": (_("Longitude or easting"), ""),
    "lat": (_("Latitude or northing"), ""),
    "category": (_("Kind of incident"), ""),
    "source_id": (_("Number of the record"), _("Different in every row. With it, a changed row becomes a correction.")),
    "address": (_("Street or place"), ""),
    "solved": (_("Solved"), ""),
    "point": (_("Both coordinates in one column"), ""),
    "occurred_to_date": (_("Until when it may have happened"), ""),
    "occurred_to_time": (_("Until when: time"), ""),
    "reported_at_date": (_("When it was reported"), ""),
    "reported_at_time": (_("When it was reported: time"), ""),
    "occurred_from_year": (_("Year, if the date is split"), ""),
    "occurred_from_month": (_("Month"), ""),
    "occurred_from_day": (_("Day"), ""),
    "occurred_from_hour": (_("Hour"), ""),
    "occurred_from_minute": (_("Minute"), ""),
    "origin": (_("Reported or discovered"), ""),
}
FIRST: Final = ("occurred_from_date", "occurred_from_time", "lon", "lat", "category", "source_id", "address", "solved")


class Columns(forms.Form):
    """One choice a field; the words of the category column that the area does not know get a choice each."""

    source = forms.CharField(
        label=_("Register"), max_length=80, help_text=_("Which register the file comes from. The same name next time.")
    )
    date_order = forms.ChoiceField(
        label=_("Order of day and month"), required=False,
        choices=[("", _("as the dates themselves show")), ("dmy", _("day, month, year")), ("mdy", _("month, day, year")),
                 ("ymd", _("year, month, day"))],
    )  # fmt: skip
    calendar = forms.ChoiceField(
        label=_("Years"),
        choices=[
            ("auto", _("as the years themselves show")),
            ("buddhist", _("Buddhist")),
            ("gregorian", _("Gregorian")),
        ],
    )
    crs = forms.CharField(
        label=_("Coordinate system"),
        help_text=_("EPSG:4326 for longitude and latitude, such as EPSG:32647 for metres."),
    )
    default_origin = forms.ChoiceField(
        label=_("Records come from"),
        choices=[("reported", _("people who report")), ("discovered", _("police work"))],
        help_text=_("For records whose kind does not say it."),
    )

    def __init__(
        self, *args: Any, columns: Sequence[str], base: Mapping | None, words: Sequence[str], categories: Sequence[Category],
        source: str = "", **kwargs: Any,
    ) -> None:  # fmt: skip
        self.base, self.words = base, tuple(words)
        super().__init__(*args, **kwargs)
        self.initial = initial_of(base) | ({} if base else {"source": source})
        choices = [("", _("– not in the file –")), *((name, name) for name in columns)]
        for name, (label, hint) in _LABELS.items():
            self.fields[name] = forms.ChoiceField(label=label, help_text=hint, choices=choices, required=False)
        kinds = [("", _("– leave out of the groups –")), *((each.code, str(each)) for each in categories)]
        for number, word in enumerate(self.words):
            field = forms.ChoiceField(label=word, choices=kinds, required=False)
            field.initial = (base.categories if base else {}).get(word, "")
            self.fields[f"word_{number}"] = field
        self.order_fields(["source", *FIRST])

    def first(self) -> list[Any]:
        return [self[name] for name in ("source", *FIRST)]

    def more(self) -> list[Any]:
        shown = {"source", *FIRST}
        return [self[name] for name in self.fields if name not in shown and not name.startswith("word_")]

    def kinds(self) -> list[Any]:
        return [self[f"word_{number}"] for number in range(len(self.words))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.mapping = self._mapping(cleaned)
            except MappingError as problem:
                self.add_error(None, in_readers_language(str(problem)))
        return cleaned

    def _mapping(self, cleaned: Table[str, Any]) -> Mapping:
        values: dict[str, Any] = {name: cleaned[name] for name in SINGLE if name in cleaned}
        for moment in ("occurred_from", "occurred_to", "reported_at"):
            pieces = {piece: cleaned.get(f"{moment}_{piece}", "") for piece in asdict(Moment())}
            values[moment] = Moment(**pieces)
        known = dict(self.base.categories) if self.base else {}
        chosen = {word: cleaned[f"word_{number}"] for number, word in enumerate(self.words)}
        values["categories"] = {word: code for word, code in {**known, **chosen}.items() if code}
        values["crs"] = crs_name(cleaned["crs"])
        for name in ("source", "date_order", "calendar", "default_origin"):
            values[name] = cleaned[name]
        return replace(self.base, **values) if self.base else Mapping(**values)


def initial_of(base: Mapping | None) -> dict[str, Any]:
    """A mapping as the form's values."""
    if base is None:
        return {"calendar": "auto", "crs": "EPSG:4326", "default_origin": "reported"}
    values: dict[str, Any] = {
        name: getattr(base, name) for name in (*SINGLE, "source", "date_order", "calendar", "crs")
    }
    values["default_origin"] = base.default_origin
    for name, moment in base.moments().items():
        values |= {f"{name}_{piece}": column for piece, column in asdict(moment).items()}
    return values
