"""Two OX servers of one portal whose contexts have the same numbers: each keeps to its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from site_case import SETTINGS, Site, served_site

from oxsim.testing import Running, running
from stellwerk.core.masked import Masked
from stellwerk.people import actions as people
from stellwerk.sync.actions import save_rules
from stellwerk.sync.models import Applied
from stellwerk.targets import rotation
from stellwerk.targets.actions import save_credential, save_target
from stellwerk.targets.declared import declared_at, owner_at
from stellwerk.targets.models import Credential, Target
from stellwerk.targets.queries import MASTER, client, credentials
from tests.factories import dn_of


def _rules(of: str) -> list[dict[str, Any]]:
    """Whoever's employeeType is `of`, and all groups, into context 20."""
    give = {"context": "20", "profile": "premium"}
    match = {"kind": "person", "attribute": "employeeType", "values": [of]}
    return [
        {"name": of, "match": match, "give": give},
        {"name": "groups", "match": {"kind": "group", "all": True}, "give": {}},
    ]


def _declare(target: Target, name: str, **more: Any) -> None:
    row = declared_at(target).first()
    attributes = {"contextid": ["20"], "name": [name], **more}
    people.save_entry(
        target.portal, row, kind="context", name=name, attributes=attributes,
        owner=owner_at(target),
    )  # fmt: skip


class Two:
    """The site's own server takes teachers, the second one pupils; both have a context 20."""

    def __init__(self, site: Site, second: Running) -> None:
        self.site, self.second = site, second
        settings = {**SETTINGS, "url": second.url, "context_admin": "boss"}
        self.other, _ = save_target(
            site.portal, "other", settings=settings, manual=False, actor="test"
        )
        save_credential(self.other, "", "oxadminmaster", Masked("secret"), actor="test")
        save_rules(site.target, _rules("teacher"), actor="test")
        save_rules(self.other, _rules("pupil"), actor="test")
        _declare(site.target, "teachers", oxQuota=["100"])
        _declare(self.other, "pupils", oxQuota=["200"], loginMappings=["school"])
        site.directory.person("anna", employeeType="teacher")
        site.directory.person("bert", employeeType="pupil")
        site.directory.group("team", dn_of("anna"), dn_of("bert"))
        site.sync()

    def at(self, server: Running) -> dict[str, Any]:
        """Context 20 of a server: its name, quota, logins and groups."""
        context = server.state()["contexts"]["20"]
        users = {user["id"]: user["name"] for user in context["users"]}
        return {
            "name": context["name"],
            "quota": context["quota"],
            "users": set(users.values()),
            "groups": {g["name"]: {users[m] for m in g["members"]} for g in context["groups"][1:]},
        }

    def password(self, target: Target) -> str:
        """The password that is kept for context 20 of a target."""
        return credentials(target)["20"].password.reveal()


@pytest.fixture
def two(db: None, tmp_path: Path) -> Iterator[Two]:
    with served_site(tmp_path) as site, running(lock_wait=0.01) as second:
        yield Two(site, second)


def test_each_server_has_its_own_context_of_that_number(two: Two) -> None:
    assert two.at(two.site.ox) == {
        "name": "teachers", "quota": 100, "users": {"oxadmin", "anna"},
        "groups": {"team": {"anna"}},
    }  # fmt: skip
    assert two.at(two.second) == {
        "name": "pupils", "quota": 200, "users": {"boss", "bert"}, "groups": {"team": {"bert"}},
    }  # fmt: skip
    assert two.password(two.site.target) != two.password(two.other)
    assert two.site.sync().applied == 0


def test_a_changed_context_is_changed_at_its_server_alone(two: Two) -> None:
    two.second.reset()
    two.site.calls()
    _declare(two.other, "pupils", oxQuota=["300"], loginMappings=["school"])
    two.site.sync()
    assert two.at(two.second)["quota"] == 300
    assert two.site.writes() == {}


def test_both_may_have_the_same_name_and_login_mappings(two: Two) -> None:
    _declare(two.site.target, "pupils", loginMappings=["school"])
    two.site.sync()
    assert two.site.parked() == {}
    assert two.at(two.site.ox)["name"] == two.at(two.second)["name"] == "pupils"


def test_who_changes_sides_leaves_one_and_arrives_at_the_other(two: Two) -> None:
    two.site.directory.change(dn_of("bert"), employeeType="teacher")
    two.site.sync()
    two.site.approve(two.site.plan())
    two.site.sync()
    assert two.at(two.site.ox)["users"] == {"oxadmin", "anna", "bert"}
    (bert,) = (u for u in two.second.state()["contexts"]["20"]["users"] if u["name"] == "bert")
    assert bert["mailenabled"] is False


def test_a_deleted_context_takes_nothing_of_its_namesake_with_it(two: Two) -> None:
    people.leave_entries(declared_at(two.other))
    two.site.approve(two.site.plan())
    two.site.sync()
    assert "20" not in two.second.state()["contexts"]
    assert two.at(two.site.ox)["users"] == {"oxadmin", "anna"}
    assert Applied.objects.filter(target=two.site.target, scope="20").count() == 3
    assert not Applied.objects.filter(target=two.other).exclude(scope="10").exists()
    assert two.site.sync().applied == 0


def test_a_rotated_password_is_the_others_no_business(two: Two) -> None:
    kept, old = two.password(two.site.target), two.password(two.other)
    row = Credential.objects.select_related("target").get(target=two.other, scope="20")
    with client(two.other) as ox:
        rotation.rotate(row, ox, credentials(two.other)[MASTER], actor="test")
    assert two.password(two.site.target) == kept
    assert two.password(two.other) != old
    two.site.directory.person("carl", employeeType="pupil")
    two.site.sync()
    assert "carl" in two.at(two.second)["users"]
