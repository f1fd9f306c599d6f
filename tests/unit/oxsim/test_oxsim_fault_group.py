"""Faults of the group service, one situation after the other."""

from oxsim_case import DATA, GRP, NO_GROUP, NO_USER, NOT_FOUND_BY_NAME, STORAGE, Case, named, prove

GROUPS = [
    Case(
        "name taken",
        GRP + "create",
        {"grp": {"name": "T1", "displayname": "x"}},
        DATA,
        "Group already exists!",
    ),
    Case(
        "the standard group's name",
        GRP + "create",
        {"grp": {"name": "users", "displayname": "x"}},
        DATA,
        "Group already exists!",
    ),
    Case(
        "name taken on change",
        GRP + "change",
        {"grp": {"id": 5, "name": "t2"}},
        DATA,
        "Group t2 already exists in this context",
    ),
    Case(
        "no display name",
        GRP + "create",
        {"grp": {"name": "x"}},
        DATA,
        "Mandatory fields not set: [displayname]",
    ),
    Case(
        "empty display name",
        GRP + "create",
        {"grp": {"name": "x", "displayname": ""}},
        DATA,
        "Mandatory fields not set: [displayname]",
    ),
    Case(
        "no name",
        GRP + "create",
        {"grp": {"displayname": "x"}},
        DATA,
        "Mandatory fields not set: [name]",
    ),
    Case(
        "name with ampersand",
        GRP + "create",
        {"grp": {"name": "A & B", "displayname": "x"}},
        DATA,
        'Illegal chars: "&"',
    ),
    Case("unknown id", GRP + "getData", {"grp": {"id": 99}}, NO_GROUP, "No such group"),
    Case(
        "unknown name",
        GRP + "getData",
        {"grp": {"name": "zzz"}},
        NO_GROUP,
        f"{NOT_FOUND_BY_NAME}.NoSuchGroupException: No such group zzz in context 30",
    ),
    Case(
        "unknown member",
        GRP + "create",
        {"grp": {"name": "x", "displayname": "x", "members": [99]}},
        NO_USER,
        "No such user",
    ),
    Case(
        "member sent twice",
        GRP + "change",
        {"grp": {"id": 5, "members": [3, 3]}},
        NO_USER,
        "No such user",
    ),
    Case(
        "add twice",
        GRP + "addMember",
        {"grp": {"id": 5}, "members": [{"id": 3}]},
        DATA,
        "Member already exists in group",
    ),
    Case(
        "add an unknown user",
        GRP + "addMember",
        {"grp": {"id": 5}, "members": [{"id": 99}]},
        NO_USER,
        "No such user",
    ),
    Case(
        "remove an unknown user",
        GRP + "removeMember",
        {"grp": {"id": 5}, "members": [{"id": 99}]},
        NO_USER,
        "No such user",
    ),
    Case(
        "delete group 1",
        GRP + "delete",
        {"grp": {"id": 1}},
        DATA,
        "Group with id 1 cannot be deleted",
    ),
    Case("list nothing", GRP + "list", {"pattern": None}, DATA, "Invalid data sent!"),
    Case("empty array", GRP + "getMultipleData", {}, DATA, "Invalid data sent!"),
    Case(
        "name too long",
        GRP + "create",
        {"grp": {"name": "x" * 129, "displayname": "x"}},
        STORAGE,
        "Data too long for underlying storage!Error field(s): identifier",
    ),
    Case(
        "no member at all",
        GRP + "addMember",
        {"grp": {"id": 5}},
        None,
        "java.lang.NullPointerException",
    ),
]


@named(GROUPS)
def test_situation_gives_its_fault(sim, case):
    prove(sim, case)
