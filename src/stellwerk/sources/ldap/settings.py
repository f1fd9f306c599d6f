"""Where an LDAP server is, how to sign in there, and what to read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from stellwerk.core.errors import StellwerkError
from stellwerk.core.masked import Masked
from stellwerk.core.said import say
from stellwerk.sources.base import Kind
from stellwerk.sources.dialects.dialect import Dialect
from stellwerk.sources.dialects.registry import dialect_by_name

_PORTS = {"ldap": 389, "ldaps": 636}


class BadLdapSettings(StellwerkError):
    """The settings of this LDAP source do not fit together."""

    code = "ldap.settings"


@dataclass(frozen=True, slots=True)
class Search:
    """One search of a full read; `explicit` if its base was set for this kind alone."""

    kind: Kind
    base: str
    filter: str
    explicit: bool


@dataclass(frozen=True, slots=True)
class LdapSettings:
    """One LDAP server as a source.

    `url` is ``ldap://host[:port]``, ``ldaps://host[:port]`` or ``ldapi://path``. `base` is where
    everything is looked for that has no own entry in `bases`; `filters` replaces the dialect's
    filter of a kind. `kinds` are read in this order (empty: all the dialect knows). `timeout` is
    in seconds and holds for each answer. `canary_dns` must be seen by every reading, else the
    account was denied a part and the reading is incomplete. `extra` adds attributes to a kind:
    LDAP attribute -> UDM property. Raises BadLdapSettings and UnknownDialect.
    """

    url: str
    base: str
    bind_dn: str = ""
    password: Masked = field(default=Masked(""))
    start_tls: bool = False
    ca_file: Path | None = None
    timeout: float = 30.0
    page_size: int = 500
    dialect: str = "ucs"
    kinds: tuple[Kind, ...] = ()
    bases: Mapping[Kind, tuple[str, ...]] = field(default_factory=dict)
    filters: Mapping[Kind, str] = field(default_factory=dict)
    canary_dns: tuple[str, ...] = ()
    extra: Mapping[Kind, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.scheme not in ("ldap", "ldaps", "ldapi"):
            raise BadLdapSettings(
                say("'%(url)s' begins with none of ldap://, ldaps://, ldapi://", url=self.url)
            )
        if self.scheme != "ldapi" and not self.host:
            raise BadLdapSettings(say("'%(url)s' names no host", url=self.url))
        if self.start_tls and self.scheme != "ldap":
            raise BadLdapSettings(
                say("start_tls goes with ldap:// only; ldaps:// is encrypted already")
            )
        if self.bind_dn and not self.password.reveal():
            # servers take a bind DN without password for an anonymous sign-in, and say success
            raise BadLdapSettings(say("there is no password for %(bind_dn)s", bind_dn=self.bind_dn))
        if not 1 <= self.page_size <= 100_000:
            raise BadLdapSettings(
                say("page_size %(page_size)s is not between 1 and 100000", page_size=self.page_size)
            )
        known = dialect_by_name(self.dialect).shapes
        for kind in {*self.kinds, *self.bases, *self.filters, *self.extra}:
            if kind not in known:
                raise BadLdapSettings(
                    say(
                        "the dialect %(dialect)s knows no %(kind)s", dialect=self.dialect, kind=kind
                    )
                )

    @property
    def scheme(self) -> str:
        """The part of the address before ``://``, in lower case."""
        return urlsplit(self.url).scheme

    @property
    def host(self) -> str:
        """The host name of the address; empty for ldapi."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """The port of the address, or the usual one of its scheme (0 for ldapi)."""
        return urlsplit(self.url).port or _PORTS.get(self.scheme, 0)

    def reader(self) -> Dialect:
        """Return the dialect with the attributes of `extra` added."""
        dialect = dialect_by_name(self.dialect)
        for kind, extra in self.extra.items():
            dialect = dialect.extended(kind, extra)
        return dialect

    def searches(self) -> list[Search]:
        """Return the searches that a full read is made of."""
        shapes = dialect_by_name(self.dialect).shapes
        return [
            Search(kind, base, self.filters.get(kind, shapes[kind].filter), kind in self.bases)
            for kind in self.kinds or tuple(shapes)
            for base in self.bases.get(kind, (self.base,))
        ]
