"""What the stand-in describes, against the WSDLs that a running OX answered with."""

import pytest

from oxsim.schema.field import ObjectType
from oxsim.services import SERVICES
from tests.contract.ox import wsdl

pytestmark = wsdl.needs_wsdl
OPERATIONS = [
    (name, operation)
    for name, service in SERVICES.items()
    for operation in service.operations.values()
]


def described(fields):
    return {
        (one.name, one.kind.name if isinstance(one.kind, ObjectType) else str(one.kind), one.many)
        for one in fields
    }


def real(elements):
    return {(one.name, one.type, one.many) for one in elements}


def types_of(field, found):
    if isinstance(field.kind, ObjectType) and field.kind not in found:
        found.add(field.kind)
        for inner in field.kind.fields:
            types_of(inner, found)
    return found


@pytest.mark.parametrize("name", SERVICES)
def test_port_and_namespace_are_the_servers(name):
    root = wsdl.document(name)
    assert root.get("targetNamespace") == SERVICES[name].namespace
    ports = [one.get("name") for one in root.iter(f"{wsdl.WSDL}port")]
    assert ports == [SERVICES[name].port]


@pytest.mark.parametrize(
    ("name", "operation"), OPERATIONS, ids=lambda one: getattr(one, "name", one)
)
def test_operation_takes_answers_and_refuses_what_the_server_does(name, operation):
    assert described(operation.input.fields) == real(wsdl.message_elements(name, operation.name))
    if operation.returns is not None:
        answer = wsdl.message_elements(name, f"{operation.name}Response")
        assert described([operation.returns]) == real(answer)
    assert {f"{kind}Exception" for kind in operation.faults} == wsdl.faults(name, operation.name)


@pytest.mark.parametrize("name", SERVICES)
def test_every_type_has_the_servers_fields(name):
    found: set[ObjectType] = set()
    for operation in SERVICES[name].operations.values():
        for field in (*operation.input.fields, *filter(None, [operation.returns])):
            types_of(field, found)
    assert found
    for kind in found:
        assert described(kind.fields) == real(wsdl.type_elements(name, kind.namespace, kind.name))
