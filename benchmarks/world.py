"""``python -m benchmarks.world DATA PEOPLE [CONTEXTS]``: a whole town that is in step with its OX.

Contexts, groups and the people who cannot be carried take the usual way. The other people, nearly
all of the work, skip the network: what the engine would send is put into oxsim's state file, and
taken for sent. A test compares the outcome with a real import and sync.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.accounts import Accounts
from benchmarks.figure import require
from oxsim.testing import spawned
from stellwerk.demo.directory import write_directory
from stellwerk.demo.directory.ldif import write_entry
from stellwerk.demo.directory.profiles import profile_entries
from stellwerk.demo.directory.town import Town
from stellwerk.demo.directory.tree import context_entries, tree_entries
from stellwerk.store import open_store

if TYPE_CHECKING:
    from stellwerk.portals.models import Portal
    from stellwerk.targets.models import Target

SETTLE = 2.0
_BATCH = 500


def town_of(people: int, contexts: int = 0) -> Town:
    """The town with so many people; a context has at most 10,000 of them, unless it is said how
    many contexts there are.
    """
    contexts = contexts or max(2, people // 10_000)
    return Town(people, contexts, max(30, contexts * 20), "lindenau", 20)


def build(data: Path, people: int, contexts: int = 0) -> None:
    """Fill an empty data folder: directory.ldif, the store and oxsim.sqlite, all in step."""
    town = town_of(people, contexts)
    directory, state = data / "directory.ldif", data / "oxsim.sqlite"
    open_store(data)
    from stellwerk.sync import runs

    _write_contexts(town, directory)
    with _served(state) as portal:
        runs.read_sources(portal)
        _carry_out(portal)
    write_directory(
        directory,
        people,
        contexts=town.contexts,
        groups=town.groups,
        seed=town.seed,
        photo_every=town.photo_every,
    )
    runs.read_sources(portal)
    _place_people(portal, state)
    with _served(state) as portal:
        _carry_out(portal)


def _write_contexts(town: Town, directory: Path) -> None:
    with directory.open("wb") as file:
        for dn, pairs in chain(tree_entries(town), context_entries(town), profile_entries(town)):
            write_entry(file, dn, pairs)


@contextmanager
def _served(state: Path) -> Iterator["Portal"]:
    from stellwerk.demo.run import configure

    with spawned("--state", str(state)) as sim:
        yield configure(sim.url)


def _carry_out(portal: "Portal") -> None:
    from stellwerk.sync import runs

    drawn = runs.draw_plan(portal)
    runs.carry_out(portal, drawn, runs.permit_of(drawn), actor="cli")


def _place_people(portal: "Portal", state: Path) -> None:
    from stellwerk.sync import plan
    from stellwerk.sync.lanes import lanes_with_work
    from stellwerk.targets.models import Target

    accounts = Accounts(state)
    for target in Target.objects.filter(portal=portal):
        plan.settle_marks(target)
        for lane in lanes_with_work(target.pk):
            if lane.endswith("/users"):
                _place_lane(target, lane, accounts)
    accounts.close()


def _place_lane(target: "Target", lane: str, accounts: Accounts) -> None:
    from stellwerk.sync import results
    from stellwerk.sync.free import ALL
    from stellwerk.sync.lanes import due_rows
    from stellwerk.sync.prepare import prepare
    from stellwerk.sync.world import load_world
    from stellwerk.targets.queries import credentials

    world, logins = load_world(target), credentials(target)
    while rows := due_rows(target.pk, lane, _BATCH):
        batch = prepare(target, world, rows, logins, token="benchmark", permit=ALL)
        require(len(batch.pending) == len(rows), f"{lane}: not every row became an order")
        done = [(one, accounts.create(one.order)) for one in batch.pending]
        results.commit(world, done, SETTLE)


if __name__ == "__main__":
    build(Path(sys.argv[1]), *map(int, sys.argv[2:]))
