"""Planned trouble: which calls it strikes and what becomes of them."""

import asyncio

import pytest

from oxsim.injection import RuleError, pick, read_rule
from oxsim.reply import Delivery
from oxsim.services import SERVICES


def struck(rules, operation, times):
    return sum(pick(rules, operation) is not None for _ in range(times))


def test_next_strikes_that_often_and_only_what_matches():
    rule = read_rule({"operation": "OXUserService.create*", "do": "503", "next": 2})
    assert struck([rule], "OXUserService.change", 5) == 0
    assert struck([rule], "OXUserService.createByModuleAccess", 5) == 2
    assert rule.as_json() == {
        "operation": "OXUserService.create*",
        "do": "503",
        "next": 0,
        "hits": 2,
        "seed": 0,
        "holding": "",
    }


def test_a_rule_may_ask_for_a_text_in_the_message():
    rules = [read_rule({"operation": "*", "do": "503", "next": 9, "holding": "poison"})]
    assert pick(rules, "x", b"<a>food</a>") is None
    assert pick(rules, "x", b"<a>poison</a>") is not None


def test_share_is_repeatable_by_its_seed():
    def pattern(seed):
        rule = read_rule({"operation": "*", "do": "lost", "share": 0.3, "seed": seed})
        return [rule.strikes("x") for _ in range(1000)]

    assert pattern(1) == pattern(1)
    assert pattern(1) != pattern(2)
    assert 250 < sum(pattern(1)) < 350


@pytest.mark.parametrize(
    "sent",
    [
        "x",
        {"operation": "*", "do": "explode"},
        {"operation": "*", "do": "hang"},
        {"operation": "*", "do": "fault:Nonsense:x"},
        {"operation": "*", "do": "503", "next": "many"},
        {"operation": "*", "do": "503", "share": "half"},
    ],
)
def test_bad_rule_is_refused(sent):
    with pytest.raises(RuleError):
        read_rule(sent)


async def reply_to(sim, soap, do):
    sim.dispatcher.rules.append(read_rule({"operation": "OXUserService.change", "do": do}))
    body = soap(
        "change",
        {
            "ctx": {"id": 30},
            "usrdata": {"id": 3, "title": "Dr."},
            "auth": {"login": "oxadmin", "password": "admin-pw"},
        },
    )
    return await sim.dispatcher.answer(SERVICES["OXUserService"], body)


@pytest.mark.parametrize(
    ("do", "left"),
    [
        ("503", (503, Delivery.WHOLE, False)),
        ("html", (200, Delivery.WHOLE, False)),
        ("reset", (500, Delivery.RESET, False)),
        ("fault:StorageException:disk full", (500, Delivery.WHOLE, False)),
        ("lost", (200, Delivery.NEVER, True)),
        ("truncate", (200, Delivery.HALF, True)),
        ("hang:0.01", (200, Delivery.WHOLE, True)),
        ("slow:0.01", (200, Delivery.WHOLE, True)),
    ],
)
def test_what_becomes_of_a_struck_call(sim, soap, do, left):
    """``left``: status, delivery, and whether the change took effect."""
    reply = asyncio.run(reply_to(sim, soap, do))
    changed = sim.alice()["title"] == "Dr."
    assert (reply.status, reply.delivery, changed) == left
    assert sim.dispatcher.stats.injected["OXUserService.change"] == 1


def test_injected_fault_has_its_text_and_default_text(sim):
    for do, text in (
        ("fault:NoSuchContextException:gone", "gone"),
        ("fault:DatabaseUpdateException:a: b", "a: b"),
        ("fault:InvalidCredentialsException", "Authentication failed"),
    ):
        sim.dispatcher.rules.append(read_rule({"operation": "OXUserService.*", "do": do}))
        answer = sim.call("OXUserService.listAll")
        assert (answer.kind, answer.message) == (do.split(":")[1], text)
    assert sim.call("OXUserService.listAll").status == 200
