"""Users copied into another context."""

import pytest
from oxsim_case import (
    BAD,
    COPY,
    CREDENTIALS,
    DATA,
    NO_CONTEXT,
    NO_USER,
    NOT_FOUND_BY_NAME,
    Case,
    context,
    named,
    prove,
)

GIF = "R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs="
BOTH = {"src": {"id": 30}, "dest": {"id": 31}}
OTHER = [("OXContextService.create", context(31))]
COPIED = [*OTHER, (COPY + "copyUser", {"user": {"id": 3}, **BOTH})]
CASES = [
    Case("not the master", COPY + "copyUser", {"auth": BAD}, CREDENTIALS, "Authentication failed"),
    Case(
        "unknown destination",
        COPY + "copyUser",
        {"user": {"id": 3}, **BOTH},
        NO_CONTEXT,
        "Context 31 does not exist",
    ),
    Case(
        "unknown user",
        COPY + "copyUser",
        {"user": {"id": 99}, **BOTH},
        NO_USER,
        "No such user 99 in context 30",
        OTHER,
    ),
    Case(
        "unknown name",
        COPY + "copyUser",
        {"user": {"name": "zzz"}, **BOTH},
        NO_USER,
        f"{NOT_FOUND_BY_NAME}.NoSuchUserException: No such user zzz in context 30",
        OTHER,
    ),
    Case(
        "already there",
        COPY + "copyUser",
        {"user": {"id": 3}, **BOTH},
        "UserExistsException",
        "A user named alice already exists in destination context 31.",
        COPIED,
    ),
    Case(
        "the administrator",
        COPY + "copyUser",
        {"user": {"id": 2}, **BOTH},
        DATA,
        "The administrator of a context cannot be copied",
        OTHER,
    ),
    Case(
        "into its own context",
        COPY + "copyUser",
        {"user": {"id": 3}, "src": {"id": 30}, "dest": {"id": 30}},
        DATA,
        "Source and destination context are the same",
    ),
]


@named(CASES)
def test_fault(sim, case):
    prove(sim, case)


@pytest.fixture
def two(sim):
    sim.call("OXContextService.create", **context(31))
    return sim


def test_fields_rights_photo_and_password_come_along_under_a_new_id(two):
    two.change(city_home="Köln", image1=GIF, image1ContentType="image/gif")
    access = {"user": {"id": 3}, "moduleAccess": {"tasks": False}}
    assert two.call("OXUserService.changeByModuleAccess", **access).status == 200
    made = two.call(COPY + "copyUser", user={"name": "alice"}, **BOTH).value
    assert {name: value for name, value in made.items() if value is not None} == {"id": "3"}
    own = {"ctx": {"id": 31}, "auth": {"login": "oxadmin31", "password": "pw"}}
    read = two.call("OXUserService.getData", user={"id": 3}, **own).value
    assert {**two.alice(), "default_group": None} == {**read, "default_group": None}
    rights = two.call("OXUserService.getModuleAccess", user={"id": 3}, **own).value
    assert rights["tasks"] == "false"
    herself = {"ctx": {"id": 31}, "auth": {"login": "alice", "password": "pw"}}
    assert two.call("OXUserService.getData", user={"id": 3}, **herself).status == 200


def test_the_copy_is_on_its_own_from_then_on(two):
    two.call(COPY + "copyUser", user={"id": 3}, **BOTH)
    two.change(city_home="Bonn")
    two.call("OXUserService.delete", user={"id": 3})
    copied = two.dispatcher.world.contexts[31].users[3]
    assert "city_home" not in copied.fields
    assert list(two.dispatcher.world.contexts[31].groups[1].members) == [2, 3]
