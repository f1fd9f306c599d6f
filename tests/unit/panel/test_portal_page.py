"""The portal's own settings are set in the panel."""

import pytest
from django.test import Client

from stellwerk.core.access import Role
from stellwerk.portals.models import Domain, Portal, Trail
from tests.browsing import client_of, person, portal

GIVEN = {
    "address": "https://Stellwerk.Example.org/",
    "time_zone": "Europe/Vienna",
    "keep_runs": "30",
}


@pytest.fixture
def there(db: None) -> Portal:
    """A portal."""
    return portal()


@pytest.fixture
def anna(there: Portal) -> Client:
    """An administrator's browser."""
    return client_of(person(there, "anna", Role.ADMINISTRATOR))


def test_address_time_zone_and_days_are_kept_with_a_line_in_the_trail(
    there: Portal, anna: Client
) -> None:
    assert anna.post("/portal/", GIVEN).status_code == 303
    there.refresh_from_db()
    assert there.address == "https://stellwerk.example.org"
    assert (there.time_zone, there.keep_runs) == ("Europe/Vienna", 30)
    line = Trail.objects.get(verb="portal.save")
    assert (line.actor, line.before["address"]) == ("anna", "")


@pytest.mark.parametrize(
    "address",
    ["stellwerk.example.org", "ftp://x.org", "https://x.org/panel", "javascript:alert(1)"],
)
def test_an_address_that_is_none_is_refused_by_its_field(
    there: Portal, anna: Client, address: str
) -> None:
    answer = anna.post("/portal/", {**GIVEN, "address": address})
    assert answer.status_code == 422
    assert b"without a path" in answer.content
    there.refresh_from_db()
    assert there.address == ""


def test_nobody_locks_themselves_out_unasked(there: Portal, anna: Client) -> None:
    Portal.objects.update(address="http://panel.example.org")
    anna.defaults["HTTP_HOST"] = "panel.example.org"
    answer = anna.post("/portal/", GIVEN, headers={"host": "panel.example.org"})
    assert answer.status_code == 422
    assert b"no longer answers as panel.example.org" in answer.content
    agreed = anna.post("/portal/", {**GIVEN, "moved": "on"}, headers={"host": "panel.example.org"})
    assert agreed.status_code == 303


def test_a_name_that_stays_the_portals_own_needs_no_question(there: Portal, anna: Client) -> None:
    Domain.objects.create(portal=there, name="panel.example.org")
    answer = anna.post("/portal/", GIVEN, headers={"host": "panel.example.org"})
    assert answer.status_code == 303


def test_an_auditor_reads_and_changes_nothing(there: Portal) -> None:
    bert = client_of(person(there, "bert", Role.AUDITOR))
    assert b'<form class="stack' not in bert.get("/portal/").content
    assert bert.post("/portal/", GIVEN).status_code == 403
