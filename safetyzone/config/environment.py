"""Every setting that comes from the environment, read in one place.

``docs/reference/settings.md`` lists them; a test keeps the two equal.
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_BUSY_SECONDS = 20


def data_folder() -> Path:
    """Where the database, keys, uploads and checkpoints live: ``SAFETYZONE_DATA`` or ./data."""
    return Path(os.environ.get("SAFETYZONE_DATA", "data")).resolve()


def secret(name: str, file_name: str) -> str:
    """A secret from the environment, else from a file of mode 600 in the data folder's ``keys``, made on first use."""
    if given := os.environ.get(name):
        return given
    path = data_folder() / "keys" / file_name
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Written beside and linked into place, so that two processes starting together agree on one key.
    made = path.with_name(f".{file_name}.{os.getpid()}")
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(secrets.token_urlsafe(48))
    try:
        os.link(made, path)
    except FileExistsError:
        pass
    finally:
        made.unlink()
    return path.read_text().strip()


def flag(name: str, *, default: bool = False) -> bool:
    """True for 1, true, yes, on."""
    value = os.environ.get(name, "").strip().lower()
    return value in {"1", "true", "yes", "on"} if value else default


def number(name: str, *, default: int) -> int:
    """A whole number above zero."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isdecimal() or int(value) == 0:
        raise ValueError(f"{name} is {value!r}; a whole number above zero is needed")
    return int(value)


def text(name: str) -> str:
    """The value without blanks around it; empty when it is not set."""
    return os.environ.get(name, "").strip()


def terminal_language() -> str:
    """Thai in a Thai terminal, else English: what commands print is often read by other programs."""
    said = text("LC_ALL") or text("LC_MESSAGES") or text("LANG")
    return "th" if said.startswith("th") else "en"


def words(name: str) -> list[str]:
    """A comma-separated list."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def address() -> str:
    """How others reach this server, for links in letters that nobody's request brings about."""
    given = text("SAFETYZONE_ADDRESS").rstrip("/")
    if given:
        parts = urlsplit(given)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"SAFETYZONE_ADDRESS is {given!r}; write https://zone.example")
        return given
    host = next(iter(words("SAFETYZONE_HOSTS")), "")
    if not host:
        return "http://localhost:8000"
    return f"{'https' if flag('SAFETYZONE_HTTPS') else 'http'}://{host}"


def database() -> dict[str, Any]:
    """Django's database settings from ``DATABASE_URL``; a SQLite file in the data folder without one."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return _sqlite(data_folder() / "safetyzone.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL starts with {parts.scheme!r}; use postgresql:// or sqlite://")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": False, **query},
    }


def _sqlite(path: Path) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # Closing the last connection would fold the write-ahead log back, with two waits for the disk, after every request.
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "timeout": SQLITE_BUSY_SECONDS,
            # Writers queue at the start of a transaction instead of failing in the middle of one.
            "transaction_mode": "IMMEDIATE",
            # FULL: what was acknowledged survives a power cut. 64 MB page cache and memory-mapped reads for the analysis.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000; "
                "PRAGMA mmap_size=268435456; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY"
            ),
        },
        # A file, not memory: tests meet the same locks as the product.
        "TEST": {"NAME": path.with_name("test.sqlite3")},
    }
