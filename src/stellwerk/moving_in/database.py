"""Reads the connector's SQLite database (3.x and 4.x): the table `old`. Nothing is written."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from stellwerk.moving_in.objects import BadObject, old_object
from stellwerk.moving_in.state import BadState, OldObject

LONGEST = 32_000_000
"""Bytes of one object's JSON, picture included."""
_HINT = "Copy the folder once more while the connector is stopped, and name the copy."
_COLUMNS = ("obj_id", "udm_module", "dn", "attrs")


def read_database(file: Path) -> list[OldObject]:
    """All objects the connector carried over. Raises BadState."""
    problems: list[str] = []
    try:
        found = list(_rows(file, problems))
    except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:
        raise BadState([f"{file}: {error}"], _HINT) from error
    if problems:
        raise BadState(problems, _HINT)
    return found


def _rows(file: Path, problems: list[str]) -> Iterator[OldObject]:
    with sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True) as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        # A view of that name could make this run for ever.
        kinds = "SELECT type, sql FROM sqlite_master WHERE name = 'old'"
        kind, sql = connection.execute(kinds).fetchone() or ("", "")
        columns = {row[1] for row in connection.execute("PRAGMA table_info(old)")}
        plain = kind == "table" and str(sql).upper().startswith("CREATE TABLE")
        if not plain or not set(_COLUMNS) <= columns:
            raise BadState([f"{file}: there is no table old(obj_id, udm_module, dn, attrs)"], _HINT)
        select = "SELECT obj_id, udm_module, dn, attrs, length(attrs) FROM old ORDER BY rowid"
        for ident, module, dn, attrs, length in connection.execute(select):
            try:
                if not isinstance(attrs, str) or length > LONGEST:
                    raise BadObject("its properties are no text, or too long")
                yield old_object(module, dn, ident, json.loads(attrs))
            except (BadObject, ValueError, RecursionError) as error:
                problems.append(f"{file.name}: {str(dn)[:200]!r}: {_said(error)}")


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, BadObject) else "its properties are no JSON"
