"""German is there for every test of the panel, whether it opens a page first or not."""

import pytest

from stellwerk.panel import catalogue


@pytest.fixture(scope="session", autouse=True)
def _german() -> None:
    catalogue.use()
