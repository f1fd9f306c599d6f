"""One audit: the contexts of a target, one after the other, and what came of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop as _

from stellwerk.audit import comparing
from stellwerk.audit.actions import Scanned, close, end_audit, record
from stellwerk.audit.expecting import expected
from stellwerk.audit.flight import Flight
from stellwerk.audit.models import Finding
from stellwerk.audit.place import Place, place_at
from stellwerk.audit.reading import context
from stellwerk.audit.scanning import Scan
from stellwerk.audit.turn import NOBODY, Turn
from stellwerk.core import clock
from stellwerk.core.errors import StellwerkError
from stellwerk.core.said import joined, say
from stellwerk.jobs.actions import Running
from stellwerk.jobs.log import Level
from stellwerk.sync.models import Applied
from stellwerk.targets.models import Target
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.faults import Refused
from stellwerk.targets.queries import MASTER, NoMaster, client, credentials


class NoSuchContext(StellwerkError):
    """There is nothing of ours in this context."""

    code = "audit.no_context"
    hint = "See which there are: stellwerk status"


@dataclass(slots=True)
class Audit:
    """What was read, what was found by kind, which contexts could not be read and why."""

    contexts: int = 0
    users: int = 0
    groups: int = 0
    resources: int = 0
    accounts: int = 0
    rights: int = 0
    found: Counter[str] = field(default_factory=Counter)
    left_out: int = 0
    unread: dict[str, str] = field(default_factory=dict)

    @property
    def objects(self) -> int:
        """How many objects were read."""
        return self.users + self.groups + self.resources + self.accounts

    def add(self, scanned: Scanned) -> None:
        """Add a context."""
        self.contexts += 1
        self.users += scanned.users
        self.groups += scanned.groups
        self.resources += scanned.resources
        self.accounts += scanned.accounts
        self.rights += scanned.rights
        self.found += scanned.found
        self.left_out += len(scanned.left_out)

    def as_dict(self) -> dict[str, Any]:
        """For the job's result and for scripts."""
        return {
            "contexts": self.contexts,
            "users": self.users,
            "groups": self.groups,
            "resources": self.resources,
            "accounts": self.accounts,
            "rights": self.rights,
            "found": dict(self.found),
            "left_out": self.left_out,
            "unread": self.unread,
        }


def audit(
    target: Target,
    job: Running,
    *,
    only: str = "",
    turn: Turn = NOBODY,
    progress: Callable[[str, int], None] | None = None,
) -> Audit:
    """Compare what a target holds with what it was sent and what is wanted; writes findings.

    ``only`` is one context. A context that cannot be read is told and does not stop the others.
    Raises an OxError when the server cannot be asked, NoMaster, NoSuchContext, and what the job
    raises when it is cancelled; what was found by then is kept.
    """
    logins = credentials(target)
    if MASTER not in logins:
        raise NoMaster
    rows = Applied.objects.filter(target=target).exclude(remote_id="")
    scopes = sorted(set(rows.order_by().values_list("scope", flat=True)), key=_by_number)
    if only and only not in scopes:
        said = say(
            "There is nothing of ours in context %(scope)s of %(target)s.",
            scope=only,
            target=target.name,
        )
        raise NoSuchContext(said)
    total, result = rows.filter(scope=only).count() if only else rows.count(), Audit()
    with client(target) as ox:
        for scope in [only] if only else scopes:

            def tell(read: int, scope: str = scope, before: int = result.objects) -> None:
                job.step(before + read, max(total, before + read), f"{target.name}: {scope}")
                if progress is not None:
                    progress(f"{target.name}: {scope}", before + read)

            tell(0)
            _one(target, ox, scope, logins, job, turn, tell, result)
    if not only and not result.unread:
        end_audit(target, scopes, turn)
    _tell_end(target, job, result)
    return result


def _one(
    target: Target,
    ox: OxClient,
    scope: str,
    logins: dict[str, Credentials],
    job: Running,
    turn: Turn,
    tell: Callable[[int], None],
    result: Audit,
) -> None:
    place = place_at(target, ox, scope, logins)
    found = _context(place, ox, logins[MASTER])
    record(found, job.row.pk)
    if any(one.kind == Finding.Kind.MISSING for one in found):
        result.add(Scanned(found=Counter(str(one.kind) for one in found)))
        close(place, job.row.pk, Turn(everybody=True), ())
        return
    if scope not in logins:
        _unread(job, result, scope, say("its administrator's login is not known here"))
        return
    try:
        scanned = Scan(place, job.row.pk, turn, tell).run_through()
    except Refused as refused:
        _unread(job, result, scope, joined([refused.message, refused.hint]))
        return
    scanned.count(found)
    result.add(scanned)
    if scanned.unread:
        _unread(job, result, scope, joined([*scanned.unread.values()]))


def _unread(job: Running, result: Audit, scope: str, reason: str) -> None:
    result.unread[scope] = reason
    said = _("Context %(scope)s could not be read: %(reason)s")
    job.say(said, Level.WARNING, scope=scope, reason=reason)


def _context(place: Place, ox: OxClient, master: Credentials) -> list[Finding]:
    """Findings about the context itself, where it is one of ours."""
    flight = Flight(place.world.target)
    row = place.accounts().filter(object__startswith="context:").first()
    there = context(ox, place.scope, master)
    if row is None:
        return []
    if there is None:
        found = [_finding(row, Finding.Kind.MISSING, {})]
    else:
        wanted = expected(place.world, {row.object: row.fields})[row.object]
        drift = comparing.plain_drift(there, row.fields, wanted.fields)
        found = [_finding(row, Finding.Kind.DIFFERENT, drift)] if drift else []
    return [] if flight.moving([row.object]) else found


def _finding(row: Applied, kind: Finding.Kind, drift: comparing.Pairs) -> Finding:
    return Finding(
        target_id=row.target_id, scope=row.scope, kind=kind, what=row.object, object=row.object,
        remote_id=row.remote_id, name=str(row.fields.get("name", row.scope))[:320],
        fields={name: list(pair) for name, pair in drift.items()}, since=clock.now(),
    )  # fmt: skip


def look_at_context(place: Place, master: Credentials) -> list[Finding]:
    """Read a context itself once more."""
    return _context(place, place.reader.client, master)


def _tell_end(target: Target, job: Running, result: Audit) -> None:
    found = sum(result.found.values())
    said = _(
        "Target %(target)s was compared: %(users)s users, %(groups)s groups, %(resources)s"
        " resources, %(accounts)s functional accounts, %(found)s findings."
    )
    level = Level.WARNING if found else Level.INFO
    job.say(
        said,
        level,
        target=target.name,
        users=result.users,
        groups=result.groups,
        resources=result.resources,
        accounts=result.accounts,
        found=found,
    )
    if result.left_out:
        said = _("%(count)s objects were changing meanwhile; nothing is said of them.")
        job.say(said, count=result.left_out)


def _by_number(scope: str) -> tuple[int, str]:
    return (int(scope) if scope.isdigit() else 0, scope)
