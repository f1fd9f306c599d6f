"""OXUserService: its operations as a table."""

from oxsim.call import Handler, Operation, parameters, service
from oxsim.rules import access, user_change, users
from oxsim.rules.auth import admin_or_self, context_admin
from oxsim.schema.access import USER_MODULE_ACCESS
from oxsim.schema.field import Field, Scalar
from oxsim.schema.user import USER
from oxsim.services.parts import (
    ACCESS,
    AUTH,
    BASE_FAULTS,
    COMBINATION_NAME,
    CONTEXT_FAULTS,
    CTX,
    DATABASE_FAULTS,
    MODULE_ACCESS,
    SEARCH_PATTERN,
    one,
    several,
)

_USER, _USERS, _USRDATA = (
    Field("user", USER),
    Field("users", USER, many=True),
    Field("usrdata", USER),
)
_REASSIGN = Field("reassign", Scalar.INT)
_GUESTS, _NO_USERS = (
    Field("include_guests", Scalar.BOOLEAN),
    Field("exclude_users", Scalar.BOOLEAN),
)
_LENGTH = Field("length", Scalar.INT, nillable=False)
_OFFSET = Field("offset", Scalar.INT, nillable=False)
_USER_FAULTS = (*DATABASE_FAULTS, "NoSuchUser")


def _read(
    name: str,
    handler: Handler,
    *fields: Field,
    returns: Field,
    faults: tuple[str, ...] = _USER_FAULTS,
    guard: Handler = context_admin,
) -> Operation:
    return Operation(name, parameters(name, *fields), returns, faults, guard, handler)


def _write(
    name: str,
    handler: Handler,
    *fields: Field,
    returns: Field | None = None,
    before: Handler | None = None,
    guard: Handler = context_admin,
) -> Operation:
    """An operation that takes the context's user lock."""
    faults = DATABASE_FAULTS if before else _USER_FAULTS
    return Operation(
        name, parameters(name, *fields), returns, faults, guard, handler, before, locks_users=True
    )


def _create(name: str, *fields: Field) -> Operation:
    return _write(
        name,
        users.create,
        *(CTX, _USRDATA, *fields, AUTH),
        returns=one(USER),
        before=users.check_create,
    )


USER_SERVICE = service(
    "OXUserService",
    "OXUserServiceHttpsEndpoint",
    [
        _create("create"),
        _create("createByModuleAccess", ACCESS),
        _create("createByModuleAccessName", COMBINATION_NAME),
        _write("change", user_change.change, CTX, _USRDATA, AUTH, guard=admin_or_self),
        _write("changeByModuleAccess", access.change_access, CTX, _USER, MODULE_ACCESS, AUTH),
        _write(
            "changeByModuleAccessName",
            access.change_access_by_name,
            *(CTX, _USER, COMBINATION_NAME, AUTH),
        ),
        _write("delete", users.delete, CTX, _USER, AUTH, _REASSIGN),
        _write("deleteMultiple", users.delete_multiple, CTX, _USERS, AUTH, _REASSIGN),
        _read(
            "exists",
            users.exists,
            *(CTX, _USER, AUTH),
            returns=one(Scalar.BOOLEAN),
            faults=DATABASE_FAULTS,
        ),
        _read("getData", users.get_data, CTX, _USER, AUTH, returns=one(USER), guard=admin_or_self),
        _read("getMultipleData", users.get_multiple, CTX, _USERS, AUTH, returns=several(USER)),
        _read(
            "list",
            users.list_users,
            *(CTX, SEARCH_PATTERN, AUTH, _GUESTS, _NO_USERS, _LENGTH, _OFFSET),
            returns=several(USER),
            faults=DATABASE_FAULTS,
        ),
        _read(
            "listCaseInsensitive",
            users.list_users,
            *(CTX, SEARCH_PATTERN, AUTH, _LENGTH, _OFFSET),
            returns=several(USER),
            faults=DATABASE_FAULTS,
        ),
        _read(
            "listAll",
            users.list_all,
            *(CTX, AUTH, _GUESTS, _NO_USERS),
            returns=several(USER),
            faults=DATABASE_FAULTS,
        ),
        _read(
            "listByAliasDomain",
            users.list_by_domain,
            *(CTX, Field("alias_domain", Scalar.STRING), AUTH, _LENGTH, _OFFSET),
            returns=several(USER),
            faults=CONTEXT_FAULTS,
        ),
        _read(
            "getModuleAccess",
            access.get_access,
            *(CTX, _USER, AUTH),
            returns=one(USER_MODULE_ACCESS),
        ),
        _read(
            "getAccessCombinationName",
            access.get_access_name,
            *(CTX, _USER, AUTH),
            returns=one(Scalar.STRING),
        ),
        _read(
            "getContextAdmin",
            users.get_admin,
            *(CTX, AUTH),
            returns=one(USER),
            faults=(*BASE_FAULTS, "DuplicateExtension"),
        ),
    ],
)
"""Users: for the context's administrator."""
