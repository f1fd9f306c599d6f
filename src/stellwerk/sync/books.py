"""Which append-only tables a run writes to, so that its page can show these rows as its log."""

from stellwerk.jobs.actions import Books
from stellwerk.portals.queries import last_in_trail
from stellwerk.sync.models import History

HISTORY, TRAIL = "history", "trail"


def last_in_history() -> int:
    """The number of the newest row of what was sent, 0 without one."""
    return History.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


IN_TRAIL: Books = {TRAIL: last_in_trail}
BOOKS: dict[str, Books] = {
    "sync": {HISTORY: last_in_history},
    "approve": IN_TRAIL,
    "drop": IN_TRAIL,
    "retry": IN_TRAIL,
    "decide": IN_TRAIL,
}
"""By kind of run. Readings keep theirs themselves; plans write to none."""
