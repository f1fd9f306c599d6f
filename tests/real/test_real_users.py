"""Users on a server: what the product relies on."""

from typing import Any

import pytest

from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox.errors import Exists, Gone, Invalid
from stellwerk.targets.ox.readback import user_from
from tests.real.server import Context, Server, person


def read(context: Context, number: int) -> dict[str, Any]:
    return dict(user_from(context.call(ox.USER_GET_DATA, user={"id": number})))


def change(context: Context, number: int, **fields: Any) -> None:
    context.call(ox.USER_CHANGE, usrdata={"id": number, **fields})


def test_a_user_reads_back_as_it_was_made(context: Context) -> None:
    anna = context.user("anna", city_home="Köln & <Bonn>", birthday="1980-01-02")
    held = read(context, anna)
    assert (held["name"], held["display_name"]) == ("anna", "Anna Müller")
    assert (held["city_home"], held["birthday"]) == ("Köln & <Bonn>", "1980-01-02")
    rights = context.call(ox.USER_GET_MODULE_ACCESS, user={"id": anna})
    assert (rights["webmail"], rights["infostore"]) == (True, False)


def test_absent_stays_and_empty_clears(context: Context) -> None:
    anna = context.user("anna", title="Dr.", note="so")
    change(context, anna, title="")
    held = read(context, anna)
    assert not held.get("title")
    assert held["note"] == "so"


def test_a_primary_address_changes_in_one_call_of_four_values(context: Context) -> None:
    anna, new = context.user("anna"), "neu@stellwerk-test.example"
    same = dict.fromkeys(("primaryEmail", "email1", "defaultSenderAddress"), new)
    change(context, anna, aliases=[new], **same)
    held = context.call(ox.USER_GET_DATA, user={"id": anna})
    assert (held["primaryEmail"], held["email1"], held["aliases"]) == (new, new, [new])


def test_what_is_taken_is_told_by_its_field(context: Context) -> None:
    context.user("anna")
    rights = {"webmail": True}
    for fields, field in (
        ({"display_name": "Anna Müller"}, "display_name"),
        ({"name": "anna"}, "name"),
        ({"primaryEmail": "anna@stellwerk-test.example"}, "mail"),
    ):
        sent = person("bert") | fields
        sent["email1"] = sent["primaryEmail"]
        with pytest.raises(Exists) as taken:
            context.call(ox.USER_CREATE_BY_MODULE_ACCESS, usrdata=sent, access=rights)
        assert taken.value.field == field


def test_too_long_and_illegal_values_are_told_by_their_field(context: Context) -> None:
    anna = context.user("anna")
    for fields, field in (
        ({"department": "x" * 129}, "department"),
        ({"timezone": "Mars/City"}, "timezone"),
        ({"language": "de"}, "language"),
    ):
        with pytest.raises(Invalid) as refused:
            change(context, anna, **fields)
        assert refused.value.field == field


def test_everybody_is_listed_in_pages_and_read_in_bulk(context: Context) -> None:
    made = {context.user(f"u{number}") for number in range(5)} | {2}
    listed: list[int] = []
    for offset in range(0, 8, 2):
        page = context.call(ox.USER_LIST, search_pattern="*", length=2, offset=offset)
        listed += [one["id"] for one in page]
    assert sorted(listed) == sorted(made)
    users = [{"id": number} for number in sorted(made)]
    bulk = context.call(ox.USER_GET_MULTIPLE_DATA, users=users)
    assert [one["id"] for one in bulk] == sorted(made)
    with pytest.raises(Gone):
        context.call(ox.USER_GET_MULTIPLE_DATA, users=[*users, {"id": 999_999}])


def test_deletion_is_told_apart_from_absence(context: Context) -> None:
    anna = context.user("anna")
    context.call(ox.USER_DELETE, user={"id": anna}, reassign=0)
    assert context.call(ox.USER_EXISTS, user={"id": anna}) is False
    with pytest.raises(Gone):
        context.call(ox.USER_DELETE, user={"id": anna})


def test_a_user_is_copied_into_another_context(server: Server, context: Context) -> None:
    anna, other = context.user("anna", title="Dr."), server.context()
    both = {"src": {"id": context.id}, "dest": {"id": other.id}}
    made = server.master(ox.USER_COPY, user={"id": anna}, **both)
    held = read(other, int(made["id"]))
    assert (held["name"], held["title"]) == ("anna", "Dr.")
    assert read(context, anna)["name"] == "anna"
