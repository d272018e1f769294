"""An on-disk compile cache that can only ever save time.

Numba's own cache raises when no folder can be written, when a file in it is damaged and when the disk is full, and it
does not notice that a kernel called from another file has changed. Here all of that means compiling once more.
"""

import functools
import hashlib
import pickle
import re
from pathlib import Path
from typing import Any

from numba.core.caching import CompileResultCacheImpl, FunctionCache
from numba.core.serialize import dumps

_KERNELS = Path(__file__).parent
_IMPORTED = re.compile(r"^from zonestats\.kernels\.(\w+) import", re.MULTILINE)

# What unpickling a damaged file or writing to a bad folder has been seen to raise.
_UNUSABLE = (
    OSError,
    EOFError,
    pickle.PickleError,
    ValueError,
    LookupError,
    AttributeError,
    ImportError,
    TypeError,
    ArithmeticError,
    MemoryError,
    RecursionError,
    RuntimeError,
    SyntaxError,
)


class _Checked(CompileResultCacheImpl):  # type: ignore[misc]
    """Machine code with its checksum: a flipped bit must not reach the processor."""

    def reduce(self, compiled: Any) -> tuple[bytes, bytes]:
        code: bytes = dumps(super().reduce(compiled))
        return hashlib.sha256(code).digest(), code

    def rebuild(self, target_context: Any, stored: tuple[bytes, bytes]) -> Any:
        digest, code = stored
        if hashlib.sha256(code).digest() != digest:
            raise ValueError("the cached machine code is damaged")
        return super().rebuild(target_context, pickle.loads(code))  # noqa: S301 - as numba's own cache reads its files


class KernelCache(FunctionCache):  # type: ignore[misc]
    """Numba's cache of one function, without its errors."""

    _impl_class = _Checked

    def __init__(self, function: Any) -> None:
        super().__init__(function)
        self._cache_file._source_stamp = source_stamp(Path(function.__code__.co_filename))

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        try:
            return super().load_overload(sig, target_context)
        except _UNUSABLE:
            self._start_afresh()
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        try:
            super().save_overload(sig, data)
        except _UNUSABLE:
            self._start_afresh()

    def _start_afresh(self) -> None:
        try:
            self.flush()
        except _UNUSABLE:
            self.disable()


@functools.cache
def source_stamp(path: Path) -> str:
    """Checksum of a kernel's file and of all kernel files it imports from, whose code is compiled into it."""
    sources = {path: path.read_text(encoding="utf-8")}
    waiting = [path]
    while waiting:
        for name in _IMPORTED.findall(sources[waiting.pop()]):
            other = _KERNELS / f"{name}.py"
            if other not in sources and other.exists():
                sources[other] = other.read_text(encoding="utf-8")
                waiting.append(other)
    joined = "\0".join(sources[part] for part in sorted(sources))
    return hashlib.sha256(joined.encode()).hexdigest()
