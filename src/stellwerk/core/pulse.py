"""Tells cheaply whether anybody else wrote to the store: a look that costs no question."""

from django.db import connection


class Pulse:
    """Watches the store for one thread. What this thread writes itself does not count."""

    def __init__(self) -> None:
        self._last: int | None = None

    def beat(self) -> bool:
        """Whether somebody else committed since this was asked last; the first time always.

        SQLite counts that for each connection (PRAGMA data_version). Another store cannot tell,
        and is to be asked what there is: always True.
        """
        if connection.vendor != "sqlite":
            return True
        with connection.cursor() as cursor:
            now = int(cursor.execute("PRAGMA data_version").fetchone()[0])
        last, self._last = self._last, now
        return last != now
