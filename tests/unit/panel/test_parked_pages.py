"""The parked list: causes and next steps in words, filters, pages, trying again."""

import re
from pathlib import Path

import pytest
from django.test import Client

import stellwerk
from stellwerk.core.access import Role
from stellwerk.jobs.models import Job
from stellwerk.panel.objects.failures import explain
from stellwerk.panel.pages.parked import deeds
from stellwerk.portals.models import Trail
from stellwerk.sources.models import Problem
from stellwerk.sync.models import Work
from tests.browsing import client_of, person, portal
from tests.factories import person_record
from tests.unit.panel.people_case import Town

pytestmark = pytest.mark.django_db
_SOURCE = Path(stellwerk.__file__).parent
_CODES = (
    ("sync/wanted.py", r'Blocked\(\s*"([a-z_]+)"'),
    ("sync/found.py", r'Blocked\(\s*"([a-z_]+)"'),
    ("targets/ox/mapping.py", r'_problem\(\s*"\w+",\s*"([a-z-]+)"'),
    ("targets/ox/errors.py", r'code = "(ox_[a-z_]+)"'),
    ("sources/ldif/entry.py", r'(?:BadBlock|BadEntry)\(\s*"([a-z0-9_]+)"'),
    ("sources/once.py", r'BadEntry\(\s*"([a-z_]+)"'),
    ("sources/dialects/translator.py", r'BadEntry\(\s*"([a-z0-9_]+)"'),
    ("sources/intake.py", r'None, "([a-z_]+)"'),
)


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def owner(town: Town) -> Client:
    return client_of(person(town.portal, "owner", Role.OWNER))


def _text(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def _ready(login: str, town: Town) -> bool:
    return Work.objects.get(object=f"person:{town.person(login).pk}").state == Work.State.READY


def test_every_code_of_the_engine_has_words() -> None:
    unknown = explain("no such code", "").happened
    for file, pattern in _CODES:
        codes = re.findall(pattern, (_SOURCE / file).read_text())
        assert codes, file
        for code in codes:
            assert explain(code, "").happened != unknown, f"{file}: {code}"


def test_a_parked_person_is_explained(town: Town, owner: Client) -> None:
    page = _text(owner, "/parked/")
    assert "The access profile is not known" in page
    assert "Likely cause" in page
    assert "Create the profile in the directory" in page
    assert "There is no access profile &#x27;platin&#x27;." in page
    assert f"/people/{town.person('carl').public_id}/" in page


def test_the_list_is_filtered_by_reason_and_target(town: Town, owner: Client) -> None:
    assert "carl" in _text(owner, f"/parked/?code=profile_unknown&target={town.target.pk}")
    town.records["dora"] = person_record("dora", oxAccess="premium", oxContext="99")
    town.read()
    page = _text(owner, "/parked/?code=context_undeclared")
    assert "dora" in page
    assert "carl" not in page


def test_those_ticked_are_tried_again(town: Town, owner: Client) -> None:
    key = f"person:{town.person('carl').pk}"
    answer = owner.post("/parked/retry/", {"object": f"{town.target.pk}/{key}"}, follow=True)
    assert "1 object is tried again." in answer.content.decode()
    assert _ready("carl", town)
    line = Trail.objects.get(verb="object.retry")
    assert (line.actor, line.object) == ("owner", key)
    again = owner.post("/parked/retry/", {"object": f"{town.target.pk}/{key}"}, follow=True)
    assert "Nothing was tried again" in again.content.decode()


def test_all_of_one_reason_are_tried_again(town: Town, owner: Client) -> None:
    town.records["dora"] = person_record("dora", oxAccess="premium", oxContext="99")
    town.read()
    owner.post("/parked/retry/", {"all": "1", "code": "profile_unknown"})
    assert _ready("carl", town)
    assert not _ready("dora", town)


def test_many_are_tried_again_by_the_worker(
    town: Town, owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deeds, "AT_ONCE", 0)
    answer = owner.post("/parked/retry/", {"all": "1", "code": "profile_unknown", "target": ""})
    job = Job.objects.get(kind="retry")
    assert answer["Location"] == f"/runs/{job.pk}/"
    assert job.order == {"code": "profile_unknown", "target": None}


def test_a_long_list_has_pages_in_both_directions(town: Town, owner: Client) -> None:
    carl = Work.objects.get(object=f"person:{town.person('carl').pk}")
    for number in range(9000, 9120):
        Work.objects.create(
            target=town.target, object=f"person:{number}", number=number, state="parked",
            code="no-mail", due=carl.due, since=carl.since,
        )  # fmt: skip
    seen: list[str] = []
    page, back = _text(owner, "/parked/"), ""
    while True:
        seen += re.findall(r'name="object" value="\d+/([^"]+)"', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        if following is None:
            break
        page = _text(owner, "/parked/" + following[1].replace("&amp;", "&"))
    assert len(seen) == len(set(seen)) == 121
    previous = re.search(r'rel="prev" href="([^"]+)"', page)
    assert previous is not None
    back = _text(owner, "/parked/" + previous[1].replace("&amp;", "&"))
    assert re.findall(r'name="object" value="\d+/([^"]+)"', back) == seen[50:100]
    assert owner.get("/parked/?after=[1]").status_code == 400


@pytest.mark.parametrize("word", ["after", "before"])
def test_a_page_whose_rows_are_gone_by_now_is_empty(word: str, town: Town, owner: Client) -> None:
    end = {"after": "person:999999", "before": "person:0"}[word]
    assert "carl" not in _text(owner, f'/parked/?{word}=[{town.target.pk},"{end}"]')


def test_objects_that_could_not_be_read_have_a_page(town: Town, owner: Client) -> None:
    assert "could not be read." not in _text(owner, "/parked/")
    Problem.objects.create(source=town.source, dn="uid=x", code="base64", text="line 7", hint="")
    assert "One object of a source could not be read." in _text(owner, "/parked/")
    page = _text(owner, "/parked/unread/?q=uid")
    assert "A value is not base64" in page
    assert "line 7" in page
    assert "No object is like that" in _text(owner, "/parked/unread/?q=nobody")


def test_an_auditor_cannot_try_again(town: Town) -> None:
    auditor = client_of(person(town.portal, "auditor", Role.AUDITOR))
    assert "Try" not in _text(auditor, "/parked/")
    assert auditor.post("/parked/retry/", {"all": "1"}).status_code == 403


def test_other_portals_are_left_alone(town: Town) -> None:
    elsewhere = portal("Anderswo", address="http://anderswo.example")
    strange = client_of(person(elsewhere, "x", Role.OWNER))
    answer = strange.post("/parked/retry/", {"all": "1"}, headers={"host": "anderswo.example"})
    assert answer.status_code == 303
    assert not _ready("carl", town)
