"""One call on its way through guard, rules and journal."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from oxsim.faults import InvalidCredentials
from oxsim.journal import Journal
from oxsim.options import Options
from oxsim.schema.field import Field, Namespace, ObjectType, Values
from oxsim.user import User
from oxsim.world import Context, Creation, World


@dataclass(slots=True)
class Call:
    """A decoded call. ``context`` and ``caller`` are set by the guard of context services."""

    operation: str
    """``Service.operation``."""
    values: Values
    world: World
    journal: Journal
    options: Options
    found: Context | None = None
    caller: User | None = None
    draft: dict[str, Any] = field(default_factory=dict)
    """What the check before the wait hands to the handler."""
    created: int = 0

    @property
    def context(self) -> Context:
        """The context of a context-scoped call. Raises InvalidCredentials without a guard."""
        if self.found is None:
            raise InvalidCredentials
        return self.found

    @property
    def named(self) -> Values | None:
        """The context object that was sent; services differ in the parameter's name."""
        sent: Values | None = (
            self.values.get("ctx") or self.values.get("context") or self.values.get("dest")
        )
        return sent

    def note_created(self, context: int, kind: str, name: str, made_id: int) -> None:
        """Log that something was created."""
        creation = Creation(time.time(), self.operation, context, kind, name, made_id)
        self.world.log.append(creation)
        self.journal.record(creation)
        self.created += 1


Handler = Callable[[Call], Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a service.

    ``guard`` authenticates; ``before`` checks while other calls may still be under way; ``handler``
    does the work. With ``locks_users`` the work happens under the context's user lock.
    """

    name: str
    input: ObjectType
    returns: Field | None
    faults: tuple[str, ...]
    guard: Handler
    handler: Handler
    before: Handler | None = None
    locks_users: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """One SOAP service: its name, the name of its port, its operations and their namespace."""

    name: str
    port: str
    operations: dict[str, Operation]
    namespace: Namespace


def service(
    name: str,
    port: str,
    operations: list[Operation],
    namespace: Namespace = Namespace.OPERATIONS,
) -> Service:
    """Build a service from its operations."""
    return Service(name, port, {operation.name: operation for operation in operations}, namespace)


def parameters(
    operation: str, *fields: Field, namespace: Namespace = Namespace.OPERATIONS
) -> ObjectType:
    """The type of an operation's element."""
    return ObjectType(operation, namespace, fields)
