"""The decorator every compiled loop goes through."""

import functools
import os
import threading
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import numba

from zonestats.errors import InvalidInput
from zonestats.kernels.before import wanted_threads
from zonestats.kernels.cache import KernelCache

P = ParamSpec("P")
R = TypeVar("R")


def kernel(*, parallel: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Compile ``function`` on first call, with an on-disk cache where a folder can be written and without one elsewhere.

    ``parallel`` kernels may use ``numba.prange`` and run one at a time behind a process-wide lock, so they cannot be
    called from inside another kernel; serial ones can. In a child that was forked after threads had started, where
    threads would hang or kill it, a parallel kernel runs on one thread. ``ZONESTATS_THREADS`` sets the number of
    threads, more than there are cores if wished. The plain Python function is ``kernel.py_func``.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        compiled = _compile(function, parallel=parallel)
        return _one_at_a_time(function, compiled) if parallel else compiled

    return decorate


def _compile(function: Callable[P, R], *, parallel: bool, cache: bool = True) -> Callable[P, R]:
    compiled: Any = numba.njit(parallel=parallel, nogil=True)(function)
    if compiled is function:  # NUMBA_DISABLE_JIT=1, for debugging
        compiled.py_func = function  # type: ignore[attr-defined]
    elif cache:
        try:
            compiled._cache = KernelCache(function)
        except (RuntimeError, OSError):  # no folder that can be written to
            pass
    return cast(Callable[P, R], compiled)


class _Threads:
    """The process's one gate to parallel kernels."""

    def __init__(self) -> None:
        self.wanted = _possible_threads()
        self.lost = False  # forked after threads had started: they do not exist here
        self.renew()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self.forked)

    def renew(self) -> None:
        # The workqueue threading layer aborts the process when two threads enter parallel regions at once.
        self.lock = threading.RLock()

    def forked(self) -> None:
        self.lost = self.lost or _started()
        self.renew()  # another thread may have held the parent's


def _one_at_a_time(function: Callable[P, R], compiled: Callable[P, R]) -> Callable[P, R]:
    @functools.cache
    def on_one_thread() -> Callable[P, R]:
        # Not from the cache: numba files it under the same name as the parallel one.
        return _compile(function, parallel=False, cache=False)

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with _THREADS.lock:
            if _THREADS.lost:
                return on_one_thread()(*args, **kwargs)
            if _THREADS.wanted:
                numba.set_num_threads(_THREADS.wanted)
            return compiled(*args, **kwargs)

    run.py_func = function  # type: ignore[attr-defined]
    return run


def _possible_threads() -> int:
    wanted, most = wanted_threads(), int(numba.config.NUMBA_NUM_THREADS)
    if wanted > most:
        raise InvalidInput(
            "ZONESTATS_THREADS",
            f"is {wanted}, but numba was told to use at most {most} before zonestats was imported: "
            f"set NUMBA_NUM_THREADS={wanted} as well, or import zonestats first",
        )
    return wanted


def _started() -> bool:
    """Whether any of numba's threads have been started in this process or, before a fork, its parent."""
    try:
        numba.threading_layer()
    except ValueError:
        return False
    return True


_THREADS = _Threads()
