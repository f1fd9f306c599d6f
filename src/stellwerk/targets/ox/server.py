"""Carries orders out on an OX server, one call after the other, and tells what took effect.

Rules observed on a running server: rights travel with the create; a create's fault may hide that
the object is there already; a group's `change` always carries its members; a created user needs a
password, which is random and kept nowhere.
"""

from contextlib import suppress

from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.copying import copy_user
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.faults import Gone, OxError, Refused
from stellwerk.targets.ox.orders import CLEAR, COPY, CREATE, DELETE, READ, Order, Outcome
from stellwerk.targets.ox.steps.accounts import FunctionalAccount
from stellwerk.targets.ox.steps.contexts import Context
from stellwerk.targets.ox.steps.groups import Group
from stellwerk.targets.ox.steps.parts import Steps, context_of
from stellwerk.targets.ox.steps.resources import Resource, copy_resource
from stellwerk.targets.ox.steps.users import User


def perform(client: OxClient, order: Order, master: Credentials | None = None) -> Outcome:
    """Carry one order out. Never raises for what OX answers: the fault is in the outcome.

    `master` is asked what a refused login means: the context may be gone.
    """
    outcome = Outcome(order, remote_id=order.remote_id)
    step = _STEPS[order.kind]
    try:
        if order.operation == READ:
            step.read(client, order, outcome)
        elif order.operation == CREATE:
            step.create(client, order, outcome)
        elif order.operation in {DELETE, CLEAR}:
            _delete(step, client, order, outcome)
        elif order.operation == COPY:
            _COPY[order.kind](client, order, outcome)
        else:
            step.update(client, order, outcome)
    except Refused as fault:
        outcome.fault = _meant(client, order, fault, master)
    except OxError as fault:
        outcome.fault = fault
    if order.operation in {DELETE, CLEAR} and _context_is_gone(outcome.fault):
        outcome.deleted, outcome.fault = True, None
    return outcome


def _meant(
    client: OxClient, order: Order, fault: Refused, master: Credentials | None
) -> Refused | Gone:
    """What a refused administrator means: OX answers for a context that is gone just the same."""
    if master is None or order.credentials == master:
        return fault
    try:
        there = client.call(ox.CONTEXT_EXISTS, {"ctx": context_of(order)}, master)
    except OxError:
        return fault
    return fault if there else Gone(fault.text, kind=fault.kind, what="context")


def _context_is_gone(fault: OxError | None) -> bool:
    return isinstance(fault, Gone) and fault.what == "context"


def _delete(step: Steps, client: OxClient, order: Order, outcome: Outcome) -> None:
    """Delete one object; what is gone already is deleted."""
    with suppress(Gone):
        step.delete(client, order, outcome)
    outcome.deleted = True


_STEPS: dict[str, Steps] = {
    "person": User(),
    "group": Group(),
    "context": Context(),
    "resource": Resource(),
    "functional_account": FunctionalAccount(),
}
_COPY = {"person": copy_user, "resource": copy_resource}
