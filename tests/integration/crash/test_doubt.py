"""Answers that got lost: what the crash test found, one case each."""

from stellwerk.sync import lanes
from stellwerk.sync.free import ALL
from stellwerk.sync.worker import Worker
from stellwerk.targets.actions import start
from tests.integration.sync.site_case import Site

CREATE = "OXUserService.createByModuleAccess"


def run_until_paused(site: Site) -> None:
    """Let a worker run until it pauses the target, as a kill then would end it."""
    site.plan()
    start(site.target, actor="test")
    worker = Worker([site.target], ALL)

    def look(*_: object) -> None:
        if lanes.paused(site.target.pk):
            worker.stop()

    worker.drain(look)
    lanes.resume(site.target.pk, lanes.WHOLE)


def test_who_arrives_with_a_lost_answer_joins_the_groups(site: Site) -> None:
    people = [site.directory.person(login) for login in ("anna", "bert", "carl")]
    site.directory.group("office", *people)
    site.trouble(CREATE, "lost", next=2)
    site.sync()
    site.sync()
    assert site.groups() == {"office": {"anna", "bert", "carl"}}


def test_a_profile_reaches_whose_create_lost_its_answer(site: Site) -> None:
    site.directory.person("anna")
    site.trouble(CREATE, "lost")
    site.sync()
    site.directory.profile("premium", "Webmail", "Contacts", "Tasks")
    site.sync()
    assert "tasks" in site.users()["anna"]["access"]


def test_a_profile_reaches_who_was_given_it_without_a_call(site: Site) -> None:
    site.directory.profile("equal")
    anna = site.directory.person("anna")
    site.sync()
    site.directory.change(anna, oxAccess="equal")
    site.sync()
    site.directory.profile("equal", "Webmail", "Contacts", "Tasks")
    site.sync()
    assert "tasks" in site.users()["anna"]["access"]


def test_doubt_outlives_a_read_that_fails(site: Site) -> None:
    anna = site.directory.person("anna", roomNumber="1")
    site.sync()
    site.directory.change(anna, roomNumber="2")
    site.trouble("OXUserService.change", "lost")
    site.trouble("OXUserService.getData", "503")
    run_until_paused(site)
    site.directory.change(anna, roomNumber="1")
    site.sync()
    site.sync()
    assert site.users()["anna"]["room_number"] == "1"


def test_doubt_of_a_create_outlives_a_read_that_fails(site: Site) -> None:
    anna = site.directory.person("anna")
    site.trouble(CREATE, "lost")
    site.trouble("OXUserService.getData", "503")
    run_until_paused(site)
    site.directory.change(anna, uid="anna2")
    site.sync()
    site.sync()
    assert set(site.users()) == {"anna"}


def test_who_is_in_doubt_is_looked_for_even_when_nothing_can_be_wanted(site: Site) -> None:
    anna = site.directory.person("anna")
    site.directory.context(20)
    site.trouble(CREATE, "reset")
    site.trouble("OXUserService.getData", "503")
    run_until_paused(site)
    site.directory.change(anna, oxContextIDNum="20")
    site.sync()
    site.sync()
    assert site.parked() == {}
    assert set(site.users(20)) == {"anna"}


def test_who_is_switched_on_again_is_in_the_groups_again(site: Site) -> None:
    people = [site.directory.person(login) for login in ("anna", "bert")]
    office = site.directory.group("office", *people)
    site.sync()
    site.directory.change(people[0], isOxUser="Not")
    site.approve(site.plan())
    site.sync()
    site.directory.change(office, description="looked at again")
    site.approve(site.plan())
    site.sync()
    site.directory.change(people[0], isOxUser="OK")
    site.sync()
    assert site.groups() == {"office": {"anna", "bert"}}


def test_a_name_that_came_with_a_lost_answer_gives_the_next_a_suffix(site: Site) -> None:
    bert = site.directory.person("bert")
    anna = site.directory.person("anna")
    site.sync()
    site.directory.change(anna, displayName="Alex Muster")
    site.trouble("OXUserService.change", "lost")
    site.trouble("OXUserService.getData", "503")
    run_until_paused(site)
    site.directory.change(bert, displayName="Alex Muster")
    site.sync()
    site.sync()
    assert site.parked() == {}
    names = {user["display_name"] for user in site.users().values()}
    assert len(names) == 2
    assert all(name.startswith("Alex Muster") for name in names)
