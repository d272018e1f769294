"""What earlier rows of the same file were: sixteen bytes a row, on disk beyond a few million."""

import mmap
import tempfile
from typing import Final

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]

_CHUNK: Final = 1 << 20
_IN_MEMORY: Final = 8  # chunks; 128 MB


class Seen:
    """Keys of earlier rows, each with a number: looked up and changed a batch at a time.

    Chunks of sorted keys are never merged, so that memory grows only by what is added.
    """

    def __init__(self) -> None:
        self._chunks: list[tuple[Keys, Keys]] = []
        self._maps: list[mmap.mmap] = []
        self._fresh: list[tuple[Keys, Keys]] = []
        self._fresh_size = 0

    def find(self, keys: Keys) -> tuple[NDArray[np.bool_], Keys]:
        """Which keys were seen, and their numbers."""
        found = np.zeros(keys.size, np.bool_)
        numbers = np.zeros(keys.size, np.uint64)
        order = np.argsort(keys)
        ordered = keys[order]
        for own, values in self._parts():
            place = np.minimum(np.searchsorted(own, ordered), own.size - 1)
            hit = own[place] == ordered
            found[order[hit]] = True
            numbers[order[hit]] = values[place[hit]]
        self._release()
        return found, numbers

    def add(self, keys: Keys, numbers: Keys) -> None:
        """Keys that were not seen before, each once."""
        order = np.argsort(keys)
        self._fresh.append((keys[order], numbers[order]))
        self._fresh_size += keys.size
        if len(self._fresh) > 16 or self._fresh_size >= _CHUNK:
            self._gather()

    def change(self, keys: Keys, numbers: Keys) -> None:
        """Give keys that were seen before other numbers."""
        order = np.argsort(keys)
        ordered, wanted = keys[order], numbers[order]
        for own, values in self._parts():
            place = np.minimum(np.searchsorted(own, ordered), own.size - 1)
            hit = own[place] == ordered
            values[place[hit]] = wanted[hit]
        self._release()

    def _parts(self) -> list[tuple[Keys, Keys]]:
        return [part for part in (*self._chunks, *self._fresh) if part[0].size]

    def _gather(self) -> None:
        keys = np.concatenate([part[0] for part in self._fresh])
        numbers = np.concatenate([part[1] for part in self._fresh])
        order = np.argsort(keys, kind="stable")
        merged = (keys[order], numbers[order])
        if keys.size < _CHUNK:
            self._fresh = [merged]
            return
        self._fresh, self._fresh_size = [], 0
        self._chunks.append(merged if len(self._chunks) < _IN_MEMORY else self._spilled(*merged))

    def _spilled(self, keys: Keys, numbers: Keys) -> tuple[Keys, Keys]:
        with tempfile.TemporaryFile() as handle:
            handle.write(keys.tobytes() + numbers.tobytes())
            handle.flush()
            held = mmap.mmap(handle.fileno(), 0)
        self._maps.append(held)
        both = np.frombuffer(held, np.uint64)
        return both[: keys.size], both[keys.size :]

    def _release(self) -> None:
        for held in self._maps:
            held.madvise(mmap.MADV_DONTNEED)
