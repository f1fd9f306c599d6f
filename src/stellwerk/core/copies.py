"""A copy of the SQLite file, kept before an upgrade changes it."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from stellwerk.core.errors import StellwerkError


class CopyFailed(StellwerkError):
    """The store could not be copied before its upgrade, so it was left as it is."""

    code = "store.copy_failed"


def keep_copy(file: Path, name: str) -> Path:
    """Copy a store beside itself as ``FILE.before-NAME``, whole, unless that copy is there already.

    What other processes have written up to now is in it. Raises CopyFailed, and leaves no half of
    a copy.
    """
    kept = file.with_name(f"{file.name}.before-{name}")
    if kept.exists():
        return kept
    half = kept.with_name(f"{kept.name}.{os.getpid()}.half")
    try:
        half.touch(mode=0o600)
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(half)) as target:
            source.backup(target)
            # One file, to be moved anywhere: without it, reading would lay others beside it.
            target.execute("PRAGMA journal_mode=DELETE")
        half.rename(kept)
    except (OSError, sqlite3.Error) as error:
        raise CopyFailed(
            f"The store could not be copied to {kept} before its upgrade: {error}.",
            hint="It was left as it is. Make room there, then start again.",
        ) from error
    finally:
        half.unlink(missing_ok=True)
    return kept
