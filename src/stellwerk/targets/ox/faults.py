"""From a SOAP fault or an HTTP answer to the error that says what to do. Pure."""

import re

from stellwerk.core.said import say
from stellwerk.targets.ox.errors import (
    Conflict,
    Exists,
    Gone,
    InDoubt,
    Invalid,
    NotFoundService,
    OxError,
    Refused,
    Silent,
    Storage,
    Unavailable,
    Unreadable,
)
from stellwerk.targets.ox.faultrules import COLUMNS, RULES, Rule

__all__ = [
    "Conflict",
    "Exists",
    "Gone",
    "InDoubt",
    "Invalid",
    "NotFoundService",
    "OxError",
    "Refused",
    "Silent",
    "Storage",
    "Unavailable",
    "Unreadable",
    "fault_from",
    "http_error",
]

_INNER = re.compile(r"\b(\w+Exception): ")
_GONE = {
    "NoSuchUserException": "user",
    "NoSuchGroupException": "group",
    "NoSuchContextException": "context",
    "NoSuchResourceException": "resource",
    "NoSuchObjectException": "",
}
_NO_SUCH = re.compile(r"No such (user|group|context|resource)")
_KINDS = {
    *_GONE,
    "InvalidDataException",
    "InvalidCredentialsException",
    "ContextExistsException",
    "UserExistsException",
    "DatabaseUpdateException",
}
_WRAPPERS = {"", "StorageException", "RemoteException", "NoSuchObjectException"}


def fault_from(kind: str, text: str, fault_code: str = "") -> OxError:
    """The error for one SOAP fault.

    `kind` is the local name of the fault's detail element ("" if there is none), `text` the
    faultstring, `fault_code` the faultcode (soap:Client or soap:Server, any prefix).
    """
    inner = [name for name in _INNER.findall(text) if name in _KINDS]
    meant = inner[-1] if inner and kind in _WRAPPERS else kind
    if meant in _GONE:
        found = _NO_SUCH.search(text)
        return Gone(text, kind=kind, what=_GONE[meant] or (found.group(1) if found else ""))
    if meant == "InvalidCredentialsException":
        return Refused(text, kind=kind)
    if meant == "DatabaseUpdateException":
        return Conflict(text, kind=kind)
    for rule in RULES:
        if match := rule.pattern.search(text):
            return _by_rule(rule, match, kind)
    if meant == "ContextExistsException":
        return Exists(text, kind=kind, field="context")
    if meant == "UserExistsException":
        return Exists(text, kind=kind, field="name")
    if meant == "UserExistsException":
        return Exists(text, kind=kind, field="name")
    if meant == "InvalidDataException" or fault_code.endswith("Client"):
        return Invalid(text, kind=kind)
    return Storage(text, kind=kind)


def _by_rule(rule: Rule, match: re.Match[str], kind: str) -> OxError:
    text, groups = match.string, match.groupdict()
    if rule.error is Exists:
        holder = groups.get("id")
        remote_id = int(holder) if holder else None
        return Exists(text, kind=kind, field=rule.field, remote_id=remote_id, hint=rule.hint)
    if rule.error is Invalid:
        named = groups.get("field") or ""
        field = rule.field or COLUMNS.get(named, named)
        return Invalid(text, kind=kind, field=field, hint=rule.hint)
    return rule.error(text, kind=kind, hint=rule.hint)


_STATUS_HINTS = {
    401: say("Something in front of OX asks for a login of its own; let Stellwerk's host pass."),
    403: say("A web server in front refuses /webservices; allow Stellwerk's address there."),
    404: say(
        "Install OX's SOAP provisioning (open-xchange-soap, open-xchange-admin-soap), or forward"
        " /webservices in the web server in front."
    ),
    405: say("The address must be OX's base address, without a path of its own."),
}
_SURELY_NOTHING = {429, 503}


def http_error(status: int, *, writes: bool) -> OxError:
    """The error for an HTTP answer that is not SOAP.

    `writes` says whether the call may have changed something: a gateway that lost the server or
    gave up waiting (500, 502, 504) then leaves doubt; 503 and 429 say that nothing was started.
    """
    text = say("HTTP status %(status)s without a SOAP answer", status=status)
    if status in _SURELY_NOTHING:
        return Unavailable(text)
    if status >= 500:
        return InDoubt(text) if writes else Unavailable(text)
    if status == 413:
        return Invalid(
            text, hint=say("A web server in front limits the size of requests; raise it.")
        )
    if 300 <= status < 400:
        return NotFoundService(text, hint=say("It is a redirect; enter the final https address."))
    if status < 300:
        hint = say("Some other page answers there; check address, path and proxy.")
        return NotFoundService(text, hint=hint) if not writes else InDoubt(text, hint=hint)
    return NotFoundService(text, hint=_STATUS_HINTS.get(status, say("Check the address.")))
