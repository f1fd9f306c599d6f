"""Finding users by id, by name, by display name."""

from collections.abc import Iterable

from oxsim.call import Call
from oxsim.faults import InvalidData, NoSuchUser, by_name
from oxsim.schema.field import Values
from oxsim.user import User
from oxsim.world import Context


def sent_user(call: Call, parameter: str) -> Values:
    """The user object of a call. Raises InvalidData if there is none."""
    sent: Values | None = call.values.get(parameter)
    if sent is None:
        raise InvalidData
    return sent


def find(
    context: Context,
    sent: Values,
    *,
    nameless: str = "One userobject has no userid or username",
    missing: str = "No such user",
) -> User:
    """The user that a sent object names; its id wins over its name.

    Raises InvalidData with the text ``nameless`` if it has neither, NoSuchUser if there is none.
    """
    user_id, name = sent.get("id"), sent.get("name")
    if user_id:
        user = context.users.get(user_id)
        if user is None:
            raise NoSuchUser(f"{missing} {user_id} in context {context.id}")
        return user
    if not name:
        raise InvalidData(nameless)
    if name not in context.names:
        raise by_name(NoSuchUser(f"No such user {name} in context {context.id}"))
    return context.users[context.names[name]]


def find_members(context: Context, sent: Iterable[Values]) -> list[int]:
    """The ids of the users that group operations name. Raises NoSuchUser without naming one."""
    found = []
    for one in sent:
        user_id = one.get("id") or context.names.get(one.get("name", ""))
        if user_id not in context.users:
            raise NoSuchUser
        found.append(user_id)
    return found
