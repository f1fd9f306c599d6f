"""Putting a message of ours on its way through the browser (saml-bindings-2.0, 3.4 and 3.5)."""

import zlib
from base64 import b64encode
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlsplit, urlunsplit

from lxml import etree

from stellwerk.sso.saml.names import Binding
from stellwerk.sso.saml.settings import Endpoint, Settings
from stellwerk.sso.saml.signing import signed, signed_text

Field = Literal["SAMLRequest", "SAMLResponse"]


@dataclass(frozen=True, slots=True)
class Redirect:
    """The browser is sent to this address."""

    address: str


@dataclass(frozen=True, slots=True)
class Form:
    """The browser posts these fields to this address."""

    address: str
    fields: dict[str, str]


def send(
    message: etree._Element,
    endpoint: Endpoint,
    settings: Settings,
    *,
    field: Field,
    relay_state: str = "",
    sign: bool,
) -> Redirect | Form:
    """How the message reaches the endpoint: responses go to its ResponseLocation, if it has one.

    Raises CannotSign or CannotSignSo.
    """
    address = endpoint.address
    if field == "SAMLResponse" and endpoint.answers:
        address = endpoint.answers
    if endpoint.binding is Binding.REDIRECT:
        return Redirect(_with_query(address, _query(message, settings, field, relay_state, sign)))
    whole = etree.tostring(signed(message, settings) if sign else message, encoding="UTF-8")
    fields: dict[str, str] = {field: b64encode(whole).decode("ascii")}
    if relay_state:
        fields["RelayState"] = relay_state
    return Form(address, fields)


def _query(
    message: etree._Element, settings: Settings, field: Field, relay_state: str, sign: bool
) -> str:
    query = f"{field}={quote(_deflated(message), safe='')}"
    if relay_state:
        query += f"&RelayState={quote(relay_state, safe='')}"
    if not sign:
        return query
    query += f"&SigAlg={quote(settings.policy.signature_algorithm.value, safe='')}"
    signature = b64encode(signed_text(query.encode("ascii"), settings)).decode("ascii")
    return f"{query}&Signature={quote(signature, safe='')}"


def _deflated(message: etree._Element) -> str:
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = press.compress(etree.tostring(message)) + press.flush()
    return b64encode(raw).decode("ascii")


def _with_query(address: str, query: str) -> str:
    """The address's own query stays and comes first: `?idpid=777`."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, query)))))
