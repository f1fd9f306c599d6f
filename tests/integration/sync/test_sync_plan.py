"""Plans: what was seen is what is done; manual targets; new targets."""

import json

import pytest
from django.conf import settings
from site_case import Site

from stellwerk.cli import main
from stellwerk.sync import plan, runs
from tests.factories import dn_of


def test_a_plan_is_the_same_while_nothing_changes(site: Site) -> None:
    site.directory.person("anna")
    assert site.plan().hash == site.plan().hash


def test_a_plan_of_nothing_sends_nothing(site: Site) -> None:
    site.directory.person("anna")
    site.sync()
    drawn = site.plan()
    assert list(drawn.changes()) == []
    assert sum(drawn.counts.values()) == 0


def test_a_kept_plan_does_nothing_that_came_after_it(site: Site) -> None:
    site.directory.person("anna")
    site.sync()
    site.directory.change(dn_of("anna"), title="Dr.")
    drawn = site.plan()
    site.directory.person("bert")
    site.read()
    kept = plan.find(site.portal, drawn.hash[:12])
    stands = runs.standing(site.portal, kept)
    assert stands.moved == []
    site.calls()
    site.permit(kept, stands.permit)
    assert site.writes() == {"OXUserService.change": 1}
    assert set(site.users()) == {"anna"}
    site.sync()
    assert set(site.users()) == {"anna", "bert"}


def test_a_change_that_moved_is_named_and_not_done(site: Site) -> None:
    for login in ("anna", "bert"):
        site.directory.person(login)
    site.sync()
    for login in ("anna", "bert"):
        site.directory.change(dn_of(login), title="Dr.")
    drawn = site.plan()
    site.directory.change(dn_of("anna"), title="Prof.")
    site.read()
    stands = runs.standing(site.portal, drawn)
    assert [change["name"] for change in stands.moved] == ["anna"]
    site.permit(drawn, stands.permit)
    assert not site.users()["anna"].get("title")
    assert site.users()["bert"]["title"] == "Dr."


def test_a_change_that_was_done_meanwhile_has_not_moved(site: Site) -> None:
    site.directory.person("anna")
    drawn = site.plan()
    site.sync()
    stands = runs.standing(site.portal, plan.find(site.portal, drawn.hash))
    assert (stands.moved, stands.done) == ([], 2)
    assert stands.permit.seen == {}


def test_carrying_out_a_kept_plan_releases_nothing_held(site: Site) -> None:
    site.directory.person("anna")
    site.sync()
    site.directory.remove(dn_of("anna"))
    drawn = site.plan()
    stands = runs.standing(site.portal, drawn)
    site.calls()
    site.permit(drawn, stands.permit)
    assert stands.moved == []
    assert site.writes() == {}


def test_an_approval_of_a_moved_plan_approves_only_what_still_stands(site: Site) -> None:
    for login in ("anna", "bert"):
        site.directory.person(login)
    site.sync()
    for login in ("anna", "bert"):
        site.directory.remove(dn_of(login))
    drawn = site.plan()
    site.directory.person("anna")
    site.read()
    assert site.approve(drawn) == (1, 1)


def test_a_manual_target_holds_everything_and_an_approval_releases_it(site: Site) -> None:
    site.configure(manual=True)
    site.directory.person("anna")
    site.directory.group("team", dn_of("anna"))
    drawn = site.plan()
    assert drawn.counts["held"] == sum(drawn.counts.values()) == 3
    site.calls()
    site.carry_out(drawn)
    assert site.writes() == {}
    assert site.approve(drawn)[1] == 0
    site.drain()
    site.approve(site.plan())
    site.drain()
    assert set(site.users()) == {"anna"}
    assert site.groups() == {"team": {"anna"}}


def test_a_manual_target_holds_a_later_change_again(site: Site) -> None:
    site.configure(manual=True)
    site.directory.person("anna")
    site.sync()
    site.approve(site.plan())
    site.drain()
    site.directory.change(dn_of("anna"), title="Dr.")
    drawn = site.plan()
    assert drawn.counts["held"] == 1
    site.calls()
    site.drain()
    assert site.writes() == {}
    site.approve(drawn)
    site.drain()
    assert site.users()["anna"]["title"] == "Dr."


def test_an_approved_change_that_is_wanted_differently_meanwhile_is_held_anew(
    site: Site,
) -> None:
    site.configure(manual=True)
    anna = site.directory.person("anna")
    site.sync()
    site.approve(site.plan())
    site.drain()
    assert set(site.users()) == {"anna"}
    site.directory.change(anna, title="Dr.")
    site.approve(site.plan())
    site.directory.change(anna, title="Prof.")
    site.read()
    site.calls()
    site.drain()
    assert site.writes() == {}
    assert site.plan().counts["held"] == 1


def test_a_new_target_is_sent_nothing_before_its_first_sync(site: Site) -> None:
    site.directory.person("anna")
    site.read()
    site.drain()
    assert site.ox.stats()["totals"]["creates"] == 0
    site.sync()
    assert set(site.users()) == {"anna"}


def test_secrets_are_in_no_plan_and_no_history(site: Site) -> None:
    site.directory.person("anna")
    drawn = site.plan()
    assert "password" not in str(list(drawn.changes()))
    site.carry_out(drawn)
    assert "password" not in str(list(site.history()))


def test_strict_refuses_all_of_a_plan_of_which_something_moved(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    for login in ("anna", "bert"):
        site.directory.person(login)
    site.sync()
    for login in ("anna", "bert"):
        site.directory.change(dn_of(login), title="Dr.")
    drawn = site.plan()
    site.directory.change(dn_of("anna"), title="Prof.")
    site.read()
    site.calls()
    command = ["--data", str(settings.DATA), "sync", "--plan", drawn.hash, "--yes", "--json"]
    with pytest.raises(SystemExit) as refused:
        main([*command, "--strict"])
    assert refused.value.code == 1
    assert "1 changes" in capsys.readouterr().err
    assert site.writes() == {}
    with pytest.raises(SystemExit) as done:
        main(command)
    assert done.value.code == 0
    assert [one["name"] for one in json.loads(capsys.readouterr().out)["moved"]] == ["anna"]
    assert site.writes() == {"OXUserService.change": 1}
