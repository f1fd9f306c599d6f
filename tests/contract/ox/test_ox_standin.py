"""Codec, mapping and differences against the stand-in, over the wire."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from PIL import Image

from oxsim.testing import Running, running
from stellwerk.core.masked import Masked
from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox.access import rights_difference, rights_of
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.difference import applied_after, diff_user, fields_at_creation
from stellwerk.targets.ox.errors import (
    Conflict,
    Exists,
    Gone,
    InDoubt,
    Invalid,
    NotFoundService,
    OxError,
    Refused,
    Unavailable,
    Unreadable,
)
from stellwerk.targets.ox.fields import DEFAULT_RULES, Form
from stellwerk.targets.ox.mapping import UserSettings, Value, user_fields
from stellwerk.targets.ox.readback import context_from, group_from, members_of, user_from

MASTER = Credentials("oxadminmaster", Masked("secret"))
ADMIN = Credentials("oxadmin", Masked("context secret"))
CTX = {"id": 20}
SETTINGS = UserSettings(
    imap_server="imap://mail.example:143", smtp_server="smtp://mail.example:587", imap_login="{}"
)


@dataclass
class Standin:
    client: OxClient
    server: Running

    def do(self, operation: ox.Operation[Any], **params: Any) -> Any:
        return self.client.call(operation, {"ctx": CTX, **params}, ADMIN)

    def create(self, fields: dict[str, Value], picture: bytes = b"") -> int:
        usrdata: dict[str, Any] = fields_at_creation(fields) | SETTINGS.at_creation
        usrdata["password"] = Masked("random")
        if picture:
            usrdata["image1"] = picture
        made = self.do(ox.USER_CREATE_BY_MODULE_ACCESS, usrdata=usrdata, access=rights_of({}))
        return int(made["id"])

    def read(self, user: int) -> dict[str, Value]:
        return user_from(self.do(ox.USER_GET_DATA, user={"id": user}))


@pytest.fixture
def standin() -> Iterator[Standin]:
    with running() as server, OxClient(server.url) as client:
        context = {"id": 20, "name": "ctx20", "maxQuota": -1, "loginMappings": ["stadt.example"]}
        admin = {
            "name": ADMIN.login,
            "password": ADMIN.password,
            "display_name": "OX Admin",
            "given_name": "OX",
            "sur_name": "Admin",
            "email1": "oxadmin@stadt.example",
            "primaryEmail": "oxadmin@stadt.example",
        }
        client.call(ox.CONTEXT_CREATE, {"ctx": context, "admin_user": admin}, MASTER)
        yield Standin(client, server)


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (12, 16), "teal").save(out, "JPEG")
    return out.getvalue()


def person(login: str, **more: list[str]) -> dict[str, list[str]]:
    return {
        "username": [login],
        "firstname": ["Änne"],
        "lastname": [f"Größe & {login} 😀"],
        "mailPrimaryAddress": [f"{login}@stadt.example"],
        **more,
    }


def everybody(login: str) -> dict[str, list[str]]:
    """A person with every property of the table filled."""
    filled: dict[str, list[str]] = {}
    for rule in DEFAULT_RULES:
        source, _, index = rule.sources[0].rstrip("]").partition("[")
        values = filled.setdefault(source, [])
        if rule.form is Form.TEXT:
            values += [f"{rule.field} <ü>"] * (int(index or 0) + 1 - len(values))
    filled |= person(login, birthday=["02.01.1980"], oxAnniversary=["2001-02-03"])
    filled |= {"mailAlternativeAddress": ["B@x.example", "a@x.example"], "oxUserQuota": ["500"]}
    return filled


def test_a_full_person_is_created_in_one_call_and_reads_back_as_wanted(standin: Standin) -> None:
    picture = jpeg()
    blobs = {"jpegPhoto": hashlib.sha256(picture).hexdigest()}
    mapped = user_fields(everybody("voll"), blobs, SETTINGS)
    assert mapped.problems == []
    assert len(mapped.fields) > 80
    user = standin.create(mapped.fields, picture)
    found = standin.read(user)
    assert diff_user(found, mapped.fields).send == {}
    assert diff_user(found, mapped.fields).uncleared == ()


def test_every_field_changes_and_clears_as_the_difference_says(standin: Standin) -> None:
    full = user_fields(everybody("voll"), {}, SETTINGS).fields
    bare = user_fields(person("voll"), {}, SETTINGS).fields
    user = standin.create(full)
    diff = diff_user(full, bare)
    assert {note.field for note in diff.uncleared} == {"birthday", "anniversary"}
    standin.do(ox.USER_CHANGE, usrdata={"id": user, **diff.send})
    applied = applied_after(full, bare, diff)
    assert standin.read(user) | {"image1ContentType": ""} == applied | {"image1ContentType": ""}
    again = diff_user(applied, full)
    standin.do(ox.USER_CHANGE, usrdata={"id": user, **again.send})
    assert diff_user(standin.read(user), full).send == {}


def test_a_new_primary_address_with_and_without_the_old_one(standin: Standin) -> None:
    before = user_fields(person("anna"), {}, SETTINGS).fields
    user = standin.create(before)
    changed = person("anna", mailPrimaryAddress=["new@stadt.example"])
    for aliases in (["anna@stadt.example"], []):
        wanted = user_fields(changed | {"mailAlternativeAddress": aliases}, {}, SETTINGS).fields
        diff = diff_user(before, wanted)
        standin.do(ox.USER_CHANGE, usrdata={"id": user, **diff.send})
        assert standin.read(user)["aliases"] == ["new@stadt.example", *aliases]
        before = applied_after(before, wanted, diff)


def test_rights_are_set_and_read(standin: Standin) -> None:
    user = standin.create(user_fields(person("anna"), {}, SETTINGS).fields)
    read = standin.do(ox.USER_GET_MODULE_ACCESS, user={"id": user})
    assert rights_difference(read, rights_of({})) == {}
    wanted = rights_of({"webmail": ["1"], "contacts": ["1"], "usm": ["1"]})
    standin.do(ox.USER_CHANGE_BY_MODULE_ACCESS, user={"id": user}, moduleAccess=wanted)
    read = standin.do(ox.USER_GET_MODULE_ACCESS, user={"id": user})
    assert rights_difference(read, wanted) == {}


def test_every_user_operation(standin: Standin) -> None:
    ids = [standin.create(user_fields(person(f"u{n}"), {}, SETTINGS).fields) for n in range(3)]
    assert standin.do(ox.USER_EXISTS, user={"name": "u1"}) is True
    assert standin.do(ox.USER_EXISTS, user={"name": "nobody"}) is False
    assert {one["id"] for one in standin.do(ox.USER_LIST_ALL)} == {2, *ids}
    found = standin.do(ox.USER_LIST, search_pattern="u*", length=2, offset=0)
    assert [set(one) & {"id", "name"} for one in found] == [{"id"}, {"id"}]
    streamed = standin.client.stream(ox.USER_LIST_ALL, {"ctx": CTX}, ADMIN)
    assert {one["id"] for one in streamed} == {2, *ids}
    users = standin.do(ox.USER_GET_MULTIPLE_DATA, users=[{"id": one} for one in ids])
    assert {one["name"] for one in users} == {"u0", "u1", "u2"}
    standin.do(ox.USER_DELETE, user={"id": ids[0]})
    with pytest.raises(Gone) as caught:
        standin.do(ox.USER_DELETE, user={"id": ids[0]})
    assert caught.value.what == "user"
    with pytest.raises(Gone):
        standin.do(ox.USER_GET_DATA, user={"name": "u0"})


def test_every_group_operation(standin: Standin) -> None:
    ids = [standin.create(user_fields(person(f"u{n}"), {}, SETTINGS).fields) for n in range(3)]
    group = {"name": "Bau und Gruen", "displayname": "Bau & Grün", "members": ids[:1]}
    made = {"id": standin.do(ox.GROUP_CREATE, grp=group)["id"]}
    members = [{"id": one} for one in ids[1:]]
    standin.do(ox.GROUP_ADD_MEMBER, grp=made, members=members)
    with pytest.raises(Exists) as caught:
        standin.do(ox.GROUP_ADD_MEMBER, grp=made, members=members[:1])
    assert caught.value.field == "member"
    standin.do(ox.GROUP_REMOVE_MEMBER, grp=made, members=members[:1])
    read = standin.do(ox.GROUP_GET_DATA, grp=made)
    assert members_of(read) == {ids[0], ids[2]}
    assert group_from(read) == {"name": "Bau und Gruen", "displayname": "Bau & Grün"}
    rows = standin.do(ox.GROUP_GET_MEMBERS, grp=made)
    assert {one["id"] for one in rows} == {ids[0], ids[2]}
    standin.do(ox.GROUP_CHANGE, grp={**made, "displayname": "Neu", "members": ids})
    assert members_of(standin.do(ox.GROUP_LIST, pattern="Bau*")[0]) == set(ids)
    assert len(standin.do(ox.GROUP_LIST_ALL)) == 2
    standin.do(ox.GROUP_DELETE, grp=made)
    with pytest.raises(Gone):
        standin.do(ox.GROUP_GET_DATA, grp=made)


def test_every_context_and_server_operation(standin: Standin) -> None:
    def do(operation: ox.Operation[Any], **params: Any) -> Any:
        return standin.client.call(operation, params, MASTER)

    assert do(ox.CONTEXT_EXISTS, ctx=CTX) is True
    assert do(ox.CONTEXT_GET_ADMIN_ID, ctx=CTX) == 2
    do(ox.CONTEXT_CHANGE, ctx={**CTX, "maxQuota": "500"})
    do(ox.CONTEXT_DISABLE, ctx=CTX)
    assert context_from(do(ox.CONTEXT_GET_DATA, ctx=CTX)) == {
        "name": "ctx20",
        "maxQuota": "500",
        "enabled": "false",
        "loginMappings": ["stadt.example"],
    }
    do(ox.CONTEXT_ENABLE, ctx=CTX)
    assert [context_from(one)["enabled"] for one in do(ox.CONTEXT_LIST_ALL)] == ["true"]
    assert [one["id"] for one in do(ox.CONTEXT_LIST, search_pattern="ctx*")] == [20]
    assert len(do(ox.UTIL_LIST_ALL_SERVER)) > 0
    do(ox.CONTEXT_DELETE, ctx=CTX)
    with pytest.raises(Gone):
        do(ox.CONTEXT_GET_DATA, ctx=CTX)
    with pytest.raises(Refused):
        standin.do(ox.USER_LIST_ALL)


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({"username": ["eins"], "displayName": ["other"]}, Exists, "name"),
        ({"displayName": ["Eins"]}, Exists, "display_name"),
        ({"mailPrimaryAddress": ["eins@stadt.example"]}, Exists, "mail"),
    ],
)
def test_what_is_taken_is_named(
    standin: Standin, change: dict[str, list[str]], error: type[OxError], field: str
) -> None:
    one = user_fields(person("eins", displayName=["Eins"]), {}, SETTINGS).fields
    user = standin.create(one)
    two = user_fields(person("zwei") | change, {}, SETTINGS).fields
    with pytest.raises(error) as caught:
        standin.create(two)
    assert getattr(caught.value, "field", "") == field
    if field == "mail":
        assert getattr(caught.value, "remote_id", None) == user


def test_a_wrong_password_is_refused_and_a_bad_value_invalid(standin: Standin) -> None:
    with pytest.raises(Refused):
        standin.client.call(ox.USER_LIST_ALL, {"ctx": CTX}, Credentials("oxadmin", Masked("x")))
    user = standin.create(user_fields(person("anna"), {}, SETTINGS).fields)
    with pytest.raises(Invalid) as caught:
        standin.do(ox.USER_CHANGE, usrdata={"id": user, "department": "x" * 129})
    assert caught.value.field == "department"


@pytest.mark.parametrize(
    ("trouble", "reading", "writing", "effect"),
    [
        ("503", Unavailable, Unavailable, False),
        ("html", (Unavailable, NotFoundService), (InDoubt, Unavailable), False),
        ("reset", Unavailable, InDoubt, False),
        ("lost", Unavailable, InDoubt, True),
        ("hang:3", Unavailable, InDoubt, None),
        ("truncate", (Unreadable, Unavailable), InDoubt, True),
        ("fault:DatabaseUpdateException:running", Conflict, Conflict, False),
    ],
)
def test_trouble_leaves_doubt_exactly_where_a_write_may_have_taken_effect(
    standin: Standin, trouble: str, reading: Any, writing: Any, effect: bool | None
) -> None:
    user = standin.create(user_fields(person("anna"), {}, SETTINGS).fields)
    read = {"ctx": CTX, "user": {"id": user}}
    write = {"ctx": CTX, "usrdata": {"id": user, "note": "changed"}}
    standin.server.faults([{"operation": "*", "do": trouble, "next": 2}])
    with pytest.raises(reading):
        standin.client.call(ox.USER_GET_DATA, read, ADMIN, deadline=0.5)
    with pytest.raises(writing):
        standin.client.call(ox.USER_CHANGE, write, ADMIN, deadline=0.5)
    if effect is not None:
        assert standin.read(user)["note"] == ("changed" if effect else "")
