"""A site whose gates are as a new target has them, and a clock that a test moves."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stellwerk.core import clock
from stellwerk.core.clock import Hand
from tests.integration.sync.site_case import Site, served_site


@pytest.fixture
def time() -> Iterator[Hand]:
    """The clock stands still until it is moved on."""
    with clock.held(datetime(2027, 3, 1, 8, tzinfo=UTC)) as hand:
        yield hand


@pytest.fixture
def site(db: None, tmp_path: Path, time: Hand) -> Iterator[Site]:
    """An empty server, a directory with context 10 and the profile premium; gates are on."""
    with served_site(tmp_path) as one:
        one.configure(gates=True)
        yield one
