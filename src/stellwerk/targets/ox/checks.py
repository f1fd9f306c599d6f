"""Whether an OX App Suite server can be reached and lets us do what we are there for."""

import ipaddress
import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from stellwerk.core.check import Check, State
from stellwerk.core.heard import heard
from stellwerk.core.said import say
from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.errors import NotFoundService, OxError, Refused, Unavailable, Unreadable
from stellwerk.targets.ox.operations import Operation

_SOON = timedelta(days=14)
_NO_SERVICE = (NotFoundService, Unavailable, Unreadable)
_FEW = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server is: its base address, its own CA file if it has one, patience in seconds."""

    url: str
    ca_file: str = ""
    timeout: float = 15.0


def check_place(place: Place) -> Iterator[Check]:
    """Name, connection and certificate; the first failure is the last line."""
    parts = urlsplit(place.url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        text = say("%(host)s is not known: %(why)s", host=host, why=heard(error))
        hint = say("Correct url, or the name service of this machine.")
        yield Check("name", State.FAIL, text, hint)
        return
    addresses = sorted({str(entry[4][0]) for entry in found})
    text = say("%(host)s is %(where)s", host=host, where=", ".join(addresses))
    yield Check("name", State.OK, text)
    where = say("%(host)s, port %(port)s", host=host, port=port)
    try:
        socket.create_connection((host, port), place.timeout).close()
    except OSError as error:
        hint = say("Check that OX or its web server runs there and that no firewall is in between.")
        text = say("%(where)s: %(why)s", where=where, why=heard(error))
        yield Check("connection", State.FAIL, text, hint)
        return
    yield Check("connection", State.OK, where)
    if parts.scheme == "https":
        yield _certificate(place, host, port)
    elif not all(ipaddress.ip_address(address).is_loopback for address in addresses):
        hint = say("Use https://: passwords and personal data are in every call.")
        yield Check("certificate", State.WARN, say("no encryption"), hint)


def _certificate(place: Place, host: str, port: int) -> Check:
    what = "certificate"
    try:
        context = ssl.create_default_context(cafile=place.ca_file or None)
    except OSError as error:
        why = heard(error) if error.strerror else say("no PEM certificates in it")
        text = say("the CA file %(file)s cannot be used (%(why)s)", file=place.ca_file, why=why)
        hint = say("Name a PEM file that can be read as ca_file.")
        return Check(what, State.FAIL, text, hint)
    try:
        with (
            socket.create_connection((host, port), place.timeout) as plain,
            context.wrap_socket(plain, server_hostname=host) as encrypted,
        ):
            seen: Mapping[str, Any] = encrypted.getpeercert() or {}
    except ssl.SSLCertVerificationError as error:
        text = say("it cannot be verified: %(why)s", why=heard(error))
        return Check(what, State.FAIL, text, _certificate_hint(error.verify_message))
    except OSError as error:
        hint = say("Check that the port speaks TLS 1.2 or newer.")
        text = say("no encrypted connection: %(why)s", why=heard(error))
        return Check(what, State.FAIL, text, hint)
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(seen["notAfter"])), UTC)
    left = until - datetime.now(UTC)
    text = say("valid until %(day)s, %(days)s days left", day=f"{until:%Y-%m-%d}", days=left.days)
    if left < _SOON:
        return Check(what, State.WARN, text, say("Renew the certificate of the server."))
    return Check(what, State.OK, text)


def _certificate_hint(said: str) -> str:
    said = said.lower()
    if "expired" in said:
        return say("Renew the certificate of the server.")
    if "mismatch" in said or "not valid for" in said:
        return say("Use the name that the certificate is made out to as the host of url.")
    return say("Name the CA that signed it as ca_file.")


def check_services(client: OxClient, master: Credentials) -> Iterator[Check]:
    """Are the provisioning services there, and may the master account manage contexts?

    The first failure is the last line.
    """
    somewhere = {"id": 1}
    probes: tuple[tuple[Operation[Any], dict[str, Any]], ...] = (
        (ox.CONTEXT_EXISTS, {"ctx": somewhere}),
        (ox.USER_EXISTS, {"ctx": somewhere, "user": {"id": 2}}),
        (ox.GROUP_LIST, {"ctx": somewhere, "pattern": "users"}),
    )
    for operation, params in probes:
        try:
            client.call(operation, params, master)
        except _NO_SERVICE as error:
            text = say(
                "%(where)s: %(text)s",
                where=f"/webservices/{operation.service}",
                text=error.message,
            )
            yield Check("services", State.FAIL, text, error.hint)
            return
        except OxError:
            continue  # a fault of OX's own: the service is there
    services = ", ".join(operation.service for operation, _ in probes)
    yield Check("services", State.OK, say("%(services)s answer", services=services))
    what = "master account"
    try:
        client.call(ox.CONTEXT_LIST, {"search_pattern": "1"}, master)
    except Refused as error:
        hint = say("Check master_login and its password: the one of /opt/open-xchange/etc/mpasswd.")
        yield Check(what, State.FAIL, _told(master, error), hint)
    except OxError as error:
        yield Check(what, State.FAIL, _told(master, error), error.hint)
    else:
        yield Check(what, State.OK, say("%(who)s may manage contexts", who=master.login))


def _told(who: Credentials, error: OxError) -> str:
    return say("%(who)s: %(text)s", who=who.login, text=error.message)


def check_contexts(
    client: OxClient, logins: Mapping[str, Credentials], scopes: Sequence[str]
) -> Iterator[Check]:
    """For every context: is it there, and does its administrator's login open it?

    `logins` by context id, "" being the master account; `scopes` are context ids.
    """
    try:
        there = _there(client, logins[""], scopes)
    except OxError as error:
        yield Check("contexts", State.FAIL, error.message, error.hint)
        return
    missing = [scope for scope in scopes if scope not in there]
    if missing:
        text = say("%(some)s not there yet: the first sync makes them", some=", ".join(missing))
        yield Check("contexts to be made", State.OK, text)
    for scope in scopes:
        if scope in there:
            yield _context(client, scope, logins.get(scope))


def _there(client: OxClient, master: Credentials, scopes: Sequence[str]) -> set[str]:
    if len(scopes) > _FEW:
        wanted = set(scopes)
        rows = client.stream(ox.CONTEXT_LIST_ALL, {}, master)
        return {str(row["id"]) for row in rows} & wanted
    return {
        scope
        for scope in scopes
        if client.call(ox.CONTEXT_EXISTS, {"ctx": {"id": int(scope)}}, master)
    }


def _context(client: OxClient, scope: str, login: Credentials | None) -> Check:
    what = f"context {scope}"
    if login is None:
        hint = say(
            "Give login and password_file of its administrator in the configuration file, under"
            " [[target.context]] id = %(scope)s; then import it.",
            scope=scope,
        )
        text = say("it is there, but its administrator is not known")
        return Check(what, State.FAIL, text, hint)
    page = {"ctx": {"id": int(scope)}, "search_pattern": "*", "length": 1, "offset": 0}
    try:
        client.call(ox.USER_LIST, page, login)
    except Refused:
        hint = say(
            "Correct login and password under [[target.context]] id = %(scope)s; import it.",
            scope=scope,
        )
        text = say("it does not accept the login %(who)s", who=login.login)
        return Check(what, State.FAIL, text, hint)
    except OxError as error:
        return Check(what, State.FAIL, error.message, error.hint)
    return Check(what, State.OK, say("it is there and opens for %(who)s", who=login.login))
