"""Every module of the product imports with the runtime packages alone, as ``make demo`` has them.

Run by ``.ci/run`` between ``make setup`` and ``make setup-dev``: once the packages of the tests are there, nobody would
notice one that the product needs and does not name.
"""

import importlib.util
import os
import pkgutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = {"tests", "conftest"}
UNNEEDED = ("pytest", "hypothesis", "mypy")  # of the tests' packages: they must be missing here


def main() -> int:
    sys.path.insert(0, str(ROOT))
    if found := [name for name in UNNEEDED if importlib.util.find_spec(name)]:
        print(f"{', '.join(found)} is installed: this check only means something after a bare make setup")
        return 1
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safetyzone.config.settings")
    import django  # noqa: PLC0415 - after the settings are named

    django.setup()
    names = [
        module.name
        for package in ("zonestats", "safetyzone")
        for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}.")
        if not TESTS & set(module.name.split(".")) and not module.name.endswith("__main__")
    ]
    for name in names:
        importlib.import_module(name)
    print(f"{len(names)} modules import with the runtime packages alone")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
