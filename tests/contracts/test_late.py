"""What features register is imported when it is first asked for, once, and every name leads somewhere."""

import subprocess
import sys
import threading
import time

import pytest
from django.apps import apps
from django.utils.module_loading import import_string

from safetyzone.foundation import late

HEAVY = ("scipy", "numpy", "numba", "polars", "openpyxl", "pyproj", "shapely", "PIL", "pyxform")


def test_a_start_imports_none_of_what_pages_and_packs_need() -> None:
    code = "import sys, django; django.setup(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "safetyzone.foundation.places.models" in loaded
    assert [name for name in HEAVY if name in loaded] == []


def test_each_function_registers_only_with_what_it_is_named_for() -> None:
    """Whoever registers elsewhere as well would be missing there until somebody asks here."""
    code = """
import django; django.setup()
from safetyzone.foundation import late
from safetyzone.foundation.decisions import subjects
from safetyzone.foundation.pages import panels, welcome
from safetyzone.foundation.places.packs import parts
held = {late.WELCOME: welcome._BESIDE, late.PARTS: parts._PARTS, late.SUBJECTS: subjects._SUBJECTS, late.PANELS: panels._PANELS}
for registry in held:
    before = {name: len(things) for name, things in held.items()}
    late.settle(registry)
    print(registry, *(name for name, things in held.items() if len(things) > before[name]))
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.splitlines() == [f"{name} {name}" for name in (late.WELCOME, late.PARTS, late.SUBJECTS, late.PANELS)]


def test_every_name_leads_to_a_function(monkeypatch: pytest.MonkeyPatch) -> None:
    named: list[str] = []
    for config in apps.get_app_configs():
        module = sys.modules[type(config).__module__]
        if hasattr(module, "later"):
            monkeypatch.setattr(module, "later", lambda _registry, path: named.append(path))
            config.ready()
    assert len(named) > 20
    assert all(callable(import_string(path)) for path in named)


def test_who_asks_while_others_register_gets_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = threading.Event()
    told: list[str] = []

    def register() -> None:
        begun.set()
        time.sleep(0.05)
        told.append("here")

    monkeypatch.setattr(late, "import_string", lambda _path: register)
    late.later("test", "a.function")
    first = threading.Thread(target=late.settle, args=("test",))
    first.start()
    assert begun.wait(10)
    late.settle("test")
    assert told == ["here"]
    first.join()
    late.settle("test")
    assert told == ["here"]


def test_what_cannot_be_imported_is_named_again_and_again() -> None:
    late.later("test", "safetyzone.foundation.no_such_module.register_all")
    for _ in range(2):
        with pytest.raises(ImportError, match="no_such_module"):
            late.settle("test")
    late._waiting["test"].clear()
