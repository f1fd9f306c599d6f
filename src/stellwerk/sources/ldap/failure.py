"""What LDAP errors mean for a reading, in words an administrator can act on."""

from typing import Any

from stellwerk.core.errors import StellwerkError
from stellwerk.core.said import Said, joined, say
from stellwerk.sources.ldap.settings import LdapSettings


class LdapFailure(StellwerkError):
    """The directory server did not do what was asked."""

    code = "ldap.failed"

    def __init__(self, message: str = "", *, hint: str = "", code: str = "") -> None:
        super().__init__(message, hint=hint)
        if code:
            self.code = code


_KNOWN = {
    "INVALID_CREDENTIALS": (
        "ldap.credentials",
        say("it refused the bind DN or the password"),
        say("Check bind_dn and the password; the bind DN is the full DN of the account."),
    ),
    "NO_SUCH_OBJECT": (
        "ldap.base",
        say("there is nothing at the base %(base)s"),
        say("Correct the base, or allow the account to read it."),
    ),
    "INVALID_DN_SYNTAX": (
        "ldap.base",
        say("the base %(base)s is no distinguished name"),
        say("Correct the base."),
    ),
    "FILTER_ERROR": (
        "ldap.filter",
        say("the filter %(filter)s is malformed"),
        say("Correct the filter."),
    ),
    "SIZELIMIT_EXCEEDED": (
        "ldap.size_limit",
        say("it stopped at its size limit"),
        say(
            "Lift the limit for this account, in OpenLDAP: limits dn.exact=... size=unlimited"
            " size.prtotal=unlimited."
        ),
    ),
    "TIMELIMIT_EXCEEDED": (
        "ldap.time_limit",
        say("it stopped at its time limit"),
        say("Lift the limit for this account."),
    ),
    "ADMINLIMIT_EXCEEDED": (
        "ldap.size_limit",
        say("it stopped at a limit its administrator set"),
        say("Lift the limit for this account."),
    ),
    "INSUFFICIENT_ACCESS": (
        "ldap.access",
        say("the account may not read there"),
        say("Give the account the right to read."),
    ),
    "STRONG_AUTH_REQUIRED": (
        "ldap.tls",
        say("it wants an encrypted connection"),
        say("Set start_tls = true or use ldaps://."),
    ),
    "CONFIDENTIALITY_REQUIRED": (
        "ldap.tls",
        say("it wants an encrypted connection"),
        say("Set start_tls = true or use ldaps://."),
    ),
    "TIMEOUT": (
        "ldap.timeout",
        say("it did not answer in time"),
        say("Try again later, or raise the timeout."),
    ),
    "REFERRAL": (
        "ldap.referral",
        say("it refers to another server for %(base)s"),
        say("Name the server that holds the whole base; referrals are not followed."),
    ),
    "UNAVAILABLE_CRITICAL_EXTENSION": (
        "ldap.paging",
        say("it cannot send its answer in pages"),
        say("Name a server that supports paged results (RFC 2696)."),
    ),
}


def failure(error: Any, settings: LdapSettings, base: str = "", filter_: str = "") -> LdapFailure:
    """Turn an LDAPError of python-ldap into a sentence, a stable code and a next step."""
    name = type(error).__name__
    details = error.args[0] if error.args and isinstance(error.args[0], dict) else {}
    info = str(details.get("info") or "")
    if name in _KNOWN:
        code, text, hint = _KNOWN[name]
        return LdapFailure(
            say(
                "%(url)s: %(text)s",
                url=settings.url,
                text=Said(text.id, {"base": base, "filter": filter_}),
            ),
            hint=hint,
            code=code,
        )
    if name in ("SERVER_DOWN", "CONNECT_ERROR"):
        return _no_connection(info, settings)
    said = " ".join(part for part in (str(details.get("desc") or name), info) if part)
    return LdapFailure(joined([settings.url, said], ": "))


def _no_connection(info: str, settings: LdapSettings) -> LdapFailure:
    if "certificate" in info.lower():
        return LdapFailure(
            say(
                "%(url)s: its certificate cannot be verified (%(info)s)",
                url=settings.url,
                info=info,
            ),
            hint=say(
                "Name the CA that signed it as ca_file, and the server as the certificate does."
            ),
            code="ldap.certificate",
        )
    cut = say("%(url)s: no connection, or it was cut", url=settings.url)
    hint = say("Check that the server runs and can be reached.")
    if settings.start_tls or settings.scheme == "ldaps":
        hint = say(
            "Check that the server runs and can be reached and that ca_file signed its certificate."
        )
    return LdapFailure(joined([cut, info and f"({info})"]), hint=hint, code="ldap.down")
