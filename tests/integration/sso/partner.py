"""Our pure core as a service provider of its own: no pages, no store, requests kept in memory."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import cast

from lxml import etree

from stellwerk.sso.saml import requests
from stellwerk.sso.saml.certificates import self_signed
from stellwerk.sso.saml.identity import Identity, LogoutRequest, LogoutResponse
from stellwerk.sso.saml.idp_metadata import read_metadata
from stellwerk.sso.saml.logout import validate_logout_request, validate_logout_response
from stellwerk.sso.saml.names import Binding, NameIdFormat, Status
from stellwerk.sso.saml.refusal import Refusal
from stellwerk.sso.saml.response import validate
from stellwerk.sso.saml.sending import Field, Redirect, send
from stellwerk.sso.saml.settings import (
    Endpoint,
    IdentityProvider,
    KeyPair,
    Policy,
    ServiceProvider,
    Settings,
)
from stellwerk.sso.saml.sp_metadata import sp_metadata
from tests.servers import identity_provider
from tests.servers import walker as walked
from tests.servers.identity_provider import ALICE, Somebody
from tests.servers.walker import Page, Walker

ADDRESS = "https://127.0.0.1:9/sso/"
POLICY = Policy(name_id_format=NameIdFormat.PERSISTENT, sign_authn_requests=True)


@dataclass
class Memory:
    """Requests that wait and messages that were believed."""

    sent: dict[str, datetime] = field(default_factory=dict)
    believed: set[tuple[str, str]] = field(default_factory=set)

    def is_open(self, request_id: str) -> bool:
        """Whether it waits for its answer."""
        return request_id in self.sent

    def sent_at(self, request_id: str) -> datetime:
        """When it was sent."""
        return self.sent[request_id]

    def consume(self, request_id: str) -> bool:
        """Count it as answered."""
        return self.sent.pop(request_id, None) is not None

    def first_time(self, issuer: str, message_id: str, until: datetime) -> bool:
        """Remember a message."""
        new = (issuer, message_id) not in self.believed
        self.believed.add((issuer, message_id))
        return new


class Partner:
    """Us, introduced to an identity provider by both sides' metadata."""

    def __init__(
        self, idp: identity_provider.IdentityProvider, keys: KeyPair, policy: Policy = POLICY
    ) -> None:
        self.idp = idp
        self.memory = Memory()
        us = ServiceProvider(
            f"{ADDRESS}metadata", f"{ADDRESS}acs", f"{ADDRESS}slo/callback", keys, (keys,)
        )
        self.settings = Settings(described(idp.metadata()), us, policy)
        idp.configure(sp_metadata=self.metadata())

    def metadata(self) -> str:
        """What we say of ourselves."""
        return sp_metadata(self.settings).decode()

    def by(self, binding: Binding) -> None:
        """From now on our messages travel so, and we want theirs of a logout to."""
        sso = replace(self.settings.idp.sso, binding=binding)
        slo = replace(cast("Endpoint", self.settings.idp.slo), binding=binding)
        idp = replace(self.settings.idp, sso=sso, slo=slo)
        self.settings = replace(self.settings, idp=idp)
        other = ({*Binding} - {binding}).pop()
        lines = self.metadata().splitlines()
        kept = (one for one in lines if not ("SingleLogout" in one and other in one))
        self.idp.configure(sp_metadata="\n".join(kept))

    def open(self, walker: Walker) -> Page:
        """Ask it who somebody is; what they see there then."""
        request, now = requests.new_id(), datetime.now(UTC)
        self.memory.sent[request] = now
        message = requests.authn_request(self.settings, request_id=request, now=now)
        sign = self.settings.policy.sign_authn_requests
        return self._send(walker, message, self.settings.idp.sso, "SAMLRequest", sign=sign)

    def ask(self, walker: Walker, who: Somebody = ALICE) -> Page:
        """Send somebody there to sign in; what they would post to us then."""
        return self._signed_in(walker, self.open(walker), who)

    def come(self, walker: Walker, who: Somebody = ALICE) -> Page:
        """Somebody starts there; what they would post to us, who did not ask."""
        page = walker.get(self.idp.sign_in_there(self.settings.sp.entity_id))
        return self._signed_in(walker, page, who)

    def _signed_in(self, walker: Walker, page: Page, who: Somebody) -> Page:
        asked = any("password" in form.fields for form in page.forms())
        return walker.log_in(page, who.login, who.password) if asked else page

    def leave(self, walker: Walker, who: Identity) -> Page:
        """Somebody signs out here: what they bring back from there."""
        request, now = requests.new_id(), datetime.now(UTC)
        self.memory.sent[request] = now
        message = requests.logout_request(
            self.settings,
            request_id=request,
            now=now,
            name_id=who.name_id,
            session_index=who.session_index,
        )
        assert self.settings.idp.slo is not None
        return self._send(walker, message, self.settings.idp.slo, "SAMLRequest", sign=True)

    def answer(self, walker: Walker, request: LogoutRequest, status: Status) -> Page:
        """Say how a logout went that was asked for there."""
        message = requests.logout_response(
            self.settings,
            response_id=requests.new_id(),
            now=datetime.now(UTC),
            in_response_to=request.id,
            status=status,
        )
        assert self.settings.idp.slo is not None
        return self._send(walker, message, self.settings.idp.slo, "SAMLResponse", sign=True)

    def _send(
        self, walker: Walker, message: etree._Element, to: Endpoint, field: Field, *, sign: bool
    ) -> Page:
        sent = send(message, to, self.settings, field=field, sign=sign)
        if isinstance(sent, Redirect):
            return walker.get(sent.address)
        return walker.send(walked.Form(sent.address, "post", sent.fields))

    def judge(self, posted: Page, now: datetime | None = None) -> Identity | Refusal:
        """What our core says of it."""
        return validate(
            posted.sent["SAMLResponse"],
            Binding.POST,
            self.settings,
            now or datetime.now(UTC),
            pending=self.memory,
            replay=self.memory,
        )

    def left(self, brought: Page) -> LogoutResponse | Refusal:
        """What our core says of the answer to a logout of ours."""
        message, binding = _carried(brought, "SAMLResponse")
        now = datetime.now(UTC)
        return validate_logout_response(message, binding, self.settings, now, pending=self.memory)

    def asked(self, brought: Page) -> LogoutRequest | Refusal:
        """What our core says of a logout that was asked for there."""
        message, binding = _carried(brought, "SAMLRequest")
        now = datetime.now(UTC)
        return validate_logout_request(message, binding, self.settings, now, replay=self.memory)


def _carried(brought: Page, field: Field) -> tuple[str, Binding]:
    if field in brought.sent:
        return brought.sent[field], Binding.POST
    return brought.query, Binding.REDIRECT


def keys() -> KeyPair:
    """A key pair of ours."""
    return self_signed("stellwerk", now=datetime.now(UTC))


def walker_of(idp: identity_provider.IdentityProvider) -> Walker:
    """Somebody who stops before our door."""
    return Walker(idp.ca_file, halt_at=ADDRESS)


def described(metadata: str) -> IdentityProvider:
    """What an identity provider says of itself; of its endpoints those for redirects."""
    (found,) = read_metadata(metadata.encode(), now=datetime.now(UTC))
    sso, slo = (
        next(one for one in endpoints if one.binding is Binding.REDIRECT)
        for endpoints in (found.sso, found.slo)
    )
    return IdentityProvider(found.entity_id, sso, slo, found.certificates)
