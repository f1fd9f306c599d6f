"""Signing in and out, wrong passwords, the first password, and coming back."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.panel import Panel
from tests.browsing import PASSWORD

SIGN_IN = {"en": "Sign in", "de": "Anmelden"}
SIGN_OUT = {"en": "Sign out", "de": "Abmelden"}
PEOPLE = {"en": "People", "de": "Personen"}
OVERVIEW = {"en": "Overview", "de": "Übersicht"}
languages = pytest.mark.parametrize("language", ["en", "de"])


@languages
def test_in_to_the_page_asked_for_and_out_again(visit: Visit, language: str) -> None:
    visitor = visit(language)
    page = visitor.page
    page.goto("/people/?q=a")
    expect(page).to_have_title(re.compile(SIGN_IN[language]))
    visitor.sign_in("anna", PASSWORD)
    expect(page.locator("h1")).to_have_text(PEOPLE[language])
    assert visitor.path == "/people/?q=a"
    page.click("details.user summary")
    page.get_by_role("button", name=SIGN_OUT[language]).click()
    expect(page.get_by_role("button", name=SIGN_IN[language])).to_be_visible()
    page.goto("/people/")
    assert visitor.path.startswith("/sign-in/")


@languages
def test_a_wrong_password_says_so_and_keeps_the_login(visit: Visit, language: str) -> None:
    visitor = visit(language)
    visitor.page.goto("/sign-in/")
    visitor.sign_in("somebody", "not the password")
    refused = visitor.page.get_by_role("alert")
    expect(refused).to_be_visible()
    expect(refused).to_contain_text({"en": "password", "de": "Passwort"}[language])
    expect(visitor.page.locator("input[name=login]")).to_have_value("somebody")
    expect(visitor.page.locator("input[name=password]")).to_have_value("")
    assert visitor.violations() == []


@pytest.mark.parametrize(("language", "login"), [("en", "nora"), ("de", "nils")])
def test_the_first_password_is_changed_before_anything_else(
    visit: Visit, panel: Panel, language: str, login: str
) -> None:
    visitor = visit(language)
    page = visitor.page
    page.goto("/")
    visitor.sign_in(login, panel.newcomers[login])
    expect(page.locator("input[name=new]")).to_be_visible()
    page.goto("/people/")
    assert visitor.path == "/password/"
    assert visitor.violations() == []
    new = "Drei Weichen im Nebel"
    page.fill("input[name=current]", panel.newcomers[login])
    page.fill("input[name=new]", new)
    page.fill("input[name=again]", new)
    page.click("main button.primary, form button.primary")
    expect(page.locator("h1")).to_have_text(OVERVIEW[language])
    page.context.clear_cookies()
    page.goto("/")
    visitor.sign_in(login, new)
    expect(page.locator("h1")).to_have_text(OVERVIEW[language])
