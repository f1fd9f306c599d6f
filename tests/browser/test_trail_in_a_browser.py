"""The trail: narrowed down, its filters taken off again, taken along as a file."""

import csv
import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.town import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shown_is_what_is_exported(visit: Visit, language: str) -> None:
    visitor = visit(language, "light", "audrey")
    page = visitor.page
    page.goto("/trail/")
    page.select_option("[name=verb]", "role.grant")
    page.locator("form.filters button").click()
    expect(page.locator("a.chip")).to_have_count(1)
    shown = page.locator("tbody tr").count()
    assert shown >= 5
    with page.expect_download() as taken:
        page.locator("a[href*='.csv']").click()
    lines = list(csv.reader(Path(taken.value.path()).read_text().splitlines()))
    assert len(lines) == shown + 1
    with page.expect_download() as taken:
        page.locator("a[href*='.json']").click()
    assert Path(taken.value.path()).read_text().count("role.grant") == shown
    page.locator("a.chip").click()
    expect(page.locator("a.chip")).to_have_count(0)
    assert json.dumps(visitor.violations()) == "[]"
