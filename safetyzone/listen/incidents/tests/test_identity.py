"""Identities: equal rows stay apart, the same row is the same in every file, in whatever batches it is read."""

from collections import Counter
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safetyzone.listen.incidents import seen as seen_module
from safetyzone.listen.incidents.identity import LONGEST, id_identities, numbered, value_digests, value_identities
from safetyzone.listen.incidents.known import _rank
from safetyzone.listen.incidents.seen import Seen

TYPES = {
    "category": pl.String, "category_text": pl.String, "origin": pl.String, "occurred_from": pl.Int64,
    "occurred_to": pl.Int64, "time_precision": pl.String, "reported_at": pl.Int64, "lon": pl.Float64, "lat": pl.Float64,
    "place_precision": pl.String, "address": pl.String, "solved": pl.Boolean,
}  # fmt: skip
ROW: dict[str, Any] = {
    "category": "theft", "category_text": "stolen", "origin": "reported", "occurred_from": 1_649_000_000,
    "occurred_to": None, "time_precision": "exact", "reported_at": None, "lon": 100.5, "lat": 13.7,
    "place_precision": "exact", "address": "", "solved": None,
}  # fmt: skip


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([{**ROW, **row} for row in rows], TYPES)


@pytest.mark.parametrize(
    "change",
    [{"category": "drugs"}, {"occurred_from": 1}, {"occurred_to": 5}, {"lon": 100.5000002}, {"solved": False}, {"solved": True},
     {"address": "x"}, {"lat": None}, {"origin": "discovered"}, {"time_precision": "date"}],
)  # fmt: skip
def test_every_mapped_value_counts(change: dict[str, Any]) -> None:
    first, second = value_digests(frame({}, change), "register")
    assert first != second


def test_values_do_not_run_into_each_other() -> None:
    first, second = value_digests(
        frame({"category": "a", "category_text": "b"}, {"category": "ab", "category_text": ""}), "r"
    )
    assert first != second


def test_registers_are_apart() -> None:
    assert value_digests(frame({}), "one") != value_digests(frame({}), "two")
    ids = pl.Series(["7"])
    assert id_identities(ids, "one") != id_identities(ids, "two")


def test_digests_are_the_same_for_ever() -> None:
    """Stored in databases: a change of this value needs a migration of every identity."""
    digests = value_digests(frame({}), "register")
    assert digests[0].hex() == "13e0a4eed82978e6295421f27782b9e4"
    assert value_identities(frame({}), digests)[0].hex() == "00406249be4013e0a4eed82978e62954"
    assert id_identities(pl.Series(["C-1"]), "register")[0].hex() == "01b51c3c03432d31"


@given(st.lists(st.text(min_size=1, max_size=80), min_size=2, max_size=50, unique=True))
def test_ids_are_one_to_one(ids: list[str]) -> None:
    made = id_identities(pl.Series(ids), "register")
    assert len(set(made)) == len(ids)
    assert max(map(len, made)) <= LONGEST


def test_ordinals_make_equal_rows_differ() -> None:
    digests = value_digests(frame({}), "r")
    identity = value_identities(frame({}), digests)[0]
    assert len({numbered(identity, digests[0], ordinal) for ordinal in range(1000)}) == 1000
    assert numbered(identity, digests[0], 0) == identity


@given(st.lists(st.integers(0, 5), max_size=60))
def test_ranks_count_earlier_members(groups: list[int]) -> None:
    seen: Counter[int] = Counter()
    expected = []
    for group in groups:
        expected.append(seen[group])
        seen[group] += 1
    assert _rank(np.array(groups, np.int64)).tolist() == expected


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 40), max_size=30), max_size=60), st.booleans())
def test_seen_remembers_like_a_dictionary(batches: list[list[int]], small: bool) -> None:
    kept = seen_module._CHUNK, seen_module._IN_MEMORY
    if small:  # chunks, and those on disk, from the first rows on
        seen_module._CHUNK, seen_module._IN_MEMORY = 8, 1  # type: ignore[misc]
    try:
        remembered, plain = Seen(), dict[int, int]()
        for number, batch in enumerate(batches):
            keys = np.unique(np.array(batch, np.uint64))
            found, values = remembered.find(keys)
            assert found.tolist() == [key in plain for key in keys.tolist()]
            assert values.tolist() == [plain.get(key, 0) for key in keys.tolist()]
            fresh = np.full(keys.size, number, np.uint64)
            remembered.add(keys[~found], fresh[~found])
            remembered.change(keys[found], fresh[found])
            plain.update(dict.fromkeys(keys.tolist(), number))
    finally:
        seen_module._CHUNK, seen_module._IN_MEMORY = kept  # type: ignore[misc]
