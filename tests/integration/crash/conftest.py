"""A site per test, in a store that is rolled back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.sync.site_case import Site, served_site


@pytest.fixture
def site(db: None, tmp_path: Path) -> Iterator[Site]:
    """An empty server, a directory with context 10 and the profile premium."""
    with served_site(tmp_path) as one:
        yield one
