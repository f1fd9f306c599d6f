"""Who leaves, who falls out of scope, who comes back: held until somebody says so."""

import pytest
from site_case import Site

from stellwerk.people.models import Person
from stellwerk.portals.models import Trail
from stellwerk.sync.models import Held
from tests.factories import dn_of


def _closed(site: Site, login: str) -> bool:
    return site.users()[login]["mailenabled"] in (False, "false")


def test_a_leaver_is_held_then_approved_then_switched_off(site: Site) -> None:
    anna = site.directory.person("anna")
    site.directory.person("bert")
    site.sync()
    site.calls()
    site.directory.remove(anna)
    drawn = site.plan()
    (change,) = drawn.changes()
    assert (change["action"], change["held"], change["name"]) == ("disable", True, "anna")
    assert drawn.counts == {**dict.fromkeys(drawn.counts, 0), "held": 1}
    report = site.carry_out(drawn)
    assert report.held == 1
    assert site.writes() == {}
    assert not _closed(site, "anna")
    assert site.approve(drawn) == (1, 0)
    site.drain()
    assert site.writes() == {"OXUserService.change": 1}
    assert _closed(site, "anna")
    assert not _closed(site, "bert")
    assert site.plan().counts["held"] == 0


def test_who_comes_back_before_approval_keeps_everything_and_no_call_is_made(site: Site) -> None:
    site.directory.person("anna")
    site.sync()
    entry = dict(site.directory.entries)
    site.directory.remove(dn_of("anna"))
    drawn = site.plan()
    site.directory.entries = entry
    site.calls()
    site.sync()
    assert site.writes() == {}
    assert not Held.objects.exists()
    assert site.approve(drawn) == (0, 1)


def test_who_comes_back_gets_the_same_account_again(site: Site) -> None:
    site.directory.person("anna")
    site.sync()
    before = site.users()["anna"]["id"]
    entry = dict(site.directory.entries)
    site.directory.remove(dn_of("anna"))
    site.approve(site.plan())
    site.drain()
    assert _closed(site, "anna")
    site.directory.entries = entry
    site.calls()
    site.sync()
    assert site.writes() == {"OXUserService.change": 1}
    assert not _closed(site, "anna")
    assert site.users()["anna"]["id"] == before


def test_leaving_the_scope_is_held_and_an_approval_switches_off(site: Site) -> None:
    anna = site.directory.person("anna")
    site.sync()
    site.directory.change(anna, isOxUser="Not")
    drawn = site.plan()
    (change,) = drawn.changes()
    assert (change["action"], change["held"]) == ("disable", True)
    assert "no rule" in change["cause"]
    site.carry_out(drawn)
    assert not _closed(site, "anna")
    site.approve(drawn)
    site.drain()
    assert _closed(site, "anna")
    assert Person.objects.get().state == "active"


def test_an_approval_of_one_object_frees_that_one_alone(site: Site) -> None:
    for login in ("anna", "bert"):
        site.directory.person(login)
    site.sync()
    for login in ("anna", "bert"):
        site.directory.remove(dn_of(login))
    site.sync()
    key = f"person:{Person.objects.get(login='anna').pk}"
    assert site.approve_object(key) == 1
    site.drain()
    assert _closed(site, "anna")
    assert not _closed(site, "bert")


def test_an_approval_is_written_to_the_trail(site: Site) -> None:
    site.directory.person("anna")
    site.sync()
    site.directory.remove(dn_of("anna"))
    site.approve(site.plan())
    line = Trail.objects.get(verb="change.approve")
    assert (line.actor, line.label, line.after["action"]) == ("test", "anna", "disable")


def test_a_read_that_broke_off_holds_nobody(site: Site) -> None:
    for number in range(5):
        site.directory.person(f"p{number}")
    site.sync()
    text = site.directory.ldif
    site.file.write_text(text[: len(text) // 2], encoding="utf-8")
    drawn = site.plan_as_is()
    assert drawn.counts["held"] == 0
    assert drawn.counts["disable"] == 0


def test_an_approved_leaver_whose_field_changes_meanwhile_is_still_switched_off(
    site: Site,
) -> None:
    anna = site.directory.person("anna")
    site.sync()
    site.directory.change(anna, isOxUser="Not")
    site.approve(site.plan())
    site.directory.change(anna, title="Dr.")
    site.sync()
    assert _closed(site, "anna")


def test_an_approval_ends_when_what_is_wanted_changes_back_and_forth(site: Site) -> None:
    anna = site.directory.person("anna")
    site.sync()
    site.directory.change(anna, isOxUser="Not")
    site.approve(site.plan())
    site.directory.change(anna, isOxUser="OK")
    site.sync()
    site.directory.change(anna, isOxUser="Not")
    assert site.plan().counts["held"] == 1
    assert not _closed(site, "anna")


@pytest.mark.parametrize("again", ["login", "mail"])
def test_deleted_and_made_anew_leaves_the_account_alone_and_makes_no_other(
    site: Site, again: str
) -> None:
    site.directory.person("anna")
    site.sync()
    site.directory.remove(dn_of("anna"))
    if again == "login":
        site.directory.person("anna", ident="id-new", mailPrimaryAddress="new@example.org")
    else:
        site.directory.person("anna2", ident="id-new", mailPrimaryAddress="anna@example.org")
    site.calls()
    drawn = site.plan()
    assert list(drawn.changes()) == []
    site.carry_out(drawn)
    assert site.writes() == {}
    assert not _closed(site, "anna")
    (question,) = site.questions()
    assert (question["kind"], question["person"]) == ("recreated", "anna")
    assert question["proposal"]


def test_two_who_claim_one_mail_are_both_left_alone_until_the_directory_is_mended(
    site: Site,
) -> None:
    anna = site.directory.person("anna")
    site.sync()
    site.directory.change(anna, title="Dr.")
    bert = site.directory.person("bert", mailPrimaryAddress="anna@example.org")
    site.calls()
    assert site.sync().applied == 0
    assert site.writes() == {}
    site.directory.change(bert, mailPrimaryAddress="bert@example.org")
    site.sync()
    assert site.questions() == []
    assert site.users()["anna"]["title"] == "Dr."
    assert site.users()["bert"]["email1"] == "bert@example.org"


def test_who_was_switched_off_is_to_leave_the_groups_there(site: Site) -> None:
    anna, bert = site.directory.person("anna"), site.directory.person("bert")
    site.directory.group("team", anna, bert)
    site.sync()
    site.directory.change(anna, isOxUser="Not")
    site.approve(site.plan())
    site.drain()
    assert _closed(site, "anna")
    drawn = site.plan()
    (removal,) = drawn.changes()
    assert (removal["name"], removal["remove"], removal["held"]) == ("team", ["anna"], True)
    site.approve(drawn)
    site.drain()
    assert site.groups() == {"team": {"bert"}}
    site.directory.change(anna, isOxUser="OK")
    site.sync()
    site.drain()
    assert site.groups() == {"team": {"anna", "bert"}}
