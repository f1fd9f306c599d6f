"""Whether the data folder is fit to keep identities and secrets."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from stellwerk.core.check import Check, State

_LITTLE = 500 * 1024 * 1024


def check_folder(data: Path) -> Iterator[Check]:
    """Can the data folder be written, is it kept from others, is there room?"""
    what = "data folder"
    if not data.is_dir():
        yield Check(
            what,
            State.FAIL,
            f"there is no folder {data}",
            "stellwerk config import FILE makes it; or give another one: stellwerk --data DIR.",
        )
        return
    try:
        with tempfile.NamedTemporaryFile(dir=data):
            pass
    except OSError as error:
        hint = f"Give it to the account that runs stellwerk: chown -R $(id -un) {data}"
        yield Check(what, State.FAIL, f"{data} cannot be written: {error.strerror}", hint)
        return
    free = shutil.disk_usage(data).free
    if free < _LITTLE:
        text = f"only {free // 1024**2} MB are left on the disk of {data}"
        yield Check(what, State.WARN, text, "Make room.")
    else:
        yield Check(what, State.OK, f"{data}, {free // 1024**3} GB free")
    yield from _kept_private(data)


def _kept_private(data: Path) -> Iterator[Check]:
    named = os.environ.get("STELLWERK_KEY_FILE")
    for what, path, wanted in (
        ("privacy of the data folder", data, 0o700),
        ("key file", Path(named) if named else data / "secret.key", 0o600),
    ):
        if not path.exists():
            yield Check(what, State.FAIL, f"{path} is not there", "Put it back from the backup.")
            continue
        mode = path.stat().st_mode & 0o777
        if mode & ~wanted:
            text = f"others on this machine may look into {path} (mode {mode:o})"
            yield Check(what, State.WARN, text, f"chmod {wanted:o} {path}")
        else:
            yield Check(what, State.OK, f"{path} is readable by its owner alone")
