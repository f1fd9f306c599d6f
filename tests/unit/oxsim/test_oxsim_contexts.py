"""Contexts: what a new one holds, how mappings read back, lists, disabling."""

import pytest


def mappings(sim, number=30):
    return sim.call("OXContextService.getData", ctx={"id": number}).value.get("loginMappings", [])


def test_new_context_has_administrator_2_in_group_1(sim):
    assert sim.call("OXContextService.getAdminId", ctx={"name": "ctx30"}).value == "2"
    admin = sim.call("OXUserService.getContextAdmin").value
    assert (admin["id"], admin["contextadmin"], admin["name"]) == ("2", "true", "oxadmin")
    group = sim.call("OXGroupService.getDefaultGroup").value
    assert (group["name"], group["displayname"]) == ("users", "Standard group")


def test_id_is_among_the_mappings_of_lists_only(sim):
    assert mappings(sim) == ["ctx30"]
    listed = sim.call("OXContextService.listAll").returned[0]
    assert listed["loginMappings"] == ["30", "ctx30"]


def test_mappings_replace_the_set_but_the_name_stays(sim):
    change = "OXContextService.change"
    sim.call(change, ctx={"id": 30, "loginMappings": ["a", "A", "b", "30"]})
    assert mappings(sim) == ["ctx30", "A", "b"]
    sim.call(change, ctx={"id": 30, "maxQuota": 5})
    assert mappings(sim) == ["ctx30", "A", "b"]
    sim.call(change, ctx={"id": 30, "loginMappings": [""]})
    assert mappings(sim) == ["ctx30"]


def test_old_name_stays_a_mapping_but_finds_nothing(sim):
    sim.call("OXContextService.change", ctx={"id": 30, "name": "Bürger Amt"})
    assert mappings(sim) == ["ctx30"]
    get = "OXContextService.getData"
    assert sim.call(get, ctx={"name": "ctx30"}).kind == "NoSuchContextException"
    assert sim.call(get, ctx={"name": "Bürger Amt"}).value["id"] == "30"


@pytest.mark.parametrize(("sent", "read"), [(-1, None), (0, "0"), (500, "500"), (None, "1000")])
def test_quota(sim, sent, read):
    assert sim.call("OXContextService.change", ctx={"id": 30, "maxQuota": sent}).status == 200
    assert sim.call("OXContextService.getData", ctx={"id": 30}).value["maxQuota"] == read


def test_disabling_goes_by_its_own_operation(sim):
    get = "OXContextService.getData"
    sim.call("OXContextService.change", ctx={"id": 30, "enabled": False})
    assert sim.call(get, ctx={"id": 30}).value["enabled"] == "true"
    for _ in range(2):
        assert sim.call("OXContextService.disable", ctx={"id": 30}).status == 200
    assert sim.call(get, ctx={"id": 30}).value["enabled"] == "false"
    assert sim.create("carol").status == 200
    sim.call("OXContextService.enable", ctx={"id": 30})
    assert sim.call(get, ctx={"id": 30}).value["enabled"] == "true"


def test_lists_match_id_name_and_mappings(sim, new_person):
    new = {"ctx": {"id": 31, "maxQuota": -1, "loginMappings": ["amt"]}}
    sim.call("OXContextService.create", **new, admin_user=new_person("adm"))

    def ids(operation, **values):
        found = sim.call(f"OXContextService.{operation}", **values).returned
        return [context["id"] for context in found]

    assert ids("list", search_pattern="AMT") == ["31"]
    assert ids("list", search_pattern="3*") == ["30", "31"]
    assert ids("list", search_pattern=None) == ["30", "31"]
    assert ids("list", search_pattern="x*") == []
    assert ids("listPage", search_pattern="*", offset="1", length="5") == ["31"]
    assert ids("listPageAll", offset="0", length="1") == ["30"]


def test_own_administrator_may_read_its_context_only(sim):
    own = {"login": "oxadmin", "password": "admin-pw"}
    assert sim.call("OXContextService.getData", ctx={"id": 30}, auth=own).value["name"] == "ctx30"
    for operation in ("exists", "getAdminId", "getModuleAccess", "change", "delete"):
        answer = sim.call(f"OXContextService.{operation}", ctx={"id": 30}, auth=own)
        assert answer.kind == "InvalidCredentialsException"


def test_delete_takes_everything_along(sim):
    assert sim.call("OXContextService.delete", ctx={"id": 30}).status == 200
    assert sim.call("OXContextService.exists", ctx={"id": 30}).value == "false"
    assert sim.call("OXUserService.listAll").message == "Authentication failed"


def test_servers_below(sim):
    made = sim.call("OXUtilService.registerServer", srv={"name": "second"}).value
    assert made == {"id": "5", "name": None}
    found = sim.call("OXUtilService.listServer", search_pattern="sec*").returned
    assert [server["name"] for server in found] == ["second"]
    assert sim.call("OXUtilService.listAllFilestore").returned[0]["id"] == "3"
    assert sim.call("OXUtilService.listAllDatabase").returned[0]["name"] == "oxdatabase"
