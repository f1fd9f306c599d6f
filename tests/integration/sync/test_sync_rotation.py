"""New passwords for context administrators: whatever happens on the way, the right one is known."""

import threading
from time import sleep

import pytest
from site_case import Site

from stellwerk.core.masked import Masked
from stellwerk.core.secrets import keyring
from stellwerk.portals.models import Trail
from stellwerk.targets import rotation
from stellwerk.targets.actions import begin_rotation, opened, place
from stellwerk.targets.models import Credential
from stellwerk.targets.ox import operations
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.errors import InDoubt
from stellwerk.targets.ox.faults import Refused
from stellwerk.targets.queries import MASTER, client, credentials

CHANGE = "OXUserService.change"


@pytest.fixture
def made(site: Site) -> Site:
    """A site whose context 10 is there, with anna in it; no calls counted so far."""
    site.directory.person("anna")
    site.sync()
    site.calls()
    return site


def _row() -> Credential:
    return Credential.objects.select_related("target").get(scope="10")


def _rotate(site: Site) -> None:
    with client(site.target) as ox:
        rotation.rotate(_row(), ox, credentials(site.target)[MASTER], actor="test")


def _opens(site: Site, password: str) -> bool:
    with client(site.target) as ox:
        try:
            login = Credentials("oxadmin", Masked(password))
            ox.call(operations.CONTEXT_GET_DATA, {"ctx": {"id": 10}}, login)
        except Refused:
            return False
    return True


def _change_past_us(site: Site, old: str, new: str) -> None:
    usrdata = {"name": "oxadmin", "password": Masked(new)}
    with client(site.target) as ox:
        login = Credentials("oxadmin", Masked(old))
        ox.call(operations.USER_CHANGE, {"ctx": {"id": 10}, "usrdata": usrdata}, login)


def _arrives(site: Site) -> None:
    """What the directory says arrives with the login that is kept."""
    site.directory.person("bert")
    site.sync()
    assert "bert" in site.users()
    assert site.parked() == {}


def test_the_new_password_opens_the_context_and_the_old_one_does_not(made: Site) -> None:
    old, before = made.secret("10"), made.administrator()
    _rotate(made)
    assert made.writes() == {CHANGE: 1}
    assert made.secret("10") != old
    assert _opens(made, made.secret("10"))
    assert not _opens(made, old)
    after = made.administrator()
    assert after.pop("password") != before.pop("password")
    assert after == before
    _arrives(made)


def test_it_is_sealed_and_in_the_trail_without_the_password(made: Site) -> None:
    _rotate(made)
    (line,) = Trail.objects.filter(verb="credential.rotate")
    assert line.actor == "test"
    assert line.after == {"scope": "10", "login": "oxadmin", "secret": "***"}
    assert made.secret("10") not in _row().secret
    assert _row().next == ""


def test_death_before_the_call_keeps_the_old_password(made: Site) -> None:
    begin_rotation(_row().pk)
    _arrives(made)
    _rotate(made)
    _arrives_again(made)


def test_death_after_the_call_is_healed_by_the_next_write(made: Site) -> None:
    old, new = made.secret("10"), begin_rotation(_row().pk)
    _change_past_us(made, old, new.reveal())
    _arrives(made)
    assert made.secret("10") == new.reveal()
    assert _row().next == ""


def test_death_after_the_call_is_healed_by_the_command(made: Site) -> None:
    old, new = made.secret("10"), begin_rotation(_row().pk)
    _change_past_us(made, old, new.reveal())
    made.calls()
    _rotate(made)
    assert made.secret("10") == new.reveal()
    assert made.writes() == {}


@pytest.mark.parametrize("trouble", ["lost", "truncate"])
def test_an_answer_that_is_lost_does_not_lose_the_password(made: Site, trouble: str) -> None:
    made.trouble(CHANGE, trouble)
    _rotate(made)
    assert _opens(made, made.secret("10"))
    assert _row().next == ""


def test_a_call_that_was_never_carried_out_keeps_both(made: Site) -> None:
    old = made.secret("10")
    made.trouble(CHANGE, "reset")
    with pytest.raises(InDoubt):
        _rotate(made)
    row = _row()
    assert (opened(row).reveal(), bool(row.next)) == (old, True)
    _arrives(made)
    begun = keyring().open(row.next, place(row)).reveal()
    _rotate(made)
    assert made.secret("10") == begun


def test_a_proof_without_an_answer_keeps_both(made: Site) -> None:
    made.trouble("OXContextService.getData", "503")
    with pytest.raises(rotation.OxError):
        _rotate(made)
    assert _row().next
    _arrives(made)
    assert _row().next == ""


def test_a_password_somebody_else_set_is_refused_and_nothing_is_forgotten(made: Site) -> None:
    _change_past_us(made, made.secret("10"), "by hand")
    with pytest.raises(Refused):
        _rotate(made)
    made.credential("10", "oxadmin", "by hand")
    _rotate(made)
    assert _opens(made, made.secret("10"))
    assert not _opens(made, "by hand")


def test_a_context_that_is_gone_is_named(made: Site) -> None:
    with client(made.target) as ox:
        ox.call(operations.CONTEXT_DELETE, {"ctx": {"id": 10}}, credentials(made.target)[MASTER])
    with pytest.raises(rotation.NotThere):
        _rotate(made)


def test_people_who_arrive_meanwhile_do_not_pause_their_lane(made: Site) -> None:
    for number in range(60):
        made.directory.person(f"p{number}")
    drawn = made.plan()
    made.trouble("OXUserService.createByModuleAccess", "slow:0.02", share=1.0)
    old, new = made.secret("10"), begin_rotation(_row().pk)

    def change_meanwhile() -> None:
        while len(made.users()) < 5:
            sleep(0.01)
        _change_past_us(made, old, new.reveal())

    thread = threading.Thread(target=change_meanwhile)
    thread.start()
    made.carry_out(drawn)
    thread.join()
    assert len(made.users()) == 61
    _arrives(made)
    assert made.secret("10") == new.reveal()


def _arrives_again(site: Site) -> None:
    site.directory.person("carl")
    site.sync()
    assert "carl" in site.users()
