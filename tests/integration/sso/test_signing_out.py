"""Signing out from end to end, at the portal and at the identity provider."""

from pathlib import Path
from urllib.error import URLError

import pytest

from stellwerk.sso.saml.names import Binding
from tests.browsing import PASSWORD
from tests.servers.backstage import OWNER
from tests.servers.identity_provider import ALICE, SECOND, IdentityProvider, Manners
from tests.servers.introduction import introduce, provider
from tests.servers.portal import Portal
from tests.servers.simplesamlphp import SimpleSamlPhp
from tests.servers.walker import Page, Walker

_DEEP = "/people/?q=a"
bindings = pytest.mark.parametrize("binding", Binding)


def _signed_in(portal: Portal, idp: IdentityProvider) -> Walker:
    walker = Walker(portal.ca_file, idp.ca_file)
    there = walker.get(f"{portal.origin}/sso/login?next={_DEEP}")
    page = walker.log_in(there, ALICE.login, ALICE.password)
    assert page.url == portal.origin + _DEEP
    return walker


def _is_signed_in(portal: Portal, walker: Walker) -> bool:
    return walker.get(portal.origin + _DEEP).url == portal.origin + _DEEP


def _leave_there(idp: IdentityProvider, walker: Walker) -> Page:
    """LemonLDAP::NG tells service providers in frames, SimpleSAMLphp by going there."""
    page = walker.get(idp.sign_out_there())
    for address in page.frames():
        walker.get(address)
    return page


def _asks_for_a_password(page: Page, idp: IdentityProvider) -> bool:
    asked = any("password" in form.fields for form in page.forms())
    return page.url.startswith(idp.url) and asked


@bindings
def test_signing_out_here_ends_both_sessions(
    portal: Portal, idp: IdentityProvider, binding: Binding
) -> None:
    introduce(portal, idp, provider=provider(idp.metadata(), binding))
    other, walker = _signed_in(portal, idp), _signed_in(portal, idp)
    here = walker.get(portal.origin + _DEEP)
    page = walker.send(here.form("/sso/logout"))
    assert page.url.startswith(f"{portal.origin}/sign-in/")
    assert not _is_signed_in(portal, walker)
    assert _asks_for_a_password(walker.get(f"{portal.origin}/sso/login"), idp)
    assert _is_signed_in(portal, other)
    assert portal.do("sessions", "alice") == 1
    assert portal.do("refused") == []


def test_signing_out_there_ends_the_session_that_is_meant(
    portal: Portal, idp: IdentityProvider
) -> None:
    introduce(portal, idp)
    other, walker = _signed_in(portal, idp), _signed_in(portal, idp)
    assert _leave_there(idp, walker).status == 200
    assert portal.do("refused") == []
    assert not _is_signed_in(portal, walker)
    assert _is_signed_in(portal, other)


def test_signing_out_there_works_without_our_cookie(portal: Portal, idp: IdentityProvider) -> None:
    introduce(portal, idp)
    walker = _signed_in(portal, idp)
    walker.forget(portal.host)
    _leave_there(idp, walker)
    assert portal.do("sessions", "alice") == 0


def test_a_logout_that_a_stranger_signed_ends_nothing(
    portal: Portal, idp: IdentityProvider
) -> None:
    introduce(portal, idp)
    walker = _signed_in(portal, idp)
    idp.configure(Manners(key=SECOND))
    _leave_there(idp, walker)
    assert [code for _what, code, _event in portal.do("refused")] == ["wrong-signature"]
    assert _is_signed_in(portal, walker)


def test_a_hidden_login_page_stays_after_signing_out(portal: Portal, idp: IdentityProvider) -> None:
    introduce(portal, idp, hide_login_page=True)
    walker = _signed_in(portal, idp)
    page = walker.send(walker.get(portal.origin + _DEEP).form("/sso/logout"))
    assert page.url.startswith(f"{portal.origin}/sign-in/")
    assert page.link("/sso/login")


def test_while_the_identity_provider_is_down_people_get_out_and_owners_in(
    portal: Portal, folder: Path
) -> None:
    with SimpleSamlPhp(folder) as idp:
        introduce(portal, idp, hide_login_page=True)
        walker = _signed_in(portal, idp)
        here = walker.get(portal.origin + _DEEP)
    with pytest.raises(URLError):
        walker.send(here.form("/sso/logout"))
    assert portal.do("sessions", "alice") == 0
    owner = Walker(portal.ca_file)
    form = owner.get(f"{portal.origin}/sign-in/?local=1")
    assert owner.log_in(form, OWNER, PASSWORD).status == 200
    assert _is_signed_in(portal, owner)
