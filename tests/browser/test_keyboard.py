"""Everything by keyboard: the skip link, the menu, its small form, the user's menu."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.visitor import NARROW


def test_the_skip_link_comes_first_and_skips(visit: Visit) -> None:
    page = visit("en", "light", "anna").page
    page.goto("/people/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_the_menu_is_walked_and_followed(visit: Visit) -> None:
    page = visit("de", "dark", "anna").page
    page.goto("/")
    link = page.locator(".menu a[href='/people/']")
    for _ in range(40):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            break
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".menu a[aria-current=page]")).to_have_attribute("href", "/people/")


def test_the_small_menu_opens_and_closes(visit: Visit) -> None:
    page = visit("en", "light", "anna", NARROW).page
    page.goto("/people/")
    menu = page.locator("#menu")
    expect(menu).not_to_be_visible()
    page.locator(".bar-menu").press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).not_to_be_visible()


def test_the_users_menu_closes_with_escape(visit: Visit) -> None:
    page = visit("en", "light", "anna").page
    page.goto("/")
    page.locator("details.user summary").press("Enter")
    expect(page.locator(".user-panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".user-panel")).not_to_be_visible()
    expect(page.locator("details.user summary")).to_be_focused()


def test_the_start_page_refreshes_and_keeps_the_focus(visit: Visit) -> None:
    page = visit("en", "light", "anna").page
    page.goto("/")
    link = page.locator("#to-decisions")
    link.focus()
    with page.expect_response(lambda answer: "/?shown=" in answer.url) as asked:
        pass
    assert asked.value.request.headers["x-unattended"] == "1"
    page.wait_for_function("!document.querySelector('.htmx-request, .htmx-swapping')")
    expect(link).to_be_focused()
