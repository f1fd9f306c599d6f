"""Tells SQLite which columns say little, so that it never reads a whole table for a few rows.

Without statistics SQLite takes every index for equally good and looks up "this target and one of
these 500 people" by the target, of which there is one. Statistics gathered from a young store are
as bad: an import begins with empty tables. So they are written here, the same for every store.
Source: https://www.sqlite.org/fileformat2.html#the_sqlite_stat1_table
"""

from collections.abc import Sequence

from django.db import connection, transaction

ROWS = 1_000_000
"""So many rows a table is said to have."""
_ALIKE = {
    **dict.fromkeys(("target_id", "portal_id", "source_id", "absent_since"), ROWS),
    **dict.fromkeys(("state", "kind", "rank", "priority", "verb", "part"), ROWS // 10),
    **dict.fromkeys(("scope", "lane", "profile"), ROWS // 100),
}
"""Columns that have the same value in very many rows, and in how many."""
_FEW = 10
"""In so many rows any other column has the same value."""


def describe() -> None:
    """Write what is typical of our tables into an SQLite store; does nothing when it stands."""
    if connection.vendor != "sqlite":
        return
    wanted = sorted(_statistics())
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if cursor.fetchone():
            cursor.execute("SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY tbl, idx")
            if cursor.fetchall() == wanted:
                return
        with transaction.atomic():
            cursor.execute("ANALYZE sqlite_schema")  # makes the table; looks at no other
            cursor.execute("DELETE FROM sqlite_stat1")
            cursor.executemany("INSERT INTO sqlite_stat1 VALUES (%s, %s, %s)", wanted)
        cursor.execute("ANALYZE sqlite_schema")  # takes it up in this connection too


def _statistics() -> list[tuple[str, str, str]]:
    """(table, index, statistics) of every index of every table."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'index'")
        for table, index in cursor.fetchall():
            cursor.execute("SELECT name FROM pragma_index_info(%s) ORDER BY seqno", [index])
            columns = [name for (name,) in cursor.fetchall()]
            cursor.execute(
                'SELECT "unique" FROM pragma_index_list(%s) WHERE name = %s', [table, index]
            )
            ((unique,),) = cursor.fetchall()
            found.append((table, index, statistic(columns, unique=bool(unique))))
    return found


def statistic(columns: Sequence[str], *, unique: bool) -> str:
    """What sqlite_stat1 says of an index: rows in all, then rows per value of each prefix."""
    numbers = [ROWS]
    for column in columns:
        numbers.append(min(numbers[-1], _ALIKE.get(column, _FEW)))
    if unique:
        numbers[-1] = 1
    return " ".join(map(str, numbers))
