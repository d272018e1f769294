"""Several threads' writes in one transaction: the disk is waited for once, and nobody is told "done" before it is.

Whoever comes first leads: it takes what is waiting, stores all of it and commits. Whoever came meanwhile finds its own part
done, or leads the next round. There is no thread of its own and nothing to start or stop.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

MOST_AT_ONCE: Final = 64  # so that no transaction grows long

Item = TypeVar("Item")
Result = TypeVar("Result")


class NotStored(RuntimeError):
    """Another thread's round failed with this thread's item in it: nothing of it is stored, and it may be tried again."""


@dataclass
class _Place(Generic[Item, Result]):
    """One thread's place in the queue."""

    item: Item
    done: bool = False
    result: list[Result] = field(default_factory=list)
    problem: Exception | None = None


class Together(Generic[Item, Result]):
    """``store`` takes items and returns a result for each, in order, after it has committed them."""

    def __init__(self, store: Callable[[list[Item]], list[Result]]) -> None:
        self._store = store
        self._queue: list[_Place[Item, Result]] = []
        self._queue_lock = threading.Lock()
        self._turn = threading.Lock()

    def __call__(self, item: Item) -> Result:
        """The item's own result, or the error that kept it from being stored."""
        place: _Place[Item, Result] = _Place(item)
        with self._queue_lock:
            self._queue.append(place)
        while not place.done:
            with self._turn:
                if not place.done:
                    self._lead()
        if place.problem is not None:
            raise place.problem
        return place.result[0]

    def _lead(self) -> None:
        with self._queue_lock:
            batch, self._queue = self._queue[:MOST_AT_ONCE], self._queue[MOST_AT_ONCE:]
        # Unless it is stored, everybody of the round is told so; the leader also sees the error itself.
        for place in batch:
            place.problem = NotStored("the round in which this was to be stored failed")
        try:
            results = self._store([place.item for place in batch])
            for place, result in zip(batch, results, strict=True):
                place.result.append(result)
                place.problem = None
        finally:
            for place in batch:
                place.done = True
