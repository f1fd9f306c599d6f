"""An index that holds the search texts: SQLite looks through it instead of the whole table.

Not in the models: PostgreSQL takes no texts of any length into such an index. Whoever makes SQLite
rebuild a table makes it anew; a test sees to it.
"""

from django.db import migrations

_INDEXES = {
    "person_search": "people_person (portal_id, search)",
    "group_search": "people_group (portal_id, search)",
}


def make(apps, schema):
    if schema.connection.vendor == "sqlite":
        for name, columns in _INDEXES.items():
            schema.execute(f"CREATE INDEX {name} ON {columns}")


def drop(apps, schema):
    if schema.connection.vendor == "sqlite":
        for name in _INDEXES:
            schema.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
