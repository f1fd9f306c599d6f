"""Writes pictures of every page: light and dark, narrow and wide, in German and in English.

python -m tests.browser.screenshots [FOLDER]      (default: var/screenshots)
"""

import re
import sys
import tempfile
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.panel import Panel, served
from tests.browser.visitor import ARGUMENTS, CHROMIUM, NARROW, WIDE, Visitor

_SIZES = {"narrow": NARROW, "wide": WIDE, "4k": (3840, 2160)}


def main(folder: Path) -> None:
    """Make a store, serve it, and look at every page."""
    with tempfile.TemporaryDirectory() as place, served(Path(place) / "data", 120) as panel:
        paths = panel.addresses()
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            for language, (size, pixels) in product(("en", "de"), _SIZES.items()):
                if size != "4k" or language == "de":
                    _look(chromium, panel, paths, language, size, pixels, folder)
            chromium.close()


def _look(
    chromium: Browser,
    panel: Panel,
    paths: list[str],
    language: str,
    size: str,
    pixels: tuple[int, int],
    folder: Path,
) -> None:
    looking = Visitor(chromium, panel, language, "light", "anna", pixels)
    for path in ["/sign-in/", *paths]:
        # Who is signed in is sent on from there.
        one = Visitor(chromium, panel, language, size=pixels) if path == "/sign-in/" else looking
        one.page.goto(path)
        for theme in ("light", "dark"):
            one.page.emulate_media(color_scheme=theme)
            file = folder / f"{size}-{language}-{theme}" / f"{_name(path)}.png"
            one.page.screenshot(path=file, full_page=size != "4k")
        if one is not looking:
            one.close()
    looking.close()
    print(f"{folder}/{size}-{language}-*: {len(paths) + 1} pages each")


def _name(path: str) -> str:
    """A file's name for an address, without ids."""
    kind = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{12,64}|/\d+/", "/one/", path)
    return re.sub(r"[^a-z0-9]+", "-", kind).strip("-") or "overview"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("var/screenshots"))
