"""Groups: members replaced, added, removed; one sequence of ids."""


def members(sim, number=5):
    return sim.call("OXGroupService.getData", grp={"id": number}).value.get("members", [])


def test_change_without_members_empties_the_group(sim):
    assert members(sim) == ["3"]
    change = {"id": 5, "displayname": "new"}
    assert sim.call("OXGroupService.change", grp=change).status == 200
    assert members(sim) == []


def test_change_replaces_the_members(sim):
    sim.call("OXGroupService.change", grp={"id": 5, "members": [4, 2]})
    assert members(sim) == ["2", "4"]
    read = sim.call("OXGroupService.getData", grp={"id": 5}).value
    assert (read["name"], read["displayname"]) == ("t1", "T1")


def test_empty_display_name_clears(sim):
    sim.call("OXGroupService.change", grp={"id": 5, "displayname": ""})
    assert sim.call("OXGroupService.getData", grp={"id": 5}).value["displayname"] is None


def test_adding_is_all_or_nothing(sim):
    add = "OXGroupService.addMember"
    for bad in ([{"id": 4}, {"id": 3}], [{"id": 4}, {"id": 99}]):
        assert sim.call(add, grp={"id": 5}, members=bad).status == 500
        assert members(sim) == ["3"]
    good = [{"name": "bob"}, {"id": 2}]
    assert sim.call(add, grp={"name": "T1"}, members=good).status == 200
    assert members(sim) == ["2", "3", "4"]


def test_removing_a_stranger_is_silent(sim):
    answer = sim.call("OXGroupService.removeMember", grp={"id": 5}, members=[{"id": 4}, {"id": 3}])
    assert (answer.status, answer.returned) == (200, [])
    assert members(sim) == []


def test_users_groups_share_one_sequence_and_sent_ids_are_ignored(sim):
    made = sim.call("OXGroupService.create", grp={"name": "t3", "displayname": "x", "id": 99})
    assert made.value["id"] == "7"
    assert sim.create("carol").value["id"] == "8"


def test_new_users_join_group_1_even_after_it_was_renamed_and_emptied(sim):
    assert members(sim, 1) == ["2", "3", "4"]
    sim.call("OXGroupService.change", grp={"id": 1, "name": "everybody"})
    sim.create("carol")
    assert members(sim, 1) == ["7"]
    default = sim.call("OXGroupService.getDefaultGroup").value
    assert (default["id"], default["name"]) == ("1", "everybody")


def test_deleted_user_leaves_its_groups(sim):
    sim.call("OXUserService.delete", user={"id": 3})
    assert members(sim) == []
    assert members(sim, 1) == ["2", "4"]


def test_lists(sim):
    def names(answer):
        return [group["name"] for group in answer.returned]

    assert names(sim.call("OXGroupService.list", pattern="T*")) == ["t1", "t2"]
    assert names(sim.call("OXGroupService.list", pattern="standard*")) == ["users"]
    assert names(sim.call("OXGroupService.listAll")) == ["users", "t1", "t2"]
    assert names(sim.call("OXGroupService.listGroupsForUser", usr={"name": "bob"})) == ["users"]
    found = sim.call("OXGroupService.getMembers", grp={"id": 1}).returned
    assert [user["id"] for user in found] == ["2", "3", "4"]
    assert sim.call("OXGroupService.getMultipleData", grps=[{"id": 5}, {"name": "t2"}]).returned


def test_name_keeps_blanks_and_case_and_may_be_a_users_name(sim):
    for name in (" a b ", "ALL", "alice", "x@y%z"):
        made = sim.call("OXGroupService.create", grp={"name": name, "displayname": "&/ü"})
        assert made.value["name"] == name
    assert sim.call("OXGroupService.deleteMultiple", grps=[{"id": 7}, {"id": 8}]).status == 200
