"""Faults of the resource service, one situation after the other."""

from oxsim_case import (
    BAD,
    CREDENTIALS,
    DATA,
    MASTER,
    NO_RESOURCE,
    NOT_FOUND_BY_NAME,
    RES,
    STORAGE,
    Case,
    named,
    prove,
)


def resource(name="beamer", **fields):
    values = {"name": name, "displayname": name.title(), "email": f"{name}@example.org"} | fields
    return {"res": {key: value for key, value in values.items() if value != "absent"}}


BEAMER = [(RES + "create", resource())]
TWO = [*BEAMER, (RES + "create", resource("room"))]
ASKED = [{"entity": 0, "group": True, "privilege": "ask_to_book"}]
DELEGATE = [{"entity": 3, "group": False, "privilege": "delegate"}]
ILL_FITTING = "The permissions of this resource do not fit the simple permission mode"

CASES = [
    Case(
        "no address",
        RES + "create",
        resource(email="absent"),
        DATA,
        "Mandatory fields not set: [email]",
    ),
    Case(
        "no display name",
        RES + "create",
        resource(displayname=""),
        DATA,
        "Mandatory fields not set: [displayname]",
    ),
    Case("no name", RES + "create", resource(name=""), DATA, "Invalid data sent!"),
    Case("no resource at all", RES + "create", {}, DATA, "Invalid data sent!"),
    Case(
        "name taken",
        RES + "create",
        resource("BEAMER", email="other@example.org"),
        DATA,
        "Resource BEAMER already exists in this context",
        BEAMER,
    ),
    Case(
        "address taken by a resource",
        RES + "create",
        resource("other", email="Beamer@example.org"),
        DATA,
        "Resource with this email address already exists",
        BEAMER,
    ),
    Case(
        "address taken by a user",
        RES + "create",
        resource(email="alice@example.org"),
        DATA,
        'Primary mail address "alice@example.org" already exists in context 30 '
        "(Already assigned to user 3).",
    ),
    Case(
        "bad address", RES + "create", resource(email="a@b@c"), DATA, "Invalid email address: a@b@c"
    ),
    Case("bad name", RES + "create", resource(name="a&b", email="x@y"), DATA, 'Illegal chars: "&"'),
    Case(
        "too long",
        RES + "create",
        resource(displayname="x" * 129),
        STORAGE,
        "Data too long for underlying storage!Error field(s): displayname",
    ),
    Case(
        "delegates alone",
        RES + "create",
        resource(permissions=DELEGATE),
        DATA,
        ILL_FITTING,
    ),
    Case(
        "everybody asks and nobody is there to answer",
        RES + "create",
        resource(permissions=ASKED),
        DATA,
        ILL_FITTING,
    ),
    Case(
        "name taken on change",
        RES + "change",
        {"res": {"id": 7, "name": "ROOM"}},
        DATA,
        "Resource ROOM already exists in this context",
        TWO,
    ),
    Case(
        "read by an unknown id",
        RES + "getData",
        {"res": {"id": 99}},
        NO_RESOURCE,
        "resource with with this id does not exist",
    ),
    Case(
        "several with an unknown id",
        RES + "getMultipleData",
        {"resources": [{"id": 99}]},
        NO_RESOURCE,
        "resource with with this id does not exist",
    ),
    Case(
        "change of an unknown id",
        RES + "change",
        {"res": {"id": 99}},
        NO_RESOURCE,
        "Resource with this id does not exists",
    ),
    Case(
        "deletion of an unknown id",
        RES + "delete",
        {"res": {"id": 99}},
        NO_RESOURCE,
        "Resource with this id does not exist",
    ),
    Case(
        "unknown name",
        RES + "delete",
        {"res": {"name": "zzz"}},
        NO_RESOURCE,
        f"{NOT_FOUND_BY_NAME}.NoSuchResourceException: No such resource zzz in context 30",
    ),
    Case("none of several", RES + "getMultipleData", {}, DATA, "Invalid data sent!"),
    Case("no pattern", RES + "list", {}, DATA, "Invalid data sent!"),
    Case("master", RES + "listAll", {"auth": MASTER}, CREDENTIALS, "Authentication failed"),
    Case("wrong password", RES + "listAll", {"auth": BAD}, CREDENTIALS, "Authentication failed"),
]


@named(CASES)
def test_fault(sim, case):
    prove(sim, case)
