"""One row of the table of faults, and how it is proven."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest

CREDENTIALS, DATA, STORAGE = (
    "InvalidCredentialsException",
    "InvalidDataException",
    "StorageException",
)
NO_CONTEXT, NO_USER, NO_GROUP, NO_RESOURCE = (
    "NoSuchContextException",
    "NoSuchUserException",
    "NoSuchGroupException",
    "NoSuchResourceException",
)
EXISTS = "ContextExistsException"
RMI = "com.openexchange.admin.rmi.exceptions"
NOT_FOUND_BY_NAME = f"{RMI}.NoSuchObjectException: {RMI}"
ALIASES = "primaryMail, Email1 and defaultSenderAddress must be present in set of aliases."
CTX, USR, GRP = "OXContextService.", "OXUserService.", "OXGroupService."
RES, ACC, COPY = "OXResourceService.", "OXSecondaryAccountService.", "OXUserCopyService."


@dataclass
class Case:
    situation: str
    operation: str
    values: dict[str, Any]
    kind: str | None
    message: str
    before: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


def new(name: str = "carol", **fields: Any) -> dict[str, Any]:
    mail = f"{name}@example.org"
    values = {
        "name": name,
        "display_name": f"{name} new",
        "password": "pw",
        "given_name": "G",
        "sur_name": "S",
        "primaryEmail": mail,
        "email1": mail,
    } | fields
    return {key: value for key, value in values.items() if value != "absent"}


def made(name: str = "carol", **fields: Any) -> tuple[str, dict[str, Any]]:
    return USR + "create", {"usrdata": new(name, **fields)}


def context(number: int = 31, **fields: Any) -> dict[str, Any]:
    values = {"id": number, "maxQuota": 1, **fields}
    return {
        "ctx": {key: value for key, value in values.items() if value != "absent"},
        "admin_user": new("oxadmin31"),
    }


BAD = {"login": "oxadmin", "password": "Admin-pw"}
MASTER = {"login": "oxadminmaster", "password": "secret"}
PLAIN = {"login": "alice", "password": "pw"}
OFFICE = {"infostore": True, "webmail": True}


def named(cases: list[Case]) -> Any:
    """Parametrise a test by situations."""
    return pytest.mark.parametrize("case", [pytest.param(one, id=one.situation) for one in cases])


def prove(sim: Any, case: Case) -> None:
    """Make the call and compare detail element and text; the world must stay as it was."""
    for operation, values in case.before:
        assert sim.call(operation, **values).status == 200
    held = contents(sim)
    answer = sim.call(case.operation, **case.values)
    assert (answer.status, answer.kind, answer.message) == (500, case.kind, case.message)
    assert answer.code == "soap:Server"
    assert contents(sim) == held


def contents(sim: Any) -> str:
    """Everything held but the sequences of ids: a refused call may burn one."""
    return re.sub(r"next_id=\d+", "", repr(sim.dispatcher.world))
