"""The operations of the context service, but for creating."""

from oxsim.call import Call
from oxsim.faults import InvalidData, Storage
from oxsim.rules.access import check_access, combination
from oxsim.rules.context_lookup import context_values, find, lookup
from oxsim.rules.lengths import check_lengths
from oxsim.rules.text import check_mapping, matches
from oxsim.schema.access import Access, as_values, combination_name, from_values, shared
from oxsim.schema.field import Values
from oxsim.schema.maps import merged
from oxsim.world import ADMIN_ID, Context


def get_data(call: Call) -> Values:
    """One context by id or name."""
    return context_values(find(call), with_id_mapping=False)


def exists(call: Call) -> bool:
    """Whether a context of this id or name is there."""
    return lookup(call) is not None


def list_contexts(call: Call) -> list[Values]:
    """Contexts whose id, name or a login mapping matches; no pattern means all."""
    return _page(call, call.values.get("search_pattern") or "*")


def list_all(call: Call) -> list[Values]:
    """All contexts."""
    return _page(call, "*")


def _page(call: Call, pattern: str) -> list[Values]:
    found = [
        context_values(context, with_id_mapping=True)
        for context in call.world.contexts.values()
        if matches(pattern, str(context.id), context.name, *context.mappings)
    ]
    offset, length = (_number(call.values.get(name)) for name in ("offset", "length"))
    start = offset or 0
    return found[start:] if length is None else found[start : start + length]


def _number(text: str | None) -> int | None:
    if not text:
        return None
    if not text.strip().isdecimal():
        raise InvalidData
    return int(text)


def change(call: Call) -> None:
    """Change what is sent. ``enabled`` is silently ignored; mappings replace the set."""
    context = find(call)
    sent: Values = call.values["ctx"]
    name = sent.get("name") or context.name
    taken = call.world.named(name)
    if taken is not None and taken is not context:
        raise InvalidData(f"Context {name} already exists!")
    mappings = _mappings(call, context, sent)
    context.name, context.mappings = name, mappings
    if "maxQuota" in sent:
        context.quota = sent["maxQuota"] if sent["maxQuota"] >= 0 else None
    context.attributes = merged(context.attributes, sent.get("userAttributes", {}))
    call.journal.save_context(context)


def _mappings(call: Call, context: Context, sent: Values) -> list[str]:
    if "loginMappings" not in sent:
        return context.mappings
    wanted = [one for one in sent["loginMappings"] if one]
    for mapping in wanted:
        check_mapping(mapping)
        check_lengths({"mapping": mapping}, changing=True)
        if call.world.mapping_holder(mapping) not in (None, context.id):
            raise Storage(f'A mapping with login info "{mapping}" already exists in the system!')
    own = (str(context.id), context.name)
    return list({one.lower(): one for one in (*own, *wanted)}.values())


def delete(call: Call) -> None:
    """Delete a context with everything in it."""
    context = find(call)
    del call.world.contexts[context.id]
    call.world.deleted.add(context.id)
    call.journal.drop_context(context)
    call.journal.save_deleted(call.world)


def disable(call: Call) -> None:
    """Refuse logins from now on; provisioning goes on as before."""
    _enable(call, enabled=False)


def enable(call: Call) -> None:
    """Accept logins again."""
    _enable(call, enabled=True)


def _enable(call: Call, *, enabled: bool) -> None:
    context = find(call)
    context.enabled = enabled
    call.journal.save_context(context)


def get_admin_id(call: Call) -> int:
    """The administrator's user id."""
    return find(call).admin.id


def get_access(call: Call) -> Values:
    """The administrator's module access."""
    return as_values(find(call).admin.access)


def get_access_name(call: Call) -> str | None:
    """The name of the combination that the administrator has exactly, or None."""
    return combination_name(find(call).admin.access)


def change_access(call: Call) -> None:
    """Set the module access of every user of a context."""
    sent = call.values.get("access")
    if sent is None:
        raise InvalidData
    _change_access(call, from_values(sent))


def change_access_by_name(call: Call) -> None:
    """Set the module access of every user to a named combination."""
    _change_access(call, combination(call.values.get("access_combination_name")))


def _change_access(call: Call, access: Access) -> None:
    context = find(call)
    check_access(access, is_admin=True)
    for user in context.users.values():
        user.access = access if user.id == ADMIN_ID else shared(access - {"publicFolderEditable"})
        call.journal.save_user(context, user)
