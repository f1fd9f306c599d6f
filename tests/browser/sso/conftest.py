"""A portal and identity providers over HTTPS, on other sites than each other, in Chromium."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.panel import Panel
from tests.browser.visitor import Visitor
from tests.servers.identity_provider import ALICE, BOB, Manners
from tests.servers.lemonldap import LemonLdap
from tests.servers.portal import Portal
from tests.servers.simplesamlphp import SimpleSamlPhp

Come = Callable[..., Visitor]

# A sign-in is a dozen requests to two servers: on a busy machine that takes its time.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal on 127.0.0.1."""
    with Portal(tmp_path_factory.mktemp("portal")) as portal:
        yield portal


@pytest.fixture(scope="session")
def running_simplesamlphp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleSamlPhp]:
    """An identity provider on localhost."""
    with SimpleSamlPhp(tmp_path_factory.mktemp("simplesamlphp")) as idp:
        yield idp


@pytest.fixture(scope="session")
def running_lemonldap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LemonLdap]:
    """Another one, on a name below localhost."""
    with LemonLdap(tmp_path_factory.mktemp("lemonldap")) as idp:
        yield idp


@pytest.fixture
def simplesamlphp(running_simplesamlphp: SimpleSamlPhp) -> SimpleSamlPhp:
    """It, as it is after its start."""
    running_simplesamlphp.configure(Manners(), people=[ALICE, BOB])
    return running_simplesamlphp


@pytest.fixture
def lemonldap(running_lemonldap: LemonLdap) -> LemonLdap:
    """It, as it is after its start."""
    running_lemonldap.configure(Manners(), people=[ALICE, BOB])
    return running_lemonldap


@pytest.fixture
def come(chromium: Browser, portal: Portal) -> Iterator[Come]:
    """A new visitor of the portal: `come(language)`. None may have complained at the end."""
    visitors: list[Visitor] = []
    panel = Panel(portal.origin, {}, {}, {})

    def begin(*arguments: object, **more: object) -> Visitor:
        visitors.append(Visitor(chromium, panel, *arguments, **more))  # type: ignore[arg-type]
        return visitors[-1]

    yield begin
    complaints = [one for visitor in visitors for one in visitor.complaints]
    for visitor in visitors:
        visitor.close()
    assert complaints == []
