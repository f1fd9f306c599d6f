"""zeep reads the WSDL of every service and works with it."""

import datetime

import pytest
import zeep
from oxsim_zeep import ADMIN, COPY, CTX, MASTER, NAMESPACE, binding_of, person, service

from oxsim.services import SERVICES


@pytest.mark.parametrize("name", SERVICES)
def test_wsdl_describes_exactly_what_is_served(served, name):
    client = zeep.Client(f"{served.url}/webservices/{name}?wsdl")
    binding = client.wsdl.bindings[binding_of(name)]
    assert set(binding.all()) == set(SERVICES[name].operations)
    port = next(iter(client.wsdl.services[name].ports.values()))
    assert port.binding_options["address"] == f"{served.url}/webservices/{name}"


def test_context_from_creation_to_deletion(served):
    contexts = service(served.url, "OXContextService")
    made = contexts.createModuleAccessByName(
        ctx={"id": 20, "name": "amt", "maxQuota": 500, "loginMappings": ["x", "y"]},
        admin_user=person("boss"),
        access_combination_name="premium",
        auth=MASTER,
    )
    assert (made.id, made.maxQuota, made.usedQuota) == (20, 500, None)
    contexts.change(ctx={"id": 20, "maxQuota": -1}, auth=MASTER)
    read = contexts.getData(ctx={"name": "amt"}, auth=MASTER)
    assert (read.id, read.maxQuota, read.loginMappings) == (20, None, ["amt", "x", "y"])
    assert contexts.getAdminId(ctx={"id": 20}, auth=MASTER) == 2
    assert contexts.getAccessCombinationName(ctx={"id": 20}, auth=MASTER) == "premium"
    assert [one.id for one in contexts.listAll(auth=MASTER)] == [10, 20]
    assert contexts.delete(ctx={"id": 20}, auth=MASTER) is None
    assert contexts.exists(ctx={"id": 20}, auth=MASTER) is False
    assert contexts.list(search_pattern="amt", auth=MASTER) == []


def test_user_from_creation_to_deletion(served):
    users = service(served.url, "OXUserService")
    made = users.createByModuleAccess(
        ctx=CTX,
        usrdata=person("alice", birthday=datetime.date(1980, 1, 2), aliases=["al@x"]),
        access={"webmail": True, "infostore": False},
        auth=ADMIN,
    )
    assert (made.id, made.password) == (3, "pw")
    users.change(ctx=CTX, usrdata={"id": 3, "city_home": "Köln & <Bonn>"}, auth=ADMIN)
    read = users.getData(ctx=CTX, user={"name": "alice"}, auth=ADMIN)
    assert read.city_home == "Köln & <Bonn>"
    assert read.birthday == datetime.date(1980, 1, 2)
    assert read.aliases == ["al@x", "alice@example.org"]
    assert (read.mailenabled, read.maxQuota, read.userfield01) == (True, -1, None)
    access = users.getModuleAccess(ctx=CTX, user={"id": 3}, auth=ADMIN)
    assert (access.webmail, access.infostore, access.deniedPortal) == (True, False, False)
    rows = users.list(ctx=CTX, search_pattern="*", auth=ADMIN, length=1, offset=0)
    assert [(row.id, row.name) for row in rows] == [(3, None)]
    several = users.getMultipleData(ctx=CTX, users=[{"id": 2}, {"id": 3}], auth=ADMIN)
    assert [user.name for user in several] == ["oxadmin", "alice"]
    assert users.exists(ctx=CTX, user={"name": "alice"}, auth=ADMIN) is True
    users.delete(ctx=CTX, user={"id": 3}, auth=ADMIN, reassign=0)
    assert [row.id for row in users.listAll(ctx=CTX, auth=ADMIN)] == [2]


def test_group_from_creation_to_deletion(served):
    users, groups = service(served.url, "OXUserService"), service(served.url, "OXGroupService")
    for name in ("alice", "bob"):
        users.create(ctx=CTX, usrdata=person(name), auth=ADMIN)
    made = groups.create(
        ctx=CTX, grp={"name": "amt", "displayname": "Straßen & Grün", "members": [3]}, auth=ADMIN
    )
    assert (made.id, made.members) == (5, [3])
    groups.addMember(ctx=CTX, grp={"id": 5}, members=[{"id": 4}], auth=ADMIN)
    groups.removeMember(ctx=CTX, grp={"id": 5}, members=[{"id": 3}], auth=ADMIN)
    assert [one.id for one in groups.getMembers(ctx=CTX, grp={"id": 5}, auth=ADMIN)] == [4]
    found = groups.listGroupsForUser(ctx=CTX, usr={"id": 4}, auth=ADMIN)
    assert [one.name for one in found] == ["users", "amt"]
    groups.change(ctx=CTX, grp={"id": 5, "displayname": "neu"}, auth=ADMIN)
    assert groups.getData(ctx=CTX, grp={"id": 5}, auth=ADMIN).members == []
    groups.delete(ctx=CTX, grp={"id": 5}, auth=ADMIN)
    assert [one.id for one in groups.listAll(ctx=CTX, auth=ADMIN)] == [1]


def test_resource_from_creation_to_deletion(served):
    resources = service(served.url, "OXResourceService")
    booked = {"entity": 0, "group": True, "privilege": "book_directly"}
    room = {
        "name": "saal",
        "displayname": "Saal & Grün",
        "email": "saal@x",
        "permissions": [booked],
    }
    made = resources.create(ctx=CTX, res=room, auth=ADMIN)
    assert (made.id, made.available, made.permissions) == (3, True, [])
    resources.change(ctx=CTX, res={"id": 3, "description": "oben", "available": False}, auth=ADMIN)
    read = resources.getData(ctx=CTX, res={"name": "saal"}, auth=ADMIN)
    assert (read.displayname, read.description, read.available) == ("Saal & Grün", "oben", False)
    several = resources.getMultipleData(ctx=CTX, resources=[{"id": 3}], auth=ADMIN)
    assert [one.name for one in several] == ["saal"]
    assert [one.id for one in resources.list(ctx=CTX, pattern="s*", auth=ADMIN)] == [3]
    resources.delete(ctx=CTX, res={"id": 3}, auth=ADMIN)
    assert resources.listAll(ctx=CTX, auth=ADMIN) == []


def test_secondary_account_from_creation_to_deletion(served):
    accounts = service(served.url, "OXSecondaryAccountService")
    whose = {"context": CTX, "users": [{"id": 2}], "groups": [], "auth": ADMIN}
    sent = {"primaryAddress": "info@x", "login": "i", "mailEndpointSource": "localhost"}
    assert accounts.create(accountDataOnCreate=sent, **whose) is None
    changed = accounts.update(
        primaryAddress="info@x", accountDataUpdate={"name": "Auskunft", "mailPort": 993}, **whose
    )
    assert changed is True
    (read,) = accounts.list(**whose)
    assert (read.userId, read.name, read.mailServer, read.mailPort) == (
        2,
        "Auskunft",
        "localhost",
        993,
    )
    assert accounts.delete(primaryAddress="info@x", **whose) is True
    assert accounts.delete(primaryAddress="info@x", **whose) is False
    assert accounts.list(**whose) == []


def test_copy_of_a_user_and_its_fault(served):
    contexts = service(served.url, "OXContextService")
    contexts.create(ctx={"id": 20, "maxQuota": -1}, admin_user=person("boss"), auth=MASTER)
    users = service(served.url, "OXUserService")
    users.create(ctx=CTX, usrdata=person("alice"), auth=ADMIN)
    copies = service(served.url, "OXUserCopyService")
    sent = {"user": {"id": 3}, "src": CTX, "dest": {"id": 20}, "auth": MASTER}
    made = copies.copyUser(**sent)
    assert (made.id, made.name) == (3, None)
    boss = {"login": "boss", "password": "pw"}
    assert users.getData(ctx={"id": 20}, user={"id": 3}, auth=boss).name == "alice"
    with pytest.raises(zeep.exceptions.Fault) as caught:
        copies.copyUser(**sent)
    assert caught.value.detail[0].tag == f"{{{COPY}}}UserExistsException"


def test_quota_of_a_module(served):
    contexts = service(served.url, "OXContextService")
    contexts.changeQuota(ctx=CTX, module="user", quotaValue="500", auth=MASTER)
    listed = contexts.listQuota(ctx=CTX, auth=MASTER)
    assert [(one.module, one.limit) for one in listed] == [("user", 500)]


def test_servers(served):
    util = service(served.url, "OXUtilService")
    assert [one.name for one in util.listAllServer(auth=MASTER)] == ["local"]
    made = util.registerFilestore(fstore={"url": "file:/x", "size": 10}, auth=MASTER)
    assert [one.id for one in util.listAllFilestore(auth=MASTER)] == [3, made.id]


def test_fault_is_told_by_its_detail_element(served):
    users = service(served.url, "OXUserService")
    with pytest.raises(zeep.exceptions.Fault) as caught:
        users.getData(ctx=CTX, user={"id": 99}, auth=ADMIN)
    assert caught.value.message.startswith("No such user 99 in context 10; exceptionId ")
    assert caught.value.code == "soap:Server"
    assert caught.value.detail[0].tag == f"{{{NAMESPACE}}}NoSuchUserException"
