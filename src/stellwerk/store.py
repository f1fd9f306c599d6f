"""Opens the data folder: key file, database, migrations; everything else comes after it."""

import os
from pathlib import Path

import django

from stellwerk.core.secrets import KeyMissing, Keyring


def open_store(data: Path) -> None:
    """Make the data folder ready for this process and open its store.

    The folder is made readable by its owner alone. Raises KeyMissing when the store holds
    secrets but the key file is gone: a new one would lock them out for good.
    """
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["STELLWERK_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stellwerk.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    key_file: Path = settings.STELLWERK_KEY_FILE
    if not key_file.exists():
        _first_key(key_file)


def _first_key(file: Path) -> None:
    from stellwerk.sources.models import Source
    from stellwerk.targets.models import Credential

    if Credential.objects.exists() or Source.objects.exclude(secret="").exists():
        raise KeyMissing(f"The store holds secrets, but {file} is gone.")
    Keyring.create(file)
