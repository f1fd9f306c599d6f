"""A site per test, in a store that is rolled back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.sync.site_case import Site, served_site


@pytest.fixture
def site(db: None, tmp_path: Path) -> Iterator[Site]:
    """Context 10 with Anna and Bert, both in the group Team, all in step."""
    with served_site(tmp_path) as one:
        anna = one.directory.person("anna", roomNumber="1")
        bert = one.directory.person("bert", roomNumber="2")
        one.directory.group("Team", anna, bert)
        one.sync()
        one.sync()
        yield one
