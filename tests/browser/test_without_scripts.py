"""The main flows in a browser that runs no scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.town import SCRIPTLESS
from tests.browser.visitor import NARROW
from tests.browsing import PASSWORD


def test_signing_in_finding_somebody_and_comparing(visit: Visit) -> None:
    visitor = visit("de", scripts=False)
    page = visitor.page
    page.goto("/people/")
    visitor.sign_in("bert", PASSWORD)
    page.fill("[name=q]", "anna.mueller")
    page.locator("form.filters button").click()
    page.locator("tbody th a").first.click()
    page.locator(".place", has_text="ox").first.locator("a[href*='/at/']").click()
    expect(page.locator(".compare tbody tr").first).to_be_visible()
    expect(page.locator("h1")).to_contain_text("Anna Müller")


def test_what_is_held_is_approved_on_a_page_of_its_own(visit: Visit) -> None:
    visitor = visit("en", "light", "bert", scripts=False)
    page = visitor.page
    page.goto("/plans/")
    page.locator("#newest a").click()
    page.locator(".count.wait").click()
    change = page.locator("li.change.waits", has_text=SCRIPTLESS).first
    change.locator("input[type=checkbox]").check()
    page.locator("button[formaction$='/approve/']").click()
    expect(page.locator("main form.confirm")).to_be_visible()
    visitor.agree()
    expect(page.locator(".messages .note.good")).to_be_visible()


def test_a_form_is_tested_and_its_test_looked_at_again(visit: Visit) -> None:
    page = visit("en", "light", "anna", scripts=False).page
    page.goto("/sources/new/ldif/")
    page.fill("[name=name]", "never saved")
    page.fill("[name=path]", "directory.ldif")
    page.click("button[name=try]")
    # While it runs there is a button that shows how far it is.
    for _ in range(60):
        if page.locator("#trial-steps > .status.good").count():
            break
        page.click("button[name=look]")
    expect(page.locator("#trial-steps > .status.good")).to_be_visible()
    expect(page.locator("[name=name]")).to_have_value("never saved")


@pytest.mark.parametrize("place", ["/", "/people/"])
def test_the_small_menu_opens_and_leads_on(visit: Visit, place: str) -> None:
    page = visit("de", "dark", "audrey", NARROW, scripts=False).page
    page.goto(place)
    page.locator(".bar-menu").click()
    page.locator(".menu a[href='/trail/']").click()
    expect(page.locator("h1")).to_have_text("Protokoll")


def test_language_and_theme_are_chosen_by_plain_forms(visit: Visit) -> None:
    page = visit("en", scripts=False).page
    page.goto("/sign-in/")
    page.click("button[value=de]")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.click("button[name=theme][value=dark]")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto("/sign-in/?next=/people/")
    expect(page.locator("html")).to_have_attribute("lang", "de")
