"""A browser without scripts, for pages of which a test only wants to get past."""

import html
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from html.parser import HTMLParser
from http import HTTPStatus
from http.cookiejar import Cookie, CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from tests.servers.fetching import Https

_MOST_STEPS = 20
_IDLE = {"submit", "checkbox", "image"}
_MESSAGES = ("SAMLRequest", "SAMLResponse")


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a page and what it holds already."""

    action: str
    method: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """What was answered in the end, and at which address; `sent` is what was posted there."""

    url: str
    status: int
    text: str
    headers: dict[str, str]
    sent: dict[str, str]

    @property
    def query(self) -> str:
        """The query as it was sent."""
        return urlsplit(self.url).query

    @property
    def path(self) -> str:
        """Its path with what follows it."""
        parts = urlsplit(self.url)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    def forms(self) -> list[Form]:
        """Its forms, in order."""
        reader = _Forms(self.url)
        reader.feed(self.text)
        return reader.found

    def link(self, start: str) -> str:
        """The first link to an address of the same site that begins so."""
        found = re.search(rf'<a\b[^>]*?\shref="({re.escape(start)}[^"]*)"', self.text)
        assert found, f"{self.url} has no link to {start}"
        return urljoin(self.url, html.unescape(found[1]))

    def form(self, action: str) -> Form:
        """The form that is sent to this path."""
        return next(one for one in self.forms() if urlsplit(one.action).path == action)

    def onward(self) -> str:
        """The address that the page goes on to by itself, if it does."""
        found = re.search(r'http-equiv="refresh" content="0;\s*url=([^"]+)"', self.text)
        return urljoin(self.url, html.unescape(found[1])) if found else ""

    def frames(self) -> list[str]:
        """Addresses of frames in it."""
        found = re.findall(r'<iframe\b[^>]*?\ssrc="([^"]+)"', self.text)
        return [urljoin(self.url, html.unescape(one)) for one in found]

    def message(self) -> Form | None:
        """The form that a script would send on: one with a SAML message."""
        carrying = (one for one in self.forms() if any(name in one.fields for name in _MESSAGES))
        return next(carrying, None)


class Walker:
    """Somebody with cookies of their own. Redirects, pages that go on by themselves, and forms
    with SAML messages are followed.

    `halt_at`: addresses that begin so are not asked; the page says what would have been sent.
    """

    def __init__(self, *ca_files: Path, halt_at: str = "") -> None:
        self.cookies = CookieJar()
        self.seen: list[str] = []
        self._halt_at = halt_at
        self._opener = urllib.request.build_opener(Https(*ca_files), _NoRedirect())
        self._headers = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Walker/1.0"}

    def get(self, url: str) -> Page:
        """Ask for an address and go where its answer leads."""
        return self._go(url, None)

    def send(self, form: Form, **fields: str) -> Page:
        """Send a form with these fields filled in, and go where the answer leads."""
        given = {**form.fields, **fields}
        if form.method == "get":
            return self._go(f"{form.action}?{urlencode(given)}", None)
        return self._go(form.action, given)

    def post(self, url: str, fields: dict[str, str]) -> Page:
        """Post these fields, and go where the answer leads."""
        return self._go(url, fields)

    def say(self, header: str, text: str) -> None:
        """Send this header with every request from now on."""
        self._headers[header] = text

    def forget(self, host: str) -> None:
        """Lose the cookies of a site."""
        self.cookies.clear(host)

    def log_in(self, page: Page, login: str, password: str) -> Page:
        """Fill in the first form that asks for a password."""
        form = next(one for one in page.forms() if "password" in one.fields)
        name = "username" if "username" in form.fields else "user"
        if name not in form.fields:
            name = "login"
        return self.send(form, **{name: login, "password": password})

    def cookie(self, name: str) -> Cookie | None:
        """One of their cookies."""
        return next((one for one in self.cookies if one.name == name), None)

    def _go(self, url: str, fields: dict[str, str] | None) -> Page:
        for _ in range(_MOST_STEPS):
            self.seen.append(url)
            if self._halt_at and url.startswith(self._halt_at):
                return Page(url, 0, "", {}, fields or {})
            page = self._ask(url, fields)
            form = page.message()
            if page.status in {HTTPStatus.FOUND, HTTPStatus.SEE_OTHER}:
                url, fields = urljoin(url, page.headers["location"]), None
            elif form is not None:
                url, fields = form.action, form.fields
            elif page.onward():
                url, fields = page.onward(), None
            else:
                return page
        raise AssertionError(f"never came to an end: {self.seen[-_MOST_STEPS:]}")

    def _ask(self, url: str, fields: dict[str, str] | None) -> Page:
        data = None if fields is None else urlencode(fields).encode()
        wanted = urllib.request.Request(url, data, self._headers)
        self.cookies.add_cookie_header(wanted)
        if data is not None:
            # As browsers do it; Django asks for it where HTTPS is used.
            wanted.add_header("Origin", self._origin())
            wanted.add_header("Referer", self._origin() + "/")
        try:
            answer = self._opener.open(wanted, timeout=30)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            self.cookies.extract_cookies(answer, wanted)
            headers = {name.lower(): text for name, text in answer.headers.items()}
            text = answer.read().decode()
            return Page(url, answer.status, text, headers, fields or {})

    def _origin(self) -> str:
        parts = urlsplit(self.seen[-2] if len(self.seen) > 1 else self.seen[-1])
        return f"{parts.scheme}://{parts.netloc}"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_all: Any) -> None:
        """Leave it to the walker, who wants to know the way."""


class _Forms(HTMLParser):
    """Collects forms; addresses are made whole."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._url = url
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A form begins, or one of its fields."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = True
            action = urljoin(self._url, said.get("action") or self._url)
            self.found.append(Form(action, said.get("method", "get").lower(), {}))
        elif self._open and tag == "input" and said.get("name") and said.get("type") not in _IDLE:
            self.found[-1].fields[said["name"]] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """A form ends."""
        if tag == "form":
            self._open = False
