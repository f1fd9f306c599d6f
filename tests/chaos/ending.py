"""Undisturbed runs in a child: the twin, the fresh one, and the end of the crashed one.

Each writes what it came to as JSON: the stand-in's objects before and after everything that was
held is approved, the creates that took effect, and what is left open in the store.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oxsim.client import Running

if TYPE_CHECKING:
    from stellwerk.portals.models import Portal

ROUNDS = 4


def finish(data: str, url: str, result: str) -> None:
    """Bring a store to its end against the stand-in at `url`."""
    from stellwerk.cli.opening import open_portal

    portal = open_portal(Path(data))
    door = Running(url, lambda: None, 0)
    Path(result).write_text(json.dumps(_end(portal, door)))


def undisturbed(data: str, versions: list[tuple[str, bool]], result: str) -> None:
    """Carry versions of the directory (file, approve what is held) out, one after the other."""
    from oxsim.testing import running
    from stellwerk.cli.opening import open_portal

    portal = open_portal(Path(data))
    from stellwerk.sync import runs
    from tests.chaos.step import point

    directory = Path(data) / "directory.ldif"
    with running() as ox:
        settings = {"settle": 0.1, "lanes": 4, "mail_domain": "lindenau.example", "gates": False}
        portal = point(ox.url, settings)
        for file, approve in versions:
            directory.write_bytes(Path(file).read_bytes())
            if approve:
                runs.read_sources(portal)
                runs.approve(portal, runs.draw_plan(portal), actor="chaos")
            _sync(portal)
        Path(result).write_text(json.dumps(_end(portal, ox)))


def _sync(portal: "Portal") -> int:
    """Sync until nothing is open; returns how many runs that took."""
    from stellwerk.sync import runs

    for number in range(1, ROUNDS + 1):
        runs.read_sources(portal)
        drawn = runs.draw_plan(portal)
        runs.carry_out(portal, drawn, runs.permit_of(drawn), actor="chaos")
        if not _open_rows():
            return number
    return ROUNDS + 1


def _end(portal: "Portal", door: Running) -> dict[str, Any]:
    from stellwerk.sync import plan, runs

    rounds = _sync(portal)
    before = door.state()["contexts"]
    for _ in range(3):
        runs.read_sources(portal)
        drawn = runs.draw_plan(portal)
        if not drawn.counts["held"]:
            break
        runs.approve(portal, drawn, actor="chaos")
        rounds = max(rounds, _sync(portal))
    calls = door.stats()["totals"]["calls"]
    _sync(portal)
    return {
        "before": before,
        "after": door.state()["contexts"],
        "log": door.log(),
        "rounds": rounds,
        "quiet": door.stats()["totals"]["calls"] == calls,
        "open": _open_rows(),
        "parked": [[row["name"], row["object"], row["code"]] for row in plan.parked(portal)],
        "leaving": _leaving(),
        "asked": [[one["kind"], one["value"]] for one in plan.questions(portal)],
    }


def _leaving() -> list[list[str]]:
    """Groups that were emptied and wait for their deletion: context and name."""
    from stellwerk.sync.models import Applied

    rows = Applied.objects.filter(object__startswith="group:", disabled=True)
    return [[row.scope, str(row.fields.get("name"))] for row in rows]


def _open_rows() -> list[str]:
    """What is due or in doubt."""
    from stellwerk.sync.models import Applied, Work

    due = Work.objects.filter(state=Work.State.READY).exclude(lane__startswith="~")
    doubt = Applied.objects.exclude(stamp="")
    return [
        *(f"due {row.object} {row.lane} {row.error}" for row in due),
        *(f"in doubt {row.object} {row.stamp_operation} {row.stamp_sent}" for row in doubt),
    ]
