"""Moving an account whose name or address somebody has already taken where it goes."""

import pytest
from site_case import Site

COPY = "OXUserCopyService.copyUser"


@pytest.fixture
def anna(site: Site) -> str:
    """A person with an account in context 10; bert has one in context 20."""
    site.directory.context(20)
    site.directory.person("bert", oxContextIDNum="20")
    dn = site.directory.person("anna", oxDisplayName="Anna Muster")
    site.sync()
    return dn


def bring_home(site: Site) -> None:
    """Sync and approve until nothing changes any more."""
    for _ in range(4):
        site.approve(site.plan())
        site.drain()


def test_an_address_that_was_given_away_is_let_go_before_the_copy(site: Site, anna: str) -> None:
    site.directory.change(anna, mailPrimaryAddress="neu@example.org", oxContextIDNum="20")
    site.directory.change("uid=bert,cn=users,dc=test", mailPrimaryAddress="anna@example.org")
    bring_home(site)
    users = site.users(20)
    assert site.users(10) == {}
    assert users["anna"]["primaryEmail"] == "neu@example.org"
    assert users["bert"]["primaryEmail"] == "anna@example.org"
    assert site.sync().parked == 0


def test_a_display_name_that_is_taken_there_gets_its_suffix_before_the_copy(
    site: Site, anna: str
) -> None:
    site.directory.change("uid=bert,cn=users,dc=test", oxDisplayName="Anna Muster")
    site.sync()
    site.directory.change(anna, oxContextIDNum="20")
    bring_home(site)
    assert site.users(10) == {}
    assert site.users(20)["bert"]["display_name"] == "Anna Muster"
    assert site.users(20)["anna"]["display_name"] == "Anna Muster (anna)"
    assert site.sync().parked == 0


def test_until_the_move_is_approved_a_name_taken_there_changes_nothing_here(
    site: Site, anna: str
) -> None:
    site.directory.change("uid=bert,cn=users,dc=test", oxDisplayName="Anna Muster")
    site.sync()
    site.directory.change(anna, oxContextIDNum="20")
    site.sync()
    assert site.users(10)["anna"]["display_name"] == "Anna Muster"


def test_the_plan_shows_once_and_for_all_what_the_move_sends(site: Site, anna: str) -> None:
    site.directory.change("uid=bert,cn=users,dc=test", oxDisplayName="Anna Muster")
    site.sync()
    site.directory.change(anna, oxContextIDNum="20")
    drawn = site.plan()
    site.approve(drawn)
    for _ in range(3):
        site.drain()
    assert site.users(10) == {}
    assert site.calls()[COPY] == 1
