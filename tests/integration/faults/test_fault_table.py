"""Every fault a running server was seen to answer with, each met by a change of its own.

One server and one store for all: each row strikes one object once, and what has become of it is
looked at before the next row. At the end every record changes, and everything arrives.
"""

from typing import Any, NamedTuple

from stellwerk.core.clock import Hand
from stellwerk.sync import lanes
from stellwerk.sync.models import Applied, Lane, Work
from tests.factories import dn_of, group_dn
from tests.integration.faults.working import paused, settled, work_until
from tests.integration.sync.site_case import Site

CREDENTIALS, DATA, STORAGE = (
    f"{name}Exception" for name in ("InvalidCredentials", "InvalidData", "Storage")
)
USER, GROUP, CONTEXT = (f"NoSuch{name}Exception" for name in ("User", "Group", "Context"))
RMI = "com.openexchange.admin.rmi.exceptions."


class Became(NamedTuple):
    """What has become of an object: its code if parked, attempts charged, what is paused."""

    parked: str
    charged: int
    paused: str


REFUSED = Became("", 0, "10")
PARKED = Became("ox_invalid", 0, "")
TAKEN = Became("", 1, "")
AGAIN = Became("", 0, "")
LATER = Became("", 1, "")
ANEW = Became("", 0, "")
UPDATING = "Database is locked or is now beeing updated"
CONFLICT = "User update conflict: Another process is currently modifying user data."
TABLE: tuple[tuple[str, str, str, Became], ...] = (
    ("change", CREDENTIALS, "Authentication failed", REFUSED),
    ("change", CREDENTIALS, "credential object is null", REFUSED),
    ("change", CREDENTIALS, "Client sent invalid context data object", REFUSED),
    ("change", CREDENTIALS, "Permission denied", REFUSED),
    ("group", CREDENTIALS, "Authentication failed", REFUSED),
    ("change", USER, "No such user 999 in context 10", ANEW),
    ("change", STORAGE, f"{RMI}NoSuchObjectException: {RMI}{USER}: No such user nope", ANEW),
    ("group", GROUP, "No such group", ANEW),
    ("change", DATA, "One userobject has no userid or username", PARKED),
    ("create", DATA, "Mandatory fields not set: [display_name]", PARKED),
    ("create", DATA, "Empty password is not allowed.", PARKED),
    ("create", DATA, "User alice already exists in this context", TAKEN),
    ("create", STORAGE, "User r1 already exists in this context", TAKEN),
    ("create", DATA, "The displayname is already used", TAKEN),
    ("change", DATA, "The displayname is already used", TAKEN),
    ("create", STORAGE, 'FLD-0075 An infostore folder named "A" already exists below 10', TAKEN),
    ("create", DATA, 'Primary mail address "a@b" already exists in context 10 (Already …)', TAKEN),
    ("create", DATA, "primarymail must have the same value as email1", PARKED),
    ("change", DATA, "email1 not equal with primarymail!", PARKED),
    ("change", DATA, "email1 not sent but required!", PARKED),
    ("create", DATA, 'Illegal chars: "ö"', PARKED),
    ("create", DATA, "Invalid email address: a@b@c", PARKED),
    ("create", DATA, "language must contain an underscore, e.g. en_US", PARKED),
    ("create", DATA, "The given timezone is invalid", PARKED),
    ("change", DATA, "Changing username is disabled!", PARKED),
    ("change", STORAGE, "Quota cannot be changed for user 4 in context 10 since …", PARKED),
    ("change", STORAGE, "FLD-0089 Operation may only be performed for context admin…", PARKED),
    ("change", STORAGE, "Global address book can not be disabled for non-PIM users.", PARKED),
    ("change", STORAGE, "imageContentType must not be null", PARKED),
    ("create", STORAGE, "Data too long for underlying storage!Error field(s): field19", PARKED),
    ("group", DATA, "Group t2 already exists in this context", TAKEN),
    ("group", DATA, "Mandatory fields not set: [displayname]", PARKED),
    ("group", DATA, "Invalid data sent!", PARKED),
    ("change", "DatabaseUpdateException", UPDATING, AGAIN),
    ("create", STORAGE, CONFLICT, AGAIN),
    ("change", STORAGE, CONFLICT, AGAIN),
    ("change", STORAGE, "java.sql.SQLException: Connection pool exhausted", LATER),
    ("create", "DuplicateExtensionException", "twice", LATER),
    ("change", "NoSuchDatabaseException", "no database", LATER),
    ("change", "NoSuchFilestoreException", "no filestore", LATER),
    ("change", "NoSuchReasonException", "Reason 7 does not exist", LATER),
    ("change", "OXContextException", "Context is locked", LATER),
    ("change", "RemoteException", "something far away", LATER),
    ("change", CONTEXT, "Context 10 does not exist", Became("", 0, "parked")),
    ("change", "", "java.lang.NullPointerException", LATER),
    ("create", "", "java.lang.NullPointerException", LATER),
    ("change", "Client", 'Unmarshalling Error: unexpected element (uri:"x", local:"y")', PARKED),
    ("change", "Client", "NO_PART_FOUND", PARKED),
    ("context", DATA, "Context ctx24 already exists!", TAKEN),
    ("context", STORAGE, 'A mapping with login info "x" already exists in the system!', TAKEN),
    ("context", DATA, "One contextobject has no contextid or contextname", PARKED),
    ("context", STORAGE, "java.sql.SQLException: Connection pool exhausted", LATER),
    ("context", CREDENTIALS, "Authentication failed", Became("", 0, "*")),
)

CALLS = {
    "change": "OXUserService.change",
    "create": "OXUserService.createByModuleAccess",
    "group": "OXGroupService.change",
    "context": "OXContextService.change",
}


def _before(site: Site) -> None:
    for number, (what, *_rest) in enumerate(TABLE):
        if what == "change":
            site.directory.person(f"p{number}")
        elif what == "group":
            site.directory.group(f"g{number}")
    site.directory.person("anna")
    for number, (what, *_rest) in enumerate(TABLE):
        if what == "group":
            site.directory.group(f"g{number}", dn_of("anna"))
        elif what == "context":
            site.directory.context(100 + number)
    site.sync()


def _touch(site: Site, number: int, text: str) -> None:
    """Change what a row is about, so that something is to be sent."""
    what = TABLE[number][0]
    if what == "change":
        site.directory.change(dn_of(f"p{number}"), title=text)
    elif what == "create":
        site.directory.person(f"p{number}", title=text)
    elif what == "group":
        site.directory.change(group_dn(f"g{number}"), cn=f"g{number}-{text}")
    else:
        site.directory.change(
            f"cn=context{100 + number},dc=test", cn=f"context{100 + number}{text}"
        )


def _became(site: Site) -> Became:
    resting = "".join(sorted({lane.partition("/")[0] for lane in paused(site)}))
    rows = list(Work.objects.exclude(lane__startswith="~").values("code", "attempts", "object"))
    if any(row["code"] == "context_gone" for row in rows):
        resting = "parked"
        rows = [row for row in rows if row["code"] != "context_gone"]
    code = "".join(sorted({row["code"] for row in rows}))
    return Became(code, max((row["attempts"] for row in rows), default=0), resting)


def _set_aside(site: Site) -> list[dict[str, Any]]:
    """Make room for the next row: what was met rests, and nothing is paused."""
    rows = list(Work.objects.values("target_id", "object", "state", "code"))
    Work.objects.exclude(lane__startswith="~").update(lane="~held")
    Work.objects.filter(code="context_gone").delete()
    Applied.objects.filter(stamp="gone?").update(stamp="", stamped=None)
    for name in Lane.objects.values_list("name", flat=True):
        lanes.resume(site.target.pk, name)
    return rows


def test_what_becomes_of_every_fault(site: Site, hand: Hand) -> None:
    _before(site)
    found: dict[str, Became] = {}
    expected: dict[str, Became] = {}
    for number, (what, kind, text, became) in enumerate(TABLE):
        site.ox.reset()
        site.ox.clear_faults()
        site.trouble(CALLS[what], f"fault:{kind}:{text}")
        _touch(site, number, "x")
        site.read()
        work_until(site, lambda: bool(site.ox.stats()["totals"]["injected"]))
        name = f"{number} {what}: {kind} {text}"[:90]
        found[name], expected[name] = _became(site), became
        _set_aside(site)
    assert found == expected
    for number in range(len(TABLE)):
        _touch(site, number, "y")
    site.read()
    work_until(site, settled, hand, seconds=1)
    assert site.parked() == {}
    users, groups = site.users(), set(site.groups())
    for number, (what, *_rest) in enumerate(TABLE):
        if what in {"change", "create"}:
            assert users[f"p{number}"]["title"] == "y"
        elif what == "group":
            assert f"g{number}-y" in groups
        else:
            assert site.context(100 + number)["name"] == f"context{100 + number}y"
    assert len(users) == len([row for row in TABLE if row[0] in {"change", "create"}]) + 1
