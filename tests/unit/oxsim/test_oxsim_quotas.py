"""Quotas of a context's modules."""

import pytest


def change(sim, module, value):
    return sim.call("OXContextService.changeQuota", ctx={"id": 30}, module=module, quotaValue=value)


def limits(sim):
    listed = sim.call("OXContextService.listQuota", ctx={"id": 30}).returned
    return {one["module"]: one["limit"] for one in listed}


def test_a_limit_is_set_and_taken_off(sim):
    assert limits(sim) == {}
    assert change(sim, "user", "500").status == 200
    assert change(sim, "contact", " 7 ").status == 200
    assert limits(sim) == {"user": "500", "contact": "7"}
    assert change(sim, "user", "-1").status == 200
    assert limits(sim) == {"contact": "7"}


@pytest.mark.parametrize(
    ("module", "value"),
    [("nonsense", "1"), (None, "1"), ("user", "x"), ("user", None), ("user", "²")],
)
def test_what_is_no_limit_is_refused(sim, module, value):
    answer = change(sim, module, value)
    assert (answer.status, answer.kind) == (500, "InvalidDataException")
    assert limits(sim) == {}
