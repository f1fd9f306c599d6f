"""Groups: nested ones flattened, members by difference, names that clash or change."""

from site_case import Site

from tests.factories import dn_of, group_dn


def _people(site: Site, *logins: str) -> None:
    for login in logins:
        site.directory.person(login)


def test_a_group_is_made_with_its_members_in_one_call(site: Site) -> None:
    _people(site, "anna", "bert")
    site.directory.group("team", dn_of("anna"), dn_of("bert"))
    site.sync()
    assert site.groups() == {"team": {"anna", "bert"}}
    assert site.calls()["OXGroupService.create"] == 1
    assert site.sync().applied == 0
    assert site.calls() == {}


def test_nested_groups_are_flattened(site: Site) -> None:
    _people(site, "anna", "bert", "carl")
    site.directory.group("low", dn_of("anna"))
    site.directory.group("middle", group_dn("low"), dn_of("bert"))
    site.directory.group("top", group_dn("middle"), group_dn("top"), dn_of("carl"))
    site.sync()
    assert site.groups() == {
        "low": {"anna"},
        "middle": {"anna", "bert"},
        "top": {"anna", "bert", "carl"},
    }


def test_a_member_added_deep_below_reaches_every_group_above(site: Site) -> None:
    _people(site, "anna", "bert")
    site.directory.group("low", dn_of("anna"))
    site.directory.group("middle", group_dn("low"))
    site.directory.group("top", group_dn("middle"))
    site.sync()
    site.directory.group("low", dn_of("anna"), dn_of("bert"))
    site.sync()
    both = {"anna", "bert"}
    assert site.groups() == {"low": both, "middle": both, "top": both}


def test_a_subgroup_added_brings_its_people(site: Site) -> None:
    _people(site, "anna", "bert")
    site.directory.group("low", dn_of("anna"))
    site.directory.group("top", dn_of("bert"))
    site.sync()
    site.directory.group("top", dn_of("bert"), group_dn("low"))
    site.sync()
    assert site.groups()["top"] == {"anna", "bert"}


def test_a_member_added_is_one_add_member_and_nothing_else(site: Site) -> None:
    _people(site, "anna", "bert")
    site.directory.group("team", dn_of("anna"))
    site.sync()
    site.calls()
    site.directory.group("team", dn_of("anna"), dn_of("bert"))
    site.sync()
    assert site.writes() == {"OXGroupService.addMember": 1}
    assert site.groups() == {"team": {"anna", "bert"}}


def test_a_member_who_arrives_later_is_added(site: Site) -> None:
    _people(site, "anna")
    site.directory.group("team", dn_of("anna"), dn_of("bert"))
    site.sync()
    assert site.groups() == {"team": {"anna"}}
    _people(site, "bert")
    site.sync()
    assert site.groups() == {"team": {"anna", "bert"}}


def test_a_renamed_group_keeps_its_members_and_its_id(site: Site) -> None:
    _people(site, "anna", "bert")
    team = site.directory.group("team", dn_of("anna"), dn_of("bert"))
    site.sync()
    before = [group["id"] for group in site.context()["groups"] if group["name"] == "team"]
    site.calls()
    site.directory.change(team, cn="crew")
    site.sync()
    assert site.writes() == {"OXGroupService.change": 1}
    assert site.groups() == {"crew": {"anna", "bert"}}
    assert [g["id"] for g in site.context()["groups"] if g["name"] == "crew"] == before


def test_a_member_removed_is_held_until_it_is_approved(site: Site) -> None:
    _people(site, "anna", "bert")
    site.directory.group("team", dn_of("anna"), dn_of("bert"))
    site.sync()
    site.calls()
    site.directory.group("team", dn_of("anna"))
    drawn = site.plan()
    (change,) = drawn.changes()
    assert (change["held"], change["remove"], change["part"]) == (True, ["bert"], "removals")
    site.carry_out(drawn)
    assert site.groups() == {"team": {"anna", "bert"}}
    assert site.writes() == {}
    assert site.approve(drawn) == (1, 0)
    site.drain()
    assert site.groups() == {"team": {"anna"}}
    assert site.writes() == {"OXGroupService.removeMember": 1}


def test_a_rename_while_a_removal_is_held_keeps_who_is_held(site: Site) -> None:
    _people(site, "anna", "bert")
    site.directory.group("team", dn_of("anna"), dn_of("bert"))
    site.sync()
    team = site.directory.group("team", dn_of("anna"))
    site.directory.change(team, cn="crew")
    site.sync()
    assert site.groups() == {"crew": {"anna", "bert"}}


def test_adding_one_and_removing_another_adds_at_once_and_holds_the_rest(site: Site) -> None:
    _people(site, "anna", "bert", "carl")
    site.directory.group("team", dn_of("anna"), dn_of("bert"))
    site.sync()
    site.directory.group("team", dn_of("bert"), dn_of("carl"))
    site.sync()
    assert site.groups() == {"team": {"anna", "bert", "carl"}}
    assert site.plan().counts["held"] == 1


def test_a_group_is_made_in_every_context_its_members_are_in(site: Site) -> None:
    site.directory.context(20)
    _people(site, "anna")
    site.directory.person("bert", oxContextIDNum="20")
    site.directory.group("team", dn_of("anna"), dn_of("bert"))
    site.sync()
    assert site.groups(10) == {"team": {"anna"}}
    assert site.groups(20) == {"team": {"bert"}}


def test_groups_without_people_or_not_for_ox_or_of_everybody_are_not_made(site: Site) -> None:
    _people(site, "anna")
    site.directory.group("empty")
    site.directory.group("private", dn_of("anna"), isOxGroup="Not")
    site.directory.group("Domain Users", dn_of("anna"))
    site.sync()
    assert site.groups() == {}


def test_names_are_folded_and_a_clash_gets_a_number(site: Site) -> None:
    _people(site, "anna")
    site.directory.group("Grün & Co", dn_of("anna"), ident="g1")
    site.directory.group("Gruen und Co", dn_of("anna"), ident="g2")
    site.directory.change(group_dn("Grün & Co"), cn="Gruen & Co")
    site.sync()
    names = set(site.groups())
    assert len(names) == 2
    assert site.parked() == {}
    assert site.sync().applied == 0


def test_a_group_whose_record_is_gone_keeps_its_members_until_approved(site: Site) -> None:
    _people(site, "anna")
    team = site.directory.group("team", dn_of("anna"))
    site.sync()
    site.directory.remove(team)
    drawn = site.plan()
    assert drawn.counts["held"] == 1
    site.carry_out(drawn)
    assert site.groups() == {"team": {"anna"}}


def test_a_person_made_again_by_hand_removal_is_back_in_its_groups(site: Site) -> None:
    _people(site, "bert")
    anna = site.directory.person("anna")
    site.directory.group("team", dn_of("anna"), dn_of("bert"))
    site.sync()
    site.delete_user(site.users()["anna"]["id"])
    site.directory.change(anna, title="Dr.")
    site.sync()
    assert [(c["action"], c["add"]) for c in site.changes()] == [
        ("create", []),
        ("update", ["anna"]),
    ]
    site.sync()
    assert site.groups() == {"team": {"anna", "bert"}}


def test_a_person_of_the_store_who_is_parked_is_in_no_group_of_ox(site: Site) -> None:
    site.directory.person("anna", sn="")
    _people(site, "bert")
    site.directory.group("team", dn_of("anna"), dn_of("bert"))
    site.sync()
    assert site.groups() == {"team": {"bert"}}
    site.directory.person("anna")
    site.sync()
    assert site.groups() == {"team": {"anna", "bert"}}


def test_a_member_who_is_already_in_is_no_fault(site: Site) -> None:
    _people(site, "anna", "bert", "carl")
    site.directory.group("team", dn_of("anna"))
    site.sync()
    site.add_member("team", "bert")
    site.directory.group("team", dn_of("anna"), dn_of("bert"), dn_of("carl"))
    site.sync()
    assert site.groups() == {"team": {"anna", "bert", "carl"}}
    assert site.parked() == {}
