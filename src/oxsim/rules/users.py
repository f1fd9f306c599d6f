"""The operations of the user service, but for module access."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from oxsim.call import Call
from oxsim.faults import InvalidData, NoSuchUser
from oxsim.rules import user_create
from oxsim.rules.access import combination
from oxsim.rules.text import matches
from oxsim.rules.user_lookup import find, sent_user
from oxsim.rules.user_view import user_values
from oxsim.schema.access import Access, from_values, shared
from oxsim.schema.field import Values
from oxsim.user import User
from oxsim.world import ADMIN_ID


def check_create(call: Call) -> None:
    """Check a new user before the lock is taken, as the server does."""
    sent = sent_user(call, "usrdata")
    access = _wanted_access(call)
    user_create.check_fields(sent)
    user_create.check_free(call.context, sent)
    user_create.check_storable(call.context, sent, access)
    call.draft = {"access": access}


def create(call: Call) -> Values:
    """Store the checked user; the answer echoes the request, clear password included."""
    sent: Values = call.values["usrdata"]
    user_create.check_still_free(call.context, sent)
    user = user_create.insert(call, call.context, sent, call.draft["access"])
    call.note_created(call.context.id, "user", user.name, user.id)
    return {**sent, "id": user.id}


def _wanted_access(call: Call) -> Access:
    if call.operation.endswith("ByModuleAccessName"):
        return combination(call.values.get("access_combination_name"))
    if call.operation.endswith("ByModuleAccess"):
        if "access" not in call.values:
            raise InvalidData
        return from_values(call.values["access"])
    return shared(call.context.admin.access - {"publicFolderEditable"})


def get_data(call: Call) -> Values:
    """One user. Sent id and name of different users answer the id's data with the sent name."""
    sent = sent_user(call, "user")
    user = find(call.context, sent, nameless="Username and userid missing.")
    return {**user_values(call.context, user), "name": sent.get("name") or user.name}


def get_multiple(call: Call) -> list[Values]:
    """Several users; one that is missing refuses the whole call."""
    sent: list[Values] = call.values.get("users", [])
    if not sent:
        raise InvalidData
    context = call.context
    users = [find(context, one, nameless="Username and userid missing.") for one in sent]
    return [user_values(context, user) for user in users]


def exists(call: Call) -> bool:
    """Whether a user of this id, name or display name is there."""
    context, sent = call.context, sent_user(call, "user")
    if sent.get("id"):
        return sent["id"] in context.users
    if sent.get("name"):
        return sent["name"] in context.names
    if sent.get("display_name"):
        return sent["display_name"] in context.displays
    raise InvalidData("Neither identifier, name nor display name set in given user object")


def delete(call: Call) -> None:
    """Delete one user."""
    user = find(call.context, sent_user(call, "user"), missing="No such user(s)")
    _delete(call, [user])


def delete_multiple(call: Call) -> None:
    """Delete several users, or none if one is missing; the fault then names all their ids."""
    sent: list[Values] = call.values.get("users", [])
    if not sent:
        raise InvalidData
    context = call.context
    if any(one.get("id") and one["id"] not in context.users for one in sent):
        ids = ", ".join(str(one.get("id")) for one in sent)
        raise NoSuchUser(f"No such user(s) {ids} in context {context.id}")
    _delete(call, [find(context, one, missing="No such user(s)") for one in sent])


def _delete(call: Call, users: list[User]) -> None:
    context = call.context
    if any(user.id == ADMIN_ID for user in users):
        raise InvalidData("Admin delete not supported")
    _check_reassign(call, users)
    for user in users:
        for group in context.groups.values():
            group.members.pop(user.id, None)
        context.unindex(user, user.fields)
        context.users.pop(user.id, None)
        context.accounts.pop(user.id, None)
        call.journal.drop_user(context, user)


def _check_reassign(call: Call, users: list[User]) -> None:
    heir = call.values.get("reassign")
    if not heir or heir == ADMIN_ID:
        return
    if any(user.id == heir for user in users):
        raise InvalidData(
            "It is not allowed to reassign the shared data to the user which should be deleted. "
            "Please choose a different reassign user."
        )
    owner = call.context.users.get(heir)
    if owner is None or not owner.has_filestore:
        raise InvalidData(
            f"The reassign user with id {heir} is not an owner of a filestore. "
            "Please choose a different reassign user."
        )


def list_users(call: Call) -> list[Values]:
    """Users whose login or display name matches a pattern: their ids alone."""
    pattern = call.values.get("search_pattern")
    if pattern is None:
        raise InvalidData
    users = _newest_first(call)
    if pattern != "*":
        users = (user for user in users if matches(pattern, user.name, _display(user)))
    return _page(call, users)


def list_all(call: Call) -> list[Values]:
    """All users: their ids alone."""
    return _page(call, _newest_first(call))


def list_by_domain(call: Call) -> list[Values]:
    """Users with an alias in a domain: their ids alone."""
    ending = "@" + call.values.get("alias_domain", "").lower()
    return _page(
        call,
        (
            user
            for user in _newest_first(call)
            if any(alias.lower().endswith(ending) for alias in user.fields["aliases"])
        ),
    )


def get_admin(call: Call) -> Values:
    """The context's administrator."""
    return user_values(call.context, call.context.admin)


def _display(user: User) -> str | None:
    display: str | None = user.fields.get("display_name")
    return display


def _newest_first(call: Call) -> Iterable[User]:
    """The order is no promise; it is deliberately not that of the ids."""
    return reversed(call.context.users.values())


def _page(call: Call, users: Iterable[User]) -> list[Any]:
    if call.values.get("exclude_users"):
        return []
    start, length = max(call.values.get("offset", 0), 0), call.values.get("length", 0)
    page = islice(users, start, start + length if length > 0 else None)
    return [{"id": user.id, "contextadmin": False} for user in page]
