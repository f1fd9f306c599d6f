"""Where the connector before us was weak, as far as no other test says so already."""

import logging

import pytest
from site_case import Site

from stellwerk.people.models import Person
from tests.factories import dn_of


def test_who_is_gone_from_ox_already_is_deleted_without_a_fault(site: Site) -> None:
    site.configure(grace_days=0)
    site.directory.person("anna")
    site.directory.person("bert")
    site.sync()
    site.directory.remove(dn_of("anna"))
    site.sync()
    site.delete_user(site.users()["anna"]["id"])
    for _ in range(3):
        site.approve(site.plan())
        site.drain()
    assert site.parked() == {}
    assert list(site.plan().changes()) == []
    assert set(site.users()) == {"bert"}


def test_what_is_tried_again_is_what_is_wanted_now_and_nothing_older(site: Site) -> None:
    anna = site.directory.person("anna", roomNumber="1")
    site.sync()
    site.trouble("OXUserService.change", "fault:InvalidDataException:not today", next=1)
    site.directory.change(anna, roomNumber="2")
    site.sync()
    assert site.parked() == {"anna": "ox_invalid"}
    site.directory.change(anna, roomNumber="3")
    site.read()
    site.retry("anna")
    site.drain()
    assert site.users()["anna"]["room_number"] == "3"
    assert site.history()[-1]["fields"] == {"room_number": "3"}


def test_another_context_and_another_login_at_once_make_one_account(site: Site) -> None:
    site.directory.context(20)
    anna = site.directory.person("anna")
    site.directory.person("bert", oxContextIDNum="20")
    site.sync()
    site.directory.change(anna, oxContextIDNum="20", uid="annika")
    site.directory.rename(anna, dn_of("annika"))
    for _ in range(4):
        site.sync()
        site.approve(site.plan())
        site.drain()
    assert Person.objects.filter(login="annika").count() == 1
    assert site.users(10) == {}
    # OX renames nobody: the account keeps the login it was made with.
    assert set(site.users(20)) == {"anna", "bert"}
    assert site.parked() == {}


def test_what_ox_is_not_told_costs_no_call(site: Site) -> None:
    anna = site.directory.person("anna")
    site.sync()
    site.calls()
    site.directory.change(anna, description="new badge", employeeNumber="", krb5KeyVersion="7")
    site.sync()
    assert site.calls() == {}


def test_a_person_more_is_no_line_in_the_log(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    for number in range(20):
        site.directory.person(f"p{number:02}")
    with caplog.at_level(logging.INFO):
        site.sync()
    assert len(site.users()) == 20
    assert len(caplog.records) < 10
