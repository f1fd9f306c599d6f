"""From nothing to an account, through the forms: source, test, target, test, plan, run, person."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.panel import Panel
from tests.browser.town import LANGUAGES, NEW_PLACES, newcomers

# What is asked of servers and of the worker takes a moment on a busy machine.
PATIENCE = 60_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_arrive_from_a_new_source_at_a_new_target(
    visit: Visit, panel: Panel, language: str
) -> None:
    visitor = visit(language, "light", "anna")
    page, name = visitor.page, f"small-{language}"
    _source(page, name, f"{language}.ldif")
    _target(page, name, panel.ox[language], NEW_PLACES[language])
    page.get_by_role("link", name={"en": "See the plan", "de": "Plan ansehen"}[language]).click()
    page.wait_for_url("**/plans/*/")
    expect(page.locator("li.change", has_text=newcomers(language)[0])).to_be_visible()
    page.locator(".head a.button.primary").click()
    visitor.agree()
    page.wait_for_url("**/runs/*/")
    _over(page)
    visitor.person(newcomers(language)[0])
    place = page.locator("section.place", has_text=name)
    expect(place.locator(".place-head .status.good")).to_be_visible()
    expect(place.locator(".compare tbody tr").first).to_be_visible()
    expect(place.locator("tr.differs")).to_have_count(0)


def _source(page: Page, name: str, file: str) -> None:
    page.goto("/sources/new/")
    page.locator("main a[href='/sources/new/ldif/']").click()
    page.fill("[name=name]", name)
    page.fill("[name=path]", "nowhere.ldif")
    page.click("button[name=try]")
    expect(page.locator("#trial .status.bad").last).to_be_visible(timeout=PATIENCE)
    page.fill("[name=path]", file)
    _test_and_save(page)


def _target(page: Page, name: str, url: str, context: int) -> None:
    page.goto("/targets/new/")
    page.fill("[name=name]", name)
    page.fill("[name=url]", url)
    page.fill("[name=master_login]", "oxadminmaster")
    page.fill("[name=master_password]", "secret")
    page.select_option("[name=preset]", "none")
    page.click("[name=arrange][value=add]")
    page.fill("[name=rule-0-name]", "everybody of the small one")
    page.select_option("[name=rule-0-source]", name)
    page.fill("[name=rule-0-context]", str(context))
    page.fill("[name=rule-0-profile]", "premium")
    _test_and_save(page)


def _test_and_save(page: Page) -> None:
    page.click("button[name=try]")
    expect(page.locator("#trial-steps > .status.good")).to_be_visible(timeout=PATIENCE)
    page.locator("form button.primary").click()
    page.wait_for_url("**/saved/*/")
    _over(page)


def _over(page: Page) -> None:
    expect(page.locator(".run-state .status.good")).to_be_visible(timeout=PATIENCE)
