"""Linear algebra on one thread where the number of threads would change the last bits.

From some fifty rows on, the routines behind ``numpy.linalg`` and ``scipy.linalg`` share their work between threads and add
up in an order that depends on how many there are.
"""

import contextlib
import functools
import importlib
import os
import threading
from collections.abc import Iterator

from threadpoolctl import ThreadpoolController

SMALL = 50  # rows of a square matrix up to which OpenBLAS keeps to one thread of its own accord


class _Gate:
    """One caller at a time: the number of threads belongs to the whole process.

    A program that holds threadpoolctl's limits in another thread keeps its own.
    """

    def __init__(self) -> None:
        self.renew()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self.renew)  # another thread may have held the parent's

    def renew(self) -> None:
        self.lock = threading.RLock()


_GATE = _Gate()


@contextlib.contextmanager
def one_thread(size: int) -> Iterator[None]:
    """Inside the block, linear algebra on ``size`` rows uses one thread.

    >>> import numpy as np
    >>> with one_thread(200):
    ...     float(np.linalg.det(np.eye(200)))
    1.0
    """
    if size <= SMALL:
        yield
        return
    with _GATE.lock, _libraries().limit(limits=1, user_api="blas"):
        yield


@functools.cache
def _libraries() -> ThreadpoolController:
    # NumPy and SciPy each bring a library of their own; what is not loaded yet would not be found.
    importlib.import_module("scipy.linalg.lapack")
    return ThreadpoolController()
