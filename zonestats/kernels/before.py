"""What the environment must say before numba is imported: it reads it once.

Numba fixes the largest number of threads at its import. GNU OpenMP's threads otherwise spin while they wait, and on a
machine that is busy with other work they spin away the time the working thread needs: measured with ten other
processes on two cores, a fit of 40 short parallel loops took 9.4 s, with waiting threads asleep 2.0 s.
"""

import os
import sys

from zonestats.errors import InvalidInput


def wanted_threads() -> int:
    """``ZONESTATS_THREADS``; 0 when it is not set."""
    text = os.environ.get("ZONESTATS_THREADS", "").strip()
    if not text:
        return 0
    if not text.isdecimal() or int(text) < 1:
        raise InvalidInput("ZONESTATS_THREADS", f"must be a whole number of threads, at least 1, not {text!r}")
    return int(text)


if "numba" not in sys.modules:
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    if wanted_threads():
        os.environ.setdefault("NUMBA_NUM_THREADS", str(wanted_threads()))
