"""Which rows of a batch are new, which changed, which are already there, and which repeat an id of the same file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from safetyzone.foundation.places.models import Place
from safetyzone.listen.incidents.identity import Keys, id_identities, keys_of, numbered, value_digests, value_identities
from safetyzone.listen.incidents.interpret import Interpreted
from safetyzone.listen.incidents.models import Import, ImportState, Incident
from safetyzone.listen.incidents.seen import Seen

NEW, UNCHANGED, CORRECTED, REPEATED = range(4)
_ASKED: Final = 5_000  # identities in one question


@dataclass(eq=False)
class Recognised:
    """What each good row of a batch is; ``replaces`` holds the row number that a correction takes the place of."""

    identity: list[bytes]
    digest: list[bytes]
    verdict: NDArray[np.int64]
    replaces: dict[int, int]


class Recogniser:
    """Remembers the rows of one file and knows those of earlier ones."""

    def __init__(self, *, station: Place, source: str, with_ids: bool, file_digest: str, mapping_digest: str) -> None:
        self.station = station
        self.source = source
        self.with_ids = with_ids
        self._ids, self._values = Seen(), Seen()
        done = Import.objects.filter(station=station, state=ImportState.DONE)
        self._done = frozenset(done.values_list("pk", flat=True))
        self._empty = not done.filter(source=source).exists()
        # A file that was read before cannot bring back what a later file corrected.
        self._again = done.filter(file_digest=file_digest, mapping_digest=mapping_digest).exists()

    def recognise(self, rows: Interpreted) -> Recognised:
        digest = value_digests(rows.frame, self.source)
        verdict = np.full(len(digest), NEW, np.int64)
        named = (rows.frame["source_id"] != "").to_numpy() if self.with_ids else np.zeros(len(digest), np.bool_)
        identity = [b""] * len(digest) if named.all() else value_identities(rows.frame, digest)
        if named.any():
            self._by_id(rows, named, digest, identity, verdict)
        if not named.all():
            self._by_values(np.flatnonzero(~named), digest, identity)
        found = Recognised(identity, digest, verdict, {})
        if not self._empty:
            self._compare(found)
        return found

    def _by_id(
        self, rows: Interpreted, named: NDArray[np.bool_], digest: list[bytes], identity: list[bytes],
        verdict: NDArray[np.int64],
    ) -> None:  # fmt: skip
        where = np.flatnonzero(named)
        ids = rows.frame["source_id"].filter(named)
        for row, name in zip(where.tolist(), id_identities(ids, self.source), strict=True):
            identity[row] = name
        # Polars' own hash is not the same for ever, and need not be: it tells the ids of this file apart.
        keys, values = ids.hash().to_numpy(), keys_of([digest[row] for row in where.tolist()])
        unique, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        seen, numbers = self._ids.find(unique)
        original = np.where(seen, numbers, values[first])[inverse]
        repeats = seen[inverse] | (first[inverse] != np.arange(keys.size))
        verdict[where[repeats & (values == original)]] = UNCHANGED
        verdict[where[repeats & (values != original)]] = REPEATED
        self._ids.add(unique[~seen], values[first][~seen])

    def _by_values(self, where: NDArray[np.int64], digest: list[bytes], identity: list[bytes]) -> None:
        """Equal rows stay apart by how many came before."""
        keys = keys_of([digest[row] for row in where.tolist()])
        unique, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
        seen, before = self._values.find(unique)
        ordinal = _rank(inverse) + before[inverse].astype(np.int64)
        for position in np.flatnonzero(ordinal > 0).tolist():
            row = int(where[position])
            identity[row] = numbered(identity[row], digest[row], int(ordinal[position]))
        total: Keys = before + counts.astype(np.uint64)
        self._values.add(unique[~seen], total[~seen])
        if seen.any():
            self._values.change(unique[seen], total[seen])

    def _compare(self, found: Recognised) -> None:
        asked = np.flatnonzero(found.verdict == NEW).tolist()
        stored = self._stored([found.identity[row] for row in asked])
        for row in asked:
            versions = stored.get(found.identity[row])
            if versions is None:
                continue
            number, current = versions[0]
            same = current == found.digest[row]
            stale = self._again and found.digest[row] in {digest for _, digest in versions}
            found.verdict[row] = UNCHANGED if same or stale else CORRECTED
            if found.verdict[row] == CORRECTED:
                found.replaces[row] = number

    def _stored(self, identities: Sequence[bytes]) -> dict[bytes, list[tuple[int, bytes]]]:
        """(row number, digest) of every version that finished imports brought, the current one first."""
        versions: dict[bytes, list[tuple[int, bytes]]] = {}
        for identity, digest, number, brought, superseded in self._asked(identities):
            if brought not in self._done:
                continue
            held = versions.setdefault(bytes(identity), [])
            held.insert(0 if superseded not in self._done else len(held), (number, bytes(digest)))
        return versions

    def _asked(self, identities: Sequence[bytes]) -> Iterator[Any]:
        table = Incident._meta.db_table
        start = f"SELECT identity, digest, id, import_run_id, superseded_by_id FROM {table} WHERE station_id = %s AND "  # noqa: S608
        with connection.cursor() as cursor:
            for first in range(0, len(identities), _ASKED):
                part = list(identities[first : first + _ASKED])
                if connection.vendor == "postgresql":
                    cursor.execute(start + "identity = ANY(%s)", [self.station.pk, part])
                else:
                    marks = ", ".join(["%s"] * len(part))
                    cursor.execute(start + f"identity IN ({marks})", [self.station.pk, *part])
                yield from cursor.fetchall()


def _rank(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many earlier members of its group each has: 0, 1, 2 … in order."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    starts = (
        np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))) if groups.size else np.empty(0, np.int64)
    )
    lengths = np.diff(np.append(starts, groups.size))
    rank = np.empty(groups.size, np.int64)
    rank[order] = np.arange(groups.size) - np.repeat(starts, lengths)
    return rank
