"""Refused logins: a breaker per credential, one alarm, and nothing lost while somebody looks."""

import pytest

from stellwerk.core.clock import Hand
from stellwerk.core.masked import Masked
from stellwerk.sync import runs
from stellwerk.sync.models import Applied, Work
from stellwerk.targets.ox import operations
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.queries import client, credentials
from tests.factories import dn_of
from tests.integration.faults.working import attempts, listening, paused, settled, work_until
from tests.integration.sync.site_case import Site

TWO = {"10/users", "10/rest"}


def _two_contexts(site: Site) -> None:
    site.directory.context(20)
    site.directory.person("anna")
    site.directory.person("bert", oxContextIDNum="20")
    site.sync()
    for login in ("anna", "bert"):
        site.directory.change(dn_of(login), title="Dr.")
    site.read()


def _title(site: Site, login: str, context: int) -> str:
    return str(site.users(context)[login].get("title", ""))


def _remove_context(site: Site, number: int) -> None:
    with client(site.target) as ox:
        ox.call(operations.CONTEXT_DELETE, {"ctx": {"id": number}}, credentials(site.target)[""])


def test_a_refused_administrator_rests_its_context_alone_with_one_alarm(
    site: Site, hand: Hand
) -> None:
    _two_contexts(site)
    good = site.secret("10")
    site.credential("10", "oxadmin", "wrong")
    with listening() as heard:
        tried = hand.moment
        work_until(
            site,
            lambda: _title(site, "bert", 20) == "Dr." and (hand.moment - tried).seconds > 600,
            hand,
        )
        assert heard.of("paused") == ["10/users"]
        assert paused(site) == TWO
        assert attempts() == {0}
        site.credential("10", "oxadmin", good)
        work_until(site, settled, hand)
    assert _title(site, "anna", 10) == "Dr."
    assert site.parked() == {}
    assert paused(site) == set()


def test_a_password_put_right_in_ox_is_noticed_by_itself(site: Site, hand: Hand) -> None:
    site.directory.person("anna")
    site.sync()
    good = site.secret("10")
    site.credential("10", "oxadmin", "other")
    site.directory.change(dn_of("anna"), title="Dr.")
    site.read()
    work_until(site, lambda: paused(site) == TWO)
    with client(site.target) as ox:
        usrdata = {"id": 2, "password": credentials(site.target)["10"].password}
        known = Credentials("oxadmin", Masked(good))
        ox.call(operations.USER_CHANGE, {"ctx": {"id": 10}, "usrdata": usrdata}, known)
    with listening() as heard:
        work_until(site, settled, hand)
    assert heard.of("resumed") == ["10/users"]
    assert heard.of("paused") == []
    assert _title(site, "anna", 10) == "Dr."


def test_a_refused_master_rests_the_target_with_one_alarm_until_it_is_put_right(
    site: Site, hand: Hand
) -> None:
    site.directory.person("anna")
    site.sync()
    site.directory.context(20)
    site.directory.person("bert", oxContextIDNum="20")
    site.read()
    site.credential("", "oxadminmaster", "wrong")
    with listening() as heard:
        start = hand.moment
        work_until(site, lambda: (hand.moment - start).seconds > 600, hand)
        assert heard.of("paused") == ["*"]
        assert paused(site) == {"*"}
        assert attempts() <= {0}
        site.credential("", "oxadminmaster", "secret")
        work_until(site, settled, hand)
    assert set(site.users(20)) == {"bert"}
    assert site.parked() == {}
    assert paused(site) == set()


def test_a_pause_outlives_the_worker_and_is_not_told_twice(site: Site, hand: Hand) -> None:
    site.directory.person("anna")
    site.sync()
    site.credential("10", "oxadmin", "wrong")
    site.directory.change(dn_of("anna"), title="Dr.")
    site.read()
    with listening() as heard:
        work_until(site, lambda: paused(site) == TWO)
        site.ox.reset()
        work_until(site, lambda: True)
        assert site.ox.stats()["totals"]["calls"] == 0
        work_until(site, lambda: bool(site.ox.stats()["totals"]["calls"]), hand)
        work_until(site, lambda: paused(site) == TWO, hand)
    assert heard.of("paused") == ["10/users"]


def test_a_context_that_is_gone_is_parked_once_and_then_left_alone(site: Site, hand: Hand) -> None:
    _two_contexts(site)
    for number in range(30):
        site.directory.person(f"p{number:02}")
    site.read()
    _remove_context(site, 10)
    site.ox.reset()
    with listening() as heard:
        start = hand.moment
        work_until(
            site,
            lambda: site.parked() != {} and (hand.moment - start).seconds > 300,
            hand,
            seconds=20,
        )
        assert heard.of("context gone") == ["10"]
        assert heard.of("paused") == []
    assert site.parked() == {"context10": "context_gone"}
    assert _title(site, "bert", 20) == "Dr."
    assert site.ox.stats()["calls"]["OXContextService.exists"] <= 4
    assert attempts() == {0}


def test_a_leaver_in_a_context_that_is_gone_is_gone_too(site: Site, hand: Hand) -> None:
    anna = site.directory.person("anna")
    site.directory.person("bert")
    site.sync()
    key = Applied.objects.get(person__login="anna").object
    site.directory.remove(anna)
    site.sync()
    _remove_context(site, 10)
    site.approve_object(key)
    work_until(site, lambda: not Work.objects.filter(object=key).exists(), hand)
    assert not Applied.objects.filter(object=key).exists()
    assert "anna" not in site.parked()


def test_a_context_made_anew_gets_all_its_people_again_and_nobody_elses_ids(site: Site) -> None:
    for login in ("anna", "bert", "carl"):
        site.directory.person(login)
    site.directory.group("team", dn_of("anna"), dn_of("carl"))
    site.sync()
    _remove_context(site, 10)
    site.directory.remove(dn_of("anna"))
    site.directory.change(dn_of("bert"), title="Dr.")
    site.sync()
    assert site.parked() == {"context10": "context_gone"}
    runs.retry(site.portal, Work.objects.get(code="context_gone").object, actor="test")
    site.sync()
    site.directory.change(dn_of("carl"), title="Prof.")
    site.sync()
    site.sync()
    assert {login: user.get("title") for login, user in site.users().items()} == {
        "bert": "Dr.",
        "carl": "Prof.",
    }
    assert site.groups() == {"team": {"carl"}}
    assert site.parked() == {}


def test_a_context_that_is_restored_goes_on_with_the_accounts_it_had(
    site: Site, hand: Hand
) -> None:
    site.directory.person("anna")
    site.sync()
    site.directory.change(dn_of("anna"), title="Dr.")
    site.read()
    # To the master account the context is away, and to everybody in it the login is refused.
    refused = "fault:InvalidCredentialsException:Authentication failed"
    site.trouble("OXUserService.change", refused)
    site.trouble("OXContextService.exists", "lost")
    work_until(site, lambda: paused(site) == TWO)
    assert site.parked() == {}
    work_until(site, settled, hand)
    assert _title(site, "anna", 10) == "Dr."


@pytest.mark.parametrize("text", ["Permission denied", "credential object is null"])
def test_whatever_is_wrong_with_a_login_no_object_pays_for_it(
    site: Site, hand: Hand, text: str
) -> None:
    site.directory.person("anna")
    site.sync()
    site.directory.change(dn_of("anna"), title="Dr.")
    site.read()
    site.trouble("OXUserService.change", f"fault:InvalidCredentialsException:{text}", next=7)
    work_until(site, lambda: paused(site) == TWO)
    assert attempts() == {0}
    work_until(site, settled, hand)
    assert _title(site, "anna", 10) == "Dr."
