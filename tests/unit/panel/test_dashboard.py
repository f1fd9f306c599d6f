"""The start page: one sentence of health, a card for everything, and what refreshes it."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from stellwerk.core import clock
from stellwerk.core.access import Role
from stellwerk.core.lock import only_worker
from stellwerk.jobs.models import Job
from stellwerk.portals.models import Portal
from stellwerk.signin.actions import IDLE
from stellwerk.sources import readers
from stellwerk.sources.models import Decision, Problem, Record, Source
from stellwerk.sso.configuration import Configuration, Provider
from stellwerk.sso.connecting import save
from stellwerk.sso.filling import Filling
from stellwerk.sso.models import SignOn
from stellwerk.sso.saml.certificates import pem
from stellwerk.sso.validity import ending
from stellwerk.sync import lanes
from stellwerk.sync.models import Held, History, Work
from stellwerk.targets.models import Target
from tests.browsing import client_of, person, portal
from tests.unit.panel.sso_case import pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def where() -> Portal:
    """A portal with one source, read whole, and one target that is served."""
    here = portal()
    source = Source.objects.create(portal=here, name="town", kind="ldif", settings={})
    read(source)
    Target.objects.create(portal=here, name="mail", settings={"url": "http://ox"}, started=True)
    return here


@pytest.fixture
def worker() -> Iterator[None]:
    with only_worker(settings.DATA):
        yield


@pytest.fixture
def browser(where: Portal) -> Client:
    return client_of(person(where, "anna", Role.AUDITOR))


def read(source: Source, state: str = Job.State.DONE, **result: object) -> Job:
    now = clock.now()
    whole = {"complete": True, "read": {"person": 1234}, "changed": 7} | result
    return Job.objects.create(
        kind="read",
        key=readers.key(source),
        state=state,
        started=now,
        finished=now,
        heartbeat=now,
        result=whole,
    )


def work(number: int, state: str, lane: str = "10/users") -> Work:
    now = clock.now()
    return Work.objects.create(
        target=Target.objects.get(),
        object=f"person:{number}",
        lane=lane,
        due=now,
        since=now - timedelta(hours=3),
        state=state,
    )


def health(browser: Client) -> str:
    text = browser.get("/").content.decode()
    return text[text.index('<section class="health') :].partition("</section>")[0]


def test_all_is_well(browser: Client, worker: None) -> None:
    assert "Everything is in step." in health(browser)
    text = browser.get("/").content.decode()
    assert "1,234" in text
    assert "read whole" in text
    assert "is running" in text


def test_without_a_worker_nothing_is_said_to_be_well(browser: Client) -> None:
    assert "No worker is running" in health(browser)
    text = browser.get("/").content.decode()
    assert "waits for the service" in text
    assert "is in step" not in text


def test_what_is_missing_comes_with_the_next_step(worker: None) -> None:
    here = portal()
    browser = client_of(person(here, "anna", Role.ADMINISTRATOR))
    assert 'href="/sources/new/"' in health(browser)
    Source.objects.create(portal=here, name="town", kind="ldif", settings={})
    assert 'href="/targets/new/"' in health(browser)
    Target.objects.create(portal=here, name="mail", settings={})
    assert "has not been read yet" in health(browser)
    read(Source.objects.get())
    assert 'href="/plans/"' in health(browser)


@pytest.mark.parametrize(
    ("state", "result", "said"),
    [
        (Job.State.FAILED, {}, "could not be read"),
        (Job.State.DONE, {"complete": False, "reason": "half a file"}, "was not read whole"),
    ],
)
def test_a_reading_that_went_wrong(
    browser: Client, worker: None, state: str, result: dict[str, object], said: str
) -> None:
    read(Source.objects.get(), state, **result)
    assert said in health(browser)
    assert str(result.get("reason", "failed")) in browser.get("/").content.decode()


def test_the_worst_comes_first(browser: Client, worker: None) -> None:
    target = Target.objects.get()
    work(1, Work.State.READY)
    assert "1 change is on its way." in health(browser)
    assert "3 hours ago" in browser.get("/").content.decode()
    Problem.objects.create(source=Source.objects.get(), dn="cn=x", code="x", text="x")
    assert 'href="/parked/unread/"' in health(browser)
    work(2, Work.State.PARKED)
    assert "2 objects need attention" in health(browser)
    work(3, Work.State.READY, lanes.HELD)
    Held.objects.create(target=target, object="person:3", part="gone", since=clock.now())
    assert "1 change waits for your approval." in health(browser)
    lanes.pause(target.pk, "10/users", 60, "context 10 refuses its password")
    text = browser.get("/").content.decode()
    assert "paused in part" in text
    assert "context 10 refuses its password" in text
    lanes.pause(target.pk, lanes.WHOLE, 60, "nobody answers")
    assert "cannot be served" in health(browser)


def test_certificates_that_end_soon_and_news_in_metadata_are_said(
    where: Portal, browser: Client, worker: None
) -> None:
    provider = Provider(certificates=(pem(pair().certificate),))
    save(where, Configuration(provider=provider), actor="test")
    assert "Everything is in step." in health(browser)
    news = Filling(Provider(certificates=(pem(pair("new.example.org").certificate),)))
    SignOn.objects.update(proposed=news.to_document())
    assert "metadata say something new." in health(browser)
    SignOn.objects.update(enabled=True)
    with clock.held(pair().certificate.not_valid_after_utc - timedelta(days=29)):
        assert ending(SignOn.objects.get())
    with clock.held(pair().certificate.not_valid_after_utc - timedelta(days=31)):
        assert not ending(SignOn.objects.get())
    SignOn.objects.update(enabled=False)
    with clock.held(pair().certificate.not_valid_after_utc + timedelta(days=1)):
        assert not ending(SignOn.objects.get())


def test_a_target_says_when_it_was_sent_to_and_whether_it_answers(
    browser: Client, worker: None
) -> None:
    target = Target.objects.get()
    assert "not asked yet" in browser.get("/").content.decode()
    History.objects.create(
        target=target, object="person:1", at=clock.now() - timedelta(hours=5), action="update",
        result="done",
    )  # fmt: skip
    assert "5 hours ago" in _fact(browser, "Last sent")
    assert "yes" in _fact(browser, "Reachable")
    lanes.pause(target.pk, lanes.WHOLE, 60, "nobody answers")
    assert "no" in _fact(browser, "Reachable")


def _fact(browser: Client, name: str) -> str:
    text = browser.get("/").content.decode()
    found = re.search(rf"<dt>{name}</dt><dd>(.*?)</dd>", text, re.DOTALL)
    assert found
    return found[1]


def test_a_record_that_asks_two_questions_is_one_decision(
    where: Portal, browser: Client, worker: None
) -> None:
    anna = person(where, "ann")
    record = Record.objects.create(
        source=Source.objects.get(), kind="person", ident="1", dn="uid=ann", fingerprint=b"1"
    )
    for kind, value in (("login", "ann"), ("mail", "ann@example.org")):
        Decision.objects.create(
            portal=where, record=record, person=anna, kind=kind, value=value, since=clock.now()
        )
    assert "1 question waits for your answer." in health(browser)


def test_it_is_loaded_anew_only_where_it_looks_different(browser: Client, worker: None) -> None:
    text = browser.get("/").content.decode()
    address = re.search(r'hx-get="(/\?shown=[0-9a-f]+)"', text)
    assert address
    part = {"hx-request": "true"}
    assert browser.get(address[1], headers=part).status_code == 204
    work(1, Work.State.PARKED)
    answer = browser.get(address[1], headers=part)
    assert answer.content.startswith(b'<div class="standing"')
    assert b"<html" not in answer.content


def test_an_open_page_does_not_keep_a_session_from_ending(browser: Client) -> None:
    with clock.held(clock.now()) as hand:
        hand.forward(seconds=(IDLE - timedelta(minutes=5)).total_seconds())
        part = {"hx-request": "true", "x-unattended": "1"}
        assert browser.get("/", headers=part).status_code == 200
        hand.forward(minutes=6)
        assert browser.get("/").status_code == 303


def test_somebody_without_a_role_learns_nothing(where: Portal) -> None:
    answer = client_of(person(where, "mona")).get("/", follow=True)
    assert answer.redirect_chain == [("/start/", 302)]
    text = answer.content.decode()
    assert "town" not in text
    assert "mail" not in text


def test_few_queries(
    browser: Client, worker: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(20):
        browser.get("/")
