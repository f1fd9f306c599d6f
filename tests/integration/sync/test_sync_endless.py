"""What cannot be done now waits: no sync goes on for ever because of it."""

from site_case import Site

from stellwerk.people.models import Person
from stellwerk.sync.models import AppliedMember
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.queries import credentials


def _key(login: str) -> str:
    return f"person:{Person.objects.get(login=login).pk}"


def test_a_stranger_in_a_group_that_was_taken_over_is_no_endless_removal(site: Site) -> None:
    site.configure(gates=True)
    site.sync()
    login = credentials(site.target)["10"]
    admin = Credentials(login.login, login.password)
    site.make_user("anna", admin, mail="somebody@else.example")
    site.make_group("office", ["anna"], admin)
    bert = site.directory.person("bert")
    anna = site.directory.person("anna")
    site.directory.group("office", anna, bert)
    site.sync()
    site.sync()
    assert site.groups()["office"] == {"anna", "bert"}
    assert site.parked() == {"anna": "conflict"}


def test_an_approved_member_without_an_account_joins_when_there_is_one(site: Site) -> None:
    bert = site.directory.person("bert")
    site.directory.group("office", bert)
    site.sync()
    site.configure(manual=True)
    anna = site.directory.person("anna")
    site.directory.group("office", anna, bert)
    drawn = site.plan()
    group = next(one["object"] for one in drawn.changes() if one["object"].startswith("group:"))
    site.approve_object(group)
    site.drain()
    assert site.groups()["office"] == {"bert"}
    site.approve_object(_key("anna"))
    site.drain()
    assert site.groups()["office"] == {"anna", "bert"}
    assert AppliedMember.objects.count() == 2
