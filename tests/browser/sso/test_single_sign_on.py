"""Signing in and out through an identity provider of another site, as a browser allows it."""

import re

import pytest
from playwright.sync_api import Page, expect

from stellwerk.sso.saml.names import Binding
from tests.browser.sso.conftest import Come
from tests.browser.visitor import Visitor
from tests.servers.identity_provider import ALICE, SECOND, IdentityProvider, Manners
from tests.servers.introduction import introduce, provider
from tests.servers.lemonldap import LemonLdap
from tests.servers.portal import Portal
from tests.servers.simplesamlphp import SimpleSamlPhp

_DEEP = "/people/?q=a"
_LABEL = "With the town's card"
languages = pytest.mark.parametrize("language", ["en", "de"])


def below(site: str, path: str = "") -> re.Pattern[str]:
    """Addresses that begin so."""
    return re.compile(f"^{re.escape(site + path)}")


def log_in_there(page: Page, idp: IdentityProvider) -> None:
    """Sign in as Alice at the identity provider, which the page has to be at."""
    expect(page).to_have_url(below(idp.url))
    # Scripts of these pages put the cursor somewhere once they are loaded.
    page.wait_for_load_state("networkidle")
    login, password = "input[name=username], input[name=user]", "input[name=password]"
    page.fill(login, ALICE.login)
    page.fill(password, ALICE.password)
    expect(page.locator(login)).to_have_value(ALICE.login)
    page.press(password, "Enter")


def _sign_in(visitor: Visitor, portal: Portal, idp: IdentityProvider) -> None:
    visitor.page.goto(_DEEP)
    visitor.page.get_by_role("link", name=_LABEL).click()
    log_in_there(visitor.page, idp)
    expect(visitor.page).to_have_url(portal.origin + _DEEP)


def _sign_out(visitor: Visitor, language: str = "en") -> None:
    name = {"en": "Sign out", "de": "Abmelden"}[language]
    visitor.page.click("details.user summary")
    visitor.page.get_by_role("button", name=name).click()


def _is_signed_in(visitor: Visitor, portal: Portal) -> bool:
    visitor.page.goto(_DEEP)
    return visitor.page.url == portal.origin + _DEEP


@pytest.mark.parametrize("kind", ["simplesamlphp", "lemonldap"])
@pytest.mark.parametrize("binding", Binding)
def test_in_by_the_button_to_the_page_asked_for_and_out_of_both(
    come: Come, portal: Portal, kind: str, binding: Binding, request: pytest.FixtureRequest
) -> None:
    idp: IdentityProvider = request.getfixturevalue(kind)
    introduce(portal, idp, label=_LABEL, provider=provider(idp.metadata(), binding))
    visitor = come()
    _sign_in(visitor, portal, idp)
    cookies = {one["name"]: one for one in visitor.page.context.cookies(portal.origin)}
    session, asked = cookies["stellwerk_session"], cookies["stellwerk_sso"]
    assert (session["secure"], session["httpOnly"], session["sameSite"]) == (True, True, "Lax")
    assert (asked["secure"], asked["httpOnly"], asked["sameSite"]) == (True, True, "None")
    _sign_out(visitor)
    expect(visitor.page).to_have_url(below(portal.origin, "/sign-in/"))
    expect(visitor.page.get_by_text("here and at your organisation")).to_be_visible()
    assert portal.do("sessions", ALICE.login) == 0
    visitor.page.get_by_role("link", name=_LABEL).click()
    expect(visitor.page).to_have_url(below(idp.url))
    expect(visitor.page.locator("input[name=password]")).to_be_visible()
    assert portal.do("refused") == []


@languages
def test_a_refused_answer_shows_its_number_and_never_circles(
    come: Come, portal: Portal, simplesamlphp: SimpleSamlPhp, language: str
) -> None:
    introduce(portal, simplesamlphp, hide_login_page=True)
    simplesamlphp.configure(Manners(key=SECOND))
    visitor = come(language)
    page = visitor.page
    page.goto(_DEEP)
    log_in_there(visitor.page, simplesamlphp)
    expect(page).to_have_url(f"{portal.origin}/sso/acs")
    ((_what, code, event),) = portal.do("refused")
    assert code == "wrong-signature"
    expect(page.locator("main")).to_contain_text(event)
    assert visitor.violations() == []
    back = {"en": "Back to the sign-in page", "de": "Zurück zur Anmeldeseite"}[language]
    page.get_by_role("link", name=back).click()
    expect(page).to_have_url(below(portal.origin, "/sign-in/"))
    page.reload()
    assert visitor.path.startswith("/sign-in/")
    simplesamlphp.configure(Manners())
    page.locator("a[href^='/sso/login']").click()
    expect(page).to_have_url(below(portal.origin, "/"))
    assert _is_signed_in(visitor, portal)


@languages
def test_a_hidden_login_page_stays_after_signing_out(
    come: Come, portal: Portal, simplesamlphp: SimpleSamlPhp, language: str
) -> None:
    introduce(portal, simplesamlphp, hide_login_page=True)
    visitor = come(language)
    visitor.page.goto(_DEEP)
    log_in_there(visitor.page, simplesamlphp)
    expect(visitor.page).to_have_url(portal.origin + _DEEP)
    _sign_out(visitor, language)
    expect(visitor.page).to_have_url(below(portal.origin, "/sign-in/"))
    visitor.page.reload()
    assert visitor.path.startswith("/sign-in/")
    visitor.page.goto("/sign-in/?local=1")
    expect(visitor.page.locator("input[name=password]")).to_be_visible()
    assert visitor.violations() == []


def test_signing_out_there_ends_this_browsers_session_alone(
    come: Come, portal: Portal, simplesamlphp: SimpleSamlPhp
) -> None:
    introduce(portal, simplesamlphp, label=_LABEL)
    visitor, other = come(), come()
    for one in (visitor, other):
        _sign_in(one, portal, simplesamlphp)
    visitor.page.goto(simplesamlphp.sign_out_there())
    expect(visitor.page).to_have_url(f"{simplesamlphp.url}logout.php")
    assert not _is_signed_in(visitor, portal)
    assert _is_signed_in(other, portal)
    assert portal.do("refused") == []


def test_signing_out_there_reaches_us_in_a_frame_without_cookies(
    come: Come, portal: Portal, lemonldap: LemonLdap
) -> None:
    introduce(portal, lemonldap, label=_LABEL)
    visitor = come()
    _sign_in(visitor, portal, lemonldap)
    with visitor.page.expect_response(lambda one: "/sso/slo/callback" in one.url):
        visitor.page.goto(lemonldap.sign_out_there())
    assert portal.do("sessions", ALICE.login) == 0
    assert portal.do("refused") == []
    assert not _is_signed_in(visitor, portal)


def test_whoever_starts_there_arrives_signed_in(
    come: Come, portal: Portal, simplesamlphp: SimpleSamlPhp
) -> None:
    introduce(portal, simplesamlphp, allow_unsolicited=True)
    visitor = come()
    visitor.page.goto(simplesamlphp.sign_in_there(f"{portal.origin}/sso/metadata", _DEEP))
    log_in_there(visitor.page, simplesamlphp)
    expect(visitor.page).to_have_url(portal.origin + _DEEP)
    assert portal.do("sessions", ALICE.login) == 1


def test_it_works_without_scripts(come: Come, portal: Portal, simplesamlphp: SimpleSamlPhp) -> None:
    posted = provider(simplesamlphp.metadata(), Binding.POST)
    introduce(portal, simplesamlphp, label=_LABEL, provider=posted)
    visitor = come(scripts=False)
    visitor.page.goto(_DEEP)
    visitor.page.get_by_role("link", name=_LABEL).click()
    visitor.page.get_by_role("button", name="Continue").click()
    log_in_there(visitor.page, simplesamlphp)
    visitor.page.locator("button[type=submit]").click()
    expect(visitor.page).to_have_url(portal.origin + _DEEP)
