"""The operations of the group service."""

from collections.abc import Iterable

from oxsim.call import Call
from oxsim.faults import Crashed, InvalidData, NoSuchGroup, NoSuchUser, by_name
from oxsim.rules.lengths import check_lengths
from oxsim.rules.text import check_group_name, matches
from oxsim.rules.user_lookup import find as find_user
from oxsim.rules.user_lookup import find_members
from oxsim.schema.field import Values
from oxsim.world import STANDARD_GROUP, Context, Group


def values_of(group: Group) -> Values:
    """A group with all its members."""
    return {
        "id": group.id,
        "name": group.name,
        "displayname": group.displayname,
        "members": sorted(group.members),
    }


def find(context: Context, sent: Values) -> Group:
    """The group that a sent object names; its id wins. Raises NoSuchGroup."""
    group_id, name = sent.get("id"), sent.get("name")
    if group_id:
        group = context.groups.get(group_id)
        if group is None:
            raise NoSuchGroup
        return group
    if not name:
        raise InvalidData("One groupobject has no groupid or groupname")
    named = _named(context, name)
    if named is None:
        raise by_name(NoSuchGroup(f"No such group {name} in context {context.id}"))
    return named


def _named(context: Context, name: str) -> Group | None:
    wanted = name.lower()
    for group in context.groups.values():
        if group.name.lower() == wanted:
            return group
    return None


def _sent(call: Call) -> Values:
    sent: Values | None = call.values.get("grp")
    if sent is None:
        raise InvalidData
    return sent


def _member_ids(context: Context, sent: Iterable[int]) -> dict[int, None]:
    """Check ids sent as members. One unknown or sent twice is refused alike."""
    ids = list(sent)
    members = dict.fromkeys(ids)
    if len(members) != len(ids) or any(user_id not in context.users for user_id in members):
        raise NoSuchUser
    return members


def check_create(call: Call) -> None:
    """Check a new group. The server does so before it writes: two at once may both pass."""
    sent = _sent(call)
    absent = [name for name in ("name", "displayname") if not sent.get(name)]
    if absent:
        raise InvalidData(f"Mandatory fields not set: [{', '.join(absent)}]")
    check_group_name(sent["name"])
    if _named(call.context, sent["name"]) is not None:
        raise InvalidData("Group already exists!")
    check_lengths({"groupname": sent["name"], "displayname": sent["displayname"]}, changing=False)


def create(call: Call) -> Values:
    """Store a checked group under the next id."""
    context, sent = call.context, _sent(call)
    members = _member_ids(context, sent.get("members", ()))
    group = Group(context.take_id(), sent["name"], sent["displayname"], members)
    context.groups[group.id] = group
    call.journal.save_next_id(context)
    call.journal.save_group(context, group)
    call.journal.add_members(context, group, list(members))
    call.note_created(context.id, "group", group.name, group.id)
    return values_of(group)


def change(call: Call) -> None:
    """Change a group. The members become what is sent: nothing sent empties the group."""
    context, sent = call.context, _sent(call)
    group = find(context, sent)
    name, display = sent.get("name") or group.name, sent.get("displayname", group.displayname)
    check_group_name(name)
    taken = _named(context, name)
    if taken is not None and taken is not group:
        raise InvalidData(f"Group {name} already exists in this context")
    check_lengths({"groupname": name, "displayname": display}, changing=True)
    members = _member_ids(context, sent.get("members", ()))
    call.journal.drop_members(context, group, [one for one in group.members if one not in members])
    call.journal.add_members(context, group, [one for one in members if one not in group.members])
    group.name, group.displayname, group.members = name, display or None, members
    call.journal.save_group(context, group)


def delete(call: Call) -> None:
    """Delete a group, but never group 1."""
    _delete(call, [find(call.context, _sent(call))])


def delete_multiple(call: Call) -> None:
    """Delete several groups, or none if one is missing."""
    sent = call.values.get("grps", [])
    if not sent:
        raise InvalidData
    _delete(call, [find(call.context, one) for one in sent])


def _delete(call: Call, groups: list[Group]) -> None:
    if any(group.id == STANDARD_GROUP for group in groups):
        raise InvalidData(f"Group with id {STANDARD_GROUP} cannot be deleted")
    for group in groups:
        call.context.groups.pop(group.id, None)
        call.journal.drop_group(call.context, group)


def add_member(call: Call) -> None:
    """Add members, all or none."""
    group, users = _membership(call)
    if any(user_id in group.members for user_id in users) or len(set(users)) != len(users):
        raise InvalidData("Member already exists in group")
    group.members.update(dict.fromkeys(users))
    call.journal.add_members(call.context, group, users)


def remove_member(call: Call) -> None:
    """Remove members; one that is none is silently ignored."""
    group, users = _membership(call)
    for user_id in users:
        group.members.pop(user_id, None)
    call.journal.drop_members(call.context, group, users)


def _membership(call: Call) -> tuple[Group, list[int]]:
    group = find(call.context, _sent(call))
    sent = call.values.get("members")
    if not sent:
        raise Crashed
    return group, find_members(call.context, sent)


def get_data(call: Call) -> Values:
    """One group with its members."""
    return values_of(find(call.context, _sent(call)))


def get_multiple(call: Call) -> list[Values]:
    """Several groups; one that is missing refuses the whole call."""
    sent = call.values.get("grps", [])
    if not sent:
        raise InvalidData
    return [values_of(find(call.context, one)) for one in sent]


def get_members(call: Call) -> list[Values]:
    """The members as users that have only their id."""
    group = find(call.context, _sent(call))
    return [{"id": user_id, "contextadmin": False} for user_id in sorted(group.members)]


def list_groups(call: Call) -> list[Values]:
    """Groups whose name or display name matches a pattern, whole."""
    pattern = call.values.get("pattern")
    if pattern is None:
        raise InvalidData
    groups = call.context.groups.values()
    return [values_of(one) for one in groups if matches(pattern, one.name, one.displayname)]


def list_all(call: Call) -> list[Values]:
    """All groups, whole."""
    return [values_of(group) for group in call.context.groups.values()]


def list_for_user(call: Call) -> list[Values]:
    """The groups that a user is in, whole."""
    sent = call.values.get("usr")
    if sent is None:
        raise InvalidData
    user = find_user(call.context, sent)
    groups = call.context.groups.values()
    return [values_of(group) for group in groups if user.id in group.members]


def get_default(call: Call) -> Values:
    """Group 1."""
    return values_of(call.context.groups[STANDARD_GROUP])
