"""A site per test, in a store that is rolled back; its clock is the test's where it asks for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from stellwerk.core import clock
from stellwerk.core.clock import Hand
from tests.integration.sync.site_case import Site, served_site


@pytest.fixture
def site(db: None, tmp_path: Path) -> Iterator[Site]:
    """An empty server, a directory with context 10 and the profile premium."""
    with served_site(tmp_path) as one:
        yield one


@pytest.fixture
def hand() -> Iterator[Hand]:
    """The clock stands still, and goes on when the test says so."""
    with clock.held(clock.now()) as one:
        yield one
