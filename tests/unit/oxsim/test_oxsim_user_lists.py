"""Lists of users: ids alone, in no useful order, by pages; several read or deleted at once."""


def ids(sim, operation="listAll", **values):
    return [user["id"] for user in sim.call(f"OXUserService.{operation}", **values).returned]


def test_lists_answer_ids_and_nothing_else(sim):
    row = sim.call("OXUserService.listAll").returned[0]
    set_fields = {name: value for name, value in row.items() if value is not None}
    assert set_fields == {"id": row["id"], "contextadmin": "false"}
    assert len(row) > 100, "every unset field is answered as nil"


def test_order_is_not_that_of_the_ids(sim):
    found = ids(sim)
    assert sorted(found) == ["2", "3", "4"]
    assert found != sorted(found)


def test_pattern_is_matched_against_login_and_display_name(sim):
    assert ids(sim, "list", search_pattern="ALI*") == ["3"]
    assert ids(sim, "list", search_pattern="*person") == ["4", "3", "2"]
    assert ids(sim, "list", search_pattern="alice@*") == []
    assert ids(sim, "list", search_pattern="3") == []
    assert ids(sim, "listCaseInsensitive", search_pattern="BOB") == ["4"]


def test_pages(sim):
    for name in ("c", "d", "e"):
        sim.create(name)
    pages = [ids(sim, "list", search_pattern="*", length=2, offset=at) for at in (0, 2, 4, 6)]
    assert [len(page) for page in pages] == [2, 2, 2, 0]
    assert sorted(number for page in pages for number in page) == sorted(ids(sim))
    assert ids(sim, "listAll", exclude_users=True) == []


def test_by_domain_of_any_alias(sim):
    sim.change(aliases=["alice@example.org", "a@Other.org"])
    assert ids(sim, "listByAliasDomain", alias_domain="other.org") == ["3"]


def test_several_at_once(sim):
    found = sim.call("OXUserService.getMultipleData", users=[{"id": 4}, {"name": "alice"}])
    assert [user["name"] for user in found.returned] == ["bob", "alice"]
    assert sim.call("OXUserService.deleteMultiple", users=[{"id": 4}, {"id": 3}]).status == 200
    assert ids(sim) == ["2"]
    assert sim.call("OXUserService.deleteMultiple", users=[{"id": 2}]).kind


def test_exists_by_id_name_and_display_name(sim):
    def exists(**user):
        return sim.call("OXUserService.exists", user=user).value == "true"

    assert exists(id=3)
    assert exists(name="bob")
    assert exists(display_name="Bob Person")
    assert not exists(id=99)
    assert not exists(name="Bob")


def test_deleted_name_is_free_at_once_under_a_new_id(sim):
    assert sim.call("OXUserService.delete", user={"name": "alice"}, reassign=0).status == 200
    assert sim.create("alice").value["id"] == "7"


def test_plain_user_reads_and_changes_itself(sim):
    own = {"login": "alice", "password": "pw"}
    read = sim.call("OXUserService.getData", user={"name": "alice"}, auth=own)
    assert read.value["id"] == "3"
    change = sim.call("OXUserService.change", usrdata={"id": 3, "title": "Dr."}, auth=own)
    assert change.status == 200
    assert sim.alice()["title"] == "Dr."
