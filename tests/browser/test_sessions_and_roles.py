"""Sessions that end, the way back after that, and what each role gets to see."""

import pytest
from playwright.sync_api import expect

from stellwerk.signin import cookie
from tests.browser.conftest import Visit
from tests.browser.town import LANGUAGES
from tests.browser.visitor import Visitor
from tests.browsing import PASSWORD


def _signed_in(visitor: Visitor, path: str) -> None:
    visitor.page.goto(path)
    visitor.sign_in("clara", PASSWORD)
    expect(visitor.page.locator("details.user")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_other_sessions_are_ended_from_one_browser(visit: Visit, language: str) -> None:
    lost, here = visit(language), visit(language)
    _signed_in(lost, "/people/")
    _signed_in(here, "/sessions/")
    here.page.locator(".head button.danger").click()
    expect(here.page.locator(".messages .note")).to_be_visible()
    expect(here.page.locator("tbody tr")).to_have_count(1)
    lost.page.goto("/groups/")
    assert lost.path == "/sign-in/?next=%2Fgroups%2F"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_button_after_the_session_ended_leads_back_to_its_page(
    visit: Visit, language: str
) -> None:
    visitor = visit(language)
    page = visitor.page
    _signed_in(visitor, "/people/?q=ben.berger")
    visitor.person("ben.berger")
    asked = visitor.path
    # As when the session was idle for too long: the cookie is there, the session is not.
    page.context.clear_cookies(name=cookie.NAME)
    page.locator("form[action$='/look/'] button").click()
    assert visitor.path.startswith("/sign-in/")
    visitor.sign_in("clara", PASSWORD)
    expect(page.locator("h1")).to_contain_text("ben.berger")
    assert visitor.path == asked


def test_who_only_reads_finds_nothing_to_press(visit: Visit) -> None:
    visitor = visit("en", "light", "audrey")
    page = visitor.page
    for path in ("/plans/", "/parked/", "/decisions/", "/sources/", "/targets/", "/runs/"):
        page.goto(path)
        expect(page.locator("main form[method=post]")).to_have_count(0)
        expect(page.locator("main a.button.primary")).to_have_count(0)
    page.goto("/sources/new/")
    expect(page.locator("main .empty h1")).to_be_visible()
    assert visitor.violations() == []


def test_who_has_no_role_lands_on_the_start_page(visit: Visit) -> None:
    visitor = visit("de", "light", "paula")
    page = visitor.page
    page.goto("/")
    page.wait_for_url("**/start/")
    expect(page.locator("main a.tile").first).to_be_visible()
    expect(page.locator(".menu")).to_have_count(0)
    for path in ("/start/", "/profile/", "/sessions/"):
        page.goto(path)
        assert visitor.violations() == []
        visitor.width(360)
        assert visitor.overflow() == 0
        visitor.width(1280)
    page.goto("/people/")
    expect(page.locator("main .empty h1")).to_be_visible()
