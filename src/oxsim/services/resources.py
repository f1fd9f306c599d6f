"""OXResourceService: its operations as a table."""

from oxsim.call import Handler, Operation, parameters, service
from oxsim.rules import resources
from oxsim.rules.auth import context_admin
from oxsim.schema.field import Field, Scalar
from oxsim.schema.resource import RESOURCE
from oxsim.services.parts import AUTH, CTX, DATABASE_FAULTS, one, several

_RES = Field("res", RESOURCE)
_RESOURCE_FAULTS = (*DATABASE_FAULTS, "NoSuchResource")


def _operation(
    name: str,
    handler: Handler,
    *fields: Field,
    returns: Field | None = None,
    faults: tuple[str, ...] = _RESOURCE_FAULTS,
    before: Handler | None = None,
) -> Operation:
    """A resource operation: none of them takes the user lock."""
    return Operation(
        name, parameters(name, CTX, *fields, AUTH), returns, faults, context_admin, handler, before
    )


RESOURCE_SERVICE = service(
    "OXResourceService",
    "OXResourceServiceHttpSoap12Endpoint",
    [
        _operation(
            "create",
            resources.create,
            _RES,
            returns=one(RESOURCE),
            faults=DATABASE_FAULTS,
            before=resources.check_create,
        ),
        _operation("change", resources.change, _RES),
        _operation("delete", resources.delete, _RES),
        _operation("getData", resources.get_data, _RES, returns=one(RESOURCE)),
        _operation(
            "getMultipleData",
            resources.get_multiple,
            Field("resources", RESOURCE, many=True),
            returns=several(RESOURCE),
        ),
        _operation(
            "list",
            resources.list_resources,
            Field("pattern", Scalar.STRING),
            returns=several(RESOURCE),
            faults=DATABASE_FAULTS,
        ),
        _operation(
            "listAll", resources.list_all, returns=several(RESOURCE), faults=DATABASE_FAULTS
        ),
    ],
)
"""Resources: for the context's administrator."""
