"""The operations of OX's provisioning services that Stellwerk uses.

Source: OXContextService, OXUserService, OXUserCopyService, OXGroupService, OXResourceService,
OXSecondaryAccountService and OXUtilService (SOAP 1.1, document/literal wrapped). Parameters stand
in WSDL order; `auth` is filled in by the client.
"""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from stellwerk.targets.ox.types import (
    ACCOUNT,
    ACCOUNT_ON_CREATE,
    ACCOUNT_UPDATE,
    CONTEXT,
    CONTEXT_BY_ID,
    COPY_NS,
    CREDENTIALS,
    GROUP,
    GROUP_BY_ID,
    OPERATIONS_NS,
    QUOTA,
    RESOURCE,
    SCHEMA_SELECT_STRATEGY,
    SERVER,
    USER,
    USER_BY_ID,
    USER_ELSEWHERE,
    USER_MODULE_ACCESS,
    Complex,
    Field,
    Kind,
)

Record = dict[str, Any]
"""A decoded object: field name -> str | int | bool | bytes | Record | list of these; nil absent."""

Result_co = TypeVar("Result_co", covariant=True)


@dataclass(frozen=True, slots=True, eq=False)
class Operation(Generic[Result_co]):
    """One operation.

    `returns` is the element of the answer, None for an empty one. `writes` says that calling it
    may change something, so that a lost answer leaves doubt. `Result_co` is what decoding yields:
    `Record`, `list[Record]`, `bool`, `int` or `None`.
    """

    service: str
    name: str
    params: tuple[Field, ...]
    returns: Field | None
    writes: bool
    namespace: str = OPERATIONS_NS

    @property
    def path(self) -> str:
        """The path below the server's address."""
        return f"/webservices/{self.service}"

    def __str__(self) -> str:
        return f"{self.service}.{self.name}"


_AUTH = Field("auth", CREDENTIALS)
_CTX = Field("ctx", CONTEXT)
_USER = Field("user", USER)
_USERS = Field("users", USER, many=True)
_USRDATA = Field("usrdata", USER)
_GRP = Field("grp", GROUP)
_MEMBERS = Field("members", USER_ELSEWHERE, many=True)
_ACCESS = Field("access", USER_MODULE_ACCESS)
_RES = Field("res", RESOURCE)
_PATTERN = Field("pattern", Kind.STRING)
_WHOSE = (
    Field("context", CONTEXT_BY_ID),
    Field("users", USER_BY_ID, many=True),
    Field("groups", GROUP_BY_ID, many=True),
    _AUTH,
)
_ADDRESS = Field("primaryAddress", Kind.STRING)
_GUESTS = Field("include_guests", Kind.BOOLEAN)
_NO_USERS = Field("exclude_users", Kind.BOOLEAN)

CONTEXT_SERVICE = "OXContextService"
USER_SERVICE = "OXUserService"
USER_COPY_SERVICE = "OXUserCopyService"
GROUP_SERVICE = "OXGroupService"
RESOURCE_SERVICE = "OXResourceService"
ACCOUNT_SERVICE = "OXSecondaryAccountService"
UTIL_SERVICE = "OXUtilService"


def _void(service: str, name: str, *params: Field) -> Operation[None]:
    return Operation(service, name, params, None, writes=True)


def _made(service: str, name: str, type_: Complex, *params: Field) -> Operation[Record]:
    return Operation(service, name, params, Field("return", type_), writes=True)


def _one(service: str, name: str, type_: Complex, *params: Field) -> Operation[Record]:
    return Operation(service, name, params, Field("return", type_), writes=False)


def _many(service: str, name: str, type_: Complex, *params: Field) -> Operation[list[Record]]:
    return Operation(service, name, params, Field("return", type_, many=True), writes=False)


def _yes(service: str, name: str, *params: Field) -> Operation[bool]:
    return Operation(service, name, params, Field("return", Kind.BOOLEAN), writes=False)


def _done(service: str, name: str, *params: Field) -> Operation[bool]:
    return Operation(service, name, params, Field("return", Kind.BOOLEAN), writes=True)


CONTEXT_CREATE = _made(
    CONTEXT_SERVICE,
    "create",
    CONTEXT,
    _CTX,
    Field("admin_user", USER_ELSEWHERE),
    _AUTH,
    Field("schema_select_strategy", SCHEMA_SELECT_STRATEGY),
)
CONTEXT_CHANGE = _void(CONTEXT_SERVICE, "change", _CTX, _AUTH)
CONTEXT_EXISTS = _yes(CONTEXT_SERVICE, "exists", _CTX, _AUTH)
CONTEXT_GET_DATA = _one(CONTEXT_SERVICE, "getData", CONTEXT, _CTX, _AUTH)
CONTEXT_LIST_ALL = _many(CONTEXT_SERVICE, "listAll", CONTEXT, _AUTH)
CONTEXT_LIST = _many(CONTEXT_SERVICE, "list", CONTEXT, Field("search_pattern", Kind.STRING), _AUTH)
CONTEXT_DISABLE = _void(CONTEXT_SERVICE, "disable", _CTX, _AUTH)
CONTEXT_ENABLE = _void(CONTEXT_SERVICE, "enable", _CTX, _AUTH)
CONTEXT_DELETE = _void(CONTEXT_SERVICE, "delete", _CTX, _AUTH)
CONTEXT_CHANGE_QUOTA = _void(
    CONTEXT_SERVICE,
    "changeQuota",
    _CTX,
    Field("module", Kind.STRING),
    Field("quotaValue", Kind.STRING),
    _AUTH,
)
CONTEXT_LIST_QUOTA = _many(CONTEXT_SERVICE, "listQuota", QUOTA, _CTX, _AUTH)
CONTEXT_GET_ADMIN_ID: Operation[int] = Operation(
    CONTEXT_SERVICE, "getAdminId", (_CTX, _AUTH), Field("return", Kind.INT), writes=False
)

USER_CREATE_BY_MODULE_ACCESS = _made(
    USER_SERVICE, "createByModuleAccess", USER, _CTX, _USRDATA, _ACCESS, _AUTH
)
USER_CHANGE = _void(USER_SERVICE, "change", _CTX, _USRDATA, _AUTH)
USER_CHANGE_BY_MODULE_ACCESS = _void(
    USER_SERVICE,
    "changeByModuleAccess",
    _CTX,
    _USER,
    Field("moduleAccess", USER_MODULE_ACCESS),
    _AUTH,
)
USER_DELETE = _void(USER_SERVICE, "delete", _CTX, _USER, _AUTH, Field("reassign", Kind.INT))
USER_EXISTS = _yes(USER_SERVICE, "exists", _CTX, _USER, _AUTH)
USER_GET_DATA = _one(USER_SERVICE, "getData", USER, _CTX, _USER, _AUTH)
USER_GET_MULTIPLE_DATA = _many(USER_SERVICE, "getMultipleData", USER, _CTX, _USERS, _AUTH)
USER_GET_MODULE_ACCESS = _one(
    USER_SERVICE, "getModuleAccess", USER_MODULE_ACCESS, _CTX, _USER, _AUTH
)
USER_LIST = _many(
    USER_SERVICE,
    "list",
    USER,
    _CTX,
    Field("search_pattern", Kind.STRING),
    _AUTH,
    _GUESTS,
    _NO_USERS,
    Field("length", Kind.INT),
    Field("offset", Kind.INT),
)
USER_LIST_ALL = _many(USER_SERVICE, "listAll", USER, _CTX, _AUTH, _GUESTS, _NO_USERS)

USER_COPY: Operation[Record] = Operation(
    USER_COPY_SERVICE,
    "copyUser",
    (Field("user", USER_ELSEWHERE), Field("src", CONTEXT), Field("dest", CONTEXT), _AUTH),
    Field("return", USER_ELSEWHERE),
    writes=True,
    namespace=COPY_NS,
)

GROUP_CREATE = _made(GROUP_SERVICE, "create", GROUP, _CTX, _GRP, _AUTH)
GROUP_CHANGE = _void(GROUP_SERVICE, "change", _CTX, _GRP, _AUTH)
GROUP_DELETE = _void(GROUP_SERVICE, "delete", _CTX, _GRP, _AUTH)
GROUP_ADD_MEMBER = _void(GROUP_SERVICE, "addMember", _CTX, _GRP, _MEMBERS, _AUTH)
GROUP_REMOVE_MEMBER = _void(GROUP_SERVICE, "removeMember", _CTX, _GRP, _MEMBERS, _AUTH)
GROUP_GET_DATA = _one(GROUP_SERVICE, "getData", GROUP, _CTX, _GRP, _AUTH)
GROUP_GET_MEMBERS = _many(GROUP_SERVICE, "getMembers", USER_ELSEWHERE, _CTX, _GRP, _AUTH)
GROUP_LIST = _many(GROUP_SERVICE, "list", GROUP, _CTX, _PATTERN, _AUTH)
GROUP_LIST_ALL = _many(GROUP_SERVICE, "listAll", GROUP, _CTX, _AUTH)

RESOURCE_CREATE = _made(RESOURCE_SERVICE, "create", RESOURCE, _CTX, _RES, _AUTH)
RESOURCE_CHANGE = _void(RESOURCE_SERVICE, "change", _CTX, _RES, _AUTH)
RESOURCE_DELETE = _void(RESOURCE_SERVICE, "delete", _CTX, _RES, _AUTH)
RESOURCE_GET_DATA = _one(RESOURCE_SERVICE, "getData", RESOURCE, _CTX, _RES, _AUTH)
RESOURCE_GET_MULTIPLE_DATA = _many(
    RESOURCE_SERVICE,
    "getMultipleData",
    RESOURCE,
    _CTX,
    Field("resources", RESOURCE, many=True),
    _AUTH,
)
RESOURCE_LIST = _many(RESOURCE_SERVICE, "list", RESOURCE, _CTX, _PATTERN, _AUTH)
RESOURCE_LIST_ALL = _many(RESOURCE_SERVICE, "listAll", RESOURCE, _CTX, _AUTH)

ACCOUNT_CREATE = _void(
    ACCOUNT_SERVICE, "create", Field("accountDataOnCreate", ACCOUNT_ON_CREATE), *_WHOSE
)
ACCOUNT_UPDATE_DATA = _done(
    ACCOUNT_SERVICE, "update", _ADDRESS, Field("accountDataUpdate", ACCOUNT_UPDATE), *_WHOSE
)
ACCOUNT_DELETE = _done(ACCOUNT_SERVICE, "delete", _ADDRESS, *_WHOSE)
ACCOUNT_LIST = _many(ACCOUNT_SERVICE, "list", ACCOUNT, *_WHOSE)

UTIL_LIST_ALL_SERVER = _many(UTIL_SERVICE, "listAllServer", SERVER, _AUTH)

OPERATIONS: tuple[Operation[Any], ...] = (
    CONTEXT_CREATE,
    CONTEXT_CHANGE,
    CONTEXT_EXISTS,
    CONTEXT_GET_DATA,
    CONTEXT_LIST_ALL,
    CONTEXT_LIST,
    CONTEXT_DISABLE,
    CONTEXT_ENABLE,
    CONTEXT_DELETE,
    CONTEXT_CHANGE_QUOTA,
    CONTEXT_LIST_QUOTA,
    CONTEXT_GET_ADMIN_ID,
    USER_CREATE_BY_MODULE_ACCESS,
    USER_CHANGE,
    USER_CHANGE_BY_MODULE_ACCESS,
    USER_DELETE,
    USER_EXISTS,
    USER_GET_DATA,
    USER_GET_MULTIPLE_DATA,
    USER_GET_MODULE_ACCESS,
    USER_LIST,
    USER_LIST_ALL,
    USER_COPY,
    GROUP_CREATE,
    GROUP_CHANGE,
    GROUP_DELETE,
    GROUP_ADD_MEMBER,
    GROUP_REMOVE_MEMBER,
    GROUP_GET_DATA,
    GROUP_GET_MEMBERS,
    GROUP_LIST,
    GROUP_LIST_ALL,
    RESOURCE_CREATE,
    RESOURCE_CHANGE,
    RESOURCE_DELETE,
    RESOURCE_GET_DATA,
    RESOURCE_GET_MULTIPLE_DATA,
    RESOURCE_LIST,
    RESOURCE_LIST_ALL,
    ACCOUNT_CREATE,
    ACCOUNT_UPDATE_DATA,
    ACCOUNT_DELETE,
    ACCOUNT_LIST,
    UTIL_LIST_ALL_SERVER,
)
"""Every operation there is, for tests and for `check`."""
