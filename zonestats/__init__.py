"""Place-based safety statistics: NumPy in, frozen results out.

Modules load on first use (PEP 562), so ``import zonestats`` costs next to nothing.

>>> import zonestats
>>> "hotspots" in dir(zonestats)
True
"""

from importlib import import_module
from types import ModuleType

__version__ = "0.1.0"

_MODULES = (
    "accuracy",
    "budget",
    "clock",
    "disclosure",
    "effects",
    "forecast",
    "hotspots",
    "index",
    "minimums",
    "near_repeat",
    "opinions",
    "patrol",
    "scan",
    "survey",
    "trend",
)


def __getattr__(name: str) -> ModuleType:
    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*_MODULES, "__version__", "errors"])
