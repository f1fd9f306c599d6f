"""Requests of ours begin here: to sign in, to try settings, to sign out."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from stellwerk.core import clock
from stellwerk.people.models import Person
from stellwerk.signin.request import Request
from stellwerk.sso import onward
from stellwerk.sso.browser import browser_of
from stellwerk.sso.configuration import Configuration
from stellwerk.sso.connection import settings_of
from stellwerk.sso.models import OpenRequest
from stellwerk.sso.saml import requests
from stellwerk.sso.saml.identity import NameId
from stellwerk.sso.saml.sending import send
from stellwerk.sso.saml.settings import Settings
from stellwerk.sso.stores import open_request


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a request is for: the page wanted afterwards, unsaved settings, who began it."""

    kind: OpenRequest.Kind
    wanted: str = ""
    document: dict[str, Any] | None = None
    person: Person | None = None


def sign_in(request: Request, wanted: str) -> HttpResponse:
    """Send a browser to the identity provider. Raises NotReady, CannotSign."""
    settings = settings_of(request.portal)
    return _ask(request, settings, Purpose(OpenRequest.Kind.SIGN_IN, wanted[:2000]))


def trial(request: Request, configuration: Configuration) -> HttpResponse:
    """The same with settings that are not saved, for whoever tries them out; nobody is signed in
    by it. Raises NotReady, CannotSign.
    """
    settings = settings_of(request.portal, configuration)
    document = configuration.to_document()
    purpose = Purpose(OpenRequest.Kind.TRIAL, "", document, request.person)
    return _ask(request, settings, purpose, from_form=request.method == "POST")


def _ask(
    request: Request, settings: Settings, purpose: Purpose, *, from_form: bool = False
) -> HttpResponse:
    browser, now, number = browser_of(request), clock.now(), requests.new_id()
    message = requests.authn_request(settings, request_id=number, now=now)
    sent = send(
        message,
        settings.idp.sso,
        settings,
        field="SAMLRequest",
        relay_state=number,
        sign=settings.policy.sign_authn_requests,
    )
    _remember(request, number, browser.key, purpose)
    answer = onward.go(request, sent, from_form=from_form)
    browser.remember(request, answer)
    return answer


def sign_out(request: Request, settings: Settings, name_id: NameId, index: str) -> HttpResponse:
    """Ask the identity provider to end somebody's session everywhere. Raises CannotSign."""
    assert settings.idp.slo is not None
    browser, now, number = browser_of(request), clock.now(), requests.new_id()
    message = requests.logout_request(
        settings, request_id=number, now=now, name_id=name_id, session_index=index
    )
    sent = send(
        message,
        settings.idp.slo,
        settings,
        field="SAMLRequest",
        relay_state=number,
        sign=settings.policy.sign_logout_requests,
    )
    _remember(request, number, browser.key, Purpose(OpenRequest.Kind.LOGOUT))
    answer = onward.go(request, sent, from_form=True)
    browser.remember(request, answer)
    return answer


def _remember(request: Request, number: str, browser: str, purpose: Purpose) -> None:
    open_request(
        OpenRequest(
            portal=request.portal,
            request_id=number,
            kind=purpose.kind,
            created=clock.now(),
            browser=browser,
            wanted=purpose.wanted,
            document=purpose.document,
            person=purpose.person,
        )
    )
