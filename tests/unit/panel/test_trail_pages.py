"""The trail: filters, pages, exports that no spreadsheet takes for formulas."""

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stellwerk.core.access import Role
from stellwerk.panel.pages.trail.exports import harmless
from stellwerk.portals.models import Portal, Trail
from tests.browsing import client_of, person, portal

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def here() -> Portal:
    return portal()


@pytest.fixture
def auditor(here: Portal) -> Client:
    return client_of(person(here, "auditor", Role.AUDITOR))


def _line(here: Portal, number: int = 0, **given: object) -> Trail:
    known: dict[str, object] = {
        "at": NOON + timedelta(minutes=number),
        "actor": "anna",
        "verb": "source.save",
        "object": f"source:{number}",
        "label": f"quelle-{number}",
    }
    return Trail.objects.create(portal=here, **(known | given))


def _text(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def _export(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_a_line_shows_who_did_what_before_and_after(here: Portal, auditor: Client) -> None:
    _line(here, before={"base": "dc=old", "same": 1}, after={"base": "dc=new", "same": 1})
    page = _text(auditor, "/trail/")
    assert "saved a source" in page
    assert "<del>dc=old</del>" in page
    assert "<ins>dc=new</ins>" in page
    assert "<dt>same</dt>" not in page


def test_filters_leave_what_they_say(here: Portal, auditor: Client) -> None:
    bert = person(here, "bert")
    Trail.objects.all().delete()
    _line(here, 1, actor="carl")
    _line(here, 2, verb="target.save")
    _line(here, 3, object=f"person:{bert.pk}", label="uid=bert")
    _line(here, 60 * 24)
    assert _found(auditor, "?actor=carl") == ["quelle-1"]
    assert _found(auditor, "?verb=target.save") == ["quelle-2"]
    assert _found(auditor, "?object=BERT") == ["uid=bert"]
    assert _found(auditor, "?object=source:2") == ["quelle-2"]
    assert _found(auditor, "?since=2026-03-02") == ["quelle-1440"]
    assert len(_found(auditor, "?until=2026-03-01")) == 3
    assert _found(auditor, "?since=nonsense") == []


def _found(browser: Client, query: str) -> list[str]:
    return [line["label"] for line in json.loads(_export(browser, f"/trail/export.json{query}"))]


def test_days_are_those_of_the_portals_time_zone(here: Portal, auditor: Client) -> None:
    Trail.objects.all().delete()
    _line(here, at=datetime(2026, 2, 28, 23, 30, tzinfo=UTC), label="half past midnight in Berlin")
    assert _found(auditor, "?since=2026-03-01&until=2026-03-01")
    assert not _found(auditor, "?until=2026-02-28")


def test_pages_follow_each_other_without_a_gap(here: Portal, auditor: Client) -> None:
    for number in range(120):
        _line(here, number // 3)
    page = _text(auditor, "/trail/?actor=anna")
    assert page.count("saved a source") >= 50
    seen = 0
    while True:
        seen += page.count('title="source.save"')
        following = re.search(r'rel="next" href="([^"]+)"', page)
        if following is None:
            break
        assert "actor=anna" in following[1]
        page = _text(auditor, "/trail/" + following[1].replace("&amp;", "&"))
    assert seen == 120


def test_a_page_asks_few_questions(here: Portal, auditor: Client) -> None:
    for number in range(60):
        _line(here, number)
    with CaptureQueriesContext(connection) as asked:
        _text(auditor, "/trail/?actor=anna&verb=source.save")
    assert len(asked) <= 20


def test_no_cell_of_the_csv_is_a_formula(here: Portal, auditor: Client) -> None:
    Trail.objects.all().delete()
    _line(here, label='=HYPERLINK("http://bad.example")', actor="@SUM(1)", after={"a": 'x"y\n'})
    text = _export(auditor, "/trail/export.csv").removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text)))
    line = dict(zip(rows[0], rows[1], strict=True))
    assert line["label"] == '\'=HYPERLINK("http://bad.example")'
    assert line["actor"] == "'@SUM(1)"
    assert json.loads(line["after"]) == {"a": 'x"y\n'}
    assert line["at"] == NOON.isoformat()


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", " =1", "\n=1"])
def test_what_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_other_text_stays_as_it_is() -> None:
    for text in ("", "anna", "1-2", "a=b", "{"):
        assert harmless(text) == text


def test_exports_are_whole_and_in_order(
    here: Portal, auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stellwerk.panel.pages.trail.queries._BATCH", 7)
    Trail.objects.all().delete()
    for number in range(30):
        _line(here, number // 4, label=str(number))
    labels = _found(auditor, "")
    assert labels == [str(number) for number in reversed(range(30))]
    assert json.loads(_export(auditor, "/trail/export.json?actor=nobody")) == []


def test_other_portals_have_their_own_trail(here: Portal, auditor: Client) -> None:
    _line(portal("Anderswo"), label="strange")
    assert "strange" not in _text(auditor, "/trail/")
    assert "strange" not in _export(auditor, "/trail/export.csv")


def test_people_without_a_role_see_nothing(here: Portal) -> None:
    anna = client_of(person(here, "anna"))
    assert anna.get("/trail/").status_code == 403
    assert anna.get("/trail/export.csv").status_code == 403
