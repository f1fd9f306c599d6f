"""Counts the rows that are written to a store, by the database itself: with triggers."""

import sqlite3
from contextlib import closing
from pathlib import Path

_COUNTER = "bench_writes"
_KINDS = ("INSERT", "UPDATE", "DELETE")


def watch(store: Path) -> None:
    """Count every row that is inserted, updated or deleted from now on, table by table."""
    with closing(sqlite3.connect(store)) as database:
        database.execute(f"CREATE TABLE {_COUNTER} (name TEXT PRIMARY KEY, rows INTEGER)")
        for name in _tables(database):
            database.execute(f"INSERT INTO {_COUNTER} VALUES (?, 0)", [name])
            for kind in _KINDS:
                database.execute(
                    f'CREATE TRIGGER "{_COUNTER}_{name}_{kind}" AFTER {kind} ON "{name}" BEGIN'
                    f" UPDATE {_COUNTER} SET rows = rows + 1 WHERE name = '{name}'; END"
                )
        database.commit()


def counted(store: Path) -> dict[str, int]:
    """Rows written since `watch`, by table; tables without writes are left out."""
    with closing(sqlite3.connect(store)) as database:
        return dict(database.execute(f"SELECT name, rows FROM {_COUNTER} WHERE rows > 0"))


def forget(store: Path) -> None:
    """Begin to count anew."""
    with closing(sqlite3.connect(store)) as database:
        database.execute(f"UPDATE {_COUNTER} SET rows = 0")
        database.commit()


def _tables(database: sqlite3.Connection) -> list[str]:
    found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return [name for (name,) in found if not name.startswith("sqlite_") and name != _COUNTER]
