"""What the forms of sources and targets are filled with in tests, and what a browser sends."""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

SOURCE = {
    "name": "directory",
    "dialect": "ucs",
    "url": "ldaps://ldap.example.org:7636",
    "base": "dc=example",
    "read_every": "15m",
    "bind_dn": "cn=reader",
    "password": "hunter2",
    "relink": "ask",
}
TARGET = {
    "name": "ox",
    "url": "https://ox.example.org",
    "master_login": "oxadminmaster",
    "master_password": "hunter2",
    "apply": "auto",
    "gates": "on",
    "reassign": "administrator",
    "preset": "ucs",
    "rules": "0",
    "contexts": "2",
}


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._select = ""
        self._options: list[tuple[str, bool]] = []
        self._text: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if "disabled" in given:
            self._text = None
        elif tag == "input":
            ticking = given.get("type") in {"checkbox", "radio"}
            if name and (not ticking or "checked" in given):
                value = given.get("value")
                self._add(name, "on" if value is None and ticking else value or "")
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "option":
            self._options.append((given.get("value") or "", "selected" in given))
        elif tag == "textarea":
            self._add(name, "")
            self._text = name

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self.found[self._text][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            # Without a choice made, a browser sends the first.
            chosen = [value for value, selected in self._options if selected]
            for value in chosen or [self._options[0][0]]:
                self._add(self._select, value)
            self._select = ""
        if tag == "textarea" and self._text is not None:
            # The line break after the tag is not part of the text.
            self.found[self._text][-1] = self.found[self._text][-1].removeprefix("\n")
            self._text = None

    def _add(self, name: str, value: str) -> None:
        self.found.setdefault(name, []).append(value)


def fields_of(html: str) -> Mapping[str, Any]:
    """What a browser would send of the forms on a page, if nobody typed anything."""
    reader = _Fields()
    reader.feed(html)
    reader.found.pop("csrfmiddlewaretoken", None)
    return reader.found
