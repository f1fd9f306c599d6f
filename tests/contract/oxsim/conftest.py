"""A running stand-in with one context."""

import pytest

from oxsim.options import Seed
from oxsim.testing import running


@pytest.fixture
def served():
    with running(seeds=(Seed(10, "oxadmin", "admin-pw"),)) as stand_in:
        yield stand_in
