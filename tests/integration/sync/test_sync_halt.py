"""A target that was changed sends nothing before somebody has seen what comes of it."""

from django.db import transaction
from site_case import Site

from stellwerk.sync.free import ALL
from stellwerk.sync.worker import Worker
from stellwerk.targets import actions as targets
from stellwerk.targets.models import Target


def change(site: Site) -> None:
    """What the panel does when a form is saved: one transaction."""
    with transaction.atomic():
        row = Target.objects.get()
        assert targets.halt(row, actor="anna")
        site.configure(language="fr_FR", identifier="employeeNumber")
        site.directory.change("uid=anna,cn=users,dc=test", roomNumber="B 7")


def test_a_running_worker_sends_nothing_of_a_change_that_came_with_a_halt(site: Site) -> None:
    site.directory.person("anna")
    site.sync()
    site.directory.person("bert")
    site.read()
    worker = Worker([Target.objects.get()], ALL)
    looked = 0

    def look(_applied: int, _parked: int, _current: str) -> None:
        nonlocal looked
        looked += 1
        if looked == 1:
            change(site)
            site.read()

    worker.drain(look)
    assert looked > 1
    assert "bert" in site.users()
    assert not site.users()["anna"].get("room_number")
    assert site.users()["anna"]["name"] == "anna"


def test_a_halted_target_is_not_served_until_it_is_started_again(site: Site) -> None:
    site.directory.person("anna")
    site.sync()
    targets.halt(Target.objects.get(), actor="anna")
    site.directory.person("bert")
    site.read()
    site.calls()
    site.drain()
    assert site.writes() == {}
    site.sync()
    assert "bert" in site.users()
    assert not targets.halt(Target(started=False), actor="anna")
