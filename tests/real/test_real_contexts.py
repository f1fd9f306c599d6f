"""Contexts on a server: what the product relies on."""

import pytest

from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox.errors import Exists, Gone, Refused
from tests.real.server import Context, Server, name_of, person


def read(server: Server, number: int) -> ox.Record:
    return server.master(ox.CONTEXT_GET_DATA, ctx={"id": number})


def test_the_server_answers(server: Server) -> None:
    assert server.master(ox.UTIL_LIST_ALL_SERVER)


def test_a_context_is_changed_field_by_field(server: Server, context: Context) -> None:
    ctx = {"id": context.id, "maxQuota": "500"}
    server.master(ox.CONTEXT_CHANGE, ctx=ctx)
    assert read(server, context.id)["maxQuota"] == 500
    mapping = f"stellwerk-test-{context.id}.example"
    server.master(ox.CONTEXT_CHANGE, ctx={"id": context.id, "loginMappings": [mapping]})
    held = read(server, context.id)
    assert {mapping, name_of(context.id)} <= set(held["loginMappings"])
    assert held["maxQuota"] == 500
    found = server.master(ox.CONTEXT_LIST, search_pattern=name_of(context.id))
    assert [one["id"] for one in found] == [context.id]


def test_a_context_is_switched_off_and_on(server: Server, context: Context) -> None:
    server.master(ox.CONTEXT_DISABLE, ctx={"id": context.id})
    assert read(server, context.id)["enabled"] is False
    assert context.user("anna") > 2
    server.master(ox.CONTEXT_ENABLE, ctx={"id": context.id})
    assert read(server, context.id)["enabled"] is True


def test_the_administrator_is_user_2(server: Server, context: Context) -> None:
    assert server.master(ox.CONTEXT_GET_ADMIN_ID, ctx={"id": context.id}) == 2


def test_an_id_is_taken_once(server: Server, context: Context) -> None:
    ctx = {"id": context.id, "maxQuota": -1}
    with pytest.raises(Exists):
        server.master(ox.CONTEXT_CREATE, ctx=ctx, admin_user=person("other"))


def test_a_deleted_id_can_be_made_again(server: Server, context: Context) -> None:
    server.master(ox.CONTEXT_DELETE, ctx={"id": context.id})
    with pytest.raises(Gone):
        read(server, context.id)
    ctx = {"id": context.id, "name": name_of(context.id), "maxQuota": -1}
    server.master(ox.CONTEXT_CREATE, ctx=ctx, admin_user=person("oxadmin"))
    assert read(server, context.id)["id"] == context.id


def test_the_master_does_not_pass_for_a_context_that_is_not_there(server: Server) -> None:
    with pytest.raises(Refused):
        server.call(ox.USER_LIST_ALL, server.address.master, ctx={"id": server.free_id()})
