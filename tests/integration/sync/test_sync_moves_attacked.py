"""Moves between contexts under attack: deaths, contexts that go, strangers, leaving half-way."""

import pytest
from site_case import Site

from stellwerk.people.models import Person
from stellwerk.sync import runs
from stellwerk.sync.free import ALL
from stellwerk.sync.lanes import lanes_with_work
from stellwerk.sync.models import Applied, Work
from stellwerk.sync.prepare import prepare
from stellwerk.sync.retrying import parked_rows, retry_rows
from stellwerk.sync.routing import route
from stellwerk.sync.world import load_world
from stellwerk.targets.models import Credential
from stellwerk.targets.ox import operations
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.queries import client, credentials

COPY = "OXUserCopyService.copyUser"
DELETE = "OXUserService.delete"
CHANGE = "OXUserService.change"
REFUSE = "fault:InvalidDataException:not today"


@pytest.fixture
def anna(site: Site) -> str:
    """A person with an account in context 10; the directory has a context 20 too."""
    site.directory.context(20)
    site.directory.person("bert", oxContextIDNum="20")
    dn = site.directory.person("anna", roomNumber="1")
    site.sync()
    return dn


def begin(site: Site, dn: str, scope: str = "20") -> None:
    """Have the directory want another context, approved; nothing is sent yet."""
    site.directory.change(dn, oxContextIDNum=scope)
    site.approve(site.plan())


def stop_copied(site: Site, dn: str) -> None:
    """Move as far as the copy; the call that would bring it in step is refused."""
    site.directory.change(dn, mailPrimaryAddress="a@example.org")
    begin(site, dn)
    site.trouble(CHANGE, REFUSE)
    site.drain()
    assert applied(site).move["step"] == "copied"


def stop_switched(site: Site, dn: str) -> None:
    """Move until only the old account is left to be cleared away, which is refused."""
    begin(site, dn)
    site.trouble(DELETE, REFUSE, share=1.0)
    site.drain()
    assert applied(site).move["step"] == "switched"


def applied(site: Site, login: str = "anna") -> Applied:
    return Applied.objects.get(target=site.target, person__login=login)


def delete_context(site: Site, number: int) -> None:
    """Delete a context as an administrator would, past us."""
    with client(site.target) as ox:
        ox.call(operations.CONTEXT_DELETE, {"ctx": {"id": number}}, credentials(site.target)[""])


def retry_all(site: Site) -> None:
    """Take up everything that is parked."""
    retry_rows(parked_rows(site.portal), site.portal, actor="test")


def bring_home(site: Site) -> None:
    """Sync, approve and retry until nothing changes any more."""
    for _ in range(4):
        retry_all(site)
        site.drain()
        site.approve(site.plan())
        site.drain()


def test_what_is_left_in_a_context_that_is_deleted_is_not_looked_for_in_a_new_one(
    site: Site, anna: str
) -> None:
    stop_switched(site, anna)
    context = site.directory.entries.copy()
    site.directory.remove("cn=context10,dc=test")
    bring_home(site)
    assert "10" not in site.ox.state()["contexts"]
    site.ox.clear_faults()
    site.directory.entries = {**context, **site.directory.entries}
    for number in range(3):
        site.directory.person(f"new{number}")
    site.calls()
    bring_home(site)
    assert DELETE not in site.calls()
    assert set(site.users(10)) == {"new0", "new1", "new2"}
    assert set(site.users(20)) == {"anna", "bert"}
    assert applied(site).move == {}


def test_who_leaves_while_the_old_context_is_gone_is_switched_off_in_the_new_one(
    site: Site, anna: str
) -> None:
    stop_switched(site, anna)
    delete_context(site, 10)
    site.ox.clear_faults()
    site.directory.remove(anna)
    site.read()
    bring_home(site)
    assert site.users(20)["anna"]["mailenabled"] is False


def test_a_copy_whose_context_is_deleted_leaves_the_account_where_it_was(
    site: Site, anna: str
) -> None:
    stop_copied(site, anna)
    delete_context(site, 20)
    site.directory.remove(anna)
    site.read()
    bring_home(site)
    assert site.users(10)["anna"]["mailenabled"] is False


def test_an_account_whose_context_goes_after_the_copy_lives_on_in_the_copy(
    site: Site, anna: str
) -> None:
    stop_copied(site, anna)
    site.trouble(CHANGE, REFUSE, share=1.0)
    site.directory.remove("cn=context10,dc=test")
    bring_home(site)
    site.ox.clear_faults()
    bring_home(site)
    assert "10" not in site.ox.state()["contexts"]
    assert site.users(20)["anna"]["email1"] == "a@example.org"
    assert (applied(site).scope, applied(site).move) == ("20", {})


def test_an_account_that_is_deleted_by_hand_after_the_copy_leaves_no_copy_that_nobody_knows(
    site: Site, anna: str
) -> None:
    stop_copied(site, anna)
    site.delete_user(site.users(10)["anna"]["id"])
    site.directory.change(anna, oxContextIDNum="10")
    site.read()
    bring_home(site)
    bring_home(site)
    known = {(str(row.scope), str(row.remote_id)) for row in Applied.objects.exclude(person=None)}
    there = {(str(n), str(user["id"])) for n in (10, 20) for user in site.users(n).values()}
    assert there == known


def test_the_old_context_that_is_gone_before_the_copy_does_not_stop_the_new_one(
    site: Site, anna: str
) -> None:
    begin(site, anna)
    delete_context(site, 10)
    site.drain()
    assert not Work.objects.filter(code="context_gone", scope="20").exists()
    assert "anna" in site.users(20)


def die_before_the_call(site: Site) -> None:
    """Route, prepare and stamp everything that is due, as a worker that is killed then."""
    world = load_world(site.target)
    while route(world):
        pass
    rows = [
        row
        for lane in lanes_with_work(site.target.pk)
        for row in Work.objects.filter(target=site.target, lane=lane)
    ]
    logins = credentials(site.target)
    batch = prepare(site.target, world, rows, logins, token="dead", permit=ALL)
    assert batch.pending


def test_a_stranger_of_the_same_name_is_not_the_copy_of_a_call_that_never_left(
    site: Site, anna: str
) -> None:
    begin(site, anna)
    die_before_the_call(site)
    login = credentials(site.target)["20"]
    site.make_user("anna", Credentials(login.login, login.password), scope="20", display="Eine")
    bring_home(site)
    assert "anna" in site.users(10)
    assert site.users(20)["anna"]["display_name"] == "Eine"


def test_a_worker_that_dies_before_the_copy_copies_once(site: Site, anna: str) -> None:
    begin(site, anna)
    die_before_the_call(site)
    bring_home(site)
    assert set(site.users(20)) == {"anna", "bert"}
    assert site.users(10) == {}


def test_a_copy_in_doubt_whose_login_is_missing_waits_and_ends_the_sync(
    site: Site, anna: str
) -> None:
    begin(site, anna)
    die_before_the_call(site)
    known = credentials(site.target)["20"]
    Credential.objects.filter(target=site.target, scope="20").delete()
    site.look_at_everybody()
    site.drain()
    assert set(site.users(20)) == {"bert"}
    site.credential("20", known.login, known.password.reveal())
    bring_home(site)
    assert set(site.users(20)) == {"anna", "bert"}


def test_a_group_whose_member_is_still_being_cleared_away_waits(site: Site, anna: str) -> None:
    carl = site.directory.person("carl")
    site.directory.group("office", anna, carl)
    site.sync()
    stop_switched(site, anna)
    dora = site.directory.person("dora")
    site.directory.group("office", anna, carl, dora)
    site.sync()
    site.approve(site.plan())
    site.drain()
    assert site.groups(10)["office"] == {"anna", "carl", "dora"}
    site.ox.clear_faults()
    bring_home(site)
    assert site.groups(10)["office"] == {"carl", "dora"}


def test_a_move_at_a_target_that_holds_everything_carries_what_was_approved(
    site: Site, anna: str
) -> None:
    site.configure(manual=True)
    begin(site, anna)
    site.directory.change(anna, roomNumber="2")
    site.read()
    site.drain()
    assert "anna" in site.users(20)
    assert site.users(20)["anna"]["room_number"] == "1"
    (change,) = site.changes()
    assert change["held"]
    assert change["fields"] == {"room_number": ["1", "2"]}


def test_people_of_one_id_in_two_contexts_swap_contexts(site: Site, anna: str) -> None:
    assert site.users(10)["anna"]["id"] == site.users(20)["bert"]["id"]
    site.directory.group("office", anna, "uid=bert,cn=users,dc=test")
    site.sync()
    site.directory.change(anna, oxContextIDNum="20")
    site.directory.change("uid=bert,cn=users,dc=test", oxContextIDNum="10")
    bring_home(site)
    assert set(site.users(10)) == {"bert"}
    assert set(site.users(20)) == {"anna"}
    assert site.groups(10) == {"office": {"bert"}}
    assert site.groups(20) == {"office": {"anna"}}
    assert Person.objects.count() == 2


def test_a_move_whose_name_is_held_by_somebody_the_plan_does_not_permit_ends_with_a_reason(
    site: Site, anna: str
) -> None:
    carl = site.directory.person("carl", oxContextIDNum="20", displayName="Anna Muster")
    site.sync()
    site.directory.change(anna, oxContextIDNum="20")
    site.directory.change(carl, displayName="Carl")
    drawn = site.plan()
    site.approve(drawn)
    site.directory.change(carl, displayName="Carl M.")
    site.read()
    report = site.permit(drawn, runs.standing(site.portal, drawn).permit)
    assert report.unseen == 1
    assert set(site.users(10)) == {"anna"}
    assert site.parked() == {"anna": "name_taken"}
    site.sync()
    for _ in range(4):
        site.drain()
    assert site.users(20)["anna"]["display_name"] == "Anna Muster"
    assert site.users(10) == {}


def test_who_moved_gets_changes_while_the_old_account_cannot_be_cleared_away(
    site: Site, anna: str
) -> None:
    stop_switched(site, anna)
    assert site.parked() == {"anna": "ox_invalid"}
    site.directory.change(anna, roomNumber="7", mailPrimaryAddress="a@example.org")
    site.sync()
    user = site.users(20)["anna"]
    assert (user["room_number"], user["email1"]) == ("7", "a@example.org")
    assert site.parked() == {"anna": "ox_invalid"}
    assert applied(site).move["step"] == "switched"
    site.ox.clear_faults()
    site.retry("anna")
    site.drain()
    assert site.users(10) == {}
    assert site.users(20)["anna"]["room_number"] == "7"
    assert applied(site).move == {}
