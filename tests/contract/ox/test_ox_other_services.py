"""Resources, secondary accounts, copies and quotas against the stand-in, over the wire."""

from collections.abc import Iterator
from typing import Any

import pytest

from oxsim.options import Seed
from oxsim.testing import running
from stellwerk.core.masked import Masked
from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.errors import Exists, Gone, Invalid

MASTER = Credentials("oxadminmaster", Masked("secret"))
ADMIN = Credentials("oxadmin", Masked("pw"))
ROOM = {"name": "saal", "displayname": "Großer Saal", "email": "saal@stadt.example"}
INFO = {"primaryAddress": "info@stadt.example", "login": "info", "mailEndpointSource": "primary"}


@pytest.fixture
def client() -> Iterator[OxClient]:
    seeds = (Seed(20, "oxadmin", "pw"), Seed(21, "oxadmin", "pw"))
    with running(seeds=seeds) as server, OxClient(server.url) as client:
        yield client


def person(name: str) -> dict[str, Any]:
    mail = f"{name}@stadt.example"
    return {
        "name": name,
        "password": Masked("random"),
        "display_name": name.title(),
        "given_name": name,
        "sur_name": name,
        "primaryEmail": mail,
        "email1": mail,
    }


def do(client: OxClient, operation: ox.Operation[Any], **params: Any) -> Any:
    return client.call(operation, {"ctx": {"id": 20}, **params}, ADMIN)


def test_a_resource_from_creation_to_deletion(client: OxClient) -> None:
    made = do(client, ox.RESOURCE_CREATE, res=ROOM)
    one = {"id": made["id"]}
    do(client, ox.RESOURCE_CHANGE, res=one | {"available": "false", "description": "oben"})
    read = do(client, ox.RESOURCE_GET_DATA, res=one)
    assert read == ROOM | one | {"available": False, "description": "oben"}
    assert do(client, ox.RESOURCE_LIST_ALL) == [read]
    assert do(client, ox.RESOURCE_LIST, pattern="saal") == [read]
    assert do(client, ox.RESOURCE_GET_MULTIPLE_DATA, resources=[one]) == [read]
    with pytest.raises(Exists) as taken:
        do(client, ox.RESOURCE_CREATE, res=ROOM)
    assert taken.value.field == "resource_name"
    with pytest.raises(Exists) as taken:
        do(client, ox.RESOURCE_CREATE, res=ROOM | {"name": "other"})
    assert taken.value.field == "mail"
    do(client, ox.RESOURCE_DELETE, res=one)
    for operation in (ox.RESOURCE_DELETE, ox.RESOURCE_GET_DATA, ox.RESOURCE_CHANGE):
        with pytest.raises(Gone) as gone:
            do(client, operation, res=one)
        assert gone.value.what == "resource"


def accounts(client: OxClient, operation: ox.Operation[Any], **params: Any) -> Any:
    return client.call(operation, {"context": {"id": 20}, **params}, ADMIN)


def test_secondary_accounts_change_without_being_made_anew(client: OxClient) -> None:
    rights = {"webmail": True}
    for name in ("anna", "bert"):
        do(client, ox.USER_CREATE_BY_MODULE_ACCESS, usrdata=person(name), access=rights)
    anna, bert, info = [{"id": 3}], [{"id": 4}], "info@stadt.example"
    accounts(client, ox.ACCOUNT_CREATE, accountDataOnCreate=INFO, users=anna)
    accounts(client, ox.ACCOUNT_CREATE, accountDataOnCreate=INFO, users=bert)
    changed = {"accountDataUpdate": {"name": "Auskunft"}, "primaryAddress": info}
    assert accounts(client, ox.ACCOUNT_UPDATE_DATA, users=anna, **changed) is True
    listed = accounts(client, ox.ACCOUNT_LIST, users=[*anna, *bert])
    assert [(one["userId"], one.get("name")) for one in listed] == [(3, "Auskunft"), (4, None)]
    assert accounts(client, ox.ACCOUNT_DELETE, primaryAddress=info, users=bert) is True
    assert accounts(client, ox.ACCOUNT_DELETE, primaryAddress=info, users=bert) is False
    assert [one["id"] for one in accounts(client, ox.ACCOUNT_LIST)] == [listed[0]["id"]]
    with pytest.raises(Gone):
        accounts(client, ox.ACCOUNT_CREATE, accountDataOnCreate=INFO, users=[{"id": 99}])


def test_a_user_is_copied_once(client: OxClient) -> None:
    do(client, ox.USER_CREATE_BY_MODULE_ACCESS, usrdata=person("anna"), access={})
    copied = {"user": {"id": 3}, "src": {"id": 20}, "dest": {"id": 21}}
    assert client.call(ox.USER_COPY, copied, MASTER) == {"id": 3}
    with pytest.raises(Exists) as taken:
        client.call(ox.USER_COPY, copied, MASTER)
    assert taken.value.field == "name"
    with pytest.raises(Gone):
        client.call(ox.USER_COPY, copied | {"user": {"id": 99}}, MASTER)


def test_quotas_of_a_context(client: OxClient) -> None:
    ctx = {"ctx": {"id": 20}}
    client.call(ox.CONTEXT_CHANGE_QUOTA, ctx | {"module": "user", "quotaValue": "9"}, MASTER)
    assert client.call(ox.CONTEXT_LIST_QUOTA, ctx, MASTER) == [{"module": "user", "limit": 9}]
    with pytest.raises(Invalid):
        client.call(ox.CONTEXT_CHANGE_QUOTA, ctx | {"module": "x", "quotaValue": "9"}, MASTER)
