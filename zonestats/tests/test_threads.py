"""The same bytes whatever the number of threads: of every function, and of linear algebra large enough to be shared."""

import os
import subprocess
import sys
import threading

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from zonestats.single import SMALL, one_thread


def _answers(threads: int) -> dict[str, str]:
    said = subprocess.run(
        [sys.executable, "-m", "zonestats.tests.digests"],
        env=os.environ | {"OPENBLAS_NUM_THREADS": str(threads), "ZONESTATS_THREADS": str(threads)},
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    return dict(line.rsplit(": ", 1) for line in said.splitlines())


@pytest.mark.slow
def test_no_byte_of_any_answer_depends_on_the_number_of_threads() -> None:
    one, two, three = (_answers(threads) for threads in (1, 2, 3))
    assert len(one) > 70
    assert [name for name in one if one[name] != two[name]] == []
    assert [name for name in one if one[name] != three[name]] == []


def _blas_threads() -> set[int]:
    return {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"}


def test_large_systems_have_one_thread_and_give_the_others_back() -> None:
    with threadpool_limits(2, user_api="blas"):
        before = _blas_threads()
        with one_thread(SMALL + 1):
            assert _blas_threads() == {1}
        assert _blas_threads() == before
        with one_thread(SMALL):
            assert _blas_threads() == before


def test_an_error_inside_gives_the_threads_back() -> None:
    with threadpool_limits(2, user_api="blas"):
        before = _blas_threads()
        with pytest.raises(np.linalg.LinAlgError), one_thread(100):
            np.linalg.inv(np.zeros((100, 100)))
        assert _blas_threads() == before


def test_callers_wait_for_each_other() -> None:
    """Else the first to leave would give threads back to those still inside."""
    seen: list[set[int]] = []

    def work() -> None:
        for _ in range(10):
            with one_thread(100):
                np.linalg.eigh(np.eye(100))
                seen.append(_blas_threads())

    before = _blas_threads()
    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert _blas_threads() == before
    assert len(seen) == 30
    assert all(threads == {1} for threads in seen)
