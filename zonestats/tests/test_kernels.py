"""The one decorator of compiled loops: caches that can only save time, threads that cannot abort, forks that answer."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import zonestats.kernels
from zonestats.kernels import kernel
from zonestats.kernels.cache import source_stamp

_MORE = (os.cpu_count() or 1) + 1

FIND = """
import numpy as np
from zonestats import trend, hotspots
found = hotspots.gi_star(np.arange(36.0) % 5, neighbours=hotspots.grid(6, 6), permutations=99, seed=1)
print(found.p_sim.sum())
"""


def _run(script: str, **environment: str) -> str:
    given = os.environ | environment
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", script], env=given, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def wanted() -> str:
    return _run(FIND)


def test_a_damaged_cache_is_compiled_anew(tmp_path: Path, wanted: str) -> None:
    """A flipped bit must not reach the processor, a cut-off index is no error."""
    assert _run(FIND, NUMBA_CACHE_DIR=str(tmp_path)) == wanted
    data = list(tmp_path.rglob("*.nbc"))
    assert data
    for path in data:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 0xFF
        path.write_bytes(bytes(content))
    assert _run(FIND, NUMBA_CACHE_DIR=str(tmp_path)) == wanted
    for path in tmp_path.rglob("*.nbi"):
        path.write_bytes(path.read_bytes()[:20])
    assert _run(FIND, NUMBA_CACHE_DIR=str(tmp_path)) == wanted


def test_a_cache_folder_that_vanishes_is_no_error(tmp_path: Path, wanted: str) -> None:
    folder = tmp_path / "cache"
    assert _run(FIND, NUMBA_CACHE_DIR=str(folder)) == wanted
    shutil.rmtree(folder)
    assert _run(FIND, NUMBA_CACHE_DIR=str(folder)) == wanted


def test_without_compilation_the_answer_is_the_same(wanted: str) -> None:
    assert _run(FIND, NUMBA_DISABLE_JIT="1") == wanted


KNOX = """
import numpy as np
from zonestats.near_repeat import knox
def table(seed):
    rng = np.random.default_rng(seed)
    x, y, t = rng.uniform(0, 900, 200), rng.uniform(0, 900, 200), rng.uniform(0, 90, 200)
    return knox(x, y, t, space_bands=[0, 50, 100], time_bands=[0, 7], permutations=30, seed=1).expected.tobytes()
"""


def test_several_python_threads_may_ask_at_once() -> None:
    """The workqueue layer aborts the process when two threads enter parallel loops together."""
    script = f"""{KNOX}
from concurrent.futures import ThreadPoolExecutor
alone = [table(seed) for seed in range(12)]
with ThreadPoolExecutor(4) as pool:
    together = list(pool.map(table, range(12)))
print(alone == together)
"""
    for layer in ("workqueue", "default"):
        assert _run(script, NUMBA_THREADING_LAYER=layer) == "True"


def test_the_number_of_threads_can_be_set_and_must_be_a_number() -> None:
    script = f"{KNOX}\nimport hashlib; print(hashlib.sha256(table(1)).hexdigest())"
    few, more = _run(script, ZONESTATS_THREADS="1"), _run(script, ZONESTATS_THREADS=str(_MORE))
    assert few == more
    done = subprocess.run(
        [sys.executable, "-c", KNOX], env=os.environ | {"ZONESTATS_THREADS": "many"}, capture_output=True, text=True
    )
    assert "ZONESTATS_THREADS: must be a whole number" in done.stderr


def test_more_threads_than_cores_are_started_or_refused_in_words() -> None:
    """Numba fixes the most it will ever start when it is imported."""
    script = f"{KNOX}\ntable(1)\nimport numba; print(numba.get_num_threads())"
    assert _run(script, ZONESTATS_THREADS=str(_MORE)) == str(_MORE)
    done = subprocess.run(
        [sys.executable, "-c", f"import numba\n{KNOX}\ntable(1)"], env=os.environ | {"ZONESTATS_THREADS": str(_MORE)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert f"set NUMBA_NUM_THREADS={_MORE} as well, or import zonestats first" in done.stderr


def test_waiting_threads_sleep_unless_the_user_says_otherwise() -> None:
    script = "import zonestats.kernels, os; print(os.environ['OMP_WAIT_POLICY'])"
    assert _run(script) == "passive"
    assert _run(script, OMP_WAIT_POLICY="active") == "active"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_child_forked_before_any_thread_started_uses_its_own() -> None:
    script = f"""{KNOX}
import os
read, write = os.pipe()
if os.fork() == 0:
    os.write(write, table(3))
    os._exit(0)
os.wait()
print(os.read(read, 4096) == table(3))
"""
    assert _run(script) == "True"


def test_a_kernel_keeps_its_plain_function() -> None:
    @kernel()
    def doubled(values: np.ndarray, out: np.ndarray) -> None:
        for i in range(values.size):
            out[i] = 2 * values[i]

    quick, slow = np.empty(3), np.empty(3)
    doubled(np.arange(3.0), quick)
    doubled.py_func(np.arange(3.0), slow)
    assert quick.tolist() == slow.tolist() == [0, 2, 4]


def test_the_stamp_of_a_kernel_changes_with_the_kernels_it_calls(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("zonestats.kernels.cache._KERNELS", tmp_path)
    caller, called = tmp_path / "caller.py", tmp_path / "called.py"
    caller.write_text("from zonestats.kernels.called import step\n")
    called.write_text("step = 1\n")
    before = source_stamp.__wrapped__(caller)
    called.write_text("step = 2\n")
    assert source_stamp.__wrapped__(caller) != before


def test_only_kernels_import_numba() -> None:
    package = Path(zonestats.kernels.__file__).parents[1]
    others = [path for path in package.rglob("*.py") if not {"kernels", "tests"} & set(path.relative_to(package).parts)]
    assert others
    assert [path.name for path in others if "numba" in path.read_text(encoding="utf-8")] == []
