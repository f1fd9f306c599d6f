"""A site per test, in a store that is rolled back, with one good person beside everything bad."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.bad_input.told import Told
from tests.integration.sync.site_case import Site, served_site


@pytest.fixture
def site(db: None, tmp_path: Path) -> Iterator[Site]:
    """An empty server, a directory with context 10, the profile premium and the person good."""
    with served_site(tmp_path) as one:
        one.directory.person("good")
        yield one


@pytest.fixture
def told(site: Site) -> Told:
    """What the site says about what it could not take or send."""
    return Told(site)
