"""The preflight names what is wrong and what to do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stellwerk.core.masked import Masked
from stellwerk.demo.directory.town import BASE, GROUPS
from stellwerk.sources.base import Kind
from stellwerk.sources.ldap import LdapSettings
from stellwerk.sources.ldap.preflight import preflight
from stellwerk.sources.ldap.step import Outcome, Step
from tests.servers.certificates import make_authority
from tests.servers.ports import free_port
from tests.servers.slapd import READER_PASSWORD, Slapd, copy_slapd


def steps(settings: LdapSettings) -> dict[str, Step]:
    """Run the preflight; return its steps by name."""
    return {step.what: step for step in preflight(settings)}


def failed(found: dict[str, Step]) -> list[str]:
    """Return the names of the failed steps."""
    return [name for name, step in found.items() if step.outcome is Outcome.FAIL]


@pytest.mark.parametrize("way", ["plain", "StartTLS", "LDAPS"])
def test_all_is_well(settings: LdapSettings, slapd: Slapd, way: str) -> None:
    chosen = {
        "plain": settings,
        "StartTLS": replace(settings, start_tls=True, ca_file=slapd.ca_file),
        "LDAPS": replace(settings, url=slapd.tls_url, ca_file=slapd.ca_file),
    }[way]
    found = steps(chosen)
    assert failed(found) == []
    assert list(found)[:4] == ["name", "connection", "encryption", "bind"]
    assert found[f"person in {BASE}"].result == "120 found"
    assert "username" in found["sample"].result
    assert found["paging"].outcome is Outcome.OK
    if way != "plain":
        assert "signed by Test CA" in found["encryption"].result


def test_an_unknown_host(settings: LdapSettings) -> None:
    found = steps(replace(settings, url="ldap://nowhere.invalid"))
    assert failed(found) == list(found) == ["name"]
    assert "nowhere.invalid" in found["name"].result


def test_nobody_listens(settings: LdapSettings) -> None:
    found = steps(replace(settings, url=f"ldap://127.0.0.1:{free_port()}"))
    assert failed(found) == ["connection"]
    assert "firewall" in found["connection"].next_step


@pytest.mark.parametrize("start_tls", [True, False])
def test_another_authority(
    settings: LdapSettings, slapd: Slapd, tmp_path: Path, start_tls: bool
) -> None:
    url = slapd.url if start_tls else slapd.tls_url
    wrong = make_authority(tmp_path, "Another CA").file
    found = steps(replace(settings, url=url, start_tls=start_tls, ca_file=wrong))
    assert failed(found) == ["encryption"]
    assert "ca_file" in found["encryption"].next_step


def test_another_name(other_name: Slapd) -> None:
    found = steps(LdapSettings(other_name.tls_url, BASE, ca_file=other_name.ca_file))
    assert failed(found) == ["encryption"]
    assert "made out to" in found["encryption"].next_step


def test_no_tls_on_this_port(settings: LdapSettings, slapd: Slapd) -> None:
    found = steps(replace(settings, url=f"ldaps://127.0.0.1:{slapd.port}", timeout=2))
    assert failed(found) == ["encryption"]
    assert "636" in found["encryption"].next_step


@pytest.mark.parametrize(
    ("days", "outcome", "words"), [(3, Outcome.WARN, "Renew"), (-3, Outcome.FAIL, "Renew")]
)
def test_a_certificate_that_ends(
    template: Slapd, tmp_path: Path, days: int, outcome: Outcome, words: str
) -> None:
    server = copy_slapd(template, tmp_path / "slapd")
    authority = make_authority(server.folder)
    until = datetime.now(UTC) + timedelta(days=days)
    authority.issue(server.folder, valid_until=until)
    with server:
        found = steps(LdapSettings(server.tls_url, BASE, ca_file=authority.file))
    assert found["encryption"].outcome is outcome
    assert words in found["encryption"].next_step


def test_a_file_of_authorities_that_cannot_be_read(settings: LdapSettings, slapd: Slapd) -> None:
    found = steps(replace(settings, url=slapd.tls_url, ca_file=Path("/nowhere/ca.pem")))
    assert failed(found) == ["encryption"]
    assert "/nowhere/ca.pem" in found["encryption"].result


def test_a_wrong_password(settings: LdapSettings) -> None:
    found = steps(replace(settings, password=Masked("wrong")))
    assert failed(found) == ["bind"]


def test_a_missing_base(settings: LdapSettings) -> None:
    found = steps(replace(settings, bases={Kind.PERSON: (f"ou=none,{BASE}",)}))
    assert failed(found) == [f"base ou=none,{BASE}", f"person in ou=none,{BASE}"]


def test_nobody_found(settings: LdapSettings) -> None:
    found = steps(replace(settings, filters={Kind.PERSON: "(uid=nobody)"}))
    assert failed(found) == [f"person in {BASE}"]
    assert "(uid=nobody)" in found[f"person in {BASE}"].next_step


def test_a_size_limit(start: Callable[..., Slapd]) -> None:
    server = start(size_limit="30")
    found = steps(LdapSettings(server.url, BASE, server.reader, Masked(READER_PASSWORD)))
    assert f"person in {BASE}" in failed(found)
    assert "limits dn.exact" in found[f"person in {BASE}"].next_step


def test_a_member_that_is_gone(settings: LdapSettings, slapd: Slapd) -> None:
    slapd.replace(f"cn=Domain Users,{GROUPS}", uniqueMember=[f"uid=gone,{BASE}"])
    step = steps(settings)["referential integrity"]
    assert step.outcome is Outcome.WARN
    assert "ucr set ldap/refint=true" in step.next_step
