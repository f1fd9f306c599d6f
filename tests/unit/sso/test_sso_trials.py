"""A sign-in that tries settings which are not saved: looked at, and nobody is signed in."""

from dataclasses import replace
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from stellwerk.core.access import Role
from stellwerk.people.actions import PersonFields, add_local_person
from stellwerk.people.models import Person
from stellwerk.signin.models import Session
from stellwerk.sources.models import Record, Source
from stellwerk.sso import starting
from stellwerk.sso.models import Link, Trial
from stellwerk.sso.saml.names import NameIdFormat
from tests.browsing import client_of, person
from tests.saml_messages.connection import posted
from tests.saml_messages.keys import rsa_pair
from tests.unit.sso.visiting import (
    MAPPED,
    Visitor,
    attributes,
    code,
    configured,
    here,
    request_id,
    switched_on,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hand")]
UNSAVED = configured(attributes=replace(MAPPED, title="title"))


class Trying(Visitor):
    """An administrator's browser, about to try settings that are not saved."""

    def __init__(self) -> None:
        super().__init__()
        self.portal = here()
        self.who = person(self.portal, "admin", Role.ADMINISTRATOR)

    def begin_trial(self, configuration: Any = UNSAVED) -> str:
        """Begin it as the page does; returns the request's id."""
        request: Any = RequestFactory().get("/", secure=True)
        request.COOKIES |= {name: one.value for name, one in self.client.cookies.items()}
        request.portal, request.person = self.portal, self.who
        answer: HttpResponse = starting.trial(request, configuration)
        self.client.cookies.update(answer.cookies)
        return request_id(answer["Location"])


def test_a_trial_tells_what_came_and_what_would_come_out_and_signs_nobody_in() -> None:
    browser = Trying()
    answer = browser.come_back(browser.begin_trial(), attributes=attributes(title="Dr."))
    trial = Trial.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == f"/single-sign-on/test/{trial.public_id}/"
    report = trial.report
    assert (trial.passed, report["outcome"], trial.actor) == (True, "new", "admin")
    assert {one["state"] for one in report["checks"]} == {"passed"}
    assert report["profile"]["title"] == "Dr."
    assert report["name_id"]["value"] == "anna-4711"
    assert ["sn", ["Arendt"]] in [[a["friendly_name"], a["values"]] for a in report["attributes"]]
    assert not Session.objects.exists()
    assert not Link.objects.exists()
    assert not Record.objects.exists()
    assert not Source.objects.exists()
    assert Person.objects.count() == 1


def test_a_trial_says_who_it_would_be() -> None:
    browser = Trying()
    fields = PersonFields("anna", mails=("anna@example.org",))
    add_local_person(browser.portal, fields, actor="test")
    answer = browser.come_back(browser.begin_trial())
    assert Trial.objects.get().report["match"] == "linked"
    page = client_of(browser.who).get(answer["Location"], headers={"host": "portal.example.org"})
    assert b"The account with this mail address would be linked" in page.content
    switched_on(browser.portal)
    browser.sign_in()
    browser.come_back(browser.begin_trial())
    assert Trial.objects.order_by("-pk")[0].report["match"] == "known"


def test_a_trial_names_the_check_that_failed() -> None:
    browser = Trying()
    request = browser.begin_trial()
    browser.post(posted(browser.answered(request, pair=rsa_pair("stranger"))), request)
    report = Trial.objects.get().report
    assert (report["outcome"], report["code"]) == ("refused", "wrong-signature")
    states = {one["name"]: one["state"] for one in report["checks"]}
    assert states == {
        "form": "passed",
        "message": "passed",
        "signature": "failed",
        "encryption": "not_reached",
        "assertion": "not_reached",
        "profile": "not_reached",
        "person": "not_reached",
    }


def test_a_trial_says_what_a_profile_lacks() -> None:
    browser = Trying()
    wanted = configured(name_id_format=NameIdFormat.TRANSIENT)
    browser.come_back(
        browser.begin_trial(wanted),
        name_id_format=NameIdFormat.TRANSIENT.value,
        attributes=attributes(sn=""),
    )
    report = Trial.objects.get().report
    assert [one["code"] for one in report["problems"]] == ["no-identifier", "no-last-name"]
    assert (report["outcome"], report["checks"][5]["state"]) == ("refused", "failed")


def test_a_trials_settings_let_nobody_in_for_real() -> None:
    browser = Trying()
    switched_on(browser.portal)
    stranger = rsa_pair("stranger")
    trusting = configured(provider_certificates=(stranger.certificate_pem.decode(),))
    number = browser.begin_trial(trusting)
    real = browser.begin()
    # An answer to the real request, by a key that only the trial trusts, under the trial's name.
    browser.post(posted(browser.answered(real, pair=stranger)), number)
    assert Trial.objects.get().report["code"] == "unknown-request"
    assert code(browser.post(posted(browser.answered(real, pair=stranger)), real)) == (
        "wrong-signature"
    )
    assert not Session.objects.exists()


def test_another_browser_cannot_answer_a_trial() -> None:
    browser = Trying()
    switched_on(browser.portal)
    number = browser.begin_trial()
    thief = Visitor()
    thief.begin()
    assert code(thief.come_back(number)) == "unknown-request"
    assert not Trial.objects.exists()
