"""OXSecondaryAccountService: its operations as a table."""

from oxsim.call import Handler, Operation, parameters, service
from oxsim.rules import accounts
from oxsim.rules.auth import context_admin
from oxsim.schema.account import (
    ACCOUNT,
    ACCOUNT_ON_CREATE,
    ACCOUNT_UPDATE,
    CONTEXT_ID,
    GROUP_ID,
    USER_ID,
)
from oxsim.schema.field import Field, Scalar
from oxsim.services.parts import AUTH, DATABASE_FAULTS, one, several

_WHOSE = (
    Field("context", CONTEXT_ID),
    Field("users", USER_ID, many=True),
    Field("groups", GROUP_ID, many=True),
    AUTH,
)
_ADDRESS = Field("primaryAddress", Scalar.STRING)


def _operation(
    name: str, handler: Handler, *fields: Field, returns: Field | None = None
) -> Operation:
    """An operation on accounts: none of them takes the user lock."""
    faults = (*DATABASE_FAULTS, "NoSuchUser")
    return Operation(
        name, parameters(name, *fields, *_WHOSE), returns, faults, context_admin, handler
    )


SECONDARY_ACCOUNT_SERVICE = service(
    "OXSecondaryAccountService",
    "OXSecondaryAccountServiceHttpSoap12Endpoint",
    [
        _operation("create", accounts.create, Field("accountDataOnCreate", ACCOUNT_ON_CREATE)),
        _operation("list", accounts.list_accounts, returns=several(ACCOUNT)),
        _operation(
            "update",
            accounts.update,
            *(_ADDRESS, Field("accountDataUpdate", ACCOUNT_UPDATE)),
            returns=one(Scalar.BOOLEAN),
        ),
        _operation("delete", accounts.delete, _ADDRESS, returns=one(Scalar.BOOLEAN)),
    ],
)
"""Secondary mail accounts: for the context's administrator."""
