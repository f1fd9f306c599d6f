"""Whatever htmx does, a plain link or form at the same place does too."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from lxml import html
from lxml.html import HtmlElement

import stellwerk
from stellwerk.core import clock
from stellwerk.core.access import Role
from stellwerk.core.check import Check
from stellwerk.jobs.models import Job
from stellwerk.panel.trials.trial import trials
from tests.browsing import client_of, person
from tests.unit.panel.people_case import Town
from tests.unit.panel.plan_case import plan_of

pytestmark = pytest.mark.django_db
_ALLOWED = {
    "hx-get", "hx-post", "hx-target", "hx-swap", "hx-trigger", "hx-include", "hx-select",
    "hx-headers",
}  # fmt: skip
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{12,64}|(?<=/)\d+(?=/)|(?<==)[^&]+")
_ROOT = Path(stellwerk.__file__).parent


class Pages:
    """One page of every kind that an owner reaches by links, and the templates of them all."""

    def __init__(self, browser: Client, start: list[str]) -> None:
        self.browser = browser
        self.trees: dict[str, HtmlElement] = {}
        self.templates: set[str] = set()
        todo, known = list(start), set[str]()
        while todo:
            path = todo.pop(0)
            kind = _ID.sub("*", path)
            if kind in known:
                continue
            known.add(kind)
            answer = browser.get(path)
            if answer.streaming or b"<html" not in answer.content:
                continue
            self.trees[path] = html.fromstring(answer.content.decode())
            self.templates |= {one.name for one in answer.templates if one.name}
            links = self.trees[path].xpath("//a/@href | //button/@formaction")
            todo += [link.partition("#")[0] for link in links if link.startswith("/")]

    def acting(self) -> Iterator[tuple[str, HtmlElement, str, str]]:
        """Every element that htmx acts for: (page, element, method, address)."""
        for path, tree in self.trees.items():
            for element in tree.xpath("//*[@hx-get or @hx-post]"):
                method = "get" if element.get("hx-get") is not None else "post"
                yield path, element, method, element.get(f"hx-{method}")


@pytest.fixture
def pages(rest: threading.Event) -> Pages:
    town = Town()
    owner = person(town.portal, "olga", Role.OWNER)
    del town.records["bert"]
    town.read()
    plan_of(town.target)
    now = clock.now()
    running = Job.objects.create(
        kind="plan", key="portal:1", state=Job.State.RUNNING, started=now, heartbeat=now
    )
    tried = trials.begin(owner.pk, lambda: _until(rest))
    assert tried is not None
    browser = client_of(owner)
    given = {"name": "x", "dialect": "ucs", "path": "x.ldif", "read_every": "15m", "relink": "ask"}
    saved = browser.post("/sources/new/ldif/", given)["Location"]
    return Pages(browser, ["/", saved, f"/runs/{running.pk}/", f"/trials/{tried.key}/"])


@pytest.fixture
def rest() -> Iterator[threading.Event]:
    over = threading.Event()
    yield over
    over.set()


def _until(over: threading.Event) -> Iterator[Check]:
    over.wait(60)
    yield from ()


def test_every_action_has_a_plain_twin(pages: Pages) -> None:
    wrong = [
        f"{path}: {html.tostring(element, encoding='unicode')[:200]}"
        for path, element, method, address in pages.acting()
        if not _has_twin(pages.trees[path], path, element, method, address)
    ]
    assert not wrong, "\n".join(wrong)


def _has_twin(
    tree: HtmlElement, path: str, element: HtmlElement, method: str, address: str
) -> bool:
    target = element.get("hx-target", "")
    if target.startswith("#") and not tree.xpath(f"//*[@id='{target[1:]}']"):
        return False
    if element.tag == "a":
        return (method, address) == ("get", element.get("href"))
    if element.tag == "button":
        form = element.xpath("ancestor::form")[0]
        plain = element.get("formaction") or form.get("action") or path
        carried = method == "post" or element.get("hx-include") == "closest form"
        return carried and (form.get("method", "get"), plain) == (method, address)
    # What renews itself is what loading the page again shows, or stands behind a link in it.
    return address.partition("?")[0] == path or address in element.xpath(".//a/@href")


def test_each_address_answers_a_whole_page_where_htmx_did_not_ask(pages: Pages) -> None:
    for path, _element, method, address in list(pages.acting()):
        answer = getattr(pages.browser, method)(address, follow=True)
        assert answer.status_code in {200, 409, 422}, (path, address, answer.status_code)
        assert b"<html" in answer.content, (path, address)


def test_every_form_that_changes_something_is_protected(pages: Pages) -> None:
    for path, tree in pages.trees.items():
        for form in tree.xpath("//form[@method='post']"):
            assert form.xpath(".//input[@name='csrfmiddlewaretoken']"), (path, form.get("action"))
            assert form.xpath(".//button"), (path, form.get("action"))
        for button in tree.xpath("//button[not(@type='button')]"):
            assert button.xpath("ancestor::form"), (path, html.tostring(button))


def test_no_page_uses_more_of_htmx(pages: Pages) -> None:
    for path, tree in pages.trees.items():
        used = {name for element in tree.iter("*") for name in element.attrib}
        assert {name for name in used if name.startswith("hx-")} <= _ALLOWED, path
        assert not {name for name in used if name.startswith("on") or name == "style"}, path


def test_every_template_that_acts_was_looked_at(pages: Pages) -> None:
    acting = {
        str(file.relative_to(folder))
        for folder in _ROOT.rglob("templates")
        for file in folder.rglob("*.html")
        if "hx-" in file.read_text()
    }
    # No page has this component at the moment.
    assert acting - pages.templates == {"ui/progress.html"}
