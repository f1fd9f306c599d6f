"""The lock of a data folder: one worker, and anybody may look whether there is one."""

import fcntl
import os
from pathlib import Path

import pytest

from stellwerk.core import lock
from stellwerk.core.errors import Busy


def test_there_is_a_worker_while_one_holds_the_folder(tmp_path: Path) -> None:
    assert not lock.has_worker(tmp_path)
    with lock.only_worker(tmp_path):
        assert lock.has_worker(tmp_path)
    assert not lock.has_worker(tmp_path)


def test_there_is_one_worker_only(tmp_path: Path) -> None:
    with lock.only_worker(tmp_path), pytest.raises(Busy), lock.only_worker(tmp_path):
        pass


def test_whoever_looks_never_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def wait(_seconds: float) -> None:
        pytest.fail("looking must not wait")

    monkeypatch.setattr(lock, "sleep", wait)
    with lock.only_worker(tmp_path):
        assert lock.has_worker(tmp_path)


def test_whoever_looks_is_not_taken_for_a_worker_by_others_who_look(tmp_path: Path) -> None:
    file = os.open(tmp_path / "worker.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_SH)  # as somebody does who looks at this very moment
        assert not lock.has_worker(tmp_path)
    finally:
        os.close(file)
