"""Secondary accounts: for users and groups, told apart by user and primary address."""

import pytest
from oxsim_case import ACC, CREDENTIALS, DATA, MASTER, NO_USER, STORAGE, Case, named, prove

ADDRESS = "info@example.org"
INFO = {
    "primaryAddress": ADDRESS,
    "login": "info-login",
    "password": "clear",
    "name": "Info",
    "mailEndpointSource": "primary",
    "transportEndpointSource": "LOCALHOST",
}


def create(sim, users=(), groups=(), **fields):
    return sim.call(
        ACC + "create",
        accountDataOnCreate=INFO | fields,
        users=[{"id": one} for one in users],
        groups=[{"id": one} for one in groups],
    )


def owners(sim, **whose):
    return sorted(int(one["userId"]) for one in sim.call(ACC + "list", **whose).returned)


GIVEN = [(ACC + "create", {"accountDataOnCreate": INFO, "users": [{"id": 3}]})]
CASES = [
    Case(
        "one of several has it already",
        ACC + "create",
        {
            "accountDataOnCreate": INFO | {"primaryAddress": "INFO@example.org"},
            "groups": [{"id": 0}],
        },
        STORAGE,
        "ACC-0013 Categories=USER_INPUT Message='Duplicate mail account for user 3 in context 30.'",
        GIVEN,
    ),
    Case(
        "unknown user",
        ACC + "create",
        {"accountDataOnCreate": INFO, "users": [{"id": 3}, {"id": 99}]},
        NO_USER,
        "No such user 99 in context 30",
    ),
    Case(
        "unknown group",
        ACC + "create",
        {"accountDataOnCreate": INFO, "groups": [{"id": 99}]},
        DATA,
        "No such group 99 in context 30",
    ),
    Case("nobody", ACC + "create", {"accountDataOnCreate": INFO}, DATA, "Invalid data sent!"),
    Case("nothing", ACC + "create", {"users": [{"id": 3}]}, DATA, "Invalid data sent!"),
    Case(
        "no address",
        ACC + "create",
        {"accountDataOnCreate": {"login": "x"}, "users": [{"id": 3}]},
        DATA,
        "Mandatory fields not set: [primaryAddress]",
    ),
    Case(
        "unknown source",
        ACC + "create",
        {"accountDataOnCreate": INFO | {"mailEndpointSource": "moon"}, "users": [{"id": 3}]},
        DATA,
        "Invalid value for mailEndpointSource: moon",
    ),
    Case(
        "deletion without address",
        ACC + "delete",
        {"users": [{"id": 3}]},
        DATA,
        "Invalid data sent!",
    ),
    Case(
        "deletion from nobody",
        ACC + "delete",
        {"primaryAddress": ADDRESS},
        DATA,
        "Invalid data sent!",
    ),
    Case("master", ACC + "list", {"auth": MASTER}, CREDENTIALS, "Authentication failed"),
]


@named(CASES)
def test_fault(sim, case):
    prove(sim, case)


@pytest.mark.parametrize(
    ("whose", "expected"),
    [
        ({"users": [3, 4, 3]}, [3, 4]),
        ({"groups": [5]}, [3]),
        ({"users": [3], "groups": [5]}, [3]),
        ({"groups": [0]}, [2, 3, 4]),
    ],
)
def test_users_and_members_get_one_each(sim, whose, expected):
    assert create(sim, **whose).status == 200
    assert owners(sim) == expected


def test_it_reads_back_with_its_endpoints_and_the_password_in_clear(sim):
    sim.change(imapServer="imaps://mail.example:993")
    create(sim, [3], mailServer="own.example")
    (read,) = sim.call(ACC + "list", users=[{"id": 3}]).returned
    expected = {
        "contextId": "30",
        "userId": "3",
        "id": "1",
        "login": "info-login",
        "password": "clear",
        "name": "Info",
        "primaryAddress": ADDRESS,
        "mailServer": "own.example",
        "mailPort": "993",
        "mailProtocol": "imap",
        "mailSecure": "true",
        "transportServer": "localhost",
        "transportPort": "25",
        "transportProtocol": "smtp",
    }
    assert {name: value for name, value in read.items() if value is not None} == expected


def test_an_update_changes_what_is_sent_for_whom_it_names(sim):
    create(sim, [3, 4], personal="Info desk")
    sent = {"name": "Neu", "personal": ""}
    update = {"primaryAddress": ADDRESS.upper(), "accountDataUpdate": sent, "users": [{"id": 3}]}
    assert sim.call(ACC + "update", **update).value == "true"
    read = {one["userId"]: one for one in sim.call(ACC + "list").returned}
    assert (read["3"]["name"], read["3"]["personal"], read["3"]["login"]) == (
        "Neu",
        None,
        "info-login",
    )
    assert (read["4"]["name"], read["4"]["personal"]) == ("Info", "Info desk")
    update |= {"primaryAddress": "other@example.org"}
    assert sim.call(ACC + "update", **update).value == "false"


def test_deletion_says_whether_there_was_one(sim):
    create(sim, [3, 4])
    delete = {"primaryAddress": ADDRESS, "groups": [{"id": 5}]}
    assert sim.call(ACC + "delete", **delete).value == "true"
    assert sim.call(ACC + "delete", **delete).value == "false"
    assert owners(sim) == [4]
    assert owners(sim, users=[{"id": 3}]) == []


def test_a_deleted_user_takes_its_accounts_along(sim):
    create(sim, groups=[0])
    sim.call("OXUserService.delete", user={"id": 3})
    assert owners(sim) == [2, 4]
    assert 3 not in sim.dispatcher.world.contexts[30].accounts
