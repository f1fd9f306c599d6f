"""Notices that a file was changed and has come to rest."""

from pathlib import Path
from time import monotonic

REST = 0.3
"""So long a file must stay as it is before it counts as written to its end, in seconds."""

_Mark = tuple[int, int, int] | None


class Watch:
    """One file, looked at now and then."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._last = self._told = self._now()
        self._since = monotonic()

    def changed(self) -> bool:
        """Whether it differs from when this was last True, and has been still for a moment.

        A file that is gone is no change; one that comes back is.
        """
        now = self._now()
        if now != self._last:
            self._last, self._since = now, monotonic()
        if now is None or now == self._told or monotonic() - self._since < REST:
            return False
        self._told = now
        return True

    def _now(self) -> _Mark:
        try:
            stat = self.file.stat()
        except OSError:
            return None
        return stat.st_ino, stat.st_mtime_ns, stat.st_size
