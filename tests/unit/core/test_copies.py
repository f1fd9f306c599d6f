"""A copy of the store before an upgrade: whole, once, for its owner alone."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from stellwerk.core.copies import CopyFailed, keep_copy


def _store(file: Path, *values: int) -> None:
    with closing(sqlite3.connect(file)) as store, store:
        store.execute("PRAGMA journal_mode=WAL")
        store.execute("CREATE TABLE IF NOT EXISTS t (n)")
        store.executemany("INSERT INTO t VALUES (?)", [(n,) for n in values])


def _values(file: Path) -> list[int]:
    with closing(sqlite3.connect(file)) as store:
        return [n for (n,) in store.execute("SELECT n FROM t ORDER BY n")]


def test_what_is_still_in_the_log_is_in_the_copy(tmp_path: Path) -> None:
    file = tmp_path / "s.sqlite"
    with closing(sqlite3.connect(file)) as held:
        _store(file, 1)
        held.execute("BEGIN")
        held.execute("SELECT * FROM t").fetchall()
        _store(file, 2)
        kept = keep_copy(file, "7")
    assert _values(kept) == [1, 2]
    assert kept.stat().st_mode & 0o077 == 0


def test_a_copy_that_is_there_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "s.sqlite"
    _store(file, 1)
    kept = keep_copy(file, "7")
    _store(file, 2)
    assert keep_copy(file, "7") == kept
    assert _values(kept) == [1]
    assert _values(keep_copy(file, "8")) == [1, 2]


def test_a_copy_that_fails_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "s.sqlite"
    file.write_bytes(b"this is no store" * 100)
    with pytest.raises(CopyFailed, match="not a database"):
        keep_copy(file, "7")
    assert [one.name for one in tmp_path.iterdir()] == ["s.sqlite"]
