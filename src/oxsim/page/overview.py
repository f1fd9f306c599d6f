"""The first page: contexts, counters, the last calls."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from oxsim.dispatch import Dispatcher
from oxsim.page.elements import Html, Link, pages, table

CONTEXTS = 100
HOME = Link("/_sim/", "oxsim")


def overview(dispatcher: Dispatcher, start: int) -> Iterator[Html]:
    """Contexts from a place in their list on, what was counted, what came last."""
    contexts = dispatcher.world.contexts
    yield table(
        "Contexts",
        ("Id", "Name", "Users", "Groups", "Resources", "Login mappings", "Enabled"),
        (
            (
                Link(f"/_sim/contexts/{one.id}", str(one.id)),
                one.name,
                len(one.users),
                len(one.groups),
                len(one.resources),
                list(one.mappings),
                one.enabled,
            )
            for one in islice(contexts.values(), start, start + CONTEXTS)
        ),
    )
    yield pages("/_sim/", start, CONTEXTS, len(contexts))
    stats = dispatcher.stats
    yield table(
        "Calls",
        ("Operation", "Calls", "Creates", "Planned trouble", "Last"),
        (
            (name, count, stats.creates[name], stats.injected[name], _time(stats.last.get(name)))
            for name, count in sorted(stats.calls.items())
        ),
    )
    yield table("Faults", ("Kind", "Times"), sorted(stats.faults.items()))
    yield table(
        "Last calls",
        ("When", "Operation", "Context", "Outcome"),
        (
            (_time(when), operation, context, outcome)
            for when, operation, context, outcome in reversed(stats.ended)
        ),
    )


def _time(moment: float | None) -> str | None:
    if moment is None:
        return None
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
