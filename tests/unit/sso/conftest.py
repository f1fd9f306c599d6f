"""The clock stands still where messages of the test's identity provider are valid."""

from collections.abc import Iterator

import pytest

from stellwerk.core import clock
from tests.saml_messages.building import NOW


@pytest.fixture
def hand() -> Iterator[clock.Hand]:
    """The clock, to be moved by hand."""
    with clock.held(NOW) as found:
        yield found
