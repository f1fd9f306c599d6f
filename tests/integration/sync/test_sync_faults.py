"""Trouble at the server: nothing lost, nothing twice, one bad object stops nobody."""

from datetime import timedelta

import pytest
from site_case import Site

from stellwerk.core import clock
from stellwerk.sync import lanes
from stellwerk.sync.models import Applied, Lane, Work
from tests.factories import dn_of

CREATE = "OXUserService.createByModuleAccess"
CHANGE = "OXUserService.change"


def _made(site: Site, login: str) -> int:
    return sum(line["name"] == login and line["kind"] == "user" for line in site.ox.log())


@pytest.mark.parametrize(
    "do",
    [
        "503",
        "reset",
        "lost",
        "truncate",
        "html",
        "slow:0.3",
        "fault:StorageException:User update conflict, please retry",
    ],
)
def test_trouble_once_while_creating_is_survived_in_the_same_run(site: Site, do: str) -> None:
    site.directory.person("anna")
    site.directory.person("bert")
    site.trouble(CREATE, do)
    report = site.sync()
    assert set(site.users()) == {"anna", "bert"}
    assert (_made(site, "anna"), _made(site, "bert")) == (1, 1)
    assert report.parked == 0
    assert site.sync().applied == 0
    assert not Applied.objects.exclude(stamp="").exists()


@pytest.mark.parametrize("do", ["lost", "hang:2.6"])
def test_trouble_once_while_changing_is_survived_in_the_same_run(site: Site, do: str) -> None:
    site.directory.person("anna")
    site.sync()
    site.directory.change(dn_of("anna"), title="Dr.", roomNumber="B 7")
    site.trouble(CHANGE, do)
    site.sync()
    assert site.users()["anna"]["title"] == "Dr."
    assert site.users()["anna"]["room_number"] == "B 7"
    assert site.parked() == {}
    assert not Applied.objects.exclude(stamp="").exists()


def test_a_create_that_hangs_beyond_its_deadline_is_looked_for_and_not_repeated(
    site: Site,
) -> None:
    site.configure(settle=1.5)
    site.directory.person("anna")
    site.directory.person("bert")
    site.trouble(CREATE, "hang:2.6")
    site.sync()
    assert set(site.users()) == {"anna", "bert"}
    assert (_made(site, "anna"), _made(site, "bert")) == (1, 1)


def test_a_context_whose_answer_is_lost_is_not_made_twice(site: Site) -> None:
    site.directory.person("anna")
    site.trouble("OXContextService.create", "lost")
    site.sync()
    assert [line["kind"] for line in site.ox.log()] == ["context", "user"]
    assert set(site.users()) == {"anna"}


@pytest.mark.parametrize(
    "operation", ["OXGroupService.create", "OXGroupService.addMember", "OXGroupService.change"]
)
def test_a_group_whose_answer_is_lost_ends_right(site: Site, operation: str) -> None:
    for login in ("anna", "bert"):
        site.directory.person(login)
    team = site.directory.group("team", dn_of("anna"))
    if not operation.endswith("create"):
        site.sync()
    site.trouble(operation, "lost")
    if operation.endswith("addMember"):
        site.directory.group("team", dn_of("anna"), dn_of("bert"))
    if operation.endswith("change"):
        site.directory.change(team, cn="crew")
    site.sync()
    name = "crew" if operation.endswith("change") else "team"
    who = {"anna", "bert"} if operation.endswith("addMember") else {"anna"}
    assert site.groups() == {name: who}
    assert sum(line["kind"] == "group" for line in site.ox.log()) == 1
    assert site.parked() == {}
    assert site.sync().applied == 0


def test_rights_whose_answer_is_lost_end_right(site: Site) -> None:
    site.directory.profile("basic", "Webmail")
    anna = site.directory.person("anna")
    site.sync()
    site.directory.change(anna, oxAccess="basic", title="Dr.")
    site.trouble("OXUserService.changeByModuleAccess", "lost")
    site.sync()
    assert "contacts" not in site.users()["anna"]["access"]
    assert site.users()["anna"]["title"] == "Dr."
    assert site.sync().applied == 0


def test_a_value_reverted_while_a_change_is_in_doubt_is_put_right(site: Site) -> None:
    anna = site.directory.person("anna", title="Dr.")
    site.sync()
    site.directory.change(anna, title="Prof.")
    site.trouble(CHANGE, "lost")
    site.stop_after_first_fault()
    site.directory.change(anna, title="Dr.")
    # Only reading it tells what there is to revert: the first run reads, the next plan shows it.
    site.sync()
    site.sync()
    assert site.users()["anna"]["title"] == "Dr."


def test_a_login_that_changes_while_its_create_is_in_doubt_makes_one_account(site: Site) -> None:
    site.sync()
    anna = site.directory.person("anna")
    site.trouble(CREATE, "lost")
    site.stop_after_first_fault()
    site.directory.change(anna, uid="anna2")
    site.sync()
    assert len(site.users()) == 1


def test_who_left_while_the_create_is_in_doubt_is_found_and_held(site: Site) -> None:
    site.sync()
    anna = site.directory.person("anna")
    site.trouble(CREATE, "lost")
    site.stop_after_first_fault()
    site.directory.remove(anna)
    site.sync()
    assert site.plan().counts["held"] == 1


def test_a_server_that_is_down_burns_nobodys_attempts_and_everything_arrives_after(
    site: Site,
) -> None:
    for number in range(12):
        site.directory.person(f"p{number}")
    site.sync()
    for number in range(12):
        site.directory.change(dn_of(f"p{number}"), title="Dr.")
    site.trouble("OXUserService.*", "503", next=2)
    site.sync()
    assert site.parked() == {}
    assert {user["title"] for user in site.users().values()} == {"Dr."}


def test_a_pause_says_why(site: Site) -> None:
    site.directory.person("anna")
    site.sync()
    site.directory.change(dn_of("anna"), title="Dr.")
    site.trouble("OXUserService.*", "503", next=100)
    site.plan()
    site.step_for(0.5)
    assert "503" in next(iter(lanes.paused(site.target.pk).values()))
    assert Work.objects.get().attempts == 0
    site.ox.clear_faults()
    site.sync()
    assert site.users()["anna"]["title"] == "Dr."


def test_refused_context_credentials_pause_that_context_alone(site: Site) -> None:
    site.directory.context(20)
    site.directory.person("anna")
    site.directory.person("bert", oxContextIDNum="20")
    site.sync()
    good = site.secret("10")
    site.credential("10", "oxadmin", "wrong")
    for login in ("anna", "bert"):
        site.directory.change(dn_of(login), title="Dr.")
    report = site.sync()
    assert site.users(20)["bert"]["title"] == "Dr."
    assert not site.users(10)["anna"].get("title")
    assert report.waiting
    assert site.parked() == {}
    site.credential("10", "oxadmin", good)
    Lane.objects.update(paused_until=None)
    site.sync()
    assert site.users(10)["anna"]["title"] == "Dr."


def test_new_credentials_end_the_pause_of_their_context(site: Site) -> None:
    site.directory.person("anna")
    site.sync()
    good = site.secret("10")
    site.credential("10", "oxadmin", "wrong")
    site.directory.change(dn_of("anna"), title="Dr.")
    site.sync()
    assert lanes.paused(site.target.pk)
    site.credential("10", "oxadmin", good)
    site.sync()
    assert site.users()["anna"]["title"] == "Dr."


def test_one_poisoned_object_among_many_is_parked_and_the_rest_arrives(site: Site) -> None:
    for number in range(120):
        site.directory.person(f"p{number:03}")
    poisoned = site.directory.person("p050", displayName="P 50")
    site.directory.change(poisoned, title="x" * 3, **{"jpegPhoto:": "bm8gcGljdHVyZQ=="})
    site.trouble(CREATE, "fault:InvalidDataException:Data too long for column 'field06'")
    report = site.sync()
    assert len(site.users()) == 119
    assert report.parked == 1
    assert set(site.parked().values()) == {"ox_invalid"}


def test_storage_faults_back_off_and_park_after_five(site: Site) -> None:
    site.directory.person("anna")
    site.directory.person("bert")
    site.sync()
    site.trouble(CHANGE, "fault:StorageException:disk full", next=50)
    site.directory.change(dn_of("anna"), title="Dr.")
    site.plan()
    attempts = []
    with clock.held(clock.now()) as hand:
        for _ in range(5):
            site.step_for(0.6)
            row = Work.objects.get()
            attempts.append(
                (row.attempts, row.state, round((row.due - clock.now()).total_seconds()))
            )
            hand.moment = max(hand.moment, row.due) + timedelta(milliseconds=1)
    assert [one[:2] for one in attempts] == [
        (1, "ready"),
        (2, "ready"),
        (3, "ready"),
        (4, "ready"),
        (4, "parked"),
    ]
    assert [one[2] for one in attempts[:4]] == [5, 10, 20, 40]
    assert site.parked() == {"anna": "ox_storage"}
    site.ox.clear_faults()
    site.retry("anna")
    site.sync()
    assert site.users()["anna"]["title"] == "Dr."


def test_an_update_conflict_is_tried_again_without_counting(site: Site) -> None:
    site.directory.person("anna")
    site.sync()
    site.directory.change(dn_of("anna"), title="Dr.")
    conflict = "fault:StorageException:User update conflict"
    site.trouble(CHANGE, conflict, next=8)
    site.sync()
    assert site.users()["anna"]["title"] == "Dr."
    assert site.parked() == {}


CONFLICT = "fault:StorageException:User update conflict, please try again later"
UPDATING = "fault:DatabaseUpdateException:An update is running for this schema"


@pytest.mark.parametrize("do", [CONFLICT, UPDATING])
def test_a_conflict_without_end_rests_its_context_and_the_sync_ends(site: Site, do: str) -> None:
    site.directory.context(20)
    anna = site.directory.person("anna")
    bert = site.directory.person("bert", oxContextIDNum="20")
    site.sync()
    site.directory.change(anna, title="Dr.")
    site.trouble(CHANGE, do, next=10_000)
    report = site.sync()
    assert [reason.partition(":")[0] for reason in report.waiting] == ["ox 10/users", "ox 10/rest"]
    assert Work.objects.get(object__startswith="person:").attempts == 0
    assert site.parked() == {}
    site.ox.clear_faults()
    Lane.objects.update(paused_until=None)
    site.directory.change(bert, title="Dr.")
    site.sync()
    assert site.users(10)["anna"]["title"] == site.users(20)["bert"]["title"] == "Dr."


def test_who_conflicts_for_ever_does_not_keep_the_others_of_the_context_back(site: Site) -> None:
    people = [site.directory.person(f"p{number:02}") for number in range(30)]
    site.sync()
    for dn in people:
        site.directory.change(dn, title="Prof." if dn == people[0] else "Dr.")
    site.trouble(CHANGE, CONFLICT, next=10_000, holding="Prof.")
    report = site.sync()
    assert report.waiting
    assert sum(user.get("title") == "Dr." for user in site.users().values()) == 29


def test_a_member_who_is_gone_in_ox_does_not_stop_its_group_for_ever(site: Site) -> None:
    for login in ("anna", "bert"):
        site.directory.person(login)
    team = site.directory.group("team", dn_of("anna"), dn_of("bert"))
    site.sync()
    site.delete_user(site.users()["anna"]["id"])
    site.directory.change(team, cn="crew")
    site.sync()
    assert site.groups() == {"crew": {"bert"}}


def test_share_of_lost_answers_ends_right(site: Site) -> None:
    for number in range(30):
        site.directory.person(f"p{number:02}")
    site.directory.group("team", *(dn_of(f"p{number:02}") for number in range(30)))
    site.trouble("*.create*", "lost", share=0.3, seed=4)
    site.sync()
    site.ox.clear_faults()
    site.sync()
    assert len(site.users()) == 30
    assert len(site.ox.log()) == 32
    assert len(site.groups()["team"]) == 30
