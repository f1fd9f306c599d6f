"""Chooses objects of a store at random, and says how they stand in addresses."""

import random
import sqlite3
from pathlib import Path
from typing import Any
from uuid import UUID

from stellwerk.panel.lists.paging import cursor


class Chosen:
    """Reads a store that nothing else has open; the same seed chooses the same objects."""

    def __init__(self, store: Path, seed: int) -> None:
        self._store = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
        self._chance = random.Random(seed)
        self._asked: dict[tuple[str, tuple[Any, ...]], list[Any]] = {}

    def one(self, query: str, *values: Any) -> Any:
        """One row of those a query gives (its value alone, where it asks for one column)."""
        key = (query, values)
        if key not in self._asked:
            self._asked[key] = self._store.execute(query, values).fetchall()
        row = self._chance.choice(self._asked[key])
        return row[0] if len(row) == 1 else row

    def id_of(self, table: str, where: str = "1", *values: Any) -> UUID:
        """The public id of one row of a table."""
        return UUID(self.one(f"SELECT public_id FROM {table} WHERE {where}", *values))

    def person(self, where: str = "1") -> UUID:
        """Somebody."""
        return self.id_of("people_person", where)

    def waiting(self, which: str) -> UUID:
        """Somebody with a row of work that looks like this."""
        inner = f"SELECT number FROM sync_work WHERE rank = 1 AND {which}"
        return self.person(f"id IN ({inner})")

    def target(self) -> UUID:
        """The target that has the accounts."""
        return self.id_of("targets_target", "id = (SELECT min(id) FROM targets_target)")

    def deep(self, table: str, by: str, where: str = "1") -> str:
        """The parameter that asks for the page after any row of a list."""
        value, pk = self.one(f"SELECT {by}, id FROM {table} WHERE {where}")
        moment = by in {"at", "created"}
        return f"after={cursor(f'{value}+00:00' if moment else value, pk)}"

    def close(self) -> None:
        """Let the store go."""
        self._store.close()
