"""Who is who among rows: the same incident has the same identity in every file, two equal incidents stay two.

With an id: the register and the id. Without: the mapped values, and how many rows before it in the file had the very same.
"""

from hashlib import blake2b
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

Keys = NDArray[np.uint64]

SIZE: Final = 16
_UNIT, _GROUP = "\x1f", "\x1e"
# What is compared to see whether a row changed: everything stored of it, coordinates to a centimetre.
_COMPARED: Final = (
    *("category", "category_text", "origin", "occurred_from", "occurred_to", "time_precision", "reported_at"),
    *("lon", "lat", "place_precision", "address", "solved"),
)


def value_digests(frame: pl.DataFrame, source: str) -> list[bytes]:
    """Sixteen bytes of the mapped values of each row."""
    columns = [
        (pl.col(name) * 1e7).round().cast(pl.Int64).cast(pl.String)
        if name in {"lon", "lat"}
        else pl.col(name).cast(pl.String)
        for name in _COMPARED
    ]
    joined = pl.concat_str([column.fill_null("") for column in columns], separator=_UNIT)
    start = blake2b(f"values{_GROUP}{source}{_GROUP}".encode(), digest_size=SIZE)
    return _digests(frame.select(joined).to_series().to_list(), start)


def id_digests(ids: pl.Series, source: str) -> list[bytes]:
    """Sixteen bytes of register and id."""
    return _digests(ids.to_list(), blake2b(f"id{_GROUP}{source}{_GROUP}".encode(), digest_size=SIZE))


def _digests(texts: list[str], start: blake2b) -> list[bytes]:
    found = []
    for text in texts:
        one = start.copy()
        one.update(text.encode())
        found.append(one.digest())
    return found


def numbered(digest: bytes, ordinal: int) -> bytes:
    """The identity of the row that comes after ``ordinal`` identical ones."""
    return digest if ordinal == 0 else blake2b(digest + ordinal.to_bytes(8, "big"), digest_size=SIZE).digest()


def keys_of(digests: list[bytes]) -> Keys:
    """The first eight bytes of each: enough to tell the rows of one file apart."""
    return np.frombuffer(b"".join(digests), "<u8")[::2].astype(np.uint64)
