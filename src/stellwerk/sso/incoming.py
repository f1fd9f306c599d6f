"""Messages of the identity provider, as a request brings them."""

import re
from base64 import b64decode
from dataclasses import dataclass

from stellwerk.signin.request import Request
from stellwerk.sso.models import OpenRequest
from stellwerk.sso.saml.names import Binding
from stellwerk.sso.saml.redirect import field_of
from stellwerk.sso.stores import waiting

_FIELDS = ("SAMLRequest", "SAMLResponse")
_ANSWERS = re.compile(rb"""<[^<>]*?Response\b[^<>]*?\sInResponseTo=["']([^"'<>]{1,80})["']""")
_LONGEST_RELAY = 2_000


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message: the form field's value, or the raw query of a redirect."""

    field: str
    text: str
    binding: Binding
    relay_state: str


def message_in(request: Request) -> Incoming | None:
    """The one message a request brings; None for none, or for more than one."""
    if request.method == "POST":
        given = [(name, text) for name in _FIELDS for text in request.POST.getlist(name)]
        relay = request.POST.get("RelayState", "")[:_LONGEST_RELAY]
        return Incoming(*given[0], Binding.POST, relay) if len(given) == 1 else None
    raw = request.META.get("QUERY_STRING", "")
    field = field_of(raw)
    if field is None:
        return None
    relay = request.GET.get("RelayState", "")[:_LONGEST_RELAY]
    return Incoming(field, raw, Binding.REDIRECT, relay)


def asked_for(request: Request, browser: str, found: Incoming) -> OpenRequest | None:
    """Which request of this browser a response may be an answer to, by RelayState, else by what it
    says itself. It only chooses the settings: that it is the answer is checked with these.
    """
    rows = waiting(request.portal, browser)
    return (
        rows.filter(request_id=found.relay_state).first()
        or rows.filter(request_id=_answered(found.text)).first()
    )


def _answered(text: str) -> str:
    try:
        head = b64decode("".join(text[:6_000].split())[:4_000], validate=True)
    except ValueError:
        return ""
    found = _ANSWERS.search(head)
    return found.group(1).decode("ascii", "replace") if found else ""
