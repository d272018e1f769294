"""Compiled inner loops, and the one decorator that compiles them.

Rules (tested): a kernel is a plain function on C-contiguous float64/int64/bool arrays and scalars; it never writes to an
input unless the argument is named ``out``; it also runs uncompiled (``kernel.py_func``); no reduction's order depends on
the number of threads: parallel kernels write to fixed blocks which are then summed in order.
Only this package imports numba.
"""

from zonestats.kernels import before
from zonestats.kernels.compile import kernel

__all__ = ["before", "kernel"]
