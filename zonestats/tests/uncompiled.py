"""Run kernels as plain Python."""

from types import ModuleType

import pytest


def uncompile(monkeypatch: pytest.MonkeyPatch, *modules: ModuleType) -> None:
    """Replace every compiled function of ``modules`` by its Python source until the test ends."""
    for module in modules:
        for name, value in list(vars(module).items()):
            if hasattr(value, "py_func"):
                monkeypatch.setattr(module, name, value.py_func)
