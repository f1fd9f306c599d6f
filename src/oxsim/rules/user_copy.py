"""Copying a user into another context."""

from oxsim.call import Call
from oxsim.faults import InvalidData, NoSuchContext, UserExists
from oxsim.passwords import carried
from oxsim.rules.auth import master
from oxsim.rules.user_lookup import find, sent_user
from oxsim.schema.field import Values
from oxsim.user import User
from oxsim.world import ADMIN_ID, STANDARD_GROUP, Context


def master_with_contexts(call: Call) -> None:
    """Let only the master administrator pass, with two contexts that are there."""
    master(call)
    call.found = _context(call, "dest")
    _context(call, "src")


def _context(call: Call, parameter: str) -> Context:
    sent: Values = call.values.get(parameter) or {}
    if not sent.get("id"):
        raise InvalidData("Client sent invalid context data object")
    context = call.world.contexts.get(sent["id"])
    if context is None:
        raise NoSuchContext(f"Context {sent['id']} does not exist")
    return context


def copy(call: Call) -> Values:
    """Make the same user in another context; the answer has only the new id.

    Password, rights and photo come along; groups, secondary accounts and a file store do not.
    """
    source, target = _context(call, "src"), call.context
    user = find(source, sent_user(call, "user"))
    if user.id == ADMIN_ID:
        raise InvalidData("The administrator of a context cannot be copied")
    if source is target:
        raise InvalidData("Source and destination context are the same")
    fields = user.fields
    _check_free(target, user, fields)
    made = User(
        id=target.take_id(),
        name=user.name,
        packed=user.packed,
        password=carried(user.password, source.id),
        access=user.access,
        attributes=user.attributes,
        photo=user.photo,
    )
    target.users[made.id] = made
    target.index(made, fields)
    call.journal.save_next_id(target)
    call.journal.save_user(target, made)
    standard = target.groups.get(STANDARD_GROUP)
    if standard is not None:
        standard.members[made.id] = None
        call.journal.add_members(target, standard, [made.id])
    call.note_created(target.id, "user", made.name, made.id)
    return {"id": made.id}


def _check_free(target: Context, user: User, fields: Values) -> None:
    taken = (
        user.name in target.names
        or fields.get("display_name") in target.displays
        or fields.get("primaryEmail", "").lower() in target.mails
    )
    if taken:
        raise UserExists(
            f"A user named {user.name} already exists in destination context {target.id}."
        )
