"""The part of the preflight that looks into the directory."""

from collections.abc import Iterator
from typing import Any

from stellwerk.core.said import say
from stellwerk.sources.base import Kind, ReadRecord
from stellwerk.sources.dialects.dialect import BadEntry
from stellwerk.sources.dialects.translator import Translator
from stellwerk.sources.ldap.failure import LdapFailure, failure
from stellwerk.sources.ldap.library import python_ldap
from stellwerk.sources.ldap.paging import paged
from stellwerk.sources.ldap.settings import LdapSettings, Search
from stellwerk.sources.ldap.step import Outcome, Step

PAGED_RESULTS = "1.2.840.113556.1.4.319"
_SHOWN = ("username", "displayName", "mailPrimaryAddress", "isOxUser", "oxContext", "oxAccess")
_GROUPS_LOOKED_AT, _MEMBERS_LOOKED_AT = 5, 20


def content_steps(opened: Any, settings: LdapSettings) -> Iterator[Step]:
    """Yield what a bound connection finds: paging, bases, counts, a sample, refint.

    Raises LdapFailure and LDAPError where the rest cannot be tried.
    """
    yield _paging(opened)
    bases = list(dict.fromkeys(search.base for search in settings.searches()))
    for base in bases:
        yield _base(opened, settings, base)
    sample: ReadRecord | None = None
    groups: list[ReadRecord] = []
    for search in settings.searches():
        step, found = _count(opened, settings, search)
        yield step
        if search.kind is Kind.PERSON and sample is None:
            sample = found[0] if found else None
        if search.kind is Kind.GROUP:
            groups += found
    if sample is not None:
        shown = [
            f"{name} {sample.attributes[name][0]}" for name in _SHOWN if name in sample.attributes
        ]
        yield Step(
            "sample", Outcome.OK, say("%(dn)s: %(shown)s", dn=sample.dn, shown=", ".join(shown))
        )
    yield _integrity(opened, groups)


def _paging(opened: Any) -> Step:
    ldap = python_ldap()
    root = opened.search_ext_s("", ldap.SCOPE_BASE, attrlist=["supportedControl"])
    values = {
        value.decode("ascii", "replace")
        for _, attributes in root
        for name, found in attributes.items()
        if name.lower() == "supportedcontrol"
        for value in found
    }
    if PAGED_RESULTS in values:
        return Step("paging", Outcome.OK, say("the server sends long answers in pages"))
    return Step(
        "paging",
        Outcome.WARN,
        say("the server does not say that it can send answers in pages"),
        say("Name a server that supports paged results (RFC 2696)."),
    )


def _base(opened: Any, settings: LdapSettings, base: str) -> Step:
    ldap = python_ldap()
    try:
        opened.search_ext_s(base, ldap.SCOPE_BASE, attrlist=["1.1"])
    except ldap.LDAPError as error:
        known = failure(error, settings, base)
        return Step(f"base {base}", Outcome.FAIL, known.message, known.hint)
    return Step(f"base {base}", Outcome.OK, say("it is there"))


def _count(opened: Any, settings: LdapSettings, search: Search) -> tuple[Step, list[ReadRecord]]:
    """Count what a search finds, and keep the first few records."""
    dialect = settings.reader()
    translator = Translator(dialect)
    what = f"{search.kind} in {search.base}"
    total, kept = 0, list[ReadRecord]()
    bad: BadEntry | None = None
    try:
        for dn, entry in paged(opened, settings, search, sorted(dialect.wanted(search.kind))):
            total += 1
            if len(kept) >= _GROUPS_LOOKED_AT:
                continue
            try:
                record = translator.record(dn, entry, search.kind)
            except BadEntry as error:
                bad = bad or error
                continue
            if record is not None:
                kept.append(record)
    except LdapFailure as error:
        return Step(what, Outcome.FAIL, error.message, error.hint), kept
    if bad is not None:
        return Step(
            what,
            Outcome.WARN,
            say("%(total)s found; of one of them %(text)s", total=total, text=bad.message),
            bad.hint,
        ), kept
    if not total and search.kind is Kind.PERSON:
        hint = say(
            "Correct the base or the filter %(filter)s, or allow the account to read.",
            filter=search.filter,
        )
        return Step(what, Outcome.FAIL, say("none found"), hint), kept
    return Step(what, Outcome.OK, say("%(total)s found", total=total)), kept


def _integrity(opened: Any, groups: list[ReadRecord]) -> Step:
    """Look for members that are gone: a directory with referential integrity has none."""
    ldap = python_ldap()
    looked = 0
    for group in groups[:_GROUPS_LOOKED_AT]:
        for member in group.attributes.get("members", [])[:_MEMBERS_LOOKED_AT]:
            looked += 1
            try:
                opened.search_ext_s(member, ldap.SCOPE_BASE, attrlist=["1.1"])
            except (ldap.NO_SUCH_OBJECT, ldap.INVALID_DN_SYNTAX):
                return Step(
                    "referential integrity",
                    Outcome.WARN,
                    say(
                        "%(group)s has the member %(member)s, which does not exist",
                        group=group.dn,
                        member=member,
                    ),
                    say(
                        "Switch on the refint overlay, on UCS: ucr set ldap/refint=true,"
                        " then restart slapd."
                    ),
                )
    return _overlay(opened, looked)


def _overlay(opened: Any, looked: int) -> Step:
    ldap = python_ldap()
    what = "referential integrity"
    try:
        found = opened.search_ext_s(
            "cn=config", ldap.SCOPE_SUBTREE, "(objectClass=olcRefintConfig)", ["1.1"]
        )
    except ldap.LDAPError:
        found = None
    if found:
        return Step(what, Outcome.OK, say("the refint overlay is on"))
    if found == []:
        return Step(
            what,
            Outcome.WARN,
            say("the refint overlay is not on: deleted people stay members of their groups"),
            say("Switch it on, on UCS: ucr set ldap/refint=true, then restart slapd."),
        )
    return Step(
        what,
        Outcome.OK,
        say(
            "%(number)s members looked at, all exist; whether the refint overlay is on cannot be"
            " seen",
            number=looked,
        ),
        say("On UCS: ucr get ldap/refint should say true."),
    )
