"""Settings that do not fit together are refused before anything is tried."""

from typing import Any

import pytest

from stellwerk.core.masked import Masked
from stellwerk.sources.base import Kind
from stellwerk.sources.dialects.registry import UnknownDialect
from stellwerk.sources.ldap.settings import BadLdapSettings, LdapSettings


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"url": "http://a"}, "ldap://"),
        ({"url": "ldap://"}, "no host"),
        ({"url": "ldaps://a", "start_tls": True}, "encrypted already"),
        ({"bind_dn": "cn=a"}, "no password"),
        ({"page_size": 0}, "page_size"),
        ({"dialect": "openldap", "bases": {Kind.CONTEXT: ("dc=x",)}}, "knows no context"),
    ],
)
def test_what_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(BadLdapSettings, match=words):
        LdapSettings(**{"url": "ldap://a", "base": "dc=x", **change})


def test_an_unknown_dialect_is_refused() -> None:
    with pytest.raises(UnknownDialect):
        LdapSettings("ldap://a", "dc=x", dialect="novell")


@pytest.mark.parametrize(
    ("url", "port"), [("ldap://a", 389), ("ldaps://a", 636), ("ldap://a:7", 7), ("ldapi://%2Fs", 0)]
)
def test_ports(url: str, port: int) -> None:
    assert LdapSettings(url, "dc=x").port == port


def test_every_kind_is_searched_at_its_own_bases() -> None:
    settings = LdapSettings(
        "ldap://a",
        "dc=x",
        dialect="openldap",
        bases={Kind.PERSON: ("ou=a,dc=x", "ou=b,dc=x")},
        filters={Kind.GROUP: "(cn=*)"},
    )
    assert [(s.kind, s.base, s.filter, s.explicit) for s in settings.searches()] == [
        (Kind.PERSON, "ou=a,dc=x", "(objectClass=inetOrgPerson)", True),
        (Kind.PERSON, "ou=b,dc=x", "(objectClass=inetOrgPerson)", True),
        (Kind.GROUP, "dc=x", "(cn=*)", False),
    ]


def test_the_password_shows_nowhere() -> None:
    settings = LdapSettings("ldap://a", "dc=x", "cn=a", Masked("top-secret"))
    assert "top-secret" not in f"{settings!r} {settings}"
