"""Who has an account already gets it by signing in elsewhere, if that may be believed."""

from collections.abc import Iterator

import pytest

from tests.browsing import PASSWORD
from tests.servers.identity_provider import ALICE
from tests.servers.introduction import introduce
from tests.servers.portal import Portal
from tests.servers.simplesamlphp import SimpleSamlPhp
from tests.servers.walker import Page, Walker

_LOGIN, _MAIL = "allie", "alice@example.org"
_HERE = ("example.org",)


@pytest.fixture
def walker(portal: Portal, simplesamlphp: SimpleSamlPhp) -> Iterator[Walker]:
    """Alice, who is somebody else here."""
    yield Walker(portal.ca_file, simplesamlphp.ca_file)
    portal.do("remove", _MAIL)


def _sign_in(portal: Portal, walker: Walker) -> Page:
    page = walker.get(f"{portal.origin}/sso/login")
    asked = any("password" in form.fields for form in page.forms())
    return walker.log_in(page, ALICE.login, ALICE.password) if asked else page


def test_an_account_of_a_trusted_domain_is_linked_and_has_no_password_any_more(
    portal: Portal, simplesamlphp: SimpleSamlPhp, walker: Walker
) -> None:
    introduce(portal, simplesamlphp, trusted_domains=_HERE)
    portal.do("add", _LOGIN, _MAIL, "")
    assert _sign_in(portal, walker).status == 200
    assert portal.do("sessions", _MAIL) == 1
    assert not portal.do("fields", _MAIL)["local_password"]


def test_an_account_of_any_other_domain_is_left_alone(
    portal: Portal, simplesamlphp: SimpleSamlPhp, walker: Walker
) -> None:
    introduce(portal, simplesamlphp, trusted_domains=("example.com",))
    portal.do("add", _LOGIN, _MAIL, "")
    assert _sign_in(portal, walker).status == 403
    assert [code for _what, code, _event in portal.do("refused")] == ["mail-not-trusted"]
    assert portal.do("sessions", _MAIL) == 0
    assert portal.do("fields", _MAIL)["local_password"]


def test_an_administrator_confirms_with_the_password_first(
    portal: Portal, simplesamlphp: SimpleSamlPhp, walker: Walker
) -> None:
    introduce(portal, simplesamlphp, trusted_domains=_HERE)
    portal.do("add", _LOGIN, _MAIL, "administrator")
    asked = _sign_in(portal, walker)
    assert asked.url.startswith(f"{portal.origin}/sign-in/")
    assert portal.do("sessions", _MAIL) == 0
    question = walker.log_in(asked, _LOGIN, PASSWORD)
    assert question.url.startswith(f"{portal.origin}/sso/confirm")
    assert portal.do("fields", _MAIL)["local_password"]
    assert walker.send(question.form("/sso/confirm")).status == 200
    assert not portal.do("fields", _MAIL)["local_password"]
    again = Walker(portal.ca_file, simplesamlphp.ca_file)
    assert _sign_in(portal, again).status == 200
    assert portal.do("sessions", _MAIL) == 2
    assert portal.do("refused") == []
