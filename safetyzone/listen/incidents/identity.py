"""Who is who among rows: the same incident has the same identity in every file, two equal incidents stay two.

With an id: the register and the id. Without: the mapped values, and how many rows before it in the file had the very same.
An identity begins with what files are usually sorted by, the id or the time, so that the index grows at one end; random
keys would make an import four times as slow (``docs/decisions/0020-identity-and-indexes.md``).
"""

from hashlib import blake2b
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

Keys = NDArray[np.uint64]

SIZE: Final = 16  # bytes of a digest
LONGEST: Final = 40  # bytes of an identity
_BY_VALUES, _BY_ID, _BY_LONG_ID = b"\x00", b"\x01", b"\x02"
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
    joined = pl.concat_str([pl.lit(source), *(column.fill_null("") for column in columns)], separator=_UNIT)
    texts = frame.select(joined.cast(pl.Binary)).to_series().to_list()
    return [blake2b(text, digest_size=SIZE).digest() for text in texts]


def id_identities(ids: pl.Series, source: str) -> list[bytes]:
    """Register and id; the id itself where it is short."""
    register = blake2b(source.encode(), digest_size=4).digest()
    start = _BY_ID + register
    room = LONGEST - len(start)
    return [
        start + text if len(text) <= room else _BY_LONG_ID + register + blake2b(text, digest_size=SIZE).digest()
        for text in ids.cast(pl.Binary).to_list()
    ]


def value_identities(frame: pl.DataFrame, digests: list[bytes]) -> list[bytes]:
    """Time and digest of the mapped values."""
    when = frame["occurred_from"].fill_null(frame["reported_at"]).fill_null(0).to_numpy() + 2**38
    starts = when.astype(">u8").tobytes()  # the last five bytes of eight hold 34,000 years
    return [_BY_VALUES + starts[8 * row + 3 : 8 * row + 8] + digest[:10] for row, digest in enumerate(digests)]


def numbered(identity: bytes, digest: bytes, ordinal: int) -> bytes:
    """The identity of the row that comes after ``ordinal`` identical ones."""
    if ordinal == 0:
        return identity
    return identity[:6] + blake2b(digest + ordinal.to_bytes(8, "big"), digest_size=10).digest()


def keys_of(digests: list[bytes]) -> Keys:
    """The first eight bytes of each: enough to tell the rows of one file apart."""
    return np.frombuffer(b"".join(digests), "<u8")[::2].astype(np.uint64)
