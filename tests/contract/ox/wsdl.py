"""The WSDLs a running OX answered with: their schemas and their view of types and operations."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

XS = "{http://www.w3.org/2001/XMLSchema}"
WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
REPOSITORY = Path(__file__).parents[3]
FOLDER = Path(
    os.environ.get("STELLWERK_WSDL", REPOSITORY.parent / "shared" / "reference" / "ox-wsdl")
)
needs_wsdl = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no WSDLs in {FOLDER}")


@dataclass(frozen=True)
class Element:
    """One element of a sequence as the WSDL has it: the type is a local name."""

    name: str
    type: str
    many: bool


def path(service: str) -> Path:
    """The WSDL of a service."""
    return FOLDER / f"{service}.wsdl"


@cache
def document(service: str) -> etree._Element:
    """The parsed WSDL."""
    return etree.parse(str(path(service))).getroot()


@cache
def schema(service: str, folder: Path) -> etree.XMLSchema:
    """One validator of all schemas in a WSDL; `folder` takes them as files that import each
    other, since imports in a WSDL name no place."""
    schemas = document(service).findall(f"{WSDL}types/{XS}schema")
    places = {s.get("targetNamespace"): f"{service}{i}.xsd" for i, s in enumerate(schemas)}
    for one in schemas:
        for imported in one.findall(f"{XS}import"):
            imported.set("schemaLocation", places[imported.get("namespace")])
        for unread in one.iter(f"{XS}complexType"):
            unread.attrib.pop("final", None)  # valid, but libxml2 does not know it here
        (folder / places[one.get("targetNamespace")]).write_bytes(etree.tostring(one))
    return etree.XMLSchema(etree.parse(str(folder / places[_own(service)])))


def type_elements(service: str, namespace: str, name: str) -> list[Element]:
    """The fields of a complex type, in order."""
    found = document(service).xpath(
        "//xs:schema[@targetNamespace=$ns]/xs:complexType[@name=$name]",
        namespaces={"xs": XS[1:-1]},
        ns=namespace,
        name=name,
    )
    return _sequence(found[0])


def message_elements(service: str, name: str) -> list[Element]:
    """The elements of an operation's request, or of its answer (`<name>Response`)."""
    for one in document(service).findall(f"{WSDL}types/{XS}schema"):
        if one.get("targetNamespace") != _own(service):
            continue
        for element in one.findall(f"{XS}element"):
            if element.get("name") != name:
                continue
            inner = element.find(f"{XS}complexType")
            if inner is not None:
                return _sequence(inner)
            local = str(element.get("type")).split(":")[1]
            return type_elements(service, _own(service), local)
    raise LookupError(f"{service} has no element {name}")


def faults(service: str, operation: str) -> set[str]:
    """The detail elements that an operation's faults may have."""
    found = document(service).findall(f"{WSDL}portType/{WSDL}operation[@name='{operation}']/")
    names = [str(one.get("name")) for one in found if one.tag == f"{WSDL}fault"]
    return {name.removesuffix("_Exception") for name in names}


def operations(service: str) -> set[str]:
    """The names of a service's operations."""
    found = document(service).findall(f"{WSDL}portType/{WSDL}operation")
    return {str(operation.get("name")) for operation in found}


def _own(service: str) -> str:
    """The namespace of a service's operations."""
    return str(document(service).get("targetNamespace"))


def _sequence(parent: etree._Element) -> list[Element]:
    return [
        Element(
            str(one.get("name")),
            str(one.get("type")).split(":")[1],
            one.get("maxOccurs") == "unbounded",
        )
        for one in parent.iter(f"{XS}element")
    ]
