"""What all pages have in common: headers, no inline style or script, language, theme."""

import re
from wsgiref.types import WSGIApplication
from wsgiref.util import setup_testing_defaults

import pytest

from stellwerk.panel import assets
from tests.browsing import client_of, person, portal, visitor

pytestmark = pytest.mark.django_db
_INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)")


@pytest.mark.parametrize("path", ["/", "/sessions/", "/password/", "/nothing-here/"])
def test_pages_are_strict_about_what_they_load(path: str) -> None:
    answer = client_of(person(portal())).get(path)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"unsafe|nonce|data:|\*|http", policy)
    assert not _INLINE.search(answer.content.decode())
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


def test_the_check_for_inline_code_can_fail() -> None:
    for bad in (
        '<p style="x">',
        "<style>",
        '<a onclick="x">',
        "<script>",
        '<script type="module">',
    ):
        assert _INLINE.search(bad)


def test_the_language_is_the_browsers_until_somebody_chooses() -> None:
    anna = person(portal())
    german = visitor(**{"accept-language": "de-AT,de;q=0.9,en;q=0.5"})
    assert '<html lang="de">' in german.get("/sign-in/").content.decode()
    assert "Anmelden" in german.get("/sign-in/").content.decode()
    answer = german.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert answer.status_code == 303
    assert '<html lang="en">' in german.get("/sign-in/").content.decode()
    here, there = client_of(anna), client_of(anna)
    here.post("/language/", {"language": "de", "next": "/sessions/"})
    assert "Ihre Sitzungen" in there.get("/sessions/").content.decode()


def test_the_theme_is_this_browsers_and_comes_with_the_page() -> None:
    browser = client_of(person(portal()))
    assert "data-theme" not in browser.get("/start/").content.decode()
    assert (
        browser.post("/theme/", {"theme": "dark", "next": "/sessions/"})["Location"] == "/sessions/"
    )
    assert 'data-theme="dark"' in browser.get("/start/").content.decode()
    browser.post("/theme/", {"theme": "system"})
    assert "data-theme" not in browser.get("/start/").content.decode()


@pytest.mark.parametrize(
    ("path", "given"), [("/language/", {"language": "xx"}), ("/theme/", {"theme": "<b>"})]
)
def test_other_choices_are_refused(path: str, given: dict[str, str]) -> None:
    portal()
    assert visitor().post(path, given).status_code == 400


def test_every_asset_a_page_names_is_served_for_ever() -> None:
    text = client_of(person(portal())).get("/start/").content.decode()
    named = re.findall(r'(?:href|src)="(/static/[^"]+)"', text)
    # Only the page that goes on to an identity provider by itself has a script of its own.
    alone = "panel/onward.js"
    assert sorted([*named, assets.url(alone)]) == sorted(map(assets.url, assets.names()))
    served = assets.serving(lambda _environ, _start: [])
    for path in [*named, assets.url(alone)]:
        status, headers, body = fetched(served, path)
        assert status == "200 OK"
        assert "immutable" in headers["Cache-Control"]
        assert body


def fetched(served: WSGIApplication, path: str) -> tuple[str, dict[str, str], bytes]:
    """What a WSGI application answers to a GET."""
    environ: dict[str, object] = {"PATH_INFO": path}
    setup_testing_defaults(environ)
    said: list[tuple[str, dict[str, str]]] = []
    parts = served(environ, lambda status, headers, _=None: said.append((status, dict(headers))))
    try:
        return *said[0], b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()


def test_a_missing_page_says_so_in_the_frame_of_the_product() -> None:
    portal()
    answer = visitor().get("/nothing-here/")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()
