"""What tests of audits do: change OX past us, audit, tick, repair."""

from collections.abc import Callable
from typing import Any

from stellwerk.audit import tasks
from stellwerk.audit.models import Finding
from stellwerk.jobs.models import Job
from stellwerk.sync.queue import run_next
from stellwerk.sync.tasks import aside_key
from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox.access import rights_from
from stellwerk.targets.queries import client, credentials
from tests.integration.sync.site_case import Site

Found = dict[tuple[str, str], Finding]


def carry(*_given: Any, **_more: Any) -> None:
    """Audits carry no plan out."""
    raise AssertionError


def do(site: Site, row: Job, halt: Callable[[], bool] | None = None) -> Job:
    """Have a queued job done; how it ended."""
    assert run_next(site.portal, carry, halt, key=aside_key(site.portal))
    row.refresh_from_db()
    return row


def audit(site: Site, *, rights: bool = False, scope: str = "") -> Found:
    """Audit everything; the open findings by kind and name."""
    row = do(site, tasks.ask_for_audit(site.portal, actor="test", rights=rights, scope=scope))
    assert row.state == "done", row.error
    return found()


def found() -> Found:
    """The open findings by kind and name."""
    return {(one.kind, one.name): one for one in Finding.objects.filter(left=False)}


def repair(site: Site, *only: str) -> dict[str, int]:
    """Repair all findings, or those of some kinds; what came of it."""
    rows = Finding.objects.filter(kind__in=only) if only else Finding.objects.all()
    chosen = list(rows.values_list("pk", flat=True))
    row = do(site, tasks.ask_for_repair(site.portal, chosen, actor="test"))
    assert row.state == "done", row.error
    result: dict[str, int] = row.result
    return result


def call(site: Site, operation: Any, scope: str = "10", **params: Any) -> Any:
    """Call OX as a context's administrator, past us."""
    with client(site.target) as one:
        login = credentials(site.target)[scope]
        return one.call(operation, {"ctx": {"id": int(scope)}, **params}, login)


def change_user(site: Site, login: str, **fields: Any) -> None:
    """Change a user past us."""
    pk = site.users()[login]["id"]
    call(site, ox.USER_CHANGE, usrdata={"id": pk, **fields})


def give_rights(site: Site, login: str, *flags: str) -> None:
    """Give a user exactly these rights, past us."""
    user = {"id": site.users()[login]["id"]}
    call(site, ox.USER_CHANGE_BY_MODULE_ACCESS, user=user, moduleAccess=rights_from(flags))


def remove_member(site: Site, group: str, login: str) -> None:
    """Take a user out of a group past us."""
    there = next(one for one in site.context()["groups"] if one["name"] == group)
    call(
        site,
        ox.GROUP_REMOVE_MEMBER,
        grp={"id": there["id"]},
        members=[{"id": site.users()[login]["id"]}],
    )


def delete_group(site: Site, name: str) -> None:
    """Delete a group past us."""
    there = next(one for one in site.context()["groups"] if one["name"] == name)
    call(site, ox.GROUP_DELETE, grp={"id": there["id"]})
