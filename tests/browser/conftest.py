"""A panel on a demo store, made once, and visitors whose browsers must not complain."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.panel import Panel, served
from tests.browser.visitor import ARGUMENTS, CHROMIUM, Visitor

Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Panel]:
    """A served panel that all tests share: none of them changes what another one looks at."""
    with served(tmp_path_factory.mktemp("panel") / "data") as panel:
        yield panel


# Not for the whole session: while it runs, Django believes itself in a loop and refuses its store.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, panel: Panel) -> Iterator[Visit]:
    """A new visitor: `visit(language, theme, login, size)`. None may have complained at the end."""
    visitors: list[Visitor] = []

    def begin(*arguments: object, **more: object) -> Visitor:
        visitors.append(Visitor(chromium, panel, *arguments, **more))  # type: ignore[arg-type]
        return visitors[-1]

    yield begin
    complaints = [one for visitor in visitors for one in visitor.complaints]
    for visitor in visitors:
        visitor.close()
    assert complaints == []
