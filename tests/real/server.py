"""The server that these tests talk to, and what they make there and take away again."""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from oxsim.testing import running
from stellwerk.core.masked import Masked
from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.errors import Conflict, Gone

Result = TypeVar("Result")

DEADLINE = 180.0
"""Seconds of one call: the first context of a schema takes long."""
_IDS = range(1_900_000_000, 2_000_000_000)
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is, and its master administrator."""

    url: str
    master: Credentials
    ca_file: str | None


@contextmanager
def address() -> Iterator[Address]:
    """The server that the environment names if `make test-ox` asks for it, else the stand-in."""
    with ExitStack() as stack:
        if os.environ.get("STELLWERK_TEST_OX") == "real":
            url, login = os.environ["STELLWERK_OX_URL"], os.environ["STELLWERK_OX_LOGIN"]
            password = os.environ["STELLWERK_OX_PASSWORD"]
        else:
            url, login, password = stack.enter_context(running()).url, "oxadminmaster", "secret"
        ca_file = os.environ.get("STELLWERK_OX_CA_FILE") or None
        yield Address(url, Credentials(login, Masked(password)), ca_file)


@dataclass(slots=True)
class Server:
    """A server with the contexts that a test has made."""

    address: Address
    client: OxClient
    made: list[int] = field(default_factory=list)

    def master(self, operation: ox.Operation[Result], **params: Any) -> Result:
        """Call as the master administrator."""
        return self._patient(operation, params, self.address.master)

    def free_id(self) -> int:
        """An id of a context that is not there; it is taken away after the test."""
        while True:
            number = random.choice(_IDS)
            if not self.master(ox.CONTEXT_EXISTS, ctx={"id": number}):
                self.made.append(number)
                return number

    def context(self) -> "Context":
        """A context of the test's own."""
        number = self.free_id()
        one = Context(self, number, Credentials("oxadmin", Masked("Admin-pw-1")))
        ctx = {"id": number, "name": name_of(number), "maxQuota": -1}
        self.master(ox.CONTEXT_CREATE, ctx=ctx, admin_user=person("oxadmin", password="Admin-pw-1"))
        return one

    def clean(self) -> list[int]:
        """Delete what was made; the ids that could not be deleted."""
        return [number for number in self.made if not self._deleted(number)]

    def _deleted(self, number: int) -> bool:
        try:
            self.master(ox.CONTEXT_DELETE, ctx={"id": number})
        except Gone:
            return True
        return not self.master(ox.CONTEXT_EXISTS, ctx={"id": number})

    def _patient(
        self, operation: ox.Operation[Result], params: dict[str, Any], who: Credentials
    ) -> Result:
        """Call, and again where the server says that another writer was in the way."""
        return patient(lambda: self.client.call(operation, params, who, deadline=DEADLINE))

    def call(self, operation: ox.Operation[Result], who: Credentials, **params: Any) -> Result:
        """Call as somebody."""
        return self._patient(operation, params, who)


@dataclass(frozen=True, slots=True)
class Context:
    """One context and its administrator."""

    server: Server
    id: int
    admin: Credentials

    def call(self, operation: ox.Operation[Result], **params: Any) -> Result:
        """Call as this context's administrator."""
        return self.server.call(operation, self.admin, **{"ctx": {"id": self.id}, **params})

    def user(self, name: str, **fields: Any) -> int:
        """Make a user; its id."""
        made = self.call(
            ox.USER_CREATE_BY_MODULE_ACCESS, usrdata=person(name, **fields), access=RIGHTS
        )
        return int(made["id"])


RIGHTS = {"webmail": True, "contacts": True, "infostore": False, "publicFolderEditable": False}


def patient(call: Callable[[], Result]) -> Result:
    """Carry out a call, a few times if it meets a conflict, as the product does."""
    for _ in range(_TRIES - 1):
        try:
            return call()
        except Conflict:
            continue
    return call()


def name_of(number: int) -> str:
    """The name of a test's context: whoever finds one left over knows where it comes from."""
    return f"stellwerk-test-{number}"


def person(name: str, **fields: Any) -> dict[str, Any]:
    """A complete new user."""
    mail = f"{name}@stellwerk-test.example"
    values = {
        "name": name,
        "password": "Random-pw-1",
        "display_name": f"{name.capitalize()} Müller",
        "given_name": name.capitalize(),
        "sur_name": "Müller",
        "primaryEmail": mail,
        "email1": mail,
    } | fields
    return values | {"password": Masked(str(values["password"]))}
