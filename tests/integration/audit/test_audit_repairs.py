"""Each kind of finding repaired: the engine sends the difference, gates and plans hold."""

from stellwerk.audit.actions import leave
from stellwerk.audit.models import Finding
from stellwerk.portals.models import Trail
from stellwerk.sync.models import Applied, Held
from stellwerk.targets.ox import operations as ox
from stellwerk.targets.queries import client, credentials
from tests.factories import dn_of
from tests.integration.audit.audit_case import (
    audit,
    change_user,
    delete_group,
    found,
    give_rights,
    remove_member,
    repair,
)
from tests.integration.sync.site_case import Site


def test_a_missing_user_is_made_again_and_joins_its_groups(site: Site) -> None:
    old = site.users()["anna"]["id"]
    site.delete_user(old)
    audit(site)
    assert repair(site) == {"repaired": 1, "over": 0, "left_alone": 0}
    site.drain()
    assert site.users()["anna"]["id"] != old
    assert site.users()["anna"]["room_number"] == "1"
    assert site.groups() == {"Team": {"anna", "bert"}}
    assert audit(site, rights=True) == {}


def test_a_missing_group_is_made_again_with_its_members(site: Site) -> None:
    delete_group(site, "Team")
    audit(site)
    repair(site)
    site.drain()
    assert site.groups() == {"Team": {"anna", "bert"}}
    assert audit(site) == {}


def test_a_missing_context_is_made_again_with_everything_in_it(site: Site) -> None:
    with client(site.target) as one:
        login = credentials(site.target)[""]
        one.call(ox.CONTEXT_DELETE, {"ctx": {"id": 10}}, login)
    audit(site)
    repair(site)
    site.drain()
    assert set(site.users()) == {"anna", "bert"}
    assert site.groups() == {"Team": {"anna", "bert"}}
    assert audit(site, rights=True) == {}


def test_different_fields_are_sent_alone(site: Site) -> None:
    change_user(site, "anna", room_number="99", city_home="Berlin")
    audit(site)
    site.calls()
    repair(site)
    site.drain()
    assert site.writes() == {"OXUserService.change": 1}
    assert site.users()["anna"]["room_number"] == "1"
    assert site.history()[-1]["fields"] == {"room_number": "1", "city_home": ""}
    assert audit(site) == {}


def test_a_changed_address_is_put_back_whole(site: Site) -> None:
    new = "other@example.org"
    change_user(site, "anna", primaryEmail=new, email1=new, defaultSenderAddress=new, aliases=[new])
    audit(site)
    repair(site)
    site.drain()
    assert site.users()["anna"]["primaryEmail"] == "anna@example.org"
    assert audit(site) == {}


def test_rights_are_put_back(site: Site) -> None:
    give_rights(site, "anna", "webmail", "calendar")
    audit(site, rights=True)
    repair(site)
    site.drain()
    assert audit(site, rights=True) == {}
    assert "calendar" not in site.users()["anna"]["access"]


def test_members_come_back_at_once_and_go_out_behind_the_gate(site: Site) -> None:
    site.directory.person("carla")
    site.sync()
    site.add_member("Team", "carla")
    remove_member(site, "Team", "anna")
    audit(site)
    repair(site)
    site.drain()
    assert site.groups() == {"Team": {"anna", "bert", "carla"}}
    assert Held.objects.get().part == "removals"
    assert audit(site) == {}, "what waits for approval is no drift"
    site.approve(site.plan())
    site.drain()
    assert site.groups() == {"Team": {"anna", "bert"}}


def test_an_account_that_was_opened_again_is_switched_off_behind_the_gate(site: Site) -> None:
    site.directory.remove(dn_of("anna"))
    site.approve(site.plan())
    site.drain()
    change_user(site, "anna", mailenabled=True)
    audit(site)
    repair(site)
    site.drain()
    assert site.users()["anna"]["mailenabled"] in (True, "true")
    site.approve(site.plan())
    site.drain()
    assert site.users()["anna"]["mailenabled"] in (False, "false")


def test_where_everything_is_held_repairs_wait_and_are_in_the_plan(site: Site) -> None:
    site.configure(manual=True)
    change_user(site, "anna", room_number="99")
    audit(site)
    repair(site)
    site.drain()
    assert site.users()["anna"]["room_number"] == "99"
    (change,) = site.changes()
    assert change["fields"] == {"room_number": ["99", "1"]}


def test_a_foreign_user_is_adopted_by_who_has_its_login_and_address(site: Site) -> None:
    site.make_user("carla", credentials(site.target)["10"])
    remote = site.users()["carla"]["id"]
    site.directory.person("carla", roomNumber="3", isOxUser="")
    site.sync()
    finding = audit(site)["foreign", "carla"]
    assert finding.object.startswith("person:")
    site.directory.change(dn_of("carla"), isOxUser="OK")
    site.read()
    repair(site)
    site.drain()
    assert site.users()["carla"]["id"] == remote
    assert site.users()["carla"]["room_number"] == "3"
    assert audit(site, rights=True) == {}


def test_a_foreign_group_is_adopted_by_the_group_of_its_name(site: Site) -> None:
    site.make_group("Crew", ["anna"], credentials(site.target)["10"])
    site.directory.group("Crew", dn_of("anna"), dn_of("bert"), isOxGroup="")
    site.sync()
    assert audit(site)["foreign", "Crew"].object.startswith("group:")
    site.directory.change("cn=Crew,cn=groups,dc=test", isOxGroup="OK")
    site.read()
    repair(site)
    site.drain()
    assert site.groups()["Crew"] == {"anna", "bert"}
    assert audit(site) == {}


def test_strangers_are_left_alone_and_can_be_left_for_good(site: Site) -> None:
    site.make_user("guest", credentials(site.target)["10"], display="Guest")
    audit(site)
    site.calls()
    assert repair(site) == {"repaired": 0, "over": 0, "left_alone": 1}
    site.drain()
    assert site.writes() == {}
    leave(site.portal, list(Finding.objects.all()), left=True, actor="test")
    assert audit(site) == {}
    assert Finding.objects.get().left
    assert Trail.objects.filter(verb="finding.leave").count() == 1


def test_what_settled_by_itself_is_not_touched(site: Site) -> None:
    change_user(site, "anna", room_number="99")
    audit(site)
    change_user(site, "anna", room_number="1")
    version = Applied.objects.get(object__startswith="person:", fields__name="anna").version
    assert repair(site) == {"repaired": 0, "over": 1, "left_alone": 0}
    assert Applied.objects.get(fields__name="anna").version == version


def test_what_is_repaired_is_what_is_there_now(site: Site) -> None:
    change_user(site, "anna", room_number="99")
    audit(site)
    change_user(site, "anna", title="Dr.")
    repair(site)
    site.drain()
    anna = site.users()["anna"]
    assert (anna["room_number"], anna.get("title") or "") == ("1", "")


def test_a_changed_id_is_linked_again_without_touching_data(site: Site) -> None:
    old = site.users()["anna"]["id"]
    site.delete_user(old)
    site.make_user("anna", credentials(site.target)["10"])
    change_user(site, "anna", room_number="1")
    site.add_member("Team", "anna")
    assert list(audit(site)) == [("relinked", "anna")]
    site.calls()
    repair(site)
    site.drain()
    assert site.writes() == {}
    assert Applied.objects.get(fields__name="anna").remote_id != str(old)
    assert audit(site, rights=True) == {}


def test_what_else_differs_is_told_once_an_id_is_linked_again(site: Site) -> None:
    site.delete_user(site.users()["anna"]["id"])
    site.make_user("anna", credentials(site.target)["10"])
    assert set(audit(site)) == {("relinked", "anna"), ("members", "Team")}
    repair(site, "relinked")
    assert set(found()) == {("different", "anna"), ("members", "Team")}
    repair(site)
    site.drain()
    assert site.users()["anna"]["room_number"] == "1"
    assert site.groups() == {"Team": {"anna", "bert"}}
    assert found() == {}


def test_an_id_that_is_somebody_elses_by_now_overwrites_nobody(site: Site) -> None:
    anna, bert = (site.users()[login]["id"] for login in ("anna", "bert"))
    rows = {one.fields["name"]: one for one in Applied.objects.filter(person__isnull=False)}
    # As after a restore: the two came back in another order.
    Applied.objects.filter(pk=rows["anna"].pk).update(remote_id=str(bert))
    Applied.objects.filter(pk=rows["bert"].pk).update(remote_id=str(anna))
    assert set(audit(site)) == {("relinked", "anna"), ("relinked", "bert")}
    site.calls()
    repair(site)
    site.drain()
    assert site.writes() == {}
    assert Applied.objects.get(pk=rows["anna"].pk).remote_id == str(anna)
    assert audit(site, rights=True) == {}
