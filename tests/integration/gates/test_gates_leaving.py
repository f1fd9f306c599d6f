"""From being switched off to being deleted, and back: the whole engine, with a moved clock."""

import pytest

from stellwerk.core.clock import Hand
from stellwerk.people.models import Group, Person
from stellwerk.sync import waiting
from stellwerk.sync.models import Applied, Tombstone
from tests.factories import dn_of, group_dn
from tests.integration.sync.site_case import Site


def _closed(site: Site, login: str) -> bool:
    return site.users()[login]["mailenabled"] in (False, "false")


def _arrive(site: Site, *logins: str) -> None:
    for login in logins:
        site.directory.person(login)
    site.sync()


def _carry_on(site: Site) -> None:
    site.read()
    site.drain()


def test_who_comes_back_within_the_grace_is_the_same_person_with_the_same_account(
    site: Site, time: Hand
) -> None:
    _arrive(site, "anna", "bert")
    person, remote = Person.objects.get(login="anna").pk, site.users()["anna"]["id"]
    before = dict(site.directory.entries)
    site.directory.remove(dn_of("anna"))
    _carry_on(site)
    assert _closed(site, "anna")
    time.forward(days=29)
    _carry_on(site)
    site.directory.entries = before
    _carry_on(site)
    assert not _closed(site, "anna")
    assert site.users()["anna"]["id"] == remote
    assert Person.objects.get(login="anna").pk == person
    time.forward(days=2)
    _carry_on(site)
    assert "anna" in site.users()
    assert waiting.scheduled(site.target)["count"] == 0


@pytest.mark.parametrize(
    ("reassign", "sent", "said"),
    [("", None, "goes to the context administrator"), ("none", "0", "is deleted with it")],
)
def test_after_the_grace_the_account_is_deleted_and_the_plan_named_the_heir_before(
    site: Site, time: Hand, reassign: str, sent: str | None, said: str
) -> None:
    site.configure(gates=True, reassign=reassign)
    _arrive(site, "anna", "bert")
    site.directory.remove(dn_of("anna"))
    (change,) = site.plan().changes()
    assert said in change["notes"][0]
    assert "2027-03-31" in change["notes"][0]
    _carry_on(site)
    scheduled = waiting.scheduled(site.target)
    assert said in scheduled["then"]
    assert scheduled["next"] == [{"object": change["object"], "name": "anna", "on": "2027-03-31"}]
    time.forward(days=29, hours=23)
    _carry_on(site)
    assert "anna" in site.users()
    time.forward(hours=2)
    (change,) = site.plan().changes()
    assert (change["action"], change["held"]) == ("delete", False)
    assert said in change["notes"][0]
    site.drain()
    assert set(site.users()) == {"bert"}
    tomb = Tombstone.objects.get()
    assert (tomb.name, tomb.object) == ("anna", change["object"])
    assert site.plan().counts == dict.fromkeys(site.plan().counts, 0)


def test_many_deletions_on_one_day_wait_unless_their_disabling_was_approved_with_the_date(
    site: Site, time: Hand
) -> None:
    logins = [f"p{number}" for number in range(12)]
    _arrive(site, *logins)
    for login in logins[:6]:
        site.directory.remove(dn_of(login))
    drawn = site.plan()
    assert drawn.counts["held"] == 6
    site.approve(drawn)
    site.drain()
    assert all(_closed(site, login) for login in logins[:6])
    time.forward(days=31)
    _carry_on(site)
    assert set(site.users()) == set(logins[6:])


def test_a_changed_grace_marks_the_leavers_again_and_the_shown_date_binds_no_more(
    site: Site, time: Hand
) -> None:
    logins = [f"p{number}" for number in range(12)]
    _arrive(site, *logins)
    for login in logins[:6]:
        site.directory.remove(dn_of(login))
    site.approve(site.plan())
    site.drain()
    site.configure(gates=True, grace_days=2)
    site.drain()
    assert {one["on"] for one in waiting.scheduled(site.target)["next"]} == {"2027-03-03"}
    time.forward(days=3)
    drawn = site.plan()
    assert drawn.counts["held"] == 6
    site.drain()
    assert set(site.users()) == set(logins)
    site.approve(drawn)
    site.drain()
    assert set(site.users()) == set(logins[6:])


def test_with_gates_off_a_deletion_after_the_grace_waits_for_approval(
    site: Site, time: Hand
) -> None:
    site.configure(gates=False)
    _arrive(site, "anna", "bert")
    site.directory.remove(dn_of("anna"))
    drawn = site.plan()
    assert "waits for approval again" in next(drawn.changes())["notes"][0]
    site.approve(drawn)
    site.drain()
    time.forward(days=40)
    drawn = site.plan()
    (change,) = drawn.changes()
    assert (change["action"], change["held"]) == ("delete", True)
    site.drain()
    assert "anna" in site.users()
    site.approve(drawn)
    site.drain()
    assert "anna" not in site.users()


def test_a_group_is_emptied_and_after_the_grace_deleted(site: Site, time: Hand) -> None:
    _arrive(site, *(f"p{number}" for number in range(40)))
    site.directory.group("team", dn_of("p1"), dn_of("p2"))
    site.directory.group("all", *(dn_of(f"p{number}") for number in range(40)))
    site.sync()
    site.directory.remove(group_dn("team"))
    (change,) = site.plan().changes()
    assert (change["remove"], change["held"]) == (["p1", "p2"], False)
    assert "2027-03-31" in change["notes"][0]
    _carry_on(site)
    assert site.groups()["team"] == set()
    time.forward(days=31)
    _carry_on(site)
    assert set(site.groups()) == {"all"}
    assert Group.objects.filter(name="team").exists()


def test_a_context_goes_only_when_somebody_says_so(site: Site, time: Hand) -> None:
    dn = site.directory.context(20)
    _arrive(site, "anna")
    site.directory.remove(f"cn=context20,{dn.partition(',')[2]}")
    _carry_on(site)
    time.forward(days=60)
    drawn = site.plan()
    (change,) = drawn.changes()
    assert (change["action"], change["held"]) == ("delete", True)
    site.drain()
    assert "20" in site.ox.state()["contexts"]
    site.approve(drawn)
    site.drain()
    assert "20" not in site.ox.state()["contexts"]


def test_who_is_disabled_in_the_directory_keeps_the_account_unless_the_target_says_otherwise(
    site: Site,
) -> None:
    _arrive(site, "anna", "bert")
    site.directory.change(dn_of("anna"), shadowExpire="1")
    _carry_on(site)
    assert Person.objects.get(login="anna").state == "disabled"
    assert not _closed(site, "anna")
    site.configure(gates=True, close_disabled=True)
    site.look_at_everybody()
    site.drain()
    assert _closed(site, "anna")
    assert not Applied.objects.get(person__login="anna").disabled


def test_who_was_switched_off_by_themselves_leaves_the_groups_too(site: Site, time: Hand) -> None:
    logins = [f"p{number}" for number in range(30)]
    _arrive(site, *logins)
    site.directory.group("team", *(dn_of(login) for login in logins))
    site.sync()
    site.directory.change(dn_of("p0"), isOxUser="Not")
    _carry_on(site)
    assert _closed(site, "p0")
    assert site.groups()["team"] == set(logins[1:])
    site.directory.change(dn_of("p0"), isOxUser="OK")
    _carry_on(site)
    assert site.groups()["team"] == set(logins)


def test_the_login_of_who_was_deleted_is_free_for_somebody_new(site: Site, time: Hand) -> None:
    _arrive(site, "anna", "bert")
    old = Person.objects.get(login="anna").pk
    site.directory.remove(dn_of("anna"))
    _carry_on(site)
    time.forward(days=31)
    _carry_on(site)
    site.directory.person("anna", ident="id-new")
    _carry_on(site)
    assert site.questions() == []
    assert not _closed(site, "anna")
    assert Person.objects.get(login="anna", state="active").pk != old
