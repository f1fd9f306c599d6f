"""OXGroupService: its operations as a table."""

from oxsim.call import Handler, Operation, parameters, service
from oxsim.rules import groups
from oxsim.rules.auth import context_admin
from oxsim.schema.field import Field, Scalar
from oxsim.schema.group import GROUP
from oxsim.schema.user import USER_OF_OTHERS
from oxsim.services.parts import AUTH, CTX, DATABASE_FAULTS, one, several

_GRP, _GRPS = Field("grp", GROUP), Field("grps", GROUP, many=True)
_MEMBERS = Field("members", USER_OF_OTHERS, many=True)
_GROUP_FAULTS = (*DATABASE_FAULTS, "NoSuchGroup")
_MEMBER_FAULTS = (*_GROUP_FAULTS, "NoSuchUser")


def _operation(
    name: str,
    handler: Handler,
    *fields: Field,
    returns: Field | None = None,
    faults: tuple[str, ...] = _GROUP_FAULTS,
    before: Handler | None = None,
) -> Operation:
    """A group operation: none of them takes the user lock."""
    return Operation(
        name, parameters(name, CTX, *fields, AUTH), returns, faults, context_admin, handler, before
    )


GROUP_SERVICE = service(
    "OXGroupService",
    "OXGroupServiceHttpSoap11Endpoint",
    [
        _operation(
            "create",
            groups.create,
            _GRP,
            returns=one(GROUP),
            faults=(*DATABASE_FAULTS, "NoSuchUser"),
            before=groups.check_create,
        ),
        _operation("change", groups.change, _GRP, faults=_MEMBER_FAULTS),
        _operation("delete", groups.delete, _GRP),
        _operation("deleteMultiple", groups.delete_multiple, _GRPS),
        _operation("addMember", groups.add_member, _GRP, _MEMBERS, faults=_MEMBER_FAULTS),
        _operation("removeMember", groups.remove_member, _GRP, _MEMBERS, faults=_MEMBER_FAULTS),
        _operation("getData", groups.get_data, _GRP, returns=one(GROUP)),
        _operation("getMultipleData", groups.get_multiple, _GRPS, returns=several(GROUP)),
        _operation("getMembers", groups.get_members, _GRP, returns=several(USER_OF_OTHERS)),
        _operation(
            "list",
            groups.list_groups,
            Field("pattern", Scalar.STRING),
            returns=several(GROUP),
            faults=DATABASE_FAULTS,
        ),
        _operation("listAll", groups.list_all, returns=several(GROUP), faults=DATABASE_FAULTS),
        _operation(
            "listGroupsForUser",
            groups.list_for_user,
            Field("usr", USER_OF_OTHERS),
            returns=several(GROUP),
            faults=(*DATABASE_FAULTS, "NoSuchUser"),
        ),
        _operation(
            "getDefaultGroup", groups.get_default, returns=one(GROUP), faults=DATABASE_FAULTS
        ),
    ],
)
"""Groups: for the context's administrator."""
