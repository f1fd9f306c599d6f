"""Identity providers, started once for all tests; each test begins with their usual manners."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.identity_provider import ALICE, BOB, IdentityProvider, Manners
from tests.servers.lemonldap import LemonLdap
from tests.servers.portal import Portal
from tests.servers.simplesamlphp import SimpleSamlPhp


@pytest.fixture(scope="session")
def running_simplesamlphp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleSamlPhp]:
    """One for all tests."""
    with SimpleSamlPhp(tmp_path_factory.mktemp("simplesamlphp")) as idp:
        yield idp


@pytest.fixture(scope="session")
def running_lemonldap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LemonLdap]:
    """One for all tests."""
    with LemonLdap(tmp_path_factory.mktemp("lemonldap")) as idp:
        yield idp


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal for all tests; `introduce` makes it anew for each."""
    with Portal(tmp_path_factory.mktemp("portal")) as portal:
        yield portal


@pytest.fixture
def simplesamlphp(running_simplesamlphp: SimpleSamlPhp) -> SimpleSamlPhp:
    """It, as it is after its start."""
    running_simplesamlphp.configure(Manners(), sp_metadata="", people=[ALICE, BOB])
    return running_simplesamlphp


@pytest.fixture
def lemonldap(running_lemonldap: LemonLdap) -> LemonLdap:
    """It, as it is after its start."""
    running_lemonldap.configure(Manners(), sp_metadata="", people=[ALICE, BOB])
    return running_lemonldap


@pytest.fixture(params=["simplesamlphp", "lemonldap"])
def idp(request: pytest.FixtureRequest) -> IdentityProvider:
    """Either of them."""
    found: IdentityProvider = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for an identity provider of the test's own."""
    return tmp_path / "idp"
