"""``[[target]]``: an OX App Suite server and who goes there."""

import re
from pathlib import Path
from string import Formatter
from typing import Any
from zoneinfo import available_timezones

from stellwerk.config.context import context
from stellwerk.config.document import EntryWish, Login, TargetWish
from stellwerk.config.gates import limits
from stellwerk.config.mapping import mapping
from stellwerk.config.password import password
from stellwerk.config.rule import rules
from stellwerk.config.section import Section
from stellwerk.core.errors import StellwerkError
from stellwerk.targets.ox import accounts
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.expressions import expression
from stellwerk.targets.ox.logins import check_template
from stellwerk.targets.ox.mailbox import server_url

_LOGIN_HINT = "Write it like {{fa_entry_uuid}}{{username}}."
HEIRS = ("administrator", "none")
"""Who inherits what a deleted account shared; the first is the default."""
_LANGUAGE = re.compile(r"[a-z]{2}_[A-Z]{2}")
_DOMAIN = re.compile(r"[^\W_][\w-]*(\.[^\W_][\w-]*)+")


def target(section: Section, folder: Path) -> TargetWish:
    """One target, with the contexts declared at it."""
    name = section.text("name", required=True)
    settings = {**_server(section, folder), **_numbers(section), **_accounts(section)}
    settings["mapping"] = mapping(section, folder)
    manual = section.choice("apply", {"auto", "manual"}, "auto") == "manual"
    login = section.text("master_login", required=True)
    secret = password(section, "master_password", required=True)
    logins = [Login("", login, secret)] if login and secret else []
    declared: list[EntryWish] = []
    seen: set[str] = set()
    for one in section.tables("context"):
        entry, known = context(one)
        key = entry.key if entry else known.scope if known else ""
        if key and key in seen:
            one.problem("id", f"context {key} is there twice", "Put the two together.")
        seen.add(key)
        declared += [entry] if entry else []
        logins += [known] if known else []
    own = rules(section)
    section.end()
    section.asked.add("gates")
    kept = {key: value for key, value in settings.items() if value not in ("", None, {})}
    return TargetWish(name, kept, manual, own, logins, declared)


def _server(section: Section, folder: Path) -> dict[str, Any]:
    url = section.text("url", required=True)
    ca_file = section.file("ca_file", folder)
    if url:
        try:
            OxClient(url).close()
        except StellwerkError as error:
            section.problem("url", error.message.rstrip("."), error.hint)
    return {"url": url, "ca_file": ca_file}


def _numbers(section: Section) -> dict[str, Any]:
    lanes = section.number("lanes", 1, 64)
    return {
        "lanes": None if lanes is None else int(lanes),
        "deadline": section.number("deadline", 1, 600),
        "settle": section.number("settle", 0, 3600),
        "audit_every": section.number("audit_every", 0, 8760),
        **_gates(section),
    }


def _gates(section: Section) -> dict[str, Any]:
    """What holds destructive changes back, and what happens to leavers. Defaults stay unsaid."""
    return {
        **limits(section),
        "gates": section.flag("gates") if "gates" in section.values else None,
        "grace_days": section.number("grace_days", 0, 3650),
        "reassign": section.choice("reassign", HEIRS, HEIRS[0]).removeprefix(HEIRS[0]),
        "close_disabled": section.flag("close_disabled") or None,
    }


def _accounts(section: Section) -> dict[str, Any]:
    """The settings that decide what an account looks like."""
    texts = {
        name: section.text(name)
        for name in (
            "mail_domain",
            "context_admin",
            "language",
            "timezone",
            "imap_server",
            "smtp_server",
            "imap_login",
            "identifier",
            "functional_account_login",
        )
    }
    # Not stripped: the blank before the bracket is part of it.
    suffix = section.text("suffix", strip=False)
    if suffix:
        section.checked("suffix", suffix, _suffix, 'Write it like " ({login})".')
    for name, valid, hint in (
        ("language", _language, "Write it like de_DE."),
        ("timezone", _time_zone, "Write it like Europe/Berlin."),
        ("mail_domain", _domain, "Write it like example.org."),
        ("imap_server", server_url, "Write it like imap://mail.example.org:143."),
        ("smtp_server", server_url, "Write it like smtp://mail.example.org:25."),
        ("functional_account_login", accounts.check_template, _LOGIN_HINT),
        ("imap_login", check_template, "Write it like {}, {username} or {}*admin."),
        ("identifier", _property, "Name one property, like username or entryUUID."),
    ):
        if texts[name]:
            section.checked(name, texts[name], valid, hint)
    return {**texts, "suffix": suffix}


def _suffix(text: str) -> str:
    try:
        parts = [part[1:] for part in Formatter().parse(text) if part[1] is not None]
    except ValueError as error:
        raise ValueError(f"{text!r} holds a brace that is not part of {{login}}") from error
    if any(part != ("login", "", None) for part in parts):
        raise ValueError(f"{text!r} holds something else than {{login}}")
    if not parts:
        raise ValueError(f"{text!r} does not hold {{login}}, so it would be the same for all")
    return text


def _language(text: str) -> None:
    if not _LANGUAGE.fullmatch(text):
        raise ValueError(f"{text!r} is no language of OX")


def _time_zone(text: str) -> None:
    if text not in available_timezones():
        raise ValueError(f"{text!r} is no time zone")


def _domain(text: str) -> None:
    if not _DOMAIN.fullmatch(text):
        raise ValueError(f"{text!r} is no domain name")


def _property(text: str) -> None:
    if text not in expression(text).properties:
        raise ValueError(f"{text!r} is no name of a property")
