"""The database's tables as this version needs them."""

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder


def bring_up_to_date() -> None:
    """Every migration that is still to do; on an empty SQLite file the tables at once, with all migrations on record.

    Two hundred changes to a file without a single row take six seconds of a first visit and end in the same tables, which
    ``test_tables.py`` compares. PostgreSQL is always migrated: its installation is a longer matter anyway.
    """
    if connection.vendor == "sqlite" and not connection.introspection.table_names():
        _all_at_once()
    else:
        call_command("migrate", interactive=False, verbosity=0)


def pending_migrations() -> int:
    """How many migrations this version has that the database has not seen."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _all_at_once() -> None:
    # The file is whole or empty: killed in between, the next start begins anew.
    with connection.schema_editor(atomic=True) as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection) and not model._meta.proxy:
                editor.create_model(model)
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        graph = MigrationExecutor(connection).loader.graph
        recorder.migration_qs.bulk_create(recorder.Migration(app=app, name=name) for app, name in graph.nodes)
        emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
