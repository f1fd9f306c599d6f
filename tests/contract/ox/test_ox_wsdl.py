"""Our tables and messages against the WSDLs of a running OX."""

from pathlib import Path
from typing import Any

import pytest
import zeep
from lxml import etree

from stellwerk.targets.ox import types
from stellwerk.targets.ox.codec import NIL, encode
from stellwerk.targets.ox.operations import OPERATIONS, Operation
from stellwerk.targets.ox.types import Complex, Field
from tests.contract.ox import wsdl
from tests.contract.ox.samples import full, typical

pytestmark = wsdl.needs_wsdl

BODY = "{http://schemas.xmlsoap.org/soap/envelope/}Body"
TYPES = [
    ("OXUserService", types.USER),
    ("OXContextService", types.USER_ELSEWHERE),
    ("OXGroupService", types.USER_ELSEWHERE),
    ("OXUserService", types.USER_MODULE_ACCESS),
    *[(service, types.GROUP) for service in ("OXGroupService", "OXUserService")],
    *[
        (service, type_)
        for service in ("OXContextService", "OXUserService", "OXGroupService")
        for type_ in (types.CONTEXT, types.DATABASE, types.ENTRY, types.MAP_ENTRY)
    ],
    ("OXContextService", types.SCHEMA_SELECT_STRATEGY),
    ("OXUserService", types.STRING_MAP),
    ("OXUserService", types.STRING_MAP_MAP),
    ("OXUtilService", types.SERVER),
    ("OXUserCopyService", types.USER_ELSEWHERE),
    ("OXUserCopyService", types.CONTEXT),
    ("OXContextService", types.QUOTA),
    ("OXResourceService", types.CONTEXT),
    ("OXResourceService", types.RESOURCE),
    ("OXResourceService", types.RESOURCE_PERMISSION),
    *[
        ("OXSecondaryAccountService", type_)
        for type_ in (
            types.ACCOUNT,
            types.ACCOUNT_ON_CREATE,
            types.ACCOUNT_UPDATE,
            types.CONTEXT_BY_ID,
            types.USER_BY_ID,
            types.GROUP_BY_ID,
        )
    ],
    *[
        (f"OX{name}Service", types.CREDENTIALS)
        for name in (
            *("Context", "User", "UserCopy", "Group", "Resource", "SecondaryAccount", "Util"),
        )
    ],
]


def described(fields: tuple[Field, ...]) -> list[wsdl.Element]:
    return [
        wsdl.Element(
            field.name,
            field.type.name if isinstance(field.type, Complex) else field.type.value,
            field.many,
        )
        for field in fields
    ]


@pytest.mark.parametrize(("service", "type_"), TYPES, ids=lambda p: getattr(p, "name", p))
def test_a_type_has_the_fields_of_the_wsdl_in_its_order(service: str, type_: Complex) -> None:
    assert described(type_.fields) == wsdl.type_elements(service, type_.namespace, type_.name)


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_an_operation_has_the_parameters_and_result_of_the_wsdl(
    operation: Operation[Any],
) -> None:
    assert operation.name in wsdl.operations(operation.service)
    assert described(operation.params) == wsdl.message_elements(operation.service, operation.name)
    if operation.returns is None:
        messages = wsdl.document(operation.service)
        assert f"{operation.name}Response" not in {
            element.get("name") for element in messages.iter(f"{wsdl.XS}element")
        } or not wsdl.message_elements(operation.service, f"{operation.name}Response")
    else:
        answer = wsdl.message_elements(operation.service, f"{operation.name}Response")
        assert described((operation.returns,)) == answer


@pytest.fixture(scope="session")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("schemas")


def payload(message: bytes) -> etree._Element:
    body = etree.fromstring(message).find(BODY)
    assert body is not None
    return body[0]


@pytest.mark.parametrize("fill", [full, typical], ids=["full", "typical"])
@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_a_request_is_valid(operation: Operation[Any], fill: Any, schemas: Path) -> None:
    schema = wsdl.schema(operation.service, schemas)
    schema.assertValid(payload(encode(operation, fill(operation))))


def test_the_schema_is_a_judge(schemas: Path) -> None:
    operation = OPERATIONS[0]
    message = encode(operation, typical(operation)).replace(b"d:id>", b"d:idd>")
    assert not wsdl.schema(operation.service, schemas).validate(payload(message))


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_a_request_with_nil_is_valid(operation: Operation[Any], schemas: Path) -> None:
    params = full(operation)
    for field in operation.params:
        if isinstance(field.type, Complex) and not field.many and field.name != "auth":
            # Not nillable: the ports and contextadmin of a User, all of a permission.
            params[field.name] = {
                inner.name: [NIL] if inner.many else NIL
                for inner in field.type.fields
                if inner.name not in {"imapPort", "smtpPort", "contextadmin"}
            }
    wsdl.schema(operation.service, schemas).assertValid(payload(encode(operation, params)))


@pytest.fixture(scope="session")
def witnesses() -> dict[str, zeep.Client]:
    return {
        service: zeep.Client(str(wsdl.path(service)))
        for service in {operation.service for operation in OPERATIONS}
    }


@pytest.mark.parametrize("fill", [full, typical], ids=["full", "typical"])
@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_zeep_reads_the_same_values(
    operation: Operation[Any], fill: Any, witnesses: dict[str, zeep.Client]
) -> None:
    client = witnesses[operation.service]
    params = fill(operation)
    request = payload(encode(operation, params))
    element = client.get_element(f"{{{operation.namespace}}}{operation.name}")
    read = zeep.helpers.serialize_object(element.parse(request, client.wsdl.types), dict)
    assert plain(read) == plain(params)


def plain(value: Any) -> Any:
    """Without what is absent or empty (zeep does not tell these apart), simple values as text."""
    if isinstance(value, dict):
        items = {name: plain(inner) for name, inner in value.items()}
        return {name: inner for name, inner in items.items() if inner not in (None, [], "")}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if hasattr(value, "reveal"):
        return value.reveal()
    if isinstance(value, bool):
        return str(value).lower()
    if value is None or isinstance(value, bytes):
        return value
    return str(value)
