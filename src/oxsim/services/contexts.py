"""OXContextService: its operations as a table."""

from oxsim.call import Handler, Operation, parameters, service
from oxsim.rules import context_create, contexts, quotas
from oxsim.rules.auth import master, master_or_own_admin
from oxsim.schema.access import USER_MODULE_ACCESS
from oxsim.schema.context import CONTEXT, QUOTA, SCHEMA_SELECT_STRATEGY
from oxsim.schema.field import Field, Scalar
from oxsim.schema.user import USER_OF_OTHERS
from oxsim.services.parts import (
    ACCESS,
    AUTH,
    BASE_FAULTS,
    COMBINATION_NAME,
    CONTEXT_FAULTS,
    CTX,
    SEARCH_PATTERN,
    one,
    several,
)

_ADMIN = Field("admin_user", USER_OF_OTHERS)
_STRATEGY = Field("schema_select_strategy", SCHEMA_SELECT_STRATEGY)
_OFFSET, _LENGTH = Field("offset", Scalar.STRING), Field("length", Scalar.STRING)
_CREATE_FAULTS = (*BASE_FAULTS, "ContextExists")


def _operation(
    name: str,
    handler: Handler,
    *fields: Field,
    returns: Field | None = None,
    faults: tuple[str, ...] = CONTEXT_FAULTS,
    guard: Handler = master,
) -> Operation:
    return Operation(name, parameters(name, *fields), returns, faults, guard, handler)


CONTEXT_SERVICE = service(
    "OXContextService",
    "OXContextServiceHttpsEndpoint",
    [
        _operation(
            "create",
            context_create.create,
            *(CTX, _ADMIN, AUTH, _STRATEGY),
            returns=one(CONTEXT),
            faults=_CREATE_FAULTS,
        ),
        _operation(
            "createModuleAccess",
            context_create.create,
            *(CTX, _ADMIN, ACCESS, AUTH, _STRATEGY),
            returns=one(CONTEXT),
            faults=_CREATE_FAULTS,
        ),
        _operation(
            "createModuleAccessByName",
            context_create.create,
            *(CTX, _ADMIN, COMBINATION_NAME, AUTH, _STRATEGY),
            returns=one(CONTEXT),
            faults=_CREATE_FAULTS,
        ),
        _operation("change", contexts.change, CTX, AUTH),
        _operation(
            "delete", contexts.delete, CTX, AUTH, faults=(*CONTEXT_FAULTS, "DatabaseUpdate")
        ),
        _operation(
            "disable",
            contexts.disable,
            *(CTX, AUTH),
            faults=(*CONTEXT_FAULTS, "NoSuchReason", "OXContext"),
        ),
        _operation("enable", contexts.enable, CTX, AUTH),
        _operation(
            "changeQuota",
            quotas.change_quota,
            *(CTX, Field("module", Scalar.STRING), Field("quotaValue", Scalar.STRING), AUTH),
        ),
        _operation("listQuota", quotas.list_quota, CTX, AUTH, returns=several(QUOTA)),
        _operation(
            "exists", contexts.exists, CTX, AUTH, returns=one(Scalar.BOOLEAN), faults=BASE_FAULTS
        ),
        _operation(
            "getData",
            contexts.get_data,
            *(CTX, AUTH),
            returns=one(CONTEXT),
            guard=master_or_own_admin,
        ),
        _operation(
            "list",
            contexts.list_contexts,
            *(SEARCH_PATTERN, AUTH),
            returns=several(CONTEXT),
            faults=BASE_FAULTS,
        ),
        _operation(
            "listAll", contexts.list_all, AUTH, returns=several(CONTEXT), faults=BASE_FAULTS
        ),
        _operation(
            "listPage",
            contexts.list_contexts,
            *(SEARCH_PATTERN, _OFFSET, _LENGTH, AUTH),
            returns=several(CONTEXT),
            faults=BASE_FAULTS,
        ),
        _operation(
            "listPageAll",
            contexts.list_all,
            *(_OFFSET, _LENGTH, AUTH),
            returns=several(CONTEXT),
            faults=BASE_FAULTS,
        ),
        _operation(
            "getAdminId",
            contexts.get_admin_id,
            *(CTX, AUTH),
            returns=one(Scalar.INT),
            faults=("InvalidCredentials", "NoSuchContext", "Remote", "Storage"),
        ),
        _operation(
            "getModuleAccess", contexts.get_access, CTX, AUTH, returns=one(USER_MODULE_ACCESS)
        ),
        _operation("changeModuleAccess", contexts.change_access, CTX, ACCESS, AUTH),
        _operation(
            "changeModuleAccessByName",
            contexts.change_access_by_name,
            *(CTX, COMBINATION_NAME, AUTH),
        ),
        _operation(
            "getAccessCombinationName",
            contexts.get_access_name,
            *(CTX, AUTH),
            returns=one(Scalar.STRING),
        ),
    ],
)
"""Contexts: for the master administrator."""
