"""Faults of authentication, one situation after the other."""

from oxsim_case import BAD, CREDENTIALS, CTX, GRP, MASTER, PLAIN, USR, Case, named, prove

AUTHENTICATION = [
    Case("wrong password", USR + "listAll", {"auth": BAD}, CREDENTIALS, "Authentication failed"),
    Case(
        "unknown login",
        USR + "listAll",
        {"auth": {"login": "nobody", "password": "x"}},
        CREDENTIALS,
        "Authentication failed",
    ),
    Case(
        "context does not exist, hidden on purpose",
        USR + "getData",
        {"ctx": {"id": 999}, "user": {"id": 3}},
        CREDENTIALS,
        "Authentication failed",
    ),
    Case(
        "master where the context administrator is needed",
        USR + "listAll",
        {"auth": MASTER},
        CREDENTIALS,
        "Authentication failed",
    ),
    Case(
        "context administrator where master is needed",
        CTX + "listAll",
        {"auth": {"login": "oxadmin", "password": "admin-pw"}},
        CREDENTIALS,
        "Authentication failed",
    ),
    Case(
        "plain user as admin",
        USR + "listAll",
        {"auth": PLAIN},
        CREDENTIALS,
        "Authentication failed",
    ),
    Case(
        "auth missing", USR + "listAll", {"auth": "none"}, CREDENTIALS, "credential object is null"
    ),
    Case(
        "auth missing, master",
        CTX + "listAll",
        {"auth": "none"},
        CREDENTIALS,
        "credential object is null",
    ),
    Case(
        "context without id",
        USR + "listAll",
        {"ctx": {"name": "ctx30"}},
        CREDENTIALS,
        "Client sent invalid context data object",
    ),
    Case(
        "context nil",
        GRP + "listAll",
        {"ctx": None},
        CREDENTIALS,
        "Client sent invalid context data object",
    ),
    Case(
        "plain user reads another",
        USR + "getData",
        {"auth": PLAIN, "user": {"id": 4}},
        CREDENTIALS,
        "Permission denied",
    ),
    Case(
        "plain user changes another",
        USR + "change",
        {"auth": PLAIN, "usrdata": {"id": 4, "title": "x"}},
        CREDENTIALS,
        "Permission denied",
    ),
]


@named(AUTHENTICATION)
def test_situation_gives_its_fault(sim, case):
    prove(sim, case)


def test_fault_text_ends_in_one_exception_id_per_wrapping(sim):
    by_id = sim.call("OXUserService.getData", user={"id": 999})
    by_name = sim.call("OXUserService.getData", user={"name": "nope"})
    assert by_id.full_message.count("; exceptionId ") == 1
    assert by_name.full_message.count("; exceptionId ") == 2
