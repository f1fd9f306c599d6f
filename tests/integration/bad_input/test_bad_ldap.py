"""A real directory server that holds or says things that are wrong."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import NAMESPACE_DNS, uuid5

import pytest

from stellwerk.core.masked import Masked
from stellwerk.sources.base import Kind, ReadRecord
from stellwerk.sources.ldap import LdapSettings, LdapSource
from stellwerk.sources.ldap.filter import BadFilter, check_filter
from stellwerk.sources.ldap.preflight import preflight
from stellwerk.sources.ldap.source import LdapReading
from stellwerk.sources.ldap.step import Outcome
from tests.servers.slapd import ADMIN_PASSWORD, Slapd
from tests.unit.sources.test_ldap_filter import BAD, GOOD

BASE = "dc=test"
TOP = f"dn: {BASE}\nobjectClass: domain\ndc: test\n\n"


def person(login: str, *lines: str) -> str:
    """A person as slapadd takes it."""
    head = [f"dn: uid={login},{BASE}", "objectClass: inetOrgPerson"]
    head += ["objectClass: univentionObject", "univentionObjectType: users/user"]
    head += [f"uid: {login}", f"cn: {login}", f"entryUUID: {uuid5(NAMESPACE_DNS, login)}"]
    known = [] if any(line.startswith("sn") for line in lines) else ["sn: Muster"]
    return "\n".join([*head, *known, *lines, "", ""])


DAMAGED = {
    "latin": ("audio:: TfxsbGVy", "not_utf8", "audio"),
    "nul": ("audio:: YQBi", "nul", "oxNote"),
}
"""Login -> line, code and what is named. The server checks texts, so an attribute that may hold any
bytes is read as one.
"""


@pytest.fixture
def slapd(tmp_path: Path) -> Iterator[Slapd]:
    """A server with good people and with values no client could have written."""
    server = Slapd(tmp_path, BASE)
    ldif = tmp_path / "people.ldif"
    damaged = [person(login, line) for login, (line, _, _) in DAMAGED.items()]
    many = "\n".join(f"description: value {number}" for number in range(2_000))
    options = person("options", "sn;lang-de: Falsch", "sn: Richtig")
    people = [person("good"), *damaged, options, person("many", many)]
    ldif.write_text(TOP + "".join(people))
    server.load(ldif)
    with server:
        yield server


@pytest.fixture
def settings(slapd: Slapd) -> LdapSettings:
    """How the server is read: people only, a few at a time."""
    return LdapSettings(
        slapd.url, BASE, slapd.admin, Masked(ADMIN_PASSWORD), timeout=10, page_size=2,
        kinds=(Kind.PERSON,), extra={Kind.PERSON: {"audio": "oxNote"}},
    )  # fmt: skip


def read(settings: LdapSettings) -> tuple[dict[str, ReadRecord], LdapReading]:
    """Everything by login, and the reading."""
    reading = LdapSource(settings).read()
    return {record.attributes["username"][0]: record for record in reading}, reading


def test_damaged_values_are_named_with_object_and_field_and_the_rest_arrives(
    settings: LdapSettings,
) -> None:
    records, reading = read(settings)
    assert set(records) == {"good", "options", "many"}
    assert reading.complete, reading.reason
    said = {one.dn: (one.code, one.text) for one in reading.problems}
    assert set(said) == {f"uid={login},{BASE}" for login in DAMAGED}
    for login, (_, code, field) in DAMAGED.items():
        assert said[f"uid={login},{BASE}"][0] == code
        assert field in said[f"uid={login},{BASE}"][1]
    assert all(one.hint and one.ident for one in reading.problems)
    assert records["options"].attributes["lastname"] == ["Richtig"]
    assert len(records["many"].attributes["description"]) == 2_000


@pytest.mark.parametrize("text", ["(uid=*", "(&(uid=a)(|(x)))", "(((", "(uid=\\zz)"])
def test_a_filter_that_does_not_parse_is_named_by_the_check_and_by_the_reading(
    settings: LdapSettings, text: str
) -> None:
    wrong = replace(settings, filters={Kind.PERSON: text})
    (step,) = [one for one in preflight(wrong) if one.outcome is Outcome.FAIL]
    assert "person" in step.what
    assert text in step.result
    assert step.next_step
    records, reading = read(wrong)
    assert records == {}
    assert not reading.complete
    assert text in reading.reason


def test_a_filter_with_names_the_server_does_not_know_is_no_empty_directory(
    settings: LdapSettings,
) -> None:
    records, reading = read(replace(settings, filters={Kind.PERSON: "(noSuchAttribute=x)"}))
    assert records == {}
    assert not reading.complete
    assert "(noSuchAttribute=x)" in reading.reason


def test_what_is_refused_when_it_is_saved_is_refused_by_the_library_too(slapd: Slapd) -> None:
    import ldap

    with slapd.as_admin() as opened:
        for text in BAD:
            if "\0" in text or not text.strip():
                continue  # the library takes nothing for no filter at all, and refuses NUL itself
            with pytest.raises(ldap.FILTER_ERROR):
                opened.search_s(BASE, ldap.SCOPE_BASE, text)
        for text in GOOD:
            opened.search_s(BASE, ldap.SCOPE_BASE, text)
    with pytest.raises(BadFilter):
        check_filter(" ")
