"""Fixtures: a filled stand-in, an empty one, the makers of requests."""

from typing import Any

import pytest
from oxsim_sim import Sim, envelope, fill, person


@pytest.fixture
def sim() -> Sim:
    filled = Sim()
    fill(filled)
    return filled


@pytest.fixture
def make_sim() -> type[Sim]:
    return Sim


@pytest.fixture
def new_person() -> Any:
    return person


@pytest.fixture
def soap() -> Any:
    """Builds the bytes of a request."""
    return envelope
