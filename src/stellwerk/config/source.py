"""``[[source]]``: an LDAP server or an LDIF file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stellwerk.config.document import SourceWish
from stellwerk.config.duration import seconds
from stellwerk.config.gates import limits
from stellwerk.config.password import password
from stellwerk.config.section import Section, shown
from stellwerk.core.errors import StellwerkError
from stellwerk.sources.base import Kind
from stellwerk.sources.dialects.registry import DIALECTS
from stellwerk.sources.dn import BrokenDn, split_dn
from stellwerk.sources.ldap.filter import check_filter
from stellwerk.sources.ldap.settings import LdapSettings

_DIALECTS = {*DIALECTS, "nubus"}
_KINDS = {str(kind) for kind in Kind}
RELINK = ("ask", "mail", "never")
"""What happens when somebody was deleted and made anew; the first is the default."""


def source(section: Section, folder: Path) -> SourceWish:
    """One source; relative paths are made absolute from `folder`."""
    name = section.text("name", required=True)
    kind = section.choice("kind", {"ldap", "ldif"})
    secret = None
    settings: dict[str, Any] = {}
    if kind == "ldif":
        path = section.text("path", required=True)
        settings = {"path": str(folder / path), **_common(section)}
    elif kind == "ldap":
        settings = {**_server(section, folder), **_common(section)}
        secret = password(section, required=bool(settings["bind_dn"]))
        if secret is not None and not settings["bind_dn"]:
            hint = 'Add bind_dn = "cn=...,dc=..." or take the password out.'
            section.problem("", "there is a password but no bind_dn", hint)
        _fits(section, settings)
    else:
        section.asked |= set(section.values)
    every = section.text("read_every")
    if every:
        hint = "Write it like 90s, 15m, 2h or 1d."
        every = section.checked("read_every", every, seconds, hint)
    section.end()
    kept = {k: v for k, v in settings.items() if v not in ("", {}, [], None)}
    return SourceWish(name, kind, kept, secret, seconds(every) if every else None)


def _common(section: Section) -> dict[str, Any]:
    dialect = section.choice("dialect", _DIALECTS, "ucs")
    minimum = section.number("minimum", 0, 10_000_000)
    return {
        "dialect": dialect,
        "extra": _by_kind(section.table("extra"), _extra),
        "minimum": int(minimum) if minimum else "",
        "canary_dns": _dns(section, "canary_dns"),
        "relink": section.choice("relink", RELINK, "ask").removeprefix(RELINK[0]),
        **limits(section),
    }


def _server(section: Section, folder: Path) -> dict[str, Any]:
    ca_file = section.file("ca_file", folder)
    numbers = {
        name: value
        for name, low, high in (("timeout", 1, 3600), ("page_size", 1, 100_000))
        if (value := section.number(name, low, high)) is not None
    }
    return {
        "url": section.text("url", required=True),
        "base": _dn(section, "base", section.text("base", required=True)),
        "bind_dn": section.text("bind_dn"),
        "start_tls": section.flag("start_tls"),
        "ca_file": ca_file,
        **numbers,
        "kinds": [one for one in section.texts("kinds") if _known(section, one)],
        "bases": _by_kind(section.table("bases"), _dns),
        "filters": _by_kind(section.table("filters"), _filter),
    }


def _filter(table: Section, kind: str) -> str:
    hint = "Write it like (objectClass=person); each opening bracket needs a closing one."
    text = table.text(kind)
    return table.checked(kind, text, check_filter, hint) if text else ""


def _dns(section: Section, name: str) -> list[str]:
    return [_dn(section, name, one) for one in section.texts(name)]


def _dn(section: Section, name: str, text: str) -> str:
    try:
        split_dn(text)
    except BrokenDn:
        said = f"{shown(text)} is no distinguished name"
        section.problem(name, said, "Write it like ou=people,dc=example,dc=org.")
    return text


def _known(section: Section, kind: str) -> bool:
    if kind not in _KINDS:
        known = ", ".join(sorted(_KINDS))
        section.problem("kinds", f"{kind!r} is not known", f"Known are: {known}.")
    return kind in _KINDS


def _by_kind(table: Section, value: Any) -> dict[str, Any]:
    found = {kind: value(table, kind) for kind in sorted(_KINDS) if kind in table.values}
    table.asked |= _KINDS
    table.end()
    return found


def _extra(table: Section, kind: str) -> dict[str, str]:
    inner = table.table(kind)
    return {name: inner.text(name, required=True) for name in inner.values}


def _fits(section: Section, settings: Mapping[str, Any]) -> None:
    """Let the settings be looked at by what will use them."""
    known = ("url", "base", "start_tls", "dialect")
    if not settings["url"] or not settings["dialect"]:
        return
    try:
        seen = LdapSettings(
            **{name: settings[name] for name in known},
            kinds=tuple(Kind(kind) for kind in settings["kinds"]),
            bases={Kind(kind): () for kind in settings["bases"]},
            filters={Kind(kind): "" for kind in settings["filters"]},
            extra={Kind(kind): {} for kind in settings["extra"]},
        )
        # Only asking for the port tells whether it is a number.
        seen.port  # noqa: B018
    except StellwerkError as error:
        section.problem("url", error.message, error.hint or "Correct it.")
    except ValueError as error:
        section.problem("url", str(error), "Write it like ldaps://directory.example.org.")
