"""Module access: what is absent is on, what is named is looked up, what is read is complete."""

import pytest

FLAGS = 26
OFF_UNLESS_SENT = {"deniedPortal", "globalAddressBookDisabled", "publicFolderEditable"}


def access_of(sim, user_id=3):
    return sim.call("OXUserService.getModuleAccess", user={"id": user_id}).value


def on(values):
    return {flag for flag, value in values.items() if value == "true"}


def test_absent_flags_are_on_but_for_three(sim, new_person):
    created = sim.call(
        "OXUserService.createByModuleAccess",
        usrdata=new_person("carol"),
        access={"webmail": False},
    )
    access = access_of(sim, created.value["id"])
    assert len(access) == FLAGS
    assert set(access) - on(access) == OFF_UNLESS_SENT | {"webmail"}


def test_publication_always_reads_back_true(sim):
    change = dict.fromkeys(access_of(sim), False)
    sim.call("OXUserService.changeByModuleAccess", user={"id": 3}, moduleAccess=change)
    assert on(access_of(sim)) == {"publication"}


def test_plain_create_copies_the_administrators_access(sim):
    boss = {"publicFolderEditable": True, "globalAddressBookDisabled": False, "tasks": False}
    sim.call("OXUserService.changeByModuleAccess", user={"id": 2}, moduleAccess=boss)
    number = sim.create("carol").value["id"]
    assert on(access_of(sim, 2)) - on(access_of(sim, number)) == {"publicFolderEditable"}
    assert "tasks" not in on(access_of(sim, number))


@pytest.mark.parametrize("name", ["webmail", "pim_plus", "groupware_premium", "premium", "drive"])
def test_named_combination_is_recognised_until_one_flag_differs(sim, name):
    change = {"user": {"id": 3}, "access_combination_name": name}
    assert sim.call("OXUserService.changeByModuleAccessName", **change).status == 200
    ask = "OXUserService.getAccessCombinationName"
    assert sim.call(ask, user={"id": 3}).value == name
    flags = {flag: value == "true" for flag, value in access_of(sim).items()}
    flags["deniedPortal"] = not flags["deniedPortal"]
    sim.call("OXUserService.changeByModuleAccess", user={"id": 3}, moduleAccess=flags)
    assert sim.call(ask, user={"id": 3}).value is None


def test_changing_a_context_changes_all_its_users(sim):
    change = {"ctx": {"id": 30}, "access_combination_name": "pim"}
    assert sim.call("OXContextService.changeModuleAccessByName", **change).status == 200
    assert on(access_of(sim, 3)) == on(access_of(sim, 4))
    ask = "OXContextService.getAccessCombinationName"
    assert sim.call(ask, ctx={"id": 30}).value == "pim"
