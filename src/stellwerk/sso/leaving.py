"""Sessions end: the only writer of what a logout of the identity provider ends here."""

from dataclasses import dataclass

import structlog
from django.db import DatabaseError

from stellwerk.core import clock
from stellwerk.portals.models import Portal
from stellwerk.signin.actions import LONGEST_INDEX, close_session
from stellwerk.signin.models import Session
from stellwerk.sso.arriving import subject_key
from stellwerk.sso.saml import requests
from stellwerk.sso.saml.identity import LogoutRequest, NameId
from stellwerk.sso.saml.names import Status
from stellwerk.sso.saml.sending import Form, Redirect, send
from stellwerk.sso.saml.settings import Settings

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Ended:
    """How many sessions ended, and how many could not be ended."""

    done: int
    failed: int


def meant(portal: Portal, request: LogoutRequest) -> list[Session]:
    """The sessions a logout is about: those of its NameID, and of its indexes if it names any."""
    key = subject_key(request.issuer, request.name_id)
    rows = Session.objects.filter(portal=portal, issuer=request.issuer[:1024], subject_key=key)
    if request.session_indexes:
        indexes = [index[:LONGEST_INDEX] for index in request.session_indexes]
        rows = rows.filter(session_index__in=indexes)
    return list(rows.select_related("person", "person__portal"))


def end(portal: Portal, request: LogoutRequest) -> Ended:
    """End the sessions a logout is about, each by itself: one that cannot be ended stops no
    other one.
    """
    failed = 0
    sessions = meant(portal, request)
    for session in sessions:
        try:
            close_session(session, actor=request.issuer[:200])
        except DatabaseError as error:
            log.warning("a session could not be ended", error=type(error).__name__)
            failed += 1
    return Ended(len(sessions) - failed, failed)


def answer(settings: Settings, request: LogoutRequest, ended: Ended, relay: str) -> Redirect | Form:
    """What the identity provider is told, by its endpoint's binding. Raises CannotSign."""
    assert settings.idp.slo is not None
    message = requests.logout_response(
        settings,
        response_id=requests.new_id(),
        now=clock.now(),
        in_response_to=request.id,
        status=Status.RESPONDER if ended.failed and not ended.done else Status.SUCCESS,
        partial=bool(ended.failed),
    )
    return send(
        message,
        settings.idp.slo,
        settings,
        field="SAMLResponse",
        relay_state=relay,
        sign=settings.policy.sign_logout_responses,
    )


def name_id_of(session: Session) -> NameId:
    """Whom a session means to the identity provider, exactly as it came."""
    return NameId(**session.subject)
