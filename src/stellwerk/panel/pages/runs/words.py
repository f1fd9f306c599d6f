"""What runs are called, how they stand, and what came of them, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stellwerk.core import clock
from stellwerk.jobs.actions import is_interrupted
from stellwerk.jobs.models import Job
from stellwerk.panel.objects.in_words import why_not_whole
from stellwerk.panel.templatetags.ui import number

KINDS: dict[str, str | Promise] = {
    "read": gettext_lazy("Reading"),
    "plan": gettext_lazy("Plan"),
    "sync": gettext_lazy("Sync"),
    "approve": gettext_lazy("Approval"),
    "drop": gettext_lazy("Dropping"),
    "retry": gettext_lazy("Retrying"),
    "decide": gettext_lazy("Decisions"),
    "audit": gettext_lazy("Audit"),
    "repair": gettext_lazy("Repair"),
    "sso_metadata": gettext_lazy("Metadata of the identity provider"),
}
STATES: dict[str, str | Promise] = {
    Job.State.QUEUED: gettext_lazy("queued"),
    Job.State.RUNNING: gettext_lazy("running"),
    Job.State.DONE: gettext_lazy("done"),
    Job.State.FAILED: gettext_lazy("failed"),
    Job.State.CANCELLED: gettext_lazy("cancelled"),
}
_TONES = {
    Job.State.QUEUED: "wait",
    Job.State.RUNNING: "busy",
    Job.State.DONE: "good",
    Job.State.FAILED: "bad",
    Job.State.CANCELLED: "off",
}
_OBJECTS: dict[str, str | Promise] = {
    "person": gettext_lazy("People"),
    "group": gettext_lazy("Groups"),
    "context": gettext_lazy("Contexts"),
    "access_profile": gettext_lazy("Access profiles"),
    "functional_account": gettext_lazy("Functional accounts"),
    "shared_account": gettext_lazy("Shared accounts"),
    "shared_account_permission": gettext_lazy("Permissions of shared accounts"),
    "resource": gettext_lazy("Resources"),
}
_NUMBERS: dict[str, str | Promise] = {
    "new": gettext_lazy("New"),
    "changed": gettext_lazy("Changed"),
    "gone": gettext_lazy("Gone"),
    "problems": gettext_lazy("Could not be read"),
    "adopt": gettext_lazy("Adopt"),
    "create": gettext_lazy("Create"),
    "update": gettext_lazy("Change"),
    "disable": gettext_lazy("Switch off"),
    "delete": gettext_lazy("Delete"),
    "held": gettext_lazy("Held"),
    "applied": gettext_lazy("Sent"),
    "users": gettext_lazy("Users compared"),
    "groups": gettext_lazy("Groups compared"),
    "findings": gettext_lazy("Findings"),
    "repaired": gettext_lazy("Repaired"),
    "over": gettext_lazy("Over already"),
    "left_alone": gettext_lazy("Left alone"),
    "parked": gettext_lazy("Parked"),
    "done": gettext_lazy("Done"),
    "moved": gettext_lazy("No longer stood as shown"),
    "left": gettext_lazy("Left open"),
    "unseen": gettext_lazy("Due, but not in the plan"),
    "proposed": gettext_lazy("News to decide on"),
}
_QUIET = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Said:
    """One run in words. `silent`: it should be running, but says nothing any more."""

    row: Job
    kind: str | Promise
    about: str
    state: str | Promise
    tone: str
    silent: bool

    @property
    def under_way(self) -> bool:
        """Whether it is not over yet."""
        return self.row.state in {Job.State.QUEUED, Job.State.RUNNING}


def said(row: Job, sources: Mapping[str, str]) -> Said:
    """A run in words; ``sources`` are the names of sources by their key."""
    if row.state == Job.State.RUNNING and is_interrupted(row):
        # Its process is gone, and nobody has noted that yet: a service does so within a minute.
        row.state, row.error, row.finished = Job.State.FAILED, "interrupted", row.heartbeat
    silent = row.state == Job.State.RUNNING and clock.now() - row.heartbeat > _QUIET
    return Said(
        row,
        KINDS.get(row.kind, row.kind),
        sources.get(row.key, ""),
        STATES.get(row.state, row.state),
        "warn" if silent else _TONES[Job.State(row.state)],
        silent,
    )


def numbers(result: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The numbers of a result by name, in the order of the table above."""
    counted = [
        (str(_OBJECTS.get(kind, kind)), number(count))
        for kind, count in result.get("read", {}).items()
    ]
    for name, word in _NUMBERS.items():
        value = result.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            counted.append((str(word), number(value)))
    return counted


def readings(result: Mapping[str, Any]) -> Sequence[tuple[str, list[tuple[str, str]], str]]:
    """For a run that read several sources: name, numbers, why it is not whole ("" if it is)."""
    found = []
    for name, one in result.items():
        if isinstance(one, dict) and "read" in one:
            found.append((name, numbers(one), unread(one)))
    return found


def unread(result: Mapping[str, Any]) -> str:
    """Why a reading was not whole, "" where it was."""
    if result.get("complete", True):
        return ""
    return why_not_whole(result) or _("It ended early.")
