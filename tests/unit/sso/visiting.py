"""A portal with single sign-on, a browser, and an identity provider that answers for it."""

import re
from base64 import b64decode
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zlib import decompress

from django.test import Client
from lxml import etree

from stellwerk.core.secrets import keyring
from stellwerk.people.models import Person
from stellwerk.portals.models import Portal
from stellwerk.signin import cookie
from stellwerk.signin.actions import token_hash
from stellwerk.signin.models import Session
from stellwerk.sso.configuration import Attributes, Configuration, Provider, from_document
from stellwerk.sso.keys import place
from stellwerk.sso.models import Key, Refused, SignOn
from stellwerk.sso.saml.names import Binding, NameIdFormat
from stellwerk.sso.switching import turn_on
from tests.browsing import portal
from tests.saml_messages import building
from tests.saml_messages.building import IDP, NAMES, NOW, SLO
from tests.saml_messages.connection import idp_pair, posted, sp_pair
from tests.saml_messages.keys import Pair
from tests.saml_messages.redirecting import query
from tests.saml_messages.signing import sign

ADDRESS = "https://portal.example.org"
TRANSIENT = NameIdFormat.TRANSIENT.value
MAPPED = Attributes(
    groups="memberOf",
    photo="photo",
    language="lang",
    role="role",
    login="",
    roles={"boss": "administrator", "help": "help_desk", "king": "owner"},
)


def here() -> Portal:
    """The portal, without single sign-on."""
    return portal(address=ADDRESS)


def configured(**more: Any) -> Configuration:
    """What is set; the provider's fields may be given with `provider_` before them."""
    provider: dict[str, Any] = {
        "entity_id": IDP,
        "sso_address": "https://idp.example.org/sso?idpid=777",
        "sso_binding": Binding.REDIRECT,
        "slo_address": "https://idp.example.org/slo",
        "slo_binding": Binding.REDIRECT,
        "certificates": (idp_pair().certificate_pem.decode(),),
    }
    for name in [name for name in more if name.startswith("provider_")]:
        provider[name.removeprefix("provider_")] = more.pop(name)
    given: dict[str, Any] = {
        "attributes": MAPPED,
        "name_id_format": NameIdFormat.PERSISTENT,
        "trusted_domains": ("example.org",),
    }
    return Configuration(provider=Provider(**provider), **(given | more))


def switched_on(where: Portal, configuration: Configuration | None = None) -> SignOn:
    """Keys made, settings saved, switched on."""
    wanted = (configuration or configured()).to_document()
    row, _made = SignOn.objects.update_or_create(portal=where, defaults={"document": wanted})
    if not Key.objects.filter(portal=where).exists():
        pair = sp_pair()
        key = Key(portal=where, certificate=pair.certificate_pem.decode(), created=NOW)
        key.private_key = keyring().seal(pair.key_pem.decode(), place(key))
        key.save()
    turn_on(where, actor="test")
    row.refresh_from_db()
    return row


def change(row: SignOn, **more: Any) -> None:
    """Save other settings."""
    row.document = from_document({**row.document, **more}).to_document()
    row.save()


class Visitor:
    """A browser on its way to the identity provider and back."""

    def __init__(self) -> None:
        self.client = Client(headers={"host": "portal.example.org"})

    def begin(self, wanted: str = "") -> str:
        """Ask for sign-on; returns the id of the request that goes out."""
        answer = self.client.get("/sso/login", {"next": wanted} if wanted else {})
        assert answer.status_code == 302, answer.content
        return request_id(answer["Location"])

    def come_back(self, request: str | None, relay: str | None = None, **said: Any) -> Any:
        """Bring the identity provider's answer."""
        message = posted(self.answered(request, **said))
        return self.post(message, request if relay is None else relay)

    def post(self, message: str, relay: str | None = None) -> Any:
        """Bring this message."""
        fields = {"SAMLResponse": message} | ({"RelayState": relay} if relay else {})
        return self.client.post("/sso/acs", fields, headers={"origin": "null"})

    def answered(
        self,
        request: str | None,
        pair: Pair | None = None,
        name_id_format: str = "",
        **said: Any,
    ) -> etree._Element:
        """A signed answer to a request."""
        Visitor.number += 1
        given: dict[str, Any] = {
            "in_response_to": request,
            "confirms": request,
            "response_id": f"_response-{Visitor.number}",
            "assertion_id": f"_assertion-{Visitor.number}",
        }
        root = building.response(**(given | said))
        if name_id_format:
            root.find(".//saml:NameID", NAMES).set("Format", name_id_format)
        sign(root.find("saml:Assertion", NAMES), pair or idp_pair())
        return root

    number = 0

    def sign_in(self, wanted: str = "", **said: Any) -> Any:
        """The whole way; returns the answer at the end of it."""
        return self.come_back(self.begin(wanted), **said)

    @property
    def session(self) -> Session | None:
        """Who is signed in in this browser, by its cookie alone."""
        token = self.client.cookies.get(cookie.NAME)
        rows = Session.objects.filter(token_hash=token_hash(token.value if token else ""))
        return rows.select_related("person").first()

    @property
    def person(self) -> Person:
        """Who that is."""
        assert self.session is not None
        return self.session.person


def attributes(**given: str | Sequence[str]) -> list[tuple[str, str, Sequence[str]]]:
    """Attributes of Anna by FriendlyName, but for those given; "" leaves one out."""
    usual: dict[str, str | Sequence[str]] = {
        "givenName": "Anna", "sn": "Arendt", "mail": "anna@example.org",
    }  # fmt: skip
    return [
        (f"urn:test:{name}", name, (value,) if isinstance(value, str) else value)
        for name, value in (usual | given).items()
        if value
    ]


def request_id(location: str) -> str:
    """The id in a redirected request of ours."""
    return str(sent(location).get("ID"))


def sent(location: str) -> etree._Element:
    """The message in a redirect of ours."""
    parameters = parse_qs(urlsplit(location).query)
    field = "SAMLRequest" if "SAMLRequest" in parameters else "SAMLResponse"
    return etree.fromstring(decompress(b64decode(parameters[field][0]), -15))


def fields_of(page: bytes) -> dict[str, str]:
    """The hidden fields of a page that posts itself."""
    return dict(re.findall(r'name="(SAML\w+|RelayState)" value="([^"]*)"', page.decode()))


def logout_query(pair: Pair | None = None, relay: str | None = None, **said: Any) -> str:
    """A signed LogoutRequest of the identity provider as a raw query."""
    Visitor.number += 1
    root = building.logout_request(
        **({"ID": f"_logout-{Visitor.number}", "Destination": SLO} | said)
    )
    return query(root, "SAMLRequest", pair or idp_pair(), relay_state=relay)


def code(answer: Any) -> str:
    """Why a message was refused: what is kept under the event id on the page."""
    assert answer.status_code == 403, (answer.status_code, answer.get("Location"))
    event = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", answer.content.decode())
    assert event is not None
    return Refused.objects.get(event=event.group()).code
