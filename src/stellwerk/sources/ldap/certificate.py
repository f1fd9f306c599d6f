"""Looks at a server's certificate the way python-ldap will, and says what is wrong with it."""

import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime

from stellwerk.core.errors import StellwerkError
from stellwerk.core.heard import heard
from stellwerk.core.said import say
from stellwerk.sources.ldap.connection import authorities
from stellwerk.sources.ldap.settings import LdapSettings
from stellwerk.sources.ldap.starttls import start_tls


class TlsRefused(StellwerkError):
    """The encrypted connection did not come about."""

    code = "ldap.tls"


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a verified certificate says of itself; `until` is the end of its validity (UTC)."""

    subject: str
    issuer: str
    until: datetime


def verified_certificate(settings: LdapSettings) -> Certificate:
    """Connect, verify chain and name, and return the server's certificate. Raises TlsRefused."""
    try:
        context = ssl.create_default_context(cafile=authorities(settings))
    except (OSError, ssl.SSLError) as error:
        raise TlsRefused(
            say(
                "the file of CA certificates %(ca_file)s cannot be used: %(error)s",
                ca_file=settings.ca_file,
                error=heard(error),
            ),
            hint=say("Name a PEM file that can be read."),
        ) from error
    address = (settings.host, settings.port)
    try:
        with socket.create_connection(address, timeout=settings.timeout) as plain:
            if settings.start_tls and not start_tls(plain):
                raise TlsRefused(
                    say("the server does not offer StartTLS"),
                    hint=say("Use ldaps://, or set up TLS on the server."),
                )
            with context.wrap_socket(plain, server_hostname=settings.host) as encrypted:
                return _described(encrypted.getpeercert() or {})
    except ssl.SSLCertVerificationError as error:
        raise TlsRefused(
            say(
                "the certificate cannot be verified: %(reason)s",
                reason=heard(error),
            ),
            hint=_hint(error),
        ) from error
    except OSError as error:
        raise TlsRefused(
            say("no encrypted connection: %(error)s", error=heard(error)),
            hint=say("Check that this port speaks TLS: ldaps:// is usually 636, StartTLS 389."),
        ) from error


def _hint(error: ssl.SSLCertVerificationError) -> str:
    said = error.verify_message.lower()
    if "expired" in said:
        return say("Renew the certificate of the directory server.")
    if "mismatch" in said or "doesn't match" in said or "not valid for" in said:
        return say("Use the name that the certificate is made out to as the host of url.")
    return say("Name the CA that signed it as ca_file.")


def _described(found: object) -> Certificate:
    """Read the dictionary that getpeercert gives (documented with ssl.SSLSocket)."""
    if not isinstance(found, dict):
        found = {}
    end = ssl.cert_time_to_seconds(str(found["notAfter"]))
    return Certificate(
        _common_name(found.get("subject")),
        _common_name(found.get("issuer")),
        datetime.fromtimestamp(end, UTC),
    )


def _common_name(parts: object) -> str:
    pairs = [pair for rdn in parts for pair in rdn] if isinstance(parts, tuple) else []
    names = [str(value) for name, value in pairs if name == "commonName"]
    return names[0] if names else "(no common name)"
