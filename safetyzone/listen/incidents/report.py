"""What an import did, in numbers that add up and in plain sentences."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from safetyzone.listen.incidents.refusals import RejectRow
from safetyzone.listen.incidents.sentences import in_readers_language

SHOWN: Final = 20
COUNTS: Final = ("rows_read", "accepted", "corrected", "unchanged", "rejected")
# What each flag means to a reader; the key is stored with the import.
FLAGS: Final = {
    "date_only": _("only the date is known: counted in trends, left out of the clock"),
    "month_only": _("only the month is known: counted in monthly trends alone"),
    "no_time": _("when it happened is unknown"),
    "default_time": _("at 00:00 or 12:00, probably a form's default"),
    "no_place": _("where it happened is unknown"),
    "zero_coordinates": _("at longitude 0, latitude 0: taken as unknown place"),
    "half_a_place": _("with one coordinate only: taken as unknown place"),
    "default_place": _("exactly at the middle of a province, district or station: taken as area only"),
    "repeated_place": _("at one and the same point, probably a default place"),
    "category_unmapped": _("with a category that the area does not know"),
    "source_id_missing": _("without an id though the file has ids"),
    "buddhist_years": _("dates with Buddhist years"),
    "two_digit_years": _("dates with years of two digits"),
}


@dataclass(frozen=True)
class ImportReport:
    """accepted + corrected + unchanged + rejected = rows read."""

    run_id: int | None
    station: str
    source: str
    file_name: str
    file_digest: str
    rows_read: int
    accepted: int
    corrected: int
    unchanged: int
    rejected: int
    quality: dict[str, int]
    notes: tuple[str, ...]
    rejects: tuple[RejectRow, ...]
    seconds: float
    longest_write: float
    dry_run: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def summary(self) -> str:
        """Lines for a person at a terminal."""
        about = {"file": self.file_name, "station": self.station, "source": self.source}
        done = (
            _("Would be imported: %(file)s → %(station)s, register “%(source)s”")
            if self.dry_run
            else _("Imported: %(file)s → %(station)s, register “%(source)s”")
        )
        counts = {name: f"{getattr(self, name):,}" for name in COUNTS}
        lines = [
            str(done % about),
            gettext(
                "%(rows_read)s rows read: %(accepted)s accepted, %(corrected)s corrected, %(unchanged)s unchanged, "
                "%(rejected)s rejected"
            )
            % counts,
        ]
        lines += [f"· {in_readers_language(note)}" for note in self.notes]
        lines += [f"· {count:,} {FLAGS[flag]}" for flag, count in self.quality.items() if count]
        lines += [
            "  " + gettext("rejected: %(row)s") % {"row": in_readers_language(row.summary())} for row in self.rejects
        ]
        if self.rejected > len(self.rejects):
            lines.append("  " + gettext("… and %(n)s more") % {"n": f"{self.rejected - len(self.rejects):,}"})
        if self.dry_run:
            lines.append(gettext("Nothing was stored (dry run)."))
        return "\n".join(lines)


@dataclass
class Tally:
    """Counts while the file is read."""

    rows_read: int = 0
    accepted: int = 0
    corrected: int = 0
    unchanged: int = 0
    rejected: int = 0
    quality: Counter[str] = field(default_factory=Counter)
    rejects: list[RejectRow] = field(default_factory=list)  # the first ones

    def reject(self, rows: list[RejectRow]) -> None:
        self.rejected += len(rows)
        self.rejects += rows[: max(SHOWN - len(self.rejects), 0)]
