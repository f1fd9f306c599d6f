"""Deleted and made anew, one or all of them: accounts are kept, or the new ones wait."""

import pytest

from stellwerk.core.clock import Hand
from stellwerk.people.models import Person
from stellwerk.sources.actions import save_source
from stellwerk.sources.questions import Verb, answer_run
from tests.factories import dn_of
from tests.integration.sync.site_case import Site


def _relink(site: Site, how: str) -> None:
    settings = {"path": str(site.file), "dialect": "ucs", "relink": how}
    site.source, _ = save_source(
        site.portal, "directory", kind="ldif", settings=settings, secret=None, position=0,
        actor="test",
    )  # fmt: skip


def _ids(site: Site) -> dict[str, int]:
    return {login: user["id"] for login, user in site.users().items()}


def _run(site: Site) -> int:
    """The last reading's number."""
    from stellwerk.jobs.models import Job

    return Job.objects.filter(kind="read", key=f"source:{site.source.pk}").latest("pk").pk


def test_a_domain_migration_of_three_hundred_keeps_every_account_with_one_answer(
    site: Site,
) -> None:
    logins = [f"p{number:03}" for number in range(300)]
    for login in logins:
        site.directory.person(login)
    site.fill()
    before = _ids(site)
    site.calls()
    for login in logins:
        site.directory.remove(dn_of(login))
        site.directory.person(
            login, ident=f"new-{login}", mailPrimaryAddress=f"{login}@new.example"
        )
    drawn = site.plan()
    assert list(drawn.changes()) == []
    assert {question["kind"] for question in site.questions()} == {"recreated"}
    site.drain()
    assert site.writes() == {}
    assert answer_run(site.portal, _run(site), Verb.ACCEPT, actor="test") == (300, 0)
    drawn = site.plan()
    assert drawn.counts == {**dict.fromkeys(drawn.counts, 0), "update": 300}
    site.drain_unwatched()
    assert _ids(site) == before
    assert {user["email1"] for user in site.users().values()} == {
        f"{login}@new.example" for login in logins
    }
    assert not any(call.endswith(("create", "delete")) for call in site.writes())
    assert Person.objects.count() == 300


def test_never_the_same_person_waits_until_the_old_account_is_deleted(
    site: Site, time: Hand
) -> None:
    _relink(site, "never")
    site.directory.person("anna")
    site.directory.person("bert")
    site.sync()
    old = site.users()["anna"]["id"]
    site.directory.remove(dn_of("anna"))
    site.directory.person("anna", ident="id-new")
    site.read()
    site.drain()
    assert site.questions() == []
    assert site.parked() == {dn_of("anna"): "made_anew"}
    assert site.users()["anna"]["mailenabled"] in (False, "false")
    assert site.users()["anna"]["id"] == old
    time.forward(days=29)
    site.read()
    site.drain()
    assert site.parked() == {dn_of("anna"): "made_anew"}
    time.forward(days=2)
    site.read()
    site.drain()
    assert "anna" not in site.users()
    site.read()
    site.drain()
    assert site.parked() == {}
    assert site.users()["anna"]["id"] != old
    assert Person.objects.filter(login="anna").count() == 2


@pytest.mark.parametrize(("mail", "asked"), [("", 0), ("other@example.org", 1)])
def test_by_mail_the_same_address_is_the_same_person_and_another_is_asked(
    site: Site, mail: str, asked: int
) -> None:
    _relink(site, "mail")
    site.directory.person("anna")
    site.sync()
    before = _ids(site)
    site.directory.remove(dn_of("anna"))
    site.directory.person("anna", ident="id-new", mailPrimaryAddress=mail or "anna@example.org")
    site.read()
    site.drain()
    assert len(site.questions()) == asked
    assert _ids(site) == before
    assert site.users()["anna"]["mailenabled"] in (True, "true")


def test_refused_by_hand_the_old_one_leaves_and_the_new_one_stays_out(site: Site) -> None:
    site.directory.person("anna")
    site.directory.person("bert")
    site.sync()
    site.directory.remove(dn_of("anna"))
    site.directory.person("anna", ident="id-new")
    site.read()
    assert answer_run(site.portal, _run(site), Verb.REFUSE, actor="test") == (1, 0)
    site.read()
    site.drain()
    assert site.users()["anna"]["mailenabled"] in (False, "false")
    assert Person.objects.filter(login="anna").count() == 1


def test_never_the_same_person_need_not_wait_for_somebody_who_had_no_account(site: Site) -> None:
    _relink(site, "never")
    site.directory.person("anna", isOxUser="")
    site.directory.person("bert")
    site.sync()
    site.directory.remove(dn_of("anna"))
    site.directory.person("anna", ident="id-new")
    site.read()
    assert site.parked() == {}
    site.drain()
    assert set(site.users()) == {"anna", "bert"}
    assert [one.state for one in Person.objects.filter(login="anna").order_by("pk")] == [
        "left",
        "active",
    ]


def test_who_left_a_while_ago_without_an_account_is_in_nobodys_way(site: Site) -> None:
    _relink(site, "never")
    site.directory.person("anna", oxContextIDNum="99")
    site.directory.person("bert")
    site.sync()
    site.directory.remove(dn_of("anna"))
    site.read()
    site.drain()
    site.directory.person("carl", mailPrimaryAddress="anna@example.org")
    site.read()
    site.drain()
    assert site.users()["carl"]["email1"] == "anna@example.org"


def test_an_account_in_doubt_keeps_its_login(site: Site) -> None:
    _relink(site, "never")
    site.directory.person("bert")
    site.sync()
    site.directory.person("anna")
    site.trouble("OXUserService.createByModuleAccess", "lost")
    site.stop_after_first_fault()
    site.directory.remove(dn_of("anna"))
    site.directory.person("anna", ident="id-new")
    site.read()
    assert site.parked() == {dn_of("anna"): "made_anew"}


def test_refused_by_hand_a_person_without_an_account_makes_room(site: Site) -> None:
    site.directory.person("anna", isOxUser="")
    site.directory.person("bert")
    site.sync()
    site.directory.remove(dn_of("anna"))
    site.directory.person("anna", ident="id-new")
    site.read()
    assert answer_run(site.portal, _run(site), Verb.REFUSE, actor="test") == (1, 0)
    site.read()
    site.drain()
    assert set(site.users()) == {"anna", "bert"}
