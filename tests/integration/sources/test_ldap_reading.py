"""Full reads of a real slapd, and everything that must make one incomplete."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from stellwerk.core.masked import Masked
from stellwerk.demo.directory.identity import identity
from stellwerk.demo.directory.town import BASE, GROUPS, PEOPLE, RESOURCES
from stellwerk.sources.base import Kind, ReadRecord, fold_dn
from stellwerk.sources.ldap import LdapSettings, LdapSource
from stellwerk.sources.ldap.source import LdapReading
from stellwerk.sources.ldif import LdifSource
from tests.servers.certificates import make_authority
from tests.servers.slapd import READER_PASSWORD, Slapd

ANNA = identity(0)


def read(settings: LdapSettings) -> tuple[list[ReadRecord], LdapReading]:
    """Read everything; return the records and the reading."""
    reading = LdapSource(settings).read()
    return list(reading), reading


def test_everything_arrives_as_from_the_file(
    settings: LdapSettings, slapd: Slapd, template: Slapd
) -> None:
    records, reading = read(replace(settings, page_size=17))
    assert reading.complete, reading.reason
    assert reading.problem_count == 0
    from_file = LdifSource(template.folder / "town.ldif").read()
    assert sorted(map(comparable, records)) == sorted(map(comparable, from_file))


def comparable(record: ReadRecord) -> tuple[object, ...]:
    """Return what a record says, with DNs folded: slapd writes an escaped comma its own way."""
    attributes = dict(record.attributes)
    members = sorted(map(fold_dn, attributes.pop("members", [])))
    said = sorted(attributes.items()), sorted(record.blobs.items())
    return record.ident, record.kind, fold_dn(record.dn), members, said


@pytest.mark.parametrize("way", ["StartTLS", "LDAPS"])
def test_an_encrypted_read(settings: LdapSettings, slapd: Slapd, way: str) -> None:
    chosen = replace(settings, ca_file=slapd.ca_file)
    if way == "StartTLS":
        chosen = replace(chosen, start_tls=True)
    else:
        chosen = replace(chosen, url=slapd.tls_url)
    records, reading = read(chosen)
    assert reading.complete, reading.reason
    assert len(records) == 165


@pytest.mark.parametrize("way", ["StartTLS", "LDAPS"])
def test_a_certificate_of_another_authority_is_refused(
    settings: LdapSettings, slapd: Slapd, tmp_path: Path, way: str
) -> None:
    chosen = replace(settings, ca_file=make_authority(tmp_path, "Another CA").file)
    if way == "StartTLS":
        chosen = replace(chosen, start_tls=True)
    else:
        chosen = replace(chosen, url=slapd.tls_url)
    records, reading = read(chosen)
    assert records == []
    assert not reading.complete
    assert "ca_file" in reading.reason


def test_a_certificate_for_another_name_is_refused(other_name: Slapd) -> None:
    settings = LdapSettings(other_name.tls_url, BASE, ca_file=other_name.ca_file)
    records, reading = read(settings)
    assert records == []
    assert "certificate" in reading.reason or "ca_file" in reading.reason


def test_a_wrong_password_is_named(settings: LdapSettings) -> None:
    records, reading = read(replace(settings, password=Masked("wrong-password")))
    assert records == []
    assert "refused the bind DN or the password" in reading.reason
    assert "wrong-password" not in reading.reason


def test_a_server_that_is_not_there_is_named(settings: LdapSettings, slapd: Slapd) -> None:
    slapd.stop()
    records, reading = read(settings)
    assert records == []
    assert "no connection" in reading.reason


@pytest.mark.parametrize(("limit", "least"), [("30", 1), ("size=30 size.prtotal=60", 1), ("5", 0)])
def test_a_size_limit_makes_it_incomplete(
    start: Callable[..., Slapd], limit: str, least: int
) -> None:
    server = start(size_limit=limit)
    settings = LdapSettings(
        server.url, BASE, server.reader, Masked(READER_PASSWORD), page_size=20, kinds=(Kind.PERSON,)
    )
    records, reading = read(settings)
    assert least <= len(records) < 120
    assert not reading.complete
    assert "size limit" in reading.reason
    assert "limits dn.exact" in reading.reason


@pytest.mark.parametrize(
    ("base", "words"),
    [(f"ou=nowhere,{BASE}", "nothing at the base"), ("nonsense", "no distinguished name")],
)
def test_a_missing_base_makes_it_incomplete(settings: LdapSettings, base: str, words: str) -> None:
    records, reading = read(replace(settings, bases={Kind.GROUP: (GROUPS, base)}))
    assert len(records) > 100
    assert not reading.complete
    assert words in reading.reason
    assert base in reading.reason


@pytest.mark.parametrize("kind", [Kind.PERSON, Kind.GROUP])
def test_an_empty_base_makes_it_incomplete(
    settings: LdapSettings, slapd: Slapd, kind: Kind
) -> None:
    slapd.add(f"ou=empty,{BASE}", objectClass="organizationalUnit", ou="empty")
    records, reading = read(replace(settings, bases={kind: (f"ou=empty,{BASE}",)}))
    assert kind not in {record.kind for record in records}
    assert not reading.complete
    assert "empty" in reading.reason


def test_a_kind_that_nobody_asked_for_may_be_empty(settings: LdapSettings, slapd: Slapd) -> None:
    with slapd.as_admin() as opened:
        for dn, _ in opened.search_s(RESOURCES, 1, attrlist=["1.1"]):
            opened.delete_s(dn)
    records, reading = read(settings)
    assert Kind.RESOURCE not in {record.kind for record in records}
    assert reading.complete


@pytest.mark.parametrize("at_base", [True, False])
def test_a_referral_makes_it_incomplete(
    settings: LdapSettings, slapd: Slapd, at_base: bool
) -> None:
    where = f"ou=elsewhere,{PEOPLE}"
    slapd.add(
        where,
        objectClass=["referral", "extensibleObject"],
        ou="elsewhere",
        ref="ldap://other.example/ou=elsewhere",
    )
    bases = {Kind.PERSON: (where,)} if at_base else {}
    records, reading = read(replace(settings, bases=bases, kinds=(Kind.PERSON,)))
    assert len(records) == (0 if at_base else 120)
    assert not reading.complete
    assert "refers" in reading.reason


def test_a_server_killed_while_it_is_read(settings: LdapSettings, slapd: Slapd) -> None:
    reading = LdapSource(replace(settings, page_size=10)).read()
    records = iter(reading)
    first = next(records)
    slapd.kill()
    rest = list(records)
    assert first.ident
    assert len(rest) < 119
    assert not reading.complete
    assert "no connection" in reading.reason


def test_an_account_that_may_not_see_everything_is_noticed_by_a_canary(
    settings: LdapSettings,
) -> None:
    seen = f"uid={ANNA.login},CN=Users,{BASE.upper()}"
    _, reading = read(replace(settings, canary_dns=(seen,)))
    assert reading.complete, reading.reason
    _, reading = read(replace(settings, canary_dns=(seen, f"uid=hidden,{PEOPLE}")))
    assert not reading.complete
    assert "uid=hidden" in reading.reason


def test_a_rename_and_a_move_keep_the_id(settings: LdapSettings, slapd: Slapd) -> None:
    before = {record.dn: record for record in read(settings)[0]}[ANNA.dn]
    slapd.add(f"ou=new,{BASE}", objectClass="organizationalUnit", ou="new")
    slapd.rename(ANNA.dn, "uid=renamed", f"ou=new,{BASE}")
    records, reading = read(settings)
    after = {record.ident: record for record in records}[before.ident]
    assert after.dn == f"uid=renamed,ou=new,{BASE}"
    assert after.attributes["username"] == ["renamed"]
    assert after.fingerprint != before.fingerprint
    groups = [record for record in records if record.attributes.get("name") == ["Bürgerbüro"]]
    assert after.dn in groups[0].attributes["members"]
    assert reading.complete


def test_one_change_changes_one_fingerprint(settings: LdapSettings, slapd: Slapd) -> None:
    before = {record.ident: record.fingerprint for record in read(settings)[0]}
    slapd.replace(ANNA.dn, sn="Neuer-Name", mailAlternativeAddress=[])
    after = {record.ident: record.fingerprint for record in read(settings)[0]}
    assert before.keys() == after.keys()
    assert len([ident for ident in before if before[ident] != after[ident]]) == 1


def test_overlapping_bases_give_each_object_once(settings: LdapSettings) -> None:
    records, reading = read(replace(settings, bases={Kind.PERSON: (BASE, PEOPLE)}))
    assert Counter(record.ident for record in records).most_common(1)[0][1] == 1
    assert reading.complete


def test_own_filters_and_attributes(settings: LdapSettings) -> None:
    chosen = replace(
        settings,
        kinds=(Kind.PERSON,),
        filters={Kind.PERSON: f"(&(objectClass=inetOrgPerson)(uid={ANNA.login}))"},
        extra={Kind.PERSON: {"homeDirectory": "home"}},
    )
    records, reading = read(chosen)
    assert [record.attributes["home"] for record in records] == [[f"/home/{ANNA.login}"]]
    assert reading.complete


def test_a_malformed_filter_is_named(settings: LdapSettings) -> None:
    records, reading = read(replace(settings, kinds=(Kind.PERSON,), filters={Kind.PERSON: "(uid="}))
    assert records == []
    assert "the filter (uid= is malformed" in reading.reason


def test_the_openldap_dialect_reads_the_same_people(settings: LdapSettings) -> None:
    records, reading = read(replace(settings, dialect="openldap"))
    assert reading.complete, reading.reason
    assert Counter(record.kind for record in records) == {Kind.PERSON: 120, Kind.GROUP: 30}
