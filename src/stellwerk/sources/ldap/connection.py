"""Opens, encrypts and signs in a connection."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from stellwerk.sources.ldap.failure import failure
from stellwerk.sources.ldap.library import python_ldap
from stellwerk.sources.ldap.settings import LdapSettings

_DEBIAN_AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")


@contextmanager
def connection(settings: LdapSettings) -> Iterator[Any]:
    """Give a bound LDAPObject and close it in the end.

    Certificates are always verified, referrals never followed. Raises LdapMissing and
    LdapFailure, also for what LDAPError goes through the block.
    """
    ldap = python_ldap()
    try:
        opened = _open(ldap, settings)
    except ldap.LDAPError as error:
        raise failure(error, settings) from error
    try:
        yield opened
    except ldap.LDAPError as error:
        raise failure(error, settings) from error
    finally:
        with suppress(ldap.LDAPError):
            opened.unbind_ext_s()


def authorities(settings: LdapSettings) -> Path | None:
    """Return the file of CA certificates that a server's certificate is checked against."""
    if settings.ca_file:
        return settings.ca_file
    default = ssl.get_default_verify_paths().cafile
    if default:
        return Path(default)
    return _DEBIAN_AUTHORITIES if _DEBIAN_AUTHORITIES.exists() else None


def _open(ldap: Any, settings: LdapSettings) -> Any:
    opened = ldap.initialize(settings.url, bytes_mode=False)
    opened.protocol_version = ldap.VERSION3
    opened.set_option(ldap.OPT_REFERRALS, 0)
    opened.set_option(ldap.OPT_NETWORK_TIMEOUT, settings.timeout)
    opened.set_option(ldap.OPT_TIMEOUT, settings.timeout)
    opened.set_option(ldap.OPT_SIZELIMIT, 0)
    opened.set_option(ldap.OPT_TIMELIMIT, 0)
    opened.set_option(ldap.OPT_X_KEEPALIVE_IDLE, 60)
    opened.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_DEMAND)
    if (known := authorities(settings)) is not None:
        opened.set_option(ldap.OPT_X_TLS_CACERTFILE, str(known))
    opened.set_option(ldap.OPT_X_TLS_NEWCTX, 0)
    if settings.start_tls:
        opened.start_tls_s()
    opened.simple_bind_s(settings.bind_dn, settings.password.reveal())
    return opened
