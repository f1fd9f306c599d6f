"""Why a person has or lacks an account: the deciding rule, what is wanted, what was sent."""

from typing import Any

from stellwerk.portals.models import Portal
from stellwerk.sync.assignments import explain as explain_rules
from stellwerk.sync.comparing import Judged
from stellwerk.sync.facts import load_people
from stellwerk.sync.judging import judge
from stellwerk.sync.models import History, Work
from stellwerk.sync.wanted import Absent, Blocked, Waiting, Wanted
from stellwerk.sync.world import load_world
from stellwerk.targets.models import Target


def explain(portal: Portal, key: str) -> list[dict[str, Any]]:
    """One answer per target about the object ``kind:pk[@scope]``."""
    answers = []
    for target in Target.objects.filter(portal=portal).order_by("name"):
        world = load_world(target)
        judged = judge(world, [key])
        one = judged[0] if judged else None
        rules = []
        if key.startswith("person:"):
            facts = load_people(world, [int(key.partition(":")[2])])
            rules = explain_rules(world.rules, facts[0].subject) if facts else []
        answers.append(
            {
                "target": target.name,
                "object": key,
                "verdict": _said(one),
                "rules": rules,
                "account": _account(one),
                "pending": _pending(one),
                "notes": _notes(one, target, key),
                "history": _history(target, key),
            }
        )
    return answers


def _said(one: Judged | None) -> str:
    if one is None:
        return "not known here"
    verdict = one.verdict
    if isinstance(verdict, Wanted):
        given = f", access profile {verdict.profile}" if verdict.profile else ""
        return f"wanted in context {verdict.scope}{given}"
    if isinstance(verdict, Absent):
        return f"not wanted: {verdict.cause}"
    if isinstance(verdict, Blocked):
        return f"parked: {verdict.text} {verdict.hint}".strip()
    assert isinstance(verdict, Waiting)
    return f"waits for a decision: {verdict.question}"


def _account(one: Judged | None) -> str:
    if one is None or one.applied is None:
        return ""
    applied = one.applied
    state = " (disabled)" if applied.disabled else " (in doubt)" if applied.stamp else ""
    return f"id {applied.remote_id or '?'} in context {applied.scope}{state}"


def _pending(one: Judged | None) -> list[str]:
    if one is None:
        return []
    return [
        f"{change.action} {', '.join(sorted(change.fields)) or change.part}"
        + (" (held)" if change.held else "")
        for change in one.changes
    ]


def _notes(one: Judged | None, target: Target, key: str) -> list[str]:
    notes = list(one.verdict.notes) if one and isinstance(one.verdict, Wanted) else []
    row = Work.objects.filter(target=target, object=key, state=Work.State.PARKED).first()
    return notes + ([f"parked: {row.error} {row.hint}"] if row else [])


def _history(target: Target, key: str) -> list[str]:
    rows = History.objects.filter(target=target, object=key).order_by("-pk")[:10]
    return [
        f"{row.at:%Y-%m-%d %H:%M:%S} {row.action} {', '.join(sorted(row.fields))}: {row.result}"
        + (f" ({row.message})" if row.message else "")
        for row in rows
    ]
