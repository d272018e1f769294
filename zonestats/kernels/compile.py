"""The decorator every compiled loop goes through."""

import functools
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")

# The workqueue threading layer aborts the process when two threads enter parallel regions at once.
_PARALLEL_LOCK = threading.RLock()


def kernel(*, parallel: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Compile ``function`` on first call, with an on-disk cache where a folder can be written and without one elsewhere.

    ``parallel`` kernels may use ``numba.prange`` and run one at a time behind a process-wide lock, so they cannot be called
    from inside another kernel; serial ones can.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        compiled = _compile(function, parallel=parallel)
        if not parallel:
            return compiled

        @functools.wraps(function)
        def locked(*args: P.args, **kwargs: P.kwargs) -> R:
            with _PARALLEL_LOCK:
                return compiled(*args, **kwargs)

        locked.py_func = function  # type: ignore[attr-defined]
        return locked

    return decorate


def _compile(function: Callable[P, R], *, parallel: bool) -> Callable[P, R]:
    try:
        return cast(Callable[P, R], numba.njit(cache=True, parallel=parallel, nogil=True)(function))
    except RuntimeError:  # numba finds no folder it may write its cache to
        return cast(Callable[P, R], numba.njit(cache=False, parallel=parallel, nogil=True)(function))
