"""Profiles: what a call costs, without waiting for it."""

import asyncio

import pytest
from oxsim_sim import Sim, fill

from oxsim import latency
from oxsim.call import Call
from oxsim.latency import _COSTS, PROFILES, Pace
from oxsim.services import SERVICES


@pytest.fixture
def cost(sim):
    def seconds(profile, operation, **values):
        dispatcher = sim.dispatcher
        call = Call(operation, values, dispatcher.world, dispatcher.journal, dispatcher.options)
        call.found = dispatcher.world.contexts[30]
        return pytest.approx(Pace(profile).seconds(call) * 1000)

    return seconds


def test_every_cost_is_of_an_operation_that_is_served():
    served = {f"{name}.{one}" for name, service in SERVICES.items() for one in service.operations}
    assert set(_COSTS) <= served


def test_members_and_users_cost_each(cost):
    members = [{"id": one} for one in range(100)]
    assert cost("measured", "OXGroupService.addMember", members=members) == 100.5
    assert cost("measured", "OXGroupService.create", grp={"members": [1] * 1000}) == 705
    assert cost("measured", "OXUserService.getMultipleData", users=members) == 526
    assert cost("measured", "OXUserService.list", length=100) == 4.5
    assert cost("measured", "OXGroupService.getData", grp={"id": 1}) == 6.2024


def test_a_durable_database_pays_for_every_commit(cost):
    create = "OXUserService.createByModuleAccess"
    assert cost("measured", create) == 33.5
    assert cost("durable", create) == 48.5
    assert cost("durable", "OXUserService.getData") == cost("measured", "OXUserService.getData")


def test_without_a_profile_nothing_waits():
    assert not Pace("none").active
    assert all(Pace(name).active for name in PROFILES if name != "none")


def test_no_more_calls_are_worked_on_than_there_are_workers(monkeypatch):
    sim = Sim(profile="measured")
    at_once, most = 0, 0

    async def sleep(seconds):
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        for _ in range(3):
            await yielded()
        at_once -= 1

    async def yielded():
        future = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_soon(future.set_result, None)
        await future

    monkeypatch.setattr(latency.asyncio, "sleep", sleep)
    fill(sim)

    async def many():
        calls = [sim.acall("OXUserService.getData", user={"id": 3}) for _ in range(8)]
        return await asyncio.gather(*calls)

    assert {answer.status for answer in asyncio.run(many())} == {200}
    assert most == 2
