"""Anything that fits the types, sensible or not, is answered: nothing breaks a call down."""

import random

import pytest
from oxsim_sim import ADMIN, MASTER, Sim, fill

from oxsim.schema.field import ObjectType, Scalar
from oxsim.services import SERVICES

TEXTS = [
    "",
    "x",
    "alice",
    "t1",
    "a@b",
    "premium",
    "*",
    " ",
    "30",
    "-1",
    "ä€😀",
    "de_DE",
    "imap://h:x",
]
VALUES = {
    Scalar.STRING: TEXTS,
    Scalar.INT: [*"0123456", "-1", "99", "", "99999999999"],
    Scalar.LONG: ["0", "-1", "5", "99999999999999999999"],
    Scalar.BOOLEAN: ["true", "false", "1", "", "maybe"],
    Scalar.DATE: ["1980-01-02", "2000-02-29Z"],
    Scalar.BASE64: ["", "R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=", "AAAA"],
}


def sample(dice, kind, depth=0):
    if not isinstance(kind, ObjectType):
        return dice.choice(VALUES[kind])
    share = 0.8 if len(kind.fields) < 12 else 0.15
    fields = [field for field in kind.fields if dice.random() < share and depth < 5]
    return {
        field.name: [sample(dice, field.kind, depth + 1) for _ in range(dice.randint(0, 2))]
        if field.many
        else dice.choice([None, *[sample(dice, field.kind, depth + 1)] * 9])
        for field in fields
    }


OPERATIONS = [
    (name, operation.name)
    for name, one in SERVICES.items()
    for operation in one.operations.values()
]


@pytest.mark.parametrize(("service", "name"), OPERATIONS)
def test_answered_with_a_result_or_a_fault(service, name):
    dice = random.Random(f"{service}.{name}")
    sim = Sim()
    fill(sim)
    operation = SERVICES[service].operations[name]
    auth = MASTER if operation.guard.__name__.startswith("master") else ADMIN
    for _ in range(60):
        values = sample(dice, operation.input)
        if dice.random() < 0.9:
            values["auth"] = auth
        for field in operation.input.fields:
            if field.name in ("ctx", "context", "src", "dest") and dice.random() < 0.7:
                values[field.name] = {"id": 31 if field.name == "dest" else 30}
        answer = sim.call(f"{service}.{name}", **values)
        assert answer.status in (200, 500)
        assert answer.code in (None, "soap:Server", "soap:Client")
        if name == "delete":
            sim = Sim()
            fill(sim)
