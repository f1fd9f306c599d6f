"""Groups, resources and secondary accounts on a server: what the product relies on."""

from typing import Any

import pytest

from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox.errors import Exists, Gone
from tests.real.server import Context

ADDRESS = "info@stellwerk-test.example"
ROOM = {"name": "saal", "displayname": "Großer Saal", "email": "saal@stellwerk-test.example"}


def test_members_come_and_go_by_difference(context: Context) -> None:
    anna, bert = context.user("anna"), context.user("bert")
    group = {"name": "amt", "displayname": "Straßen & Grün", "members": [anna]}
    one = {"id": context.call(ox.GROUP_CREATE, grp=group)["id"]}
    context.call(ox.GROUP_ADD_MEMBER, grp=one, members=[{"id": bert}])
    with pytest.raises(Exists):
        context.call(ox.GROUP_ADD_MEMBER, grp=one, members=[{"id": bert}])
    context.call(ox.GROUP_REMOVE_MEMBER, grp=one, members=[{"id": anna}])
    held = context.call(ox.GROUP_GET_DATA, grp=one)
    assert (held["displayname"], held["members"]) == ("Straßen & Grün", [bert])
    context.call(ox.GROUP_CHANGE, grp=one | {"displayname": "leer"})
    assert not context.call(ox.GROUP_GET_DATA, grp=one).get("members")
    context.call(ox.GROUP_DELETE, grp=one)
    with pytest.raises(Gone):
        context.call(ox.GROUP_GET_DATA, grp=one)


def test_a_resource_from_creation_to_deletion(context: Context) -> None:
    one = {"id": context.call(ox.RESOURCE_CREATE, res=ROOM)["id"]}
    context.call(ox.RESOURCE_CHANGE, res=one | {"available": "false", "description": "oben"})
    held = context.call(ox.RESOURCE_GET_DATA, res=one)
    assert (held["name"], held["available"], held["description"]) == ("saal", False, "oben")
    with pytest.raises(Exists):
        context.call(ox.RESOURCE_CREATE, res=ROOM)
    context.call(ox.RESOURCE_DELETE, res=one)
    with pytest.raises(Gone):
        context.call(ox.RESOURCE_DELETE, res=one)
    assert context.call(ox.RESOURCE_LIST, pattern="saal") == []


def accounts(context: Context, operation: ox.Operation[Any], **params: Any) -> Any:
    params["context"] = {"id": context.id}
    return context.server.call(operation, context.admin, **params)


def test_a_secondary_account_is_changed_in_place(context: Context) -> None:
    whose = {"users": [{"id": context.user("anna")}]}
    sent = {
        "primaryAddress": ADDRESS,
        "login": "info",
        "password": "Info-pw-1",
        "name": "Info",
        "mailEndpointSource": "localhost",
        "transportEndpointSource": "localhost",
    }
    accounts(context, ox.ACCOUNT_CREATE, accountDataOnCreate=sent, **whose)
    (made,) = accounts(context, ox.ACCOUNT_LIST, **whose)
    changed = {"primaryAddress": ADDRESS, "accountDataUpdate": {"name": "Auskunft"}}
    assert accounts(context, ox.ACCOUNT_UPDATE_DATA, **changed, **whose) is True
    (held,) = accounts(context, ox.ACCOUNT_LIST, **whose)
    assert (held["id"], held["name"], held["login"]) == (made["id"], "Auskunft", "info")
    assert accounts(context, ox.ACCOUNT_DELETE, primaryAddress=ADDRESS, **whose) is True
    assert accounts(context, ox.ACCOUNT_LIST, **whose) == []
