"""The WSDL of a service, written from its table of operations."""

from collections.abc import Iterator

from oxsim.call import Operation, Service
from oxsim.schema.field import Field, Namespace, ObjectType, Scalar
from oxsim.soap.scalars import escape

_PREFIX = {
    Namespace.OBJECTS: "d",
    Namespace.RMI: "r",
    Namespace.FAULTS: "e",
    Namespace.REMOTE: "j",
    Namespace.IO: "io",
}
_OPTIONAL = 'minOccurs="0" nillable="true"'


def write_wsdl(service: Service, address: str) -> bytes:
    """The document for one service, reachable at ``address``: only what is served is in it."""
    operations, own = list(service.operations.values()), service.namespace
    declared = " ".join(f'xmlns:{prefix}="{space}"' for space, prefix in _PREFIX.items())
    port_type, binding = f"{service.name}PortType", f"{service.name}SoapBinding"
    return "".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>\n',
            '<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"',
            ' xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"',
            f' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="{own}" {declared}',
            f' name="{service.name}" targetNamespace="{own}"><wsdl:types>',
            *_schemas(operations, own),
            "</wsdl:types>",
            *(_messages(operation) for operation in operations),
            *(_fault_message(kind) for kind in _fault_kinds(operations)),
            f'<wsdl:portType name="{port_type}">',
            *(_abstract(operation) for operation in operations),
            f'</wsdl:portType><wsdl:binding name="{binding}" type="tns:{port_type}">',
            '<soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>',
            *(_concrete(operation) for operation in operations),
            f'</wsdl:binding><wsdl:service name="{service.name}">',
            f'<wsdl:port binding="tns:{binding}" name="{service.port}">',
            f'<soap:address location="{escape(address)}"/></wsdl:port></wsdl:service>',
            "</wsdl:definitions>",
        ]
    ).encode()


def _fault_kinds(operations: list[Operation]) -> list[str]:
    return sorted({f"{kind}Exception" for operation in operations for kind in operation.faults})


def _schemas(operations: list[Operation], own: Namespace) -> Iterator[str]:
    """One schema per namespace, each importing the others."""
    kinds = _fault_kinds(operations)
    types = _types(operations)
    yield _schema(own, own, "".join(_operation_elements(operations, kinds)))
    for space in (Namespace.OBJECTS, Namespace.RMI):
        yield _schema(own, space, "".join(_complex(one) for one in types if one.namespace is space))
    yield _schema(
        own,
        Namespace.FAULTS,
        "".join(
            _extended(
                kind,
                "tns:Exception",
                f'<xs:element name="objectname" type="xs:string" {_OPTIONAL}/>'
                if kind == "InvalidDataException"
                else "",
            )
            for kind in kinds
            if kind != "RemoteException"
        ),
    )
    message = f'<xs:element name="message" type="xs:string" {_OPTIONAL}/>'
    yield _schema(own, Namespace.REMOTE, _extended("RemoteException", "io:IOException", message))
    yield _schema(own, Namespace.IO, _extended("IOException", "tns:Exception", ""))


def _schema(own: Namespace, space: Namespace, content: str) -> str:
    spaces = (own, *_PREFIX)
    imports = "".join(f'<xs:import namespace="{other}"/>' for other in spaces if other != space)
    return (
        f'<xs:schema elementFormDefault="qualified" targetNamespace="{space}">'
        f"{imports}{content}</xs:schema>"
    )


def _operation_elements(operations: list[Operation], kinds: list[str]) -> Iterator[str]:
    for operation in operations:
        yield _wrapper(operation.name, "".join(_element(one) for one in operation.input.fields))
        if operation.returns is not None:
            yield _wrapper(f"{operation.name}Response", _element(operation.returns))
    for kind in kinds:
        prefix = "j" if kind == "RemoteException" else "e"
        yield _wrapper(kind, f'<xs:element name="{kind}" type="{prefix}:{kind}" {_OPTIONAL}/>')
    yield (
        '<xs:complexType name="Exception"><xs:sequence>'
        f'<xs:element name="Exception" type="xs:anyType" {_OPTIONAL}/>'
        "</xs:sequence></xs:complexType>"
    )


def _wrapper(name: str, content: str) -> str:
    return (
        f'<xs:element name="{name}"><xs:complexType><xs:sequence>{content}'
        "</xs:sequence></xs:complexType></xs:element>"
    )


def _element(field: Field) -> str:
    kind = field.kind
    named = f"xs:{kind}" if isinstance(kind, Scalar) else f"{_PREFIX[kind.namespace]}:{kind.name}"
    many = ' maxOccurs="unbounded"' if field.many else ""
    nillable = ' nillable="true"' if field.nillable else ""
    return f'<xs:element name="{field.name}" type="{named}" minOccurs="0"{many}{nillable}/>'


def _complex(kind: ObjectType) -> str:
    content = "".join(_element(field) for field in kind.fields)
    return (
        f'<xs:complexType name="{kind.name}"><xs:sequence>{content}</xs:sequence></xs:complexType>'
    )


def _extended(name: str, base: str, content: str) -> str:
    return (
        f'<xs:complexType name="{name}"><xs:complexContent><xs:extension base="{base}">'
        f"<xs:sequence>{content}</xs:sequence></xs:extension></xs:complexContent></xs:complexType>"
    )


def _types(operations: list[Operation]) -> list[ObjectType]:
    """Every object type that the operations reach, each once."""
    found: dict[ObjectType, None] = {}

    def visit(field: Field) -> None:
        if isinstance(field.kind, ObjectType) and field.kind not in found:
            found[field.kind] = None
            for inner in field.kind.fields:
                visit(inner)

    for operation in operations:
        for field in operation.input.fields:
            visit(field)
        if operation.returns is not None:
            visit(operation.returns)
    return list(found)


def _messages(operation: Operation) -> str:
    name, part = operation.name, ""
    if operation.returns is not None:
        part = f'<wsdl:part element="tns:{name}Response" name="parameters"/>'
    return (
        f'<wsdl:message name="{name}"><wsdl:part element="tns:{name}" name="parameters"/>'
        f'</wsdl:message><wsdl:message name="{name}Response">{part}</wsdl:message>'
    )


def _fault_message(kind: str) -> str:
    return (
        f'<wsdl:message name="{kind}_Exception">'
        f'<wsdl:part element="tns:{kind}" name="{kind}_Exception"/></wsdl:message>'
    )


def _abstract(operation: Operation) -> str:
    name = operation.name
    faults = "".join(
        f'<wsdl:fault message="tns:{kind}Exception_Exception" name="{kind}Exception_Exception"/>'
        for kind in operation.faults
    )
    return (
        f'<wsdl:operation name="{name}"><wsdl:input message="tns:{name}" name="{name}"/>'
        f'<wsdl:output message="tns:{name}Response" name="{name}Response"/>{faults}'
        "</wsdl:operation>"
    )


def _concrete(operation: Operation) -> str:
    name, body = operation.name, '<soap:body use="literal"/>'
    faults = "".join(
        f'<wsdl:fault name="{kind}Exception_Exception">'
        f'<soap:fault name="{kind}Exception_Exception" use="literal"/></wsdl:fault>'
        for kind in operation.faults
    )
    return (
        f'<wsdl:operation name="{name}"><soap:operation soapAction="urn:{name}" style="document"/>'
        f'<wsdl:input name="{name}">{body}</wsdl:input>'
        f'<wsdl:output name="{name}Response">{body}</wsdl:output>{faults}</wsdl:operation>'
    )
