"""The user lock: who waits, who does not, who gives up, and what overlapping creates end in."""

import asyncio
import time

import pytest

from oxsim.faults import UserUpdateConflict
from oxsim.locks import ATTEMPTS, UserLocks


@pytest.fixture
def slow_sim(make_sim, sim):
    """The filled world behind calls of 50 ms; a waiter looks again after 50 ms and more."""
    slow = make_sim(latency=0.05, lock_wait=0.05)
    slow.dispatcher.world = sim.dispatcher.world
    return slow


def timed(work):
    start = time.perf_counter()
    result = asyncio.run(work)
    return time.perf_counter() - start, result


def test_waiter_gives_up_after_five_looks():
    async def wait():
        locks = UserLocks(0.01)
        await locks.acquire(10)
        with pytest.raises(UserUpdateConflict):
            await locks.acquire(10)

    taken, _ = timed(wait())
    shortest = 0.01 * sum(range(1, ATTEMPTS + 1))
    assert shortest <= taken < shortest + 0.01 * ATTEMPTS + 0.5


def test_locks_are_per_context_and_free_again():
    async def go():
        locks = UserLocks(60)
        await locks.acquire(10)
        await locks.acquire(11)
        locks.release(10)
        await locks.acquire(10)

    assert timed(go())[0] < 1


def test_user_writes_of_one_context_take_turns(slow_sim):
    async def both():
        return await asyncio.gather(
            slow_sim.acall("OXUserService.change", usrdata={"id": 3, "title": "a"}),
            slow_sim.acall("OXUserService.change", usrdata={"id": 4, "title": "b"}),
        )

    taken, answers = timed(both())
    assert [answer.status for answer in answers] == [200, 200]
    assert taken >= 0.1


def test_groups_and_reads_do_not_wait_for_the_user_lock(make_sim, sim):
    patient = make_sim(latency=0.05, lock_wait=60)
    patient.dispatcher.world = sim.dispatcher.world

    async def all_at_once():
        return await asyncio.gather(
            patient.acall("OXUserService.change", usrdata={"id": 3, "title": "a"}),
            *(patient.acall("OXUserService.getData", user={"id": 4}) for _ in range(20)),
            *(
                patient.acall("OXGroupService.change", grp={"id": 5, "members": [3]})
                for _ in range(20)
            ),
        )

    taken, answers = timed(all_at_once())
    assert {answer.status for answer in answers} == {200}
    assert taken < 60


def test_conflict_is_a_storage_fault_and_nothing_is_written(make_sim, sim):
    slow = make_sim(latency=0.5, lock_wait=0.001)
    slow.dispatcher.world = sim.dispatcher.world

    async def both():
        return await asyncio.gather(
            slow.acall("OXUserService.change", usrdata={"id": 3, "title": "first"}),
            slow.acall("OXUserService.delete", user={"id": 3}),
        )

    _, (first, second) = timed(both())
    assert first.status == 200
    assert second.kind == "StorageException"
    assert second.message == (
        "User update conflict: Another process is currently modifying user data. "
        "Please try again later."
    )
    assert 3 in sim.dispatcher.world.contexts[30].users


def test_overlapping_creates_of_one_user_end_in_one_user(slow_sim, new_person):
    async def three():
        return await asyncio.gather(
            *(slow_sim.acall("OXUserService.create", usrdata=new_person("carol")) for _ in "abc")
        )

    _, answers = timed(three())
    assert sorted(answer.status for answer in answers) == [200, 500, 500]
    lost = [(answer.kind, answer.message) for answer in answers if answer.status == 500]
    assert lost == [("StorageException", "User carol already exists in this context")] * 2


def test_overlapping_creates_of_one_group_all_pass(slow_sim):
    """The server checks first and writes later, without a lock: a client has to serialise."""

    async def three():
        group = {"name": "twin", "displayname": "x"}
        return await asyncio.gather(
            *(slow_sim.acall("OXGroupService.create", grp=group) for _ in "abc")
        )

    _, answers = timed(three())
    assert [answer.status for answer in answers] == [200] * 3
    assert len({answer.value["id"] for answer in answers}) == 3


def test_context_deleted_while_a_call_waits(slow_sim, new_person):
    async def both():
        waiting = asyncio.ensure_future(
            slow_sim.acall("OXUserService.create", usrdata=new_person("carol"))
        )
        await asyncio.sleep(0.01)
        del slow_sim.dispatcher.world.contexts[30]
        return await waiting

    assert timed(both())[1].message == "Authentication failed"
