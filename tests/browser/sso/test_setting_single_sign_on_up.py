"""An administrator connects the portal with an identity provider, page by page."""

import pytest
from playwright.sync_api import expect

from tests.browser.sso.conftest import Come
from tests.browser.sso.test_single_sign_on import below, log_in_there
from tests.browser.visitor import Visitor
from tests.browsing import PASSWORD
from tests.servers.backstage import OWNER
from tests.servers.identity_provider import FIRST, SECOND, Manners
from tests.servers.portal import Portal
from tests.servers.simplesamlphp import SimpleSamlPhp

_HERE = "/single-sign-on/"
languages = pytest.mark.parametrize("language", ["en", "de"])


def _owner(come: Come, language: str) -> Visitor:
    visitor = come(language)
    visitor.page.goto(f"/sign-in/?local=1&next={_HERE}")
    visitor.sign_in(OWNER, PASSWORD)
    expect(visitor.page).to_have_url(below(visitor.panel.url, _HERE))
    return visitor


def _fill_from_metadata(visitor: Visitor, idp: SimpleSamlPhp) -> None:
    page = visitor.page
    page.goto(f"{_HERE}metadata/")
    page.fill("input[name=address]", f"{idp.url}saml2/idp/metadata.php")
    page.locator("details.more summary").first.click()
    page.check("input[name=private]")
    page.fill("input[name=ca_file]", str(idp.ca_file))
    page.locator("form", has=page.locator("input[name=address]")).locator("button").click()
    expect(page.locator("main")).to_contain_text(idp.entity_id)
    assert visitor.violations() == []
    page.click("button[name=save]")
    expect(page).to_have_url(visitor.panel.url + _HERE)


def _map_people(visitor: Visitor) -> None:
    page = visitor.page
    page.goto(f"{_HERE}settings/provider/")
    page.select_option(
        "select[name=name_id_format]", "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
    )
    page.locator("form.beside-form .stack > .buttons button.primary").click()
    expect(page).to_have_url(visitor.panel.url + _HERE)
    page.goto(f"{_HERE}settings/people/")
    page.fill("input[name=login]", "uid")
    page.locator("form.beside-form .stack > .buttons button.primary").click()
    expect(page).to_have_url(visitor.panel.url + _HERE)


def _make_key(visitor: Visitor) -> None:
    visitor.page.goto(f"{_HERE}keys/")
    visitor.page.locator("main button.primary").click()
    expect(visitor.page.locator("tbody tr")).to_have_count(1)


def _try(visitor: Visitor, idp: SimpleSamlPhp) -> None:
    page = visitor.page
    with page.context.expect_page() as opened:
        page.locator("form[target=_blank] button").click()
    tab = opened.value
    expect(tab).to_have_url(below(idp.url))
    log_in_there(tab, idp)
    expect(tab).to_have_url(below(visitor.panel.url, f"{_HERE}test/"))
    expect(tab.locator("main .note.good")).to_be_visible()
    expect(tab.locator("main")).to_contain_text("Äpfelböck")
    tab.close()


def _switch_on(visitor: Visitor) -> None:
    visitor.page.goto(f"{_HERE}switch/on/")
    visitor.agree()
    expect(visitor.page).to_have_url(visitor.panel.url + _HERE)


@languages
def test_it_is_set_up_tried_switched_on_and_renewed(
    come: Come, portal: Portal, simplesamlphp: SimpleSamlPhp, language: str
) -> None:
    portal.do("forget")
    owner = _owner(come, language)
    _fill_from_metadata(owner, simplesamlphp)
    _make_key(owner)
    _map_people(owner)
    simplesamlphp.configure(sp_metadata=portal.metadata())
    owner.page.goto(f"{_HERE}register/")
    owner.page.locator("main form.buttons button.primary").click()
    owner.page.goto(_HERE)
    _try(owner, simplesamlphp)
    assert portal.do("sessions", OWNER) == 1
    _switch_on(owner)
    assert owner.violations() == []

    guest = come(language)
    guest.page.goto("/")
    guest.page.locator("a[href^='/sso/login']").click()
    log_in_there(guest.page, simplesamlphp)
    expect(guest.page).to_have_url(below(portal.origin))
    assert portal.do("sessions", "alice") == 1

    _renew_keys(owner, simplesamlphp)
    simplesamlphp.configure(Manners(key=SECOND))
    other = come(language)
    other.page.goto("/")
    other.page.locator("a[href^='/sso/login']").click()
    log_in_there(other.page, simplesamlphp)
    expect(other.page).to_have_url(below(portal.origin))
    assert portal.do("sessions", "alice") == 2
    assert portal.do("refused") == []


def _renew_keys(owner: Visitor, idp: SimpleSamlPhp) -> None:
    """It publishes a second key; the owner has the metadata read again, and trusts what is new."""
    idp.configure(Manners(published=(FIRST, SECOND)))
    page = owner.page
    page.goto(f"{_HERE}metadata/news/")
    page.locator("main form button").last.click()
    expect(page).to_have_url(below(owner.panel.url, "/runs/"))
    for _ in range(60):
        page.goto(f"{_HERE}metadata/news/")
        if page.locator("button[name=answer][value=accept]").count():
            break
        page.wait_for_timeout(500)
    page.click("button[name=answer][value=accept]")
    expect(page).to_have_url(owner.panel.url + _HERE)


def test_the_owner_finds_why_somebody_was_refused(
    come: Come, portal: Portal, simplesamlphp: SimpleSamlPhp
) -> None:
    portal.do("forget")
    owner = _owner(come, "en")
    _fill_from_metadata(owner, simplesamlphp)
    _make_key(owner)
    _map_people(owner)
    _switch_on(owner)
    simplesamlphp.configure(Manners(key=SECOND), sp_metadata=portal.metadata())
    guest = come("en")
    guest.page.goto("/")
    guest.page.locator("a[href^='/sso/login']").click()
    log_in_there(guest.page, simplesamlphp)
    expect(guest.page).to_have_url(f"{portal.origin}/sso/acs")
    ((_what, _code, event),) = portal.do("refused")
    owner.page.goto(f"{_HERE}refusals/{event}/")
    expect(owner.page.locator("main")).to_contain_text("wrong-signature")
    assert owner.violations() == []
