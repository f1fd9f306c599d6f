"""What happens in one trial, all of it decided by the seed (but for the moment of each kill)."""

from dataclasses import dataclass
from random import Random
from typing import Any

from tests.chaos.edits import Editor
from tests.chaos.village import Village

PEOPLE, RESERVE, GROUPS = 40, 12, 11
LATENCY = 0.012
DEADLINE, SETTLE, HANG = 0.4, 1.2, 0.5
"""Seconds. What the stand-in still carries out for a client that is gone is over well within
SETTLE: HANG, the wait for the user lock (at most 0.4 s) and the latency."""


Kill = float | tuple[int, float] | None


@dataclass(frozen=True, slots=True)
class Act:
    """One version of the directory, and the runs that are killed while it stands.

    `kills` holds per run seconds from its start, or (n, seconds from its n-th commit), or None
    for a run that is left alone.
    With `approve` the last of these runs approves what is held.
    """

    ldif: bytes
    kills: tuple[Kill, ...]
    approve: bool
    kill_ox: bool
    edits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """A whole trial."""

    seed: int
    acts: tuple[Act, ...]
    faults: tuple[dict[str, Any], ...]
    logins: dict[str, str]
    titles: dict[str, str]


def plot(seed: int) -> Plot:
    """The trial of a seed."""
    dice = Random(f"chaos/{seed}")
    village = Village.found(PEOPLE, RESERVE, GROUPS, "lindenau")
    editor = Editor(village, dice)
    acts = []
    settled = dice.random() < 0.5  # what is killed then are changes, not the first arrival
    for number in range(dice.randint(4, 6)):
        editor.done = []
        for _ in range(0 if number == 0 else dice.randint(3, 9)):
            editor.edit()
        kills = _kills(dice, number == 0 and settled)
        acts.append(
            Act(
                village.ldif(),
                kills,
                approve=number > 0 and dice.random() < 0.25,
                kill_ox=dice.random() < 0.1,
                edits=tuple(editor.done),
            )
        )
    return Plot(seed, tuple(acts), _faults(dice), village.logins, village.titles)


def _kills(dice: Random, settled: bool) -> tuple[Kill, ...]:
    kills: list[Kill] = [None] if settled else [_kill(dice) for _ in range(dice.randint(1, 3))]
    if not settled and dice.random() < 0.2:
        kills.append(None)
    return tuple(kills)


def _kill(dice: Random) -> Kill:
    if dice.random() < 0.5:
        return dice.uniform(0.05, 1.6)
    return dice.randint(1, 45), dice.choice((0.0, dice.uniform(0, 0.05)))


_WRITES = (
    "OXUserService.createByModuleAccess",
    "OXUserService.change",
    "OXUserService.changeByModuleAccess",
    "OXGroupService.create",
    "OXGroupService.change",
    "OXGroupService.addMember",
    "OXGroupService.removeMember",
    "OXContextService.create",
    "OXContextService.change",
)


def _faults(dice: Random) -> tuple[dict[str, Any], ...]:
    """Lost answers on every write, and a little of everything else."""
    rules: list[dict[str, Any]] = []

    def rule(operation: str, do: str, share: float) -> None:
        rules.append(
            {"operation": operation, "do": do, "share": share, "seed": dice.randrange(2**31)}
        )

    lost = dice.choice((0.02, 0.05, 0.15))
    for operation in _WRITES:
        often = 0.5 if operation.startswith("OXContext") else lost
        rule(operation, dice.choice(("lost", "truncate")), often)
        rule(operation, "reset", 0.02)
        rule(operation, f"hang:{HANG}", 0.02)
    rule("*", "503", dice.choice((0.0, 0.0, 0.01)))
    return tuple(rules)
