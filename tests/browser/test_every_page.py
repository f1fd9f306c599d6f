"""Every page that links lead to: titles, policy, accessibility, small screens, both languages."""

import pytest

from tests.browser.conftest import Visit
from tests.browser.panel import Panel
from tests.browser.visitor import NARROW


@pytest.fixture(scope="module")
def addresses(panel: Panel) -> list[str]:
    found = panel.addresses()
    assert {"/", "/people/", "/plans/", "/parked/", "/runs/", "/trail/"} <= set(found)
    return found


def test_pages_are_accessible_in_light_and_dark(visit: Visit, addresses: list[str]) -> None:
    visitor, wrong, titles = visit("en", "light", "anna"), [], {}
    for path in addresses:
        visitor.page.emulate_media(color_scheme="light")
        visitor.page.goto(path)
        # Some lead on to another page, such as the question about what was not ticked.
        here = visitor.path.partition("?")[0]
        other = titles.setdefault(visitor.page.title(), here)
        if other != here:
            wrong.append(f"{here} and {other} are both called {visitor.page.title()}")
        wrong += visitor.violations()
        visitor.dark()
        wrong += visitor.violations("color-contrast")
    assert not wrong, "\n".join(wrong)


def test_pages_fit_a_small_screen_in_german(visit: Visit, addresses: list[str]) -> None:
    visitor, wrong = visit("de", "dark", "anna", NARROW), []
    for path in addresses:
        visitor.page.goto(path)
        assert visitor.page.get_attribute("html", "lang") == "de"
        if over := visitor.overflow():
            wrong.append(f"{path} is {over} pixels too wide")
    assert not wrong, "\n".join(wrong)


def test_pages_of_nobody_are_accessible(visit: Visit) -> None:
    visitor, wrong = visit("de", "light"), []
    for path in ("/sign-in/", "/nothing-here/"):
        visitor.page.goto(path)
        wrong += visitor.violations()
        visitor.dark()
        wrong += visitor.violations("color-contrast")
        visitor.width(NARROW[0])
        assert visitor.overflow() == 0
    assert not wrong, "\n".join(wrong)
