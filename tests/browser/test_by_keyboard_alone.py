"""A morning's work without a mouse: sign in, approve, drop, try again, change a setting."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.hands import Hands
from tests.browser.town import KEPT_BY_KEYBOARD, LEFT_BY_KEYBOARD, PARKED_BY_KEYBOARD
from tests.browsing import PASSWORD


def test_who_signs_in_comes_to_the_plan_and_approves(visit: Visit) -> None:
    hands = Hands(visitor := visit("en", "light"))
    page = hands.page
    page.goto("/plans/")
    expect(page.locator("input[name=login]")).to_be_focused()
    hands.type("bert")
    hands.go_to(page.locator("input[name=password]"))
    hands.type(PASSWORD)
    hands.press("Enter")
    expect(page).to_have_url(f"{visitor.panel.url}/plans/")

    hands.follow(page.locator(".newest a.count.wait"))
    change = page.locator("li.change.waits", has_text=LEFT_BY_KEYBOARD).first
    hands.go_to(change.locator("input[type=checkbox]"))
    hands.press("Space")
    approve = page.locator("button[formaction$='/approve/']")
    # It stands above the changes: back with Shift and Tab.
    for _ in range(60):
        hands.press("Shift+Tab")
        if approve.evaluate("button => button === document.activeElement"):
            break
    hands.ask(approve)
    hands.press("Escape")
    expect(page.locator("dialog")).not_to_be_visible()
    expect(approve).to_be_focused()
    dialog = hands.ask(approve)
    hands.follow(dialog.locator("form.confirm .buttons button"))
    expect(page.locator(".messages .note.good")).to_be_visible()


def test_a_change_is_dropped_from_a_persons_page(visit: Visit) -> None:
    hands = Hands(visitor := visit("de", "dark", "bert"))
    page = hands.page
    page.goto("/people/")
    # The search is one key away.
    hands.press("/")
    hands.type(KEPT_BY_KEYBOARD)
    hands.press("Enter")
    hands.follow(page.locator("tbody th a", has_text="Brandt").first)
    page.wait_for_url("**/people/*-*/")
    drop = page.locator(".note a[href*='/drop/']").first
    dialog = hands.ask(drop)
    # Cancel leads back to where one was.
    hands.follow(dialog.locator("[data-close]"))
    expect(page.locator("dialog")).not_to_be_visible()
    expect(drop).to_be_focused()
    dialog = hands.ask(drop)
    hands.follow(dialog.locator("form.confirm .buttons button"))
    expect(page.locator(".messages .note")).to_be_visible()
    expect(page.locator(".place .note a[href*='/drop/']")).to_have_count(0)
    assert visitor.violations() == []


def test_what_is_parked_is_tried_again(visit: Visit) -> None:
    hands = Hands(visit("en", "dark", "bert"))
    page = hands.page
    page.goto("/")
    hands.follow(page.locator(".menu a[href='/parked/']"))
    row = page.locator("li.change", has_text=PARKED_BY_KEYBOARD)
    hands.go_to(row.locator("input[type=checkbox]"))
    hands.press("Space")
    # Enter in a form does what its button does.
    hands.press("Enter")
    expect(page.locator(".messages .note.good")).to_be_visible()


def test_how_often_a_source_is_read_is_set(visit: Visit) -> None:
    hands = Hands(visit("en", "light", "clara"))
    page = hands.page
    page.goto("/sources/")
    hands.follow(page.locator("tbody th a").first)
    hands.follow(page.locator("main a[href$='/edit/']").first)
    hands.go_to(page.locator("input[name=read_every]"))
    hands.type("never")
    hands.press("Enter")
    # What is wrong is said, and the field has the focus.
    expect(page.locator("input[name=read_every]")).to_be_focused()
    hands.type("20m")
    hands.follow(page.locator("main form .buttons button.primary"))
    page.wait_for_url("**/saved/*/")
    expect(page.get_by_role("link", name="See the plan")).to_be_visible(timeout=30_000)
