"""Tables made at once from the models are the tables that the migrations make."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.contracts.house import ROOT

AT_ONCE = "import django; django.setup(); from safetyzone.foundation.tables import bring_up_to_date as b; b(); b()"
BY_MIGRATIONS = (
    "import django; django.setup(); from django.core.management import call_command as c; c('migrate', verbosity=0)"
)


def made_by(code: str, folder: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "SAFETYZONE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "safetyzone.config.settings"}
    environment.pop("DATABASE_URL", None)
    return subprocess.Popen([sys.executable, "-c", code], env=environment)


def described(folder: Path) -> dict[str, dict[str, Any]]:
    """Columns, keys and indexes of each table, in no order; and the rows of those that Django fills itself."""
    (file,) = folder.glob("*.sqlite3")
    with sqlite3.connect(file) as database:
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        return {table: _table(database, table) for table in tables if not table.startswith("sqlite_")}


def _table(database: sqlite3.Connection, table: str) -> dict[str, Any]:
    columns = {row[1:] for row in database.execute(f"pragma table_info('{table}')")}
    keys = {row[2:] for row in database.execute(f"pragma foreign_key_list('{table}')")}
    indexes = set()
    for _, name, unique, origin, partial in database.execute(f"pragma index_list('{table}')"):
        parts = tuple(row[2] for row in database.execute(f"pragma index_info('{name}')"))
        indexes.add(("" if origin != "c" else name, unique, partial, parts))
    (written,) = database.execute("select sql from sqlite_master where name = ?", [table]).fetchone()
    checks = sorted(part.split(")")[0] for part in written.split("CONSTRAINT")[1:])
    rows: Any = ()
    if table == "django_migrations":
        rows = set(database.execute("select app, name from django_migrations"))
    elif table in {"django_content_type", "auth_permission"}:
        rows = database.execute(f"select count(*) from {table}").fetchone()
    return {"columns": columns, "keys": keys, "indexes": indexes, "checks": checks, "rows": rows}


def test_both_ways_end_in_the_same_tables(tmp_path: Path) -> None:
    made = {"at once": AT_ONCE, "by migrations": BY_MIGRATIONS}
    running = [made_by(code, tmp_path / name) for name, code in made.items()]
    assert [process.wait(120) for process in running] == [0, 0]
    at_once, migrated = (described(tmp_path / name) for name in made)
    assert set(at_once) == set(migrated)
    assert len(at_once) > 80
    different = [(table, at_once[table], migrated[table]) for table in at_once if at_once[table] != migrated[table]]
    assert different == []


def test_no_migration_writes_rows_of_a_new_installation() -> None:
    """One that did would have to be repeated by ``foundation.tables``."""
    writing = [
        path.name for path in (ROOT / "safetyzone").glob("*/*/migrations/*.py") if "migrations.Run" in path.read_text()
    ]
    assert writing == []
