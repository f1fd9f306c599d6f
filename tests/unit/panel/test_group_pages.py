"""The list of groups, a group's page, and a group in one context."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stellwerk.core.access import Role
from stellwerk.sync.models import Held, Work
from tests.browsing import client_of, person
from tests.factories import dn_of, group_record
from tests.unit.panel.people_case import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def admin(town: Town) -> Client:
    return client_of(person(town.portal, "otto", Role.ADMINISTRATOR))


def test_the_list_says_where_a_group_is(town: Town, admin: Client) -> None:
    lines = {line.group.name: line for line in admin.get("/groups/?q=TEAM").context["lines"]}
    assert set(lines) == {"team"}
    assert (lines["team"].members, lines["team"].places) == (3, [("ox", "10")])


def test_members_are_direct_or_nested(town: Town, admin: Client) -> None:
    address = town.address(town.group("everybody"))
    assert admin.get(address).context["page"].rows == []
    nested = admin.get(f"{address}?members=all").context["page"].rows
    assert {who.login for who in nested} == {"anna", "bert", "carl"}
    team = admin.get(town.address(town.group("team"))).context
    assert [row.name for row in team["around"].above] == ["everybody"]


def test_wanted_and_applied_members_are_counted(town: Town, admin: Client) -> None:
    (place,) = admin.get(town.address(town.group("team"))).context["places"]
    assert (place.scope, place.wanted, place.there) == ("10", 2, 2)
    assert str(place.standing[1]) == "In step"


def test_held_removals_are_named_and_approved(town: Town, admin: Client) -> None:
    town.records["team"] = group_record("team", dn_of("anna"))
    town.read()
    group = town.group("team")
    key = f"group:{group.pk}@10"
    held = Held.objects.get(object=key, part="removals")
    found = admin.get(town.address(group))
    (place,) = found.context["places"]
    assert [str(who) for who in place.held[0].names] == ["Bert Muster"]
    difference = admin.get(town.address(group, f"at/{town.target.public_id}/10/")).context
    assert [who.login for who in difference["surplus"]] == ["bert"]
    address = town.address(group, f"approve/?digest={held.digest}")
    assert "Bert Muster" in admin.get(address).content.decode()
    assert admin.post(address).status_code == 303
    assert Held.objects.get(object=key, part="removals").approved


def test_an_unwanted_group_says_why(town: Town, admin: Client) -> None:
    town.records["team"] = group_record("team", *map(dn_of, ("anna", "bert")), description="x")
    attributes = dict(town.records["team"].attributes)
    del attributes["isOxGroup"]
    town.records["team"] = replace(
        town.records["team"], attributes=attributes, fingerprint=b"another one 1234"
    )
    town.read()
    (place,) = admin.get(town.address(town.group("team"))).context["places"]
    assert place.wanted == 0
    assert "no rule" in str(place.cause)


def test_looking_again_marks_the_group(town: Town, admin: Client) -> None:
    auditor = client_of(person(town.portal, "ida", Role.AUDITOR))
    group = town.group("team")
    assert auditor.post(town.address(group, "look/")).status_code == 403
    assert "look/" not in auditor.get(town.address(group)).content.decode()
    assert admin.post(town.address(group, "look/")).status_code == 303
    assert Work.objects.filter(object=f"group:{group.pk}").exists()


def test_no_page_asks_more_than_twenty_questions(town: Town, admin: Client) -> None:
    group = town.group("team")
    for address in (
        "/groups/?q=a&waits=held",
        town.address(group),
        town.address(group, f"at/{town.target.public_id}/10/"),
        town.address(group, "history/"),
    ):
        with CaptureQueriesContext(connection) as asked:
            assert admin.get(address).status_code == 200
        assert len(asked) <= 20, address
