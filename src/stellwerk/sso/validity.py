"""How long certificates are valid, and which end soon."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cryptography.x509 import Certificate

from stellwerk.core import clock
from stellwerk.core.errors import StellwerkError
from stellwerk.sso.configuration import Configuration, from_document
from stellwerk.sso.models import Key, SignOn
from stellwerk.sso.refreshing import proposal
from stellwerk.sso.saml import certificates

SOON = timedelta(days=30)
"""So long before its end somebody is told."""


class State(StrEnum):
    """Where a certificate stands in its time."""

    VALID = "valid"
    SOON = "soon"
    ENDED = "ended"
    NOT_YET = "not_yet"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Validity:
    """A certificate: who it is made out to, its fingerprint (SHA-256), from when to when."""

    subject: str
    fingerprint: str
    start: datetime | None
    end: datetime | None
    state: State

    @property
    def short(self) -> str:
        """Enough of the fingerprint to tell it from others."""
        return self.fingerprint[:23]


def validity(certificate: Certificate) -> Validity:
    """How a certificate stands now."""
    now = clock.now()
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    state = State.VALID
    if now < start:
        state = State.NOT_YET
    elif now > end:
        state = State.ENDED
    elif end - now < SOON:
        state = State.SOON
    name = certificates.common_name(certificate)
    return Validity(name, certificates.fingerprint(certificate), start, end, state)


def of_pem(text: str) -> Validity:
    """How a kept certificate stands; one that is none is said to be that."""
    try:
        return validity(certificates.read_certificate(text))
    except StellwerkError:
        return Validity("", "", None, None, State.UNREADABLE)


def of_provider(configuration: Configuration) -> list[Validity]:
    """The identity provider's certificates."""
    return [of_pem(one) for one in configuration.provider.certificates]


def ending(row: SignOn | None) -> list[Validity]:
    """What ends soon or has ended, where sign-on is on: of a side, only if none of it goes on."""
    if row is None or not row.enabled:
        return []
    return [
        max(side, key=lambda one: one.end or clock.now())
        for side in (of_provider(from_document(row.document)), *_own(row))
        if side and not any(one.state == State.VALID for one in side)
    ]


def waits(row: SignOn | None) -> bool:
    """Whether news in the metadata wait for an answer."""
    return row is not None and proposal(row) is not None


def _own(row: SignOn) -> Iterator[list[Validity]]:
    rows = list(Key.objects.filter(portal=row.portal_id, slot=Key.Slot.ACTIVE))
    for use in (Key.Use.SIGNING, Key.Use.ENCRYPTION):
        yield [of_pem(row.certificate) for row in rows if row.use in {use, Key.Use.BOTH}]
