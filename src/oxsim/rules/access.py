"""Which module access is refused, and the service's operations on it."""

from oxsim.call import Call
from oxsim.faults import InvalidData, Storage
from oxsim.rules.user_lookup import find, sent_user
from oxsim.schema.access import (
    COMBINATIONS,
    GROUPWARE,
    Access,
    as_values,
    combination_name,
    from_values,
    shared,
)
from oxsim.schema.field import Values
from oxsim.world import ADMIN_ID


def check_access(access: Access, *, is_admin: bool) -> None:
    """Refuse the two combinations that the storage refuses."""
    if "publicFolderEditable" in access and not is_admin:
        raise Storage(
            "FLD-0089 Categories=PERMISSION_DENIED Message='Operation not allowed. "
            "Operation may only be performed for context administrator.'"
        )
    if "globalAddressBookDisabled" in access and access & GROUPWARE:
        raise Storage("Global address book can not be disabled for non-PIM users.")


def combination(name: str | None) -> Access:
    """The flags of a named combination. Raises InvalidData if there is none of that name."""
    if name not in COMBINATIONS:
        raise InvalidData(f'No such access combination name "{name or ""}"')
    return COMBINATIONS[name]


def change_access(call: Call) -> None:
    """Set the whole access of a user; what is absent is true."""
    sent = call.values.get("moduleAccess")
    if sent is None:
        raise InvalidData
    _change(call, from_values(sent))


def change_access_by_name(call: Call) -> None:
    """Set the access of a user to a named combination."""
    _change(call, combination(call.values.get("access_combination_name")))


def _change(call: Call, access: Access) -> None:
    user = find(call.context, sent_user(call, "user"))
    check_access(access, is_admin=user.id == ADMIN_ID)
    user.access = shared(access)
    call.journal.save_user(call.context, user)


def get_access(call: Call) -> Values:
    """Every flag of a user."""
    return as_values(find(call.context, sent_user(call, "user")).access)


def get_access_name(call: Call) -> str | None:
    """The name of the combination that fits a user exactly, or None."""
    return combination_name(find(call.context, sent_user(call, "user")).access)
