"""A data folder as the first landed main left it, and the stand-in that it served.

`first_main` was written by that main's own commands (config import, sync, plan, approve, sync,
plan) and dumped as SQL: 40 people in context 10, two groups, context 20 declared in the file. p00
left and was switched off by approval; p01 left and p02 fell out of the rules, both held, and so is
who was taken out of `team`; p38 names an unknown profile; p39 was deleted and made anew.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from oxsim.testing import Running, spawned
from tests.integration.own_directory.installation import Installation

_KEPT = Path(__file__).parent / "first_main"


def _restore(kept: Path, file: Path, *edits: tuple[str, str]) -> None:
    text = kept.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    store = sqlite3.connect(file)
    store.executescript(text)
    store.close()


@pytest.fixture
def ox(tmp_path: Path) -> Iterator[Running]:
    """The stand-in with what the first main sent."""
    state = tmp_path / "oxsim.sqlite"
    _restore(_KEPT / "oxsim.sql", state)
    with spawned("--state", str(state)) as server:
        server.reset()
        yield server


@pytest.fixture
def old(tmp_path: Path, ox: Running) -> Installation:
    """The installation, untouched by today's code."""
    folder = tmp_path / "etc"
    folder.mkdir()
    one = Installation(folder)
    one.data.mkdir(mode=0o700)
    for name in ("directory.ldif", "secret.key"):
        shutil.copy(_KEPT / name, one.data / name)
    (one.data / "secret.key").chmod(0o600)
    edits = (("http://OX", ox.url), ("DATA/directory.ldif", str(one.data / "directory.ldif")))
    _restore(_KEPT / "stellwerk.sql", one.data / "stellwerk.sqlite", *edits)
    return one
