"""Every kind of finding: how it is told, and that nothing else is."""

from stellwerk.sync.models import Work
from stellwerk.targets.ox import operations as ox
from stellwerk.targets.queries import credentials
from tests.integration.audit.audit_case import (
    audit,
    call,
    change_user,
    delete_group,
    give_rights,
    remove_member,
)
from tests.integration.sync.site_case import Site


def test_what_is_in_step_has_no_finding(site: Site) -> None:
    site.calls()
    assert audit(site, rights=True) == {}
    assert site.writes() == {}


def test_reading_without_rights_asks_nobody_one_by_one(site: Site) -> None:
    site.calls()
    audit(site)
    assert site.calls() == {
        "OXContextService.getData": 1,
        "OXUserService.list": 1,
        "OXUserService.getMultipleData": 1,
        "OXGroupService.listAll": 1,
    }


def test_a_user_deleted_past_us_is_missing_and_counts_in_no_group(site: Site) -> None:
    site.delete_user(site.users()["anna"]["id"])
    found = audit(site)
    assert list(found) == [("missing", "anna")]


def test_a_group_deleted_past_us_is_missing(site: Site) -> None:
    delete_group(site, "Team")
    assert list(audit(site)) == [("missing", "Team")]


def test_a_context_deleted_past_us_is_one_finding(site: Site) -> None:
    master = credentials(site.target)[""]
    from stellwerk.targets.queries import client

    with client(site.target) as one:
        one.call(ox.CONTEXT_DELETE, {"ctx": {"id": 10}}, master)
    found = audit(site)
    assert [kind for kind, _ in found] == ["missing"]
    assert next(iter(found.values())).object.startswith("context:")


def test_changed_fields_are_told_one_by_one(site: Site) -> None:
    change_user(site, "anna", room_number="99", city_home="Berlin")
    (finding,) = audit(site).values()
    assert finding.kind == "different"
    assert finding.fields == {"room_number": ["99", "1"], "city_home": ["Berlin", ""]}


def test_a_birthday_that_ox_cannot_clear_is_no_finding(site: Site) -> None:
    change_user(site, "anna", birthday="1980-01-02")
    assert audit(site) == {}


def test_what_waits_to_be_sent_is_no_finding(site: Site) -> None:
    site.directory.change("uid=anna,cn=users,dc=test", roomNumber="7")
    site.read()
    assert Work.objects.exists()
    assert audit(site) == {}


def test_what_was_changed_to_what_is_wanted_by_now_is_no_finding(site: Site) -> None:
    site.configure(manual=True)
    site.directory.change("uid=anna,cn=users,dc=test", roomNumber="7")
    site.plan()
    change_user(site, "anna", room_number="7")
    assert audit(site) == {}


def test_rights_are_told_only_when_they_are_asked_for(site: Site) -> None:
    give_rights(site, "anna", "webmail")
    assert audit(site) == {}
    (finding,) = audit(site, rights=True).values()
    assert finding.kind == "rights"
    assert finding.fields == {"access": [["webmail"], ["contacts", "webmail"]]}
    assert len(audit(site)) == 1, "what was not read again stays"
    give_rights(site, "anna", "webmail", "contacts")
    assert audit(site, rights=True) == {}


def test_members_are_told_by_login_and_strangers_in_groups_stay(site: Site) -> None:
    site.directory.person("carla")
    site.sync()
    site.make_user("guest", credentials(site.target)["10"], display="Guest")
    site.add_member("Team", "guest")
    site.add_member("Team", "carla")
    remove_member(site, "Team", "anna")
    found = audit(site)
    assert set(found) == {("members", "Team"), ("foreign", "guest")}
    finding = found["members", "Team"]
    assert [login for _, login in finding.lost] == ["anna"]
    assert [login for _, login in finding.extra] == ["carla"]


def test_foreign_are_users_and_groups_of_others_but_never_those_of_ox(site: Site) -> None:
    admin = credentials(site.target)["10"]
    site.make_user("guest", admin, display="Guest")
    site.make_group("Others", ["guest"], admin)
    found = audit(site)
    assert set(found) == {("foreign", "guest"), ("foreign", "Others")}
    assert found["foreign", "guest"].object == ""


def test_a_renamed_group_is_different_and_not_missing(site: Site) -> None:
    there = next(one for one in site.context()["groups"] if one["name"] == "Team")
    grp = {"id": there["id"], "name": "Crew", "members": there["members"]}
    call(site, ox.GROUP_CHANGE, grp=grp)
    (finding,) = audit(site).values()
    assert (finding.kind, finding.fields) == ("different", {"name": ["Crew", "Team"]})


def test_a_finding_that_is_over_is_closed_and_one_that_lasts_keeps_its_day(site: Site) -> None:
    change_user(site, "anna", room_number="99")
    change_user(site, "bert", room_number="98")
    before = audit(site)["different", "bert"]
    change_user(site, "anna", room_number="1")
    change_user(site, "bert", room_number="97")
    found = audit(site)
    assert list(found) == [("different", "bert")]
    after = found["different", "bert"]
    assert (after.pk, after.since) == (before.pk, before.since)
    assert after.fields["room_number"] == ["97", "2"]


def test_one_context_alone_leaves_findings_of_others(site: Site) -> None:
    site.directory.context(20)
    site.directory.person("dora", oxContextIDNum="20")
    site.sync()
    change_user(site, "anna", room_number="99")
    audit(site)
    change_user(site, "anna", room_number="1")
    assert list(audit(site, scope="20")) == [("different", "anna")]
    assert audit(site, scope="10") == {}


def test_a_disabled_account_that_was_opened_again_is_told(site: Site) -> None:
    site.directory.remove("uid=anna,cn=users,dc=test")
    site.approve(site.plan())
    site.drain()
    assert audit(site) == {}
    change_user(site, "anna", mailenabled=True, room_number="99")
    (finding,) = audit(site).values()
    assert finding.fields == {"mailenabled": ["true", "false"]}
