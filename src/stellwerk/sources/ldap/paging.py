"""A search read to its end, page by page (RFC 2696)."""

from collections.abc import Iterator, Sequence
from typing import Any

from stellwerk.core.said import say
from stellwerk.sources.ldap.failure import LdapFailure, failure
from stellwerk.sources.ldap.library import python_ldap
from stellwerk.sources.ldap.settings import LdapSettings, Search

DOMAIN_SCOPE = "1.2.840.113556.1.4.1339"
"""Asks Active Directory not to refer to its other partitions [MS-ADTS 3.1.1.3.4.1.4]."""


def paged(
    opened: Any, settings: LdapSettings, search: Search, attributes: Sequence[str]
) -> Iterator[tuple[str, dict[str, list[bytes]]]]:
    """Yield (DN, attributes) of every entry the search finds; one at a time is held.

    Returns only if the server said success and that the last page was the last. Raises
    LdapFailure in every other case, referrals included: what came before it is not everything.
    """
    ldap = python_ldap()
    from ldap.controls import RequestControl, SimplePagedResultsControl

    more = (
        [RequestControl(DOMAIN_SCOPE, criticality=False)]
        if settings.dialect == "active_directory"
        else []
    )
    page = SimplePagedResultsControl(criticality=True, size=settings.page_size, cookie="")
    names = list(attributes)
    try:
        while True:
            sent = opened.search_ext(
                search.base, ldap.SCOPE_SUBTREE, search.filter, names, serverctrls=[page, *more]
            )
            cookie = None
            while cookie is None:
                kind, found, _, controls = opened.result3(sent, all=0, timeout=settings.timeout)
                for dn, values in found:
                    if kind == ldap.RES_SEARCH_REFERENCE or dn is None:
                        raise _referral(settings, values)
                    yield dn, values
                if kind == ldap.RES_SEARCH_RESULT:
                    cookie = _next_page(settings, controls, page.controlType)
            if not cookie:
                return
            page.cookie = cookie
    except ldap.LDAPError as error:
        raise failure(error, settings, search.base, search.filter) from error
    except UnicodeDecodeError as error:
        raise LdapFailure(
            say("%(url)s: it sent a DN that is not UTF-8", url=settings.url), code="ldap.not_utf8"
        ) from error


def _next_page(settings: LdapSettings, controls: Sequence[Any], wanted: str) -> bytes:
    for control in controls:
        if control.controlType == wanted:
            return bytes(control.cookie or b"")
    raise LdapFailure(
        say("%(url)s: it did not confirm that the last page was the last", url=settings.url),
        hint=say("Name a server that supports paged results (RFC 2696)."),
        code="ldap.paging",
    )


def _referral(settings: LdapSettings, addresses: Sequence[str]) -> LdapFailure:
    return LdapFailure(
        say(
            "%(url)s: it refers to %(addresses)s for a part of the base",
            url=settings.url,
            addresses=", ".join(addresses),
        ),
        hint=say(
            "Name the server that holds the whole base, or bases that leave that"
            " part out; referrals are not followed."
        ),
        code="ldap.referral",
    )
