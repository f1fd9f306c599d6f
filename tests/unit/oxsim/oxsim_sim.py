"""A stand-in without a network: calls go to the dispatcher as bytes and come back as values."""

import asyncio
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from oxsim.dispatch import Dispatcher
from oxsim.journal import Journal
from oxsim.options import Options
from oxsim.reply import Reply
from oxsim.services import SERVICES
from oxsim.world import World

OPERATIONS = "http://soap.admin.openexchange.com"
COPY = "http://soap.copy.user.admin.openexchange.com"
OBJECTS = "http://dataobjects.soap.admin.openexchange.com/xsd"
RMI = "http://dataobjects.rmi.admin.openexchange.com/xsd"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
MASTER = {"login": "oxadminmaster", "password": "secret"}
OF_MASTER = ("OXContextService", "OXUtilService", "OXUserCopyService")
IN_CONTEXT = {
    "OXUserService": "ctx",
    "OXGroupService": "ctx",
    "OXResourceService": "ctx",
    "OXSecondaryAccountService": "context",
}
ADMIN = {"login": "oxadmin", "password": "admin-pw"}


def whole(parts: Iterable[str]) -> Any:
    """JSON that comes in parts, read."""
    return json.loads("".join(parts))


@dataclass
class Answer:
    status: int
    returned: list[Any] = field(default_factory=list)
    kind: str | None = None
    code: str | None = None
    message: str = ""
    full_message: str = ""
    body: bytes = b""

    @property
    def value(self) -> Any:
        assert self.status == 200, f"{self.kind}: {self.message}"
        return self.returned[0] if self.returned else None


def _fill(parent: Any, namespace: str, name: str, value: Any) -> None:
    if isinstance(value, list):
        for one in value:
            _fill(parent, namespace, name, one)
        return
    child = etree.SubElement(parent, f"{{{namespace}}}{name}")
    if value is None:
        child.set(NIL, "true")
    elif isinstance(value, dict):
        inside = RMI if name == "auth" else OBJECTS
        for key, inner in value.items():
            _fill(child, inside, key, inner)
    elif isinstance(value, bool):
        child.text = "true" if value else "false"
    else:
        child.text = str(value)


def envelope(operation: str, values: dict[str, Any]) -> bytes:
    root = etree.Element(f"{{{SOAP}}}Envelope")
    body = etree.SubElement(root, f"{{{SOAP}}}Body")
    own = COPY if operation == "copyUser" else OPERATIONS
    element = etree.SubElement(body, f"{{{own}}}{operation}")
    for name, value in values.items():
        _fill(element, own, name, value)
    return etree.tostring(root)


def _value(element: Any) -> Any:
    if element.get(NIL) == "true":
        return None
    if not len(element):
        return element.text or ""
    values: dict[str, Any] = {}
    for child in element:
        name = etree.QName(child).localname
        if name in ("aliases", "members", "loginMappings", "entries"):
            values.setdefault(name, []).append(_value(child))
        else:
            values[name] = _value(child)
    return values


def read(reply: Reply) -> Answer:
    content = etree.fromstring(reply.body).find(f"{{{SOAP}}}Body")
    if reply.status == 200:
        returned = [_value(one) for one in content[0]] if len(content) else []
        return Answer(200, returned, body=reply.body)
    fault = content[0]
    full = fault.findtext("faultstring")
    detail = fault.find("detail")
    kind = None if detail is None else etree.QName(detail[0]).localname
    short = re.sub(r"(; exceptionId -?\d+-\d+)+$", "", full)
    return Answer(reply.status, [], kind, fault.findtext("faultcode"), short, full, reply.body)


class Sim:
    """A stand-in with context 30: administrator 2, users alice 3 and bob 4, groups t1 5, t2 6."""

    def __init__(self, **options: Any) -> None:
        self.dispatcher = Dispatcher(World(), Journal(), Options(**options))

    async def send(self, service: str, body: bytes) -> Answer:
        return read(await self.dispatcher.answer(SERVICES[service], body))

    def raw(self, service: str, body: bytes) -> Answer:
        return asyncio.run(self.send(service, body))

    async def acall(self, operation: str, **values: Any) -> Answer:
        service, _, name = operation.partition(".")
        if "auth" not in values:
            values["auth"] = MASTER if service in OF_MASTER else ADMIN
        if values["auth"] == "none":
            del values["auth"]
        if service in IN_CONTEXT:
            values.setdefault(IN_CONTEXT[service], {"id": 30})
        return await self.send(service, envelope(name, values))

    def call(self, operation: str, **values: Any) -> Answer:
        return asyncio.run(self.acall(operation, **values))

    def change(self, **fields: Any) -> Answer:
        return self.call("OXUserService.change", usrdata={"id": 3} | fields)

    def alice(self) -> dict[str, Any]:
        value: dict[str, Any] = self.call("OXUserService.getData", user={"id": 3}).value
        return value

    def create(self, name: str, **fields: Any) -> Answer:
        return self.call("OXUserService.create", usrdata=person(name, **fields))


def person(name: str, **fields: Any) -> dict[str, Any]:
    mail = f"{name}@example.org"
    values = {
        "name": name,
        "display_name": f"{name.capitalize()} Person",
        "password": "pw",
        "given_name": name.capitalize(),
        "sur_name": "Person",
        "primaryEmail": mail,
        "email1": mail,
    }
    return {key: value for key, value in (values | fields).items() if value != "absent"}


def fill(sim: Sim) -> None:
    admin = person("oxadmin", password=ADMIN["password"])
    context = {"id": 30, "name": "ctx30", "maxQuota": 1000}
    assert sim.call("OXContextService.create", ctx=context, admin_user=admin).status == 200
    assert sim.create("alice").value["id"] == "3"
    assert sim.create("bob").value["id"] == "4"
    for number, name in ((5, "t1"), (6, "t2")):
        group = {"name": name, "displayname": name.upper(), "members": [3]}
        assert sim.call("OXGroupService.create", grp=group).value["id"] == str(number)
