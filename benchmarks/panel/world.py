"""``python -m benchmarks.panel.world DATA PEOPLE``: furnishes a world with all that pages can show.

Beside its people: groups, a million lines of trail for 100,000 people, and what waits.
"""

import sys
from pathlib import Path

from stellwerk.store import open_store


def wanted(people: int) -> dict[str, int]:
    """What has to be there at least, by the table it is in."""
    return {
        "people_person": people,
        "people_group": people // 20,
        "portals_trail": people * 10,
        "sync_applied": people * 9 // 10,
        "sync_work": people // 20,
        "sync_held": people // 100,
        "sync_plan": 10,
        "audit_finding": people // 50,
        "sources_decision": 2,
        "jobs_job": 100,
        "tiles_tile": 24,
    }


def furnish(data: Path, people: int) -> None:
    """Fill the store of a built world up."""
    open_store(data)
    from benchmarks.panel.findings import add_findings
    from benchmarks.panel.groups import add_groups
    from benchmarks.panel.kept import add_plan, add_runs, add_spare, add_tiles
    from benchmarks.panel.sign_on import add_sign_on
    from benchmarks.panel.trail import add_trail
    from benchmarks.panel.waiting import add_waiting
    from stellwerk.sources.models import Source
    from stellwerk.targets.models import Target

    source, target = Source.objects.get(), Target.objects.get()
    add_groups(source, target, wanted(people)["people_group"])
    held = add_waiting(source, target, people)
    add_findings(target, people)
    add_plan(target, held)
    add_runs(target.portal, source)
    add_spare(target.portal)
    add_tiles(target.portal)
    add_sign_on(target.portal)
    add_trail(target.portal, wanted(people)["portals_trail"])


if __name__ == "__main__":
    furnish(Path(sys.argv[1]), int(sys.argv[2]))
