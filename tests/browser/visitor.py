"""Somebody who looks at the panel in Chromium, and what their browser complains about."""

from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Response

from stellwerk.signin import cookie
from tests.browser.panel import Panel

CHROMIUM = "/usr/bin/chromium"
# Run as root in containers, where Chromium's own sandbox cannot be had.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
WIDE, NARROW = (1280, 900), (360, 780)
_AXE = Axe().axe_script


class Visitor:
    """One browser with cookies of its own. `complaints` are errors of the panel's pages."""

    def __init__(
        self,
        browser: Browser,
        panel: Panel,
        language: str = "en",
        theme: str = "light",
        login: str = "",
        size: tuple[int, int] = WIDE,
        *,
        scripts: bool = True,
    ) -> None:
        """``login``: whose open session it has, nobody's if empty; ``scripts``: do they run?"""
        self.panel = panel
        self._context = browser.new_context(
            base_url=panel.url,
            locale={"de": "de-DE", "en": "en-GB"}[language],
            color_scheme="dark" if theme == "dark" else "light",
            viewport={"width": size[0], "height": size[1]},
            reduced_motion="reduce",
            java_script_enabled=scripts,
            ignore_https_errors=True,
        )
        self._context.set_default_timeout(15_000)
        if login:
            token = panel.signed_in[login]
            self._context.add_cookies([{"name": cookie.NAME, "value": token, "url": panel.url}])
        self.page: Page = self._context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._said)
        self.page.on("pageerror", self._failed)
        self.page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if not message.location["url"].startswith(self.panel.url):
            return
        # An answer that refuses is noted there too, and no fault of the page.
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            self.complaints.append(f"{self.path}: {message.text}")

    def _failed(self, error: Error) -> None:
        if self.page.url.startswith(self.panel.url):
            self.complaints.append(str(error))

    def _answered(self, answer: Response) -> None:
        if not answer.url.startswith(self.panel.url):
            return
        if answer.status >= 500 or (answer.status >= 400 and "/static/" in answer.url):
            self.complaints.append(f"{answer.url}: {answer.status}")

    @property
    def path(self) -> str:
        """Where the visitor is, with what follows the path."""
        parts = urlsplit(self.page.url)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    def sign_in(self, login: str, password: str) -> None:
        """Fill in the form that is shown and send it."""
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", password)
        self.page.click("main button.primary, form button.primary")

    def agree(self) -> None:
        """Say yes to the question that is asked, in a dialog or on a page of its own."""
        self.page.locator("form.confirm .buttons button").click()

    def until(self, selector: str, text: str = "") -> None:
        """Load the page anew until something is on it: the worker may need a moment."""
        for _ in range(120):
            if self.page.locator(selector, has_text=text).count():
                return
            self.page.wait_for_timeout(250)
            self.page.reload()
        raise AssertionError(f"{self.path}: there never was {selector} {text}")

    def person(self, login: str) -> None:
        """Find somebody by login and open their page."""
        self.page.goto(f"/people/?q={login}")
        self.page.locator("tbody th", has_text=login).get_by_role("link").first.click()
        self.page.wait_for_url("**/people/*-*/")

    def dark(self) -> None:
        """From now on the system is dark."""
        self.page.emulate_media(color_scheme="dark")

    def width(self, pixels: int) -> None:
        """Make the window so wide."""
        self.page.set_viewport_size({"width": pixels, "height": NARROW[1]})

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(self.page.evaluate(script))

    def violations(self, *rules: str) -> list[str]:
        """What axe finds wrong, by rule and element; of these rules alone, if any are named."""
        options: dict[str, object] = {"resultTypes": ["violations"], "preload": False}
        if rules:
            options["runOnly"] = list(rules)
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(_AXE)
        found = self.page.evaluate("options => axe.run(options)", options)["violations"]
        return [
            f"{self.path}: {one['id']}: {node['html'][:160]} {node['any'][:1]}"
            for one in found
            for node in one["nodes"][:3]
        ]

    def close(self) -> None:
        """End it."""
        self._context.close()
