"""One file from its first row to its last: interpret, recognise, stage, count."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

import numpy as np

from safetyzone.foundation.places.models import Place
from safetyzone.listen.incidents import store
from safetyzone.listen.incidents.defaults import DefaultPlaces, DefaultTimes
from safetyzone.listen.incidents.faults import REASONS
from safetyzone.listen.incidents.interpret import Interpreted, interpret
from safetyzone.listen.incidents.known import CORRECTED, NEW, REPEATED, UNCHANGED, Recognised, Recogniser
from safetyzone.listen.incidents.models import Import
from safetyzone.listen.incidents.plan import Plan
from safetyzone.listen.incidents.readers import Batch
from safetyzone.listen.incidents.refusals import Refused, RejectRow
from safetyzone.listen.incidents.report import ImportReport, Tally

_TOLD_EVERY: Final = 2.0  # seconds between two notes of progress in the database


T = TypeVar("T")


def ahead(items: Iterator[T]) -> Iterator[T]:
    """The same items, the next one being made by another thread while this one is used: it asks no database."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        coming = beside.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = beside.submit(next, items, None)
            yield item


class Reading:
    """``run`` None: a dry run, which writes nothing."""

    def __init__(self, plan: Plan, *, station: Place, file_digest: str, run: Import | None, pace: store.Pace) -> None:
        self.plan, self.station, self.run, self.file_digest = plan, station, run, file_digest
        mapping = plan.setting.mapping
        self._known = Recogniser(
            station=station, source=mapping.source, with_ids=bool(mapping.source_id),
            file_digest=file_digest, mapping_digest=mapping.digest,
        )  # fmt: skip
        self._tally = Tally()
        self._times, self._places = DefaultTimes(), DefaultPlaces()
        self._pace = pace
        self._told = 0.0

    def read(self, progress: Callable[[int, int], None] | None) -> None:
        """Every batch; refuses a file of which no row can be taken."""
        size = self.plan.source.size
        for batch, rows in ahead(self._interpreted()):
            self._tally.rows_read += batch.frame.height + len(batch.problems)
            self._take(rows)
            if progress:
                progress(batch.done, size)
            self._tell(batch.done, size)
        tally = self._tally
        if tally.rejected and tally.rejected == tally.rows_read:
            first = tally.rejects[0].summary()
            raise Refused("nothing_taken", f"none of the {tally.rows_read:,} rows could be taken; the first: {first}")

    def _interpreted(self) -> Iterator[tuple[Batch, Interpreted]]:
        for batch in self.plan.source.batches(self.plan.columns):
            yield batch, interpret(batch, self.plan.setting)

    def _take(self, rows: Interpreted) -> None:
        recognised = self._known.recognise(rows)
        verdict = recognised.verdict
        rejects = sorted([*rows.rejects, *self._repeated(rows, recognised)], key=lambda row: row.line)
        self._tally.reject(rejects)
        self._tally.accepted += int((verdict == NEW).sum())
        self._tally.corrected += int((verdict == CORRECTED).sum())
        self._tally.unchanged += int((verdict == UNCHANGED).sum())
        self._tally.quality.update(rows.quality)
        self._times.count(rows.minute)
        self._places.count(rows.frame)
        if self.run is not None:
            self._stage(self.run, rows, recognised)
            store.insert_rejects(rejects, self.run, self._pace)
            store.fold_log()

    def _repeated(self, rows: Interpreted, recognised: Recognised) -> list[RejectRow]:
        column = self.plan.setting.mapping.source_id
        return [
            RejectRow(
                int(rows.line[row]), column, str(rows.frame["source_id"][row]), "repeated_id", REASONS["repeated_id"]
            )
            for row in np.flatnonzero(recognised.verdict == REPEATED).tolist()
        ]

    def _stage(self, run: Import, rows: Interpreted, recognised: Recognised) -> None:
        wanted = (recognised.verdict == NEW) | (recognised.verdict == CORRECTED)
        if not wanted.any():
            return
        chosen = np.flatnonzero(wanted).tolist()
        identity = [recognised.identity[row] for row in chosen]
        digest = [recognised.digest[row] for row in chosen]
        flags = self._times.flags(rows.minute[wanted], identity)
        frame = rows.frame if wanted.all() else rows.frame.filter(wanted)
        store.insert(store.block_of(frame, identity, digest, flags, run), self._pace)
        store.supersede(list(recognised.replaces.values()), run, self._pace)

    def _tell(self, done: int, size: int) -> None:
        now = time.monotonic()
        if self.run is not None and now - self._told > _TOLD_EVERY:
            self._told = now
            Import.objects.filter(pk=self.run.pk).update(progress=min(99, 100 * done // max(size, 1)))

    def settle_defaults(self) -> None:
        """Set right the flags that only the whole file shows."""
        if self.run is not None:
            for flag, identities in self._times.late():
                store.set_default_time(identities, flag, self.run, self._pace)

    def report(self, begun: float, file_name: str) -> ImportReport:
        tally, notes = self._tally, list(self.plan.notes)
        tally.quality["default_time"] = self._times.total()
        if point := self._places.suspected():
            (lon, lat), count = point
            tally.quality["repeated_place"] = count
            notes.append(f"{count:,} rows stand at exactly {lat:.5f}, {lon:.5f}: probably a default place")
        if tally.quality["buddhist_years"]:
            notes.append(f"{tally.quality['buddhist_years']:,} years are Buddhist: 2565 is read as 2022")
        return ImportReport(
            run_id=self.run.pk if self.run else None, station=self.station.slug,
            source=self.plan.setting.mapping.source, file_name=file_name, file_digest=self.file_digest,
            rows_read=tally.rows_read, accepted=tally.accepted, corrected=tally.corrected, unchanged=tally.unchanged,
            rejected=tally.rejected, quality=dict(sorted((+tally.quality).items())), notes=tuple(notes),
            rejects=tuple(tally.rejects), seconds=round(time.perf_counter() - begun, 3),
            longest_write=round(self._pace.longest, 3), dry_run=self.run is None,
        )  # fmt: skip
