"""The store of the whole test session: a temporary data folder, its key file, no network in unit.

The database is SQLite in memory, migrated once; a test that asks for `db` is rolled back.
"""

import atexit
import os
import shutil
import socket
import tempfile
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import settings as examples

# `make fuzz` asks for the second one.
examples.register_profile("default", deadline=None)
examples.register_profile("fuzz", deadline=None, max_examples=3000, print_blob=True)
examples.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

DATA = Path(tempfile.mkdtemp(prefix="stellwerk-tests-"))
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
os.environ["STELLWERK_DATA"] = str(DATA)

from django.conf import settings  # noqa: E402 - the folder above decides what this holds

# pytest-django may have read the settings before this file: nothing may point outside the folder.
settings.DATA = DATA
settings.STELLWERK_KEY_FILE = DATA / "secret.key"
settings.DATABASES["default"]["NAME"] = str(DATA / "stellwerk.sqlite")

from stellwerk.core.secrets import Keyring  # noqa: E402
from tests.sharing import ByFile, place  # noqa: E402

Keyring.create(settings.STELLWERK_KEY_FILE)

_UNIT = Path(__file__).parent / "unit"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first."""
    items.sort(key=lambda item: place(item.nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """Decide who of several workers gets what."""
    return ByFile(config, log)


class SocketUsed(AssertionError):
    """A unit test opened a network connection."""


def _refuse(_self: socket.socket, address: Any, *_rest: Any) -> NoReturn:
    raise SocketUsed(f"unit tests do not talk to {address}")


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.node.path.is_relative_to(_UNIT):
        monkeypatch.setattr(socket.socket, "connect", _refuse)
        monkeypatch.setattr(socket.socket, "connect_ex", _refuse)
