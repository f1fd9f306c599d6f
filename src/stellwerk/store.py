"""Opens the data folder: key file, database, migrations; everything else comes after it."""

import os
from pathlib import Path

import django

from stellwerk.core.secrets import KeyMissing, Keyring

_SEALED = {
    "targets_credential": {"secret", "next"},
    "sources_source": {"secret"},
    "sso_key": {"private_key"},
}
"""Where secrets are kept, table by table."""


def open_store(data: Path) -> None:
    """Make the data folder ready for this process and open its store.

    A store of an earlier version is brought up to date, after a copy of it was kept beside it. The
    folder is made readable by its owner alone. Raises CopyFailed where there is no room for that,
    and KeyMissing, before anything is written, when the store holds a secret whose key is gone: a
    new key would lock it out for good.
    """
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["STELLWERK_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stellwerk.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from stellwerk.core import copies, statistics

    _check_keys(settings.STELLWERK_KEY_FILE, _sealed())
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        applied = len(executor.loader.applied_migrations)
        if applied and connection.vendor == "sqlite":
            copies.keep_copy(Path(connection.settings_dict["NAME"]), str(applied))
        call_command("migrate", verbosity=0, interactive=False)
    statistics.describe()


def _sealed() -> set[str]:
    """The ids of the keys that secrets in the store are sealed with."""
    from django.db import connection

    look, kids = connection.introspection, set()
    with connection.cursor() as cursor:
        tables = set(look.table_names(cursor))
        for table in _SEALED.keys() & tables:
            # A store of an earlier version may not have all of them.
            there = {column.name for column in look.get_table_description(cursor, table)}
            for name in _SEALED[table] & there:
                query = f"SELECT DISTINCT {name} FROM {table} WHERE {name} <> ''"  # noqa: S608
                cursor.execute(query)
                kids |= {secret.partition(":")[0] for (secret,) in cursor.fetchall()}
    return kids


def _check_keys(file: Path, kids: set[str]) -> None:
    if file.exists():
        missing = kids - set(Keyring.load(file).keys)
        if missing:
            names = ", ".join(sorted(missing))
            raise KeyMissing(f"The store holds secrets under the keys {names}, not in {file}.")
    elif kids:
        raise KeyMissing(f"The store holds secrets, but {file} is gone.")
    elif os.environ.get("STELLWERK_KEY_FILE"):
        raise KeyMissing(
            f"STELLWERK_KEY_FILE names {file}, which is not there.",
            hint="A key file that is named is never made by itself: create it, or leave it unset.",
        )
    else:
        Keyring.create(file)
