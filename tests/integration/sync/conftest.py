"""A site per test, in a store that is rolled back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from site_case import Site, served_site

from oxsim.options import Seed


@pytest.fixture
def site(db: None, tmp_path: Path) -> Iterator[Site]:
    """An empty server, a directory with context 10 and the profile premium."""
    with served_site(tmp_path) as one:
        yield one


@pytest.fixture
def existing(db: None, tmp_path: Path) -> Iterator[Site]:
    """A site whose server holds context 10 already, its administrator's login known."""
    with served_site(tmp_path, seeds=(Seed(10, "boss", "boss-pw"),)) as one:
        one.credential("10", "boss", "boss-pw")
        yield one
