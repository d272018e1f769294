"""Tests never read or write a person's data: a folder of their own, a database of their own, no network but loopback."""

import gc
import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings as configured
from django.db import connection
from django.utils import translation

# Before Django's settings are read: pytest-django would read them earlier than this if pyproject.toml named them.
os.environ["DJANGO_SETTINGS_MODULE"] = "safetyzone.config.settings"
# The test database is made inside the server that DATABASE_URL names. Workers side by side do not share files either.
data = Path(os.environ.get("SAFETYZONE_DATA") or tempfile.mkdtemp(prefix="safetyzone-test-"))
data = data / os.environ.get("PYTEST_XDIST_WORKER", "")
data.mkdir(parents=True, exist_ok=True)
os.environ["SAFETYZONE_DATA"] = str(data)
for name in ("SAFETYZONE_DEMO", "SAFETYZONE_DEBUG", "SAFETYZONE_HTTPS"):
    os.environ.pop(name, None)
django.setup()
gc.set_threshold(100_000, 50, 100)  # a fifth of the run went into looking for cycles among what Django keeps anyway
# A tenth of a second for each of some thousand passwords is a minute of every run; the real one has a test of its own.
configured.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *configured.PASSWORD_HASHERS]

_DATABASE_FIXTURES = frozenset({"db", "transactional_db", "live_server", "django_db_setup"})
_LOOPBACK = ("127.", "::1", "localhost")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="leave out what touches no database")


def pytest_configure(config: pytest.Config) -> None:
    """Workers inherit what this process exports: named there, the settings would be read before they have their folder."""
    if getattr(config.option, "numprocesses", None) and "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The same tests on the second database: the others would show again what they have shown."""
    all_of_them = not config.getoption("--database-only")
    wanted, left_out = [], []
    for item in items:
        here = is_of_this_database(item) and (all_of_them or is_worth_repeating(item))
        (wanted if here else left_out).append(item)
    config.hook.pytest_deselected(items=left_out)
    # The long ones first: at the end one worker would do the last of them while the others look on.
    items[:] = sorted(wanted, key=lambda item: item.get_closest_marker("slow") is None)


def is_of_this_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("postgresql") is None or connection.vendor == "postgresql"


def is_worth_repeating(item: pytest.Item) -> bool:
    if item.get_closest_marker("once"):
        return False
    marked = any(item.get_closest_marker(name) for name in ("django_db", "own_database"))
    return marked or not _DATABASE_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Messages are compared in the source language; a request still gets the language it asks for."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """A test that reaches for another machine fails, and says which."""
    real = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(_LOOPBACK):
            raise RuntimeError(f"a test tried to reach {address[0]}")
        real(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign]
    yield
    socket.socket.connect = real  # type: ignore[method-assign]
