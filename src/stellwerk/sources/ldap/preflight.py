"""Everything a reading needs, tried one after the other, each with a next step."""

import ipaddress
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from stellwerk.core.heard import heard
from stellwerk.core.said import say
from stellwerk.sources.ldap.certificate import TlsRefused, verified_certificate
from stellwerk.sources.ldap.connection import connection
from stellwerk.sources.ldap.contents import content_steps
from stellwerk.sources.ldap.failure import LdapFailure
from stellwerk.sources.ldap.library import LdapMissing, python_ldap
from stellwerk.sources.ldap.settings import LdapSettings
from stellwerk.sources.ldap.step import Outcome, Step

_SOON = timedelta(days=14)


def preflight(settings: LdapSettings) -> Iterator[Step]:
    """Yield one step after the other; the first failure that the rest depends on is the last."""
    if settings.scheme != "ldapi":
        for step in _network(settings):
            yield step
            if step.outcome is Outcome.FAIL:
                return
    try:
        python_ldap()
    except LdapMissing as error:
        yield Step("python-ldap", Outcome.FAIL, say("it is not installed"), error.hint)
        return
    who = settings.bind_dn or say("anonymous")
    signed_in = False
    try:
        with connection(settings) as opened:
            signed_in = True
            yield Step("bind", Outcome.OK, say("signed in as %(who)s", who=who))
            yield from content_steps(opened, settings)
    except LdapFailure as error:
        what = "reading" if signed_in else "bind"
        yield Step(what, Outcome.FAIL, error.message, error.hint)


def _network(settings: LdapSettings) -> Iterator[Step]:
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
    except OSError as error:
        yield Step(
            "name",
            Outcome.FAIL,
            say("%(host)s is not known: %(why)s", host=settings.host, why=heard(error)),
            say("Correct the host in url, or the name service of this machine."),
        )
        return
    addresses = sorted({str(entry[4][0]) for entry in found})
    text = say("%(host)s is %(where)s", host=settings.host, where=", ".join(addresses))
    yield Step("name", Outcome.OK, text)
    where = say("%(host)s, port %(port)s", host=settings.host, port=settings.port)
    try:
        socket.create_connection((settings.host, settings.port), settings.timeout).close()
    except OSError as error:
        yield Step(
            "connection",
            Outcome.FAIL,
            say("%(where)s: %(why)s", where=where, why=heard(error)),
            say("Check that the server runs there and that no firewall is in between."),
        )
        return
    yield Step("connection", Outcome.OK, where)
    yield _encryption(settings, addresses)


def _encryption(settings: LdapSettings, addresses: list[str]) -> Step:
    if not settings.start_tls and settings.scheme == "ldap":
        if all(ipaddress.ip_address(address).is_loopback for address in addresses):
            return Step("encryption", Outcome.OK, say("none, and none needed on this machine"))
        return Step(
            "encryption",
            Outcome.WARN,
            say("none: the password crosses the network in the clear"),
            say("Set start_tls = true or use ldaps://."),
        )
    try:
        certificate = verified_certificate(settings)
    except TlsRefused as error:
        return Step("encryption", Outcome.FAIL, error.message, error.hint)
    until = f"{certificate.until:%Y-%m-%d}"
    said = say(
        "%(subject)s, signed by %(issuer)s, valid until %(day)s",
        subject=certificate.subject,
        issuer=certificate.issuer,
        day=until,
    )
    if certificate.until - datetime.now(UTC) < _SOON:
        hint = say("Renew the certificate of the server.")
        return Step("encryption", Outcome.WARN, said, hint)
    return Step("encryption", Outcome.OK, said)
