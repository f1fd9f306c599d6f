"""Both of the core's stores in one SQLite file, each change in a transaction of its own."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path


class Stores:
    """Pending and Replay of `stellwerk.sso.saml.stores`, shared and unique."""

    def __init__(self, path: Path) -> None:
        self._store = sqlite3.connect(path, isolation_level=None)
        self._store.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "CREATE TABLE pending (id TEXT PRIMARY KEY, sent REAL, answered INT DEFAULT 0);"
            "CREATE TABLE believed (issuer TEXT, id TEXT, until REAL, UNIQUE (issuer, id));"
        )

    def expect(self, requests: Sequence[str], now: datetime) -> None:
        """Requests that were sent just now."""
        rows = [(request, now.timestamp()) for request in requests]
        self._store.executemany("INSERT INTO pending (id, sent) VALUES (?, ?)", rows)

    def is_open(self, request_id: str) -> bool:
        """Whether it was sent and not answered."""
        found = self._store.execute(
            "SELECT 1 FROM pending WHERE id = ? AND answered = 0", [request_id]
        )
        return found.fetchone() is not None

    def sent_at(self, request_id: str) -> datetime:
        """When it was sent."""
        found = self._store.execute("SELECT sent FROM pending WHERE id = ?", [request_id])
        return datetime.fromtimestamp(found.fetchone()[0], UTC)

    def consume(self, request_id: str) -> bool:
        """Count it as answered; True once."""
        done = self._store.execute(
            "UPDATE pending SET answered = 1 WHERE id = ? AND answered = 0", [request_id]
        )
        return done.rowcount == 1

    def first_time(self, issuer: str, message_id: str, until: datetime) -> bool:
        """Remember a message; False if it was known."""
        done = self._store.execute(
            "INSERT OR IGNORE INTO believed VALUES (?, ?, ?)",
            [issuer, message_id, until.timestamp()],
        )
        return done.rowcount == 1
