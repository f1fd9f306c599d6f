"""Random walks: whatever is called in whatever order, file and memory stay the same."""

import random

import pytest
from oxsim_sim import Sim, fill, person, whole

from oxsim.snapshot import world_parts
from oxsim.store import open_store

NAMES = ["alice", "bob", "carol", "dave", "eve"]
STEPS = 250


def number(dice):
    return dice.randint(1, 12)


def step(dice):
    """One call, sensible or not: its operation and values."""
    name = dice.choice(NAMES)
    display = dice.choice(["", f"{name.capitalize()} Person", f"{name.upper()} PERSON", "X"])
    mail = f"{dice.choice(NAMES)}@example.org"
    addresses = dict.fromkeys(("primaryEmail", "email1", "defaultSenderAddress"), mail)
    group = {"id": number(dice), "name": dice.choice(["t1", "T2", "new", "ü"]), "displayname": "g"}
    members = [number(dice) for _ in range(dice.randint(0, 3))]
    sent = [{"id": one} for one in members]
    return dice.choice(
        [
            ("OXUserService.create", {"usrdata": person(name, display_name=display)}),
            (
                "OXUserService.createByModuleAccess",
                {"usrdata": person(name), "access": {"infostore": dice.random() < 0.5}},
            ),
            ("OXUserService.change", {"usrdata": {"id": number(dice), "display_name": display}}),
            (
                "OXUserService.change",
                {"usrdata": {"id": number(dice), **addresses, "aliases": [mail]}},
            ),
            ("OXUserService.delete", {"user": {"id": number(dice)}}),
            ("OXUserService.deleteMultiple", {"users": sent}),
            ("OXGroupService.create", {"grp": group | {"members": members}}),
            ("OXGroupService.change", {"grp": group | {"members": members}}),
            ("OXGroupService.addMember", {"grp": {"id": number(dice)}, "members": sent}),
            ("OXGroupService.removeMember", {"grp": {"id": number(dice)}, "members": sent}),
            ("OXGroupService.delete", {"grp": {"id": number(dice)}}),
        ]
    )


@pytest.mark.parametrize("seed", range(4))
def test_file_and_memory_stay_the_same(tmp_path, seed):
    path = tmp_path / "state.sqlite"
    journal, world = open_store(path)
    sim = Sim()
    sim.dispatcher.world, sim.dispatcher.journal = world, journal
    fill(sim)
    dice, outcomes = random.Random(seed), {200: 0, 500: 0}
    for _ in range(STEPS):
        operation, values = step(dice)
        outcomes[sim.call(operation, **values).status] += 1
    assert min(outcomes.values()) > STEPS / 20, outcomes

    other, read = open_store(path)
    other.close()
    journal.close()
    assert whole(world_parts(read)) == whole(world_parts(world))
    held, again = world.contexts[30], read.contexts[30]
    for index in ("next_id", "names", "displays", "folded", "mails"):
        assert getattr(again, index) == getattr(held, index), index
    made = [one.id for one in world.log if one.kind != "context"]
    assert len(made) == len(set(made)), "an id is given once"
    for group in held.groups.values():
        assert set(group.members) <= set(held.users)
