"""Threads that write together: everybody gets their own result, once it is committed."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from safetyzone.listen.polls.actions.together import NotStored, Together


def test_what_comes_while_one_round_runs_is_stored_in_the_next_together() -> None:
    rounds: list[list[int]] = []
    first, go_on = threading.Event(), threading.Event()

    def store(items: list[int]) -> list[int]:
        rounds.append(items)
        if len(rounds) == 1:
            first.set()
            assert go_on.wait(10)
        return [item * 10 for item in items]

    together = Together(store)
    with ThreadPoolExecutor(6) as threads:
        leader = threads.submit(together, 0)
        assert first.wait(10)
        others = [threads.submit(together, number) for number in range(1, 6)]
        while len(together._queue) < 5:
            pass
        go_on.set()
        assert leader.result(10) == 0
        assert sorted(other.result(10) for other in others) == [10, 20, 30, 40, 50]
    assert [len(items) for items in rounds] == [1, 5]


def test_a_round_that_fails_fails_for_everybody_in_it_and_the_next_one_works() -> None:
    first, go_on, broken = threading.Event(), threading.Event(), threading.Event()

    def store(items: list[int]) -> list[int]:
        if not first.is_set():
            first.set()
            assert go_on.wait(10)
        elif not broken.is_set():
            broken.set()
            raise OSError("disk full")
        return items

    together = Together(store)
    with ThreadPoolExecutor(4) as threads:
        leader = threads.submit(together, 0)
        assert first.wait(10)
        others = [threads.submit(together, number) for number in (1, 2, 3)]
        while len(together._queue) < 3:
            pass
        go_on.set()
        assert leader.result(10) == 0
        problems = [other.exception(10) for other in others]
    assert sorted(type(problem).__name__ for problem in problems) == ["NotStored", "NotStored", "OSError"]
    assert any(isinstance(problem, NotStored) for problem in problems)
    assert together(7) == 7


def test_one_alone_is_simply_stored() -> None:
    together = Together(lambda items: items)
    assert together("x") == "x"
    with pytest.raises(ZeroDivisionError):
        Together(lambda items: [1 // 0])("x")
