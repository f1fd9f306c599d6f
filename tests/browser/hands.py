"""Somebody without a mouse: goes from element to element, and must see where they are."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.visitor import Visitor

_FAR = 150
_SEEN = """element => {
  const box = element.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  // A box to tick shows it itself, a whole row that is one link may do so for it.
  const marked = [element, element.closest("label"), element.closest(":has(:focus-visible)")]
    .filter(Boolean).some(one => getComputedStyle(one).outlineStyle !== "none");
  return inside && marked;
}"""


class Hands:
    """Keys, and nothing else. Whatever is focused on the way must be visible and be marked."""

    def __init__(self, visitor: Visitor) -> None:
        self.page: Page = visitor.page

    def press(self, key: str) -> None:
        """Press a key."""
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Replace what stands in the focused field."""
        self.press("Control+a")
        self.page.keyboard.type(text)

    def go_to(self, wanted: Locator) -> None:
        """Press Tab until something is focused. Raises AssertionError if that never happens."""
        handle = wanted.element_handle()
        for _ in range(_FAR):
            if handle.evaluate("element => element === document.activeElement"):
                return
            self.press("Tab")
            self._look()
        raise AssertionError(f"Tab never comes to {wanted}")

    def _look(self) -> None:
        focused = self.page.locator(":focus")
        if focused.count() and not focused.evaluate(_SEEN):
            raise AssertionError(f"focused and not seen: {focused.evaluate('e => e.outerHTML')}")

    def follow(self, wanted: Locator) -> None:
        """Go to a link or button, and press it."""
        self.go_to(wanted)
        self.press("Enter")

    def ask(self, wanted: Locator) -> Locator:
        """Press what asks first; the dialog, which keeps the focus inside."""
        self.follow(wanted)
        dialog = self.page.locator("dialog[open]")
        expect(dialog).to_be_visible()
        inside = "dialog => dialog.contains(document.activeElement)"
        assert dialog.evaluate(inside), "the question is not focused"
        for key in ("Tab", "Tab", "Tab", "Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab"):
            self.press(key)
            # Between the last element and the first Chromium stops once at the window's own bar.
            assert dialog.evaluate(
                "dialog => [document.body, document.documentElement]"
                ".includes(document.activeElement) || dialog.contains(document.activeElement)"
            ), "the focus left the dialog"
        return dialog
