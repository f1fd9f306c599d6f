"""Groups of groups in circles, groups with names OX does not take, and very large ones."""

import os
import resource

import pytest

from stellwerk.sync.models import AppliedMember
from stellwerk.targets.ox.steps import groups
from tests.factories import dn_of, group_dn
from tests.integration.bad_input.told import Told
from tests.integration.sync.site_case import Site


def test_groups_in_a_circle_have_all_their_people(site: Site, told: Told) -> None:
    site.directory.person("anna")
    site.directory.group("one", group_dn("two"), dn_of("anna"))
    site.directory.group("two", group_dn("three"))
    site.directory.group("three", group_dn("one"), dn_of("good"))
    site.directory.group("self", group_dn("self"), dn_of("good"))
    site.sync()
    both = {"anna", "good"}
    assert site.groups() == {"one": both, "two": both, "three": both, "self": {"good"}}
    assert told.parked() == {}
    assert site.sync().applied == 0
    site.directory.person("carl")
    site.directory.group("two", group_dn("three"), dn_of("carl"))
    site.sync()
    assert site.groups()["three"] == site.groups()["one"] == {*both, "carl"}


NAMES = {
    "Bau/Hoch & Tief": "Bau-Hoch und Tief",
    "Te\u202eam": "Te-am",
    "😀": "group",
    "A\x01\x1bB": "A-B",
    "users": "users-group",
    "x" * 300: "x" * 64,
    " Rand ": "Rand",
}
"""The name in the directory, and the name in OX."""


def test_group_names_are_folded_to_what_ox_takes(site: Site, told: Told) -> None:
    for number, name in enumerate(NAMES):
        site.directory.group(f"g{number}", dn_of("good"), cn=name)
    site.sync()
    # The group of this name is OX's own in every context, and is never carried over.
    expected = {folded for name, folded in NAMES.items() if name != "users"}
    assert set(site.groups()) == expected
    assert told.parked() == {}
    shown = {group["name"]: group["displayname"] for group in site.context()["groups"]}
    assert shown["Bau-Hoch und Tief"] == "Bau/Hoch & Tief"
    assert shown["Te-am"] == "Te\u202eam"
    assert shown["A-B"] == "AB"
    assert shown["x" * 64] == "x" * 128
    assert site.sync().applied == 0


def test_members_nobody_knows_and_dns_that_are_none_are_passed_over(site: Site, told: Told) -> None:
    strange = ["uid=nobody,dc=x", "no dn at all", "", "uid=a\\", "😀" * 100, "x" * 5_000]
    site.directory.group("team", dn_of("good").upper(), dn_of("good"), *strange)
    site.sync()
    assert site.groups() == {"team": {"good"}}
    assert told.parked() == {}


def test_a_group_of_twenty_thousand_values_is_read(site: Site, told: Told) -> None:
    many = [f"uid=p{number},cn=users,dc=elsewhere" for number in range(20_000)]
    site.directory.group("team", dn_of("good"), *many)
    site.sync()
    assert site.groups() == {"team": {"good"}}
    assert told.parked() == {}


def test_a_large_group_goes_by_differences_in_pieces(
    site: Site, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "_CHUNK", 5)
    logins = [f"p{number:02}" for number in range(16)]
    for login in logins:
        site.directory.person(login)
    site.directory.group("all", dn_of("p00"), dn_of("p01"))
    site.sync()
    assert site.groups()["all"] == {"p00", "p01"}
    site.calls()
    site.directory.group("all", *map(dn_of, logins))
    site.sync()
    assert site.groups()["all"] == set(logins)
    assert site.writes() == {"OXGroupService.addMember": 3}
    site.directory.group("all", *map(dn_of, logins), dn_of("good"))
    site.sync()
    assert site.writes() == {"OXGroupService.addMember": 1}
    assert site.groups()["all"] == {"good", *logins}
    assert told.parked() == {}


EVERYBODY = 20_000 if os.environ.get("FULL") else 1_200


def test_one_more_or_less_in_a_very_large_group_is_one_small_call(site: Site, told: Told) -> None:
    """FULL=1: a group of 20,000."""
    logins = [f"p{number:05}" for number in range(EVERYBODY)]
    for login in logins:
        site.directory.person(login)
    site.fill()
    everybody = list(map(dn_of, logins))
    site.directory.group("all", *everybody[:-1])
    site.read()
    site.drain_unwatched()
    assert site.groups() == {"all": set(logins[:-1])}
    assert AppliedMember.objects.count() == EVERYBODY - 1
    before, peak = site.context()["groups"], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    site.calls()

    site.directory.group("all", *everybody)
    drawn = site.plan()
    (change,) = drawn.changes()
    assert (change["add"], change["remove"], change["fields"]) == ([logins[-1]], [], {})
    site.carry_out(drawn)
    assert site.calls() == {"OXGroupService.addMember": 1}
    assert site.groups()["all"] == set(logins)

    site.directory.group("all", *everybody[:-1])
    site.approve(site.plan())
    site.sync()
    assert site.calls() == {"OXGroupService.removeMember": 1}
    assert site.context()["groups"] == before
    assert told.parked() == {}
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak
    assert grown < 100_000, f"{grown} kB more for one member"
