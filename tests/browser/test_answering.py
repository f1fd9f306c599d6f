"""What waits for people: approve, drop, decide, try again."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.town import APPROVED, DROPPED, LANGUAGES, PARKED, RENEWED

languages = pytest.mark.parametrize("language", LANGUAGES)


@languages
def test_what_is_approved_on_the_plan_is_carried_out(visit: Visit, language: str) -> None:
    visitor = visit(language, "light", "bert")
    page = visitor.page
    page.goto("/plans/")
    page.locator("#newest a").click()
    page.locator(".count.wait").click()
    change = page.locator("li.change.waits", has_text=APPROVED[language]).first
    change.locator("input[type=checkbox]").check()
    page.locator("button[formaction$='/approve/']").click()
    expect(page.locator("dialog")).to_be_visible()
    assert visitor.violations() == []
    visitor.agree()
    expect(page.locator(".messages .note.good")).to_be_visible()
    visitor.person(APPROVED[language])
    visitor.until(".place-head .status.off")


@languages
def test_what_is_dropped_waits_no_more(visit: Visit, language: str) -> None:
    visitor = visit(language, "dark", "bert")
    page = visitor.page
    visitor.person(DROPPED[language])
    page.locator(".note a[href*='/drop/']").first.click()
    expect(page.locator("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).not_to_be_visible()
    page.locator(".note a[href*='/drop/']").first.click()
    visitor.agree()
    expect(page.locator(".messages .note")).to_be_visible()
    expect(page.locator(".place .note a[href*='/drop/']")).to_have_count(0)


@languages
def test_a_question_is_answered(visit: Visit, language: str) -> None:
    visitor = visit(language, "light", "bert")
    page = visitor.page
    visitor.person(RENEWED[language])
    page.locator(".note a[href^='/decisions/']").click()
    matter = page.locator("article.matter", has_text=RENEWED[language])
    matter.locator("form[action$='/accept/'] button").click()
    expect(page.locator(".messages .note.good")).to_be_visible()
    expect(matter).to_have_count(0)


@languages
def test_those_ticked_are_tried_again(visit: Visit, language: str) -> None:
    visitor = visit(language, "light", "bert")
    page, login = visitor.page, PARKED[language]
    page.goto("/parked/")
    row = page.locator("li.change", has_text=login)
    row.locator("input[type=checkbox]").check()
    page.locator(".bulk button").click()
    expect(page.locator(".messages .note.good")).to_be_visible()
    # Nothing was mended, so it fails again, with the same reason.
    visitor.until("li.change", login)
