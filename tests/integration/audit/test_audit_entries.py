"""Resources and functional accounts under audit: told, repaired, read only where there are any."""

from typing import Any

import pytest

from stellwerk.audit import tasks
from stellwerk.audit.models import Finding
from stellwerk.sync.models import Applied, Held
from stellwerk.targets.ox import operations as ox
from stellwerk.targets.queries import client, credentials
from tests.factories import dn_of
from tests.integration.audit.audit_case import Found, audit, call, do, found, repair
from tests.integration.sync.site_case import Site

SERVICES = ("OXResourceService", "OXSecondaryAccountService")


@pytest.fixture
def town(site: Site) -> Site:
    """The site with a hall and an account `info` of Anna and Bert, all in step."""
    site.directory.resource("saal", description="Im ersten Stock")
    site.directory.functional_account("info", dn_of("anna"), dn_of("bert"))
    site.sync()
    site.sync()
    return site


def _room(site: Site, **fields: Any) -> None:
    """Change the hall past us."""
    call(site, ox.RESOURCE_CHANGE, res={"id": site.resources()["saal"]["id"], **fields})


def _account(site: Site, operation: Any, *logins: str, **params: Any) -> None:
    """Call the account service past us, for some users."""
    users = [{"id": site.users()[login]["id"]} for login in logins]
    with client(site.target) as one:
        given = {"context": {"id": 10}, "users": users, **params}
        one.call(operation, given, credentials(site.target)["10"])


def _make_account(site: Site, address: str, *logins: str) -> None:
    data = {"name": "x", "login": "x", "primaryAddress": address, "mailEndpointSource": "primary"}
    _account(site, ox.ACCOUNT_CREATE, *logins, accountDataOnCreate=data)


def _kinds(rows: Found) -> set[tuple[str, str]]:
    return set(rows)


def test_what_is_in_step_has_no_finding_and_is_read_with_one_call_each(town: Site) -> None:
    town.calls()
    assert audit(town) == {}
    calls = town.calls()
    assert (calls["OXResourceService.listAll"], calls["OXSecondaryAccountService.list"]) == (1, 1)


def test_services_nobody_uses_are_not_asked(site: Site) -> None:
    site.calls()
    audit(site)
    assert not [name for name in site.calls() if name.startswith(SERVICES)]


def test_a_resource_deleted_past_us_is_missing_and_made_again(town: Site) -> None:
    call(town, ox.RESOURCE_DELETE, res={"id": town.resources()["saal"]["id"]})
    assert _kinds(audit(town)) == {("missing", "Saal")}
    assert repair(town)["repaired"] == 1
    town.drain()
    assert town.resources()["saal"]["description"] == "Im ersten Stock"
    assert audit(town) == {}


def test_a_changed_resource_is_told_field_by_field_and_put_back(town: Site) -> None:
    _room(town, description="Im Keller", available=False)
    (finding,) = audit(town).values()
    assert finding.fields == {
        "description": ["Im Keller", "Im ersten Stock"],
        "available": ["false", "true"],
    }
    town.calls()
    repair(town)
    town.drain()
    assert town.writes() == {"OXResourceService.change": 1}
    assert town.resources()["saal"]["available"] is True
    assert audit(town) == {}


def test_a_resource_under_another_id_is_linked_again_and_not_touched(town: Site) -> None:
    before = town.resources()["saal"]
    call(town, ox.RESOURCE_DELETE, res={"id": before["id"]})
    again = {name: before[name] for name in ("name", "displayname", "email", "description")}
    call(town, ox.RESOURCE_CREATE, res=again)
    assert _kinds(audit(town)) == {("relinked", "Saal")}
    town.calls()
    repair(town)
    town.drain()
    assert town.writes() == {}
    row = Applied.objects.get(object__startswith="resource:")
    assert row.remote_id == str(town.resources()["saal"]["id"])
    assert audit(town) == {}


def test_a_resource_of_another_name_under_our_id_is_not_overwritten(town: Site) -> None:
    other = {"name": "beamer", "displayname": "Beamer", "email": "beamer@example.org"}
    made = call(town, ox.RESOURCE_CREATE, res=other)
    call(town, ox.RESOURCE_DELETE, res={"id": town.resources()["saal"]["id"]})
    Applied.objects.filter(object__startswith="resource:").update(remote_id=str(made["id"]))
    assert _kinds(audit(town)) == {("missing", "Saal"), ("foreign", "beamer")}
    repair(town)
    town.drain()
    assert town.resources()["beamer"]["displayname"] == "Beamer"
    assert town.resources()["saal"]["displayname"] == "Saal"


def test_a_foreign_resource_is_adopted_by_the_one_of_its_name_and_else_left(town: Site) -> None:
    for name in ("beamer", "auto"):
        res = {"name": name, "displayname": name, "email": f"{name}@example.org"}
        call(town, ox.RESOURCE_CREATE, res=res)
    assert _kinds(audit(town)) == {("foreign", "beamer"), ("foreign", "auto")}
    remote = town.resources()["beamer"]["id"]
    town.directory.resource("beamer")
    town.directory.change("cn=beamer,cn=oxresources,dc=test", oxContextIDNum="99")
    town.sync()
    rows = audit(town)
    assert rows["foreign", "beamer"].object == ""
    town.directory.change("cn=beamer,cn=oxresources,dc=test", oxContextIDNum="10")
    town.read()
    rows = audit(town)
    assert rows["foreign", "beamer"].object.startswith("resource:")
    assert repair(town) == {"repaired": 1, "over": 0, "left_alone": 1}
    town.drain()
    assert town.resources()["beamer"]["id"] == remote
    assert town.resources()["beamer"]["displayname"] == "Beamer"
    assert _kinds(audit(town)) == {("foreign", "auto")}


def test_a_withdrawn_resource_that_can_be_booked_again_is_told_and_waits(town: Site) -> None:
    town.directory.remove("cn=saal,cn=oxresources,dc=test")
    town.approve(town.plan())
    town.drain()
    assert audit(town) == {}
    _room(town, available=True)
    (finding,) = audit(town).values()
    assert finding.fields == {"available": ["true", "false"]}
    repair(town)
    town.drain()
    assert town.resources()["saal"]["available"] is True
    town.approve(town.plan())
    town.drain()
    assert town.resources()["saal"]["available"] is False


def test_a_member_whose_account_was_deleted_gets_it_back(town: Site) -> None:
    _account(town, ox.ACCOUNT_DELETE, "anna", primaryAddress="info@example.org")
    (finding,) = audit(town).values()
    assert (finding.kind, [login for _, login in finding.lost]) == ("members", ["anna"])
    repair(town)
    town.drain()
    assert town.accounts()["info@example.org anna"]["login"] == "id-account-infoanna"
    assert audit(town) == {}


def test_who_has_the_account_too_much_loses_it_behind_the_gate(town: Site) -> None:
    town.directory.person("carla")
    town.sync()
    _make_account(town, "info@example.org", "carla")
    rows = audit(town)
    assert [login for _, login in rows["members", "info"].extra] == ["carla"]
    repair(town, "members")
    town.drain()
    assert Held.objects.get().part == "removals"
    town.approve(town.plan())
    town.drain()
    assert "info@example.org carla" not in town.accounts()
    assert audit(town) == {}


def test_an_account_that_nobody_has_any_more_is_missing_and_made_again(town: Site) -> None:
    _account(town, ox.ACCOUNT_DELETE, "anna", "bert", primaryAddress="info@example.org")
    assert _kinds(audit(town)) == {("missing", "info")}
    repair(town)
    town.drain()
    assert set(town.accounts()) == {"info@example.org anna", "info@example.org bert"}
    assert audit(town) == {}


def test_changed_fields_and_logins_of_one_member_are_told_and_put_back(town: Site) -> None:
    data = {"personal": "Nobody", "login": "else"}
    address = {"primaryAddress": "info@example.org"}
    _account(town, ox.ACCOUNT_UPDATE_DATA, "anna", accountDataUpdate=data, **address)
    (finding,) = audit(town).values()
    assert finding.fields == {
        "personal": [["Nobody", "Team info"], "Team info"],
        "login (anna)": ["else", "id-account-infoanna"],
    }
    repair(town)
    town.drain()
    anna = town.accounts()["info@example.org anna"]
    assert (anna["personal"], anna["login"]) == ("Team info", "id-account-infoanna")
    assert audit(town) == {}


def test_a_foreign_account_is_adopted_by_the_one_of_its_address_and_else_left(town: Site) -> None:
    _make_account(town, "sales@example.org", "anna")
    _make_account(town, "private@else.example", "bert")
    rows = audit(town)
    assert {name for kind, name in rows if kind == "foreign"} == {
        "sales@example.org",
        "private@else.example",
    }
    town.directory.functional_account("sales", dn_of("anna"), dn_of("bert"), ident="id-sales")
    town.configure(manual=True)
    town.plan()
    rows = audit(town)
    assert rows["foreign", "sales@example.org"].object.startswith("functional_account:")
    town.calls()
    assert repair(town) == {"repaired": 1, "over": 0, "left_alone": 1}
    town.configure(manual=False)
    town.sync()
    town.drain()
    assert town.accounts()["sales@example.org anna"]["personal"] == "Team sales"
    assert "sales@example.org bert" in town.accounts()
    assert _kinds(audit(town)) == {("foreign", "private@else.example")}


def test_who_is_gone_from_ox_is_missing_and_not_told_again_of_each_account(town: Site) -> None:
    town.delete_user(town.users()["anna"]["id"])
    assert _kinds(audit(town)) == {("missing", "anna")}


def test_a_service_that_is_not_there_is_told_and_closes_no_finding(town: Site) -> None:
    _room(town, description="Im Keller")
    audit(town)
    refused = "fault:RemoteException:no such service"
    town.trouble("OXResourceService.listAll", refused, next=100)
    town.trouble("OXSecondaryAccountService.list", refused, next=100)
    row = do(town, tasks.ask_for_audit(town.portal, actor="test"))
    assert "resources" in row.result["targets"]["ox"]["unread"]["10"]
    assert "functional accounts" in row.result["targets"]["ox"]["unread"]["10"]
    assert _kinds(found()) == {("different", "Saal")}


def test_one_resource_is_repaired_by_its_key_and_another_is_left(town: Site) -> None:
    town.directory.resource("aula")
    town.sync()
    _room(town, description="Im Keller")
    call(town, ox.RESOURCE_DELETE, res={"id": town.resources()["aula"]["id"]})
    audit(town)
    repair(town, "missing")
    assert set(found()) == {("different", "Saal")}
    assert Finding.objects.get().object.startswith("resource:")
