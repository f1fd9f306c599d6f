"""Creating contexts together with their administrator and the group of all users."""

from oxsim.call import Call
from oxsim.faults import ContextExists, Fault, InvalidData, Storage, caused_by
from oxsim.rules import user_create
from oxsim.rules.access import check_access, combination
from oxsim.rules.lengths import check_lengths
from oxsim.rules.text import check_mapping
from oxsim.schema.access import DEFAULT, Access, from_values
from oxsim.schema.field import Values
from oxsim.schema.maps import merged
from oxsim.world import ADMIN_ID, FIRST_FREE_ID, STANDARD_GROUP, Context, Group

STANDARD_GROUP_NAME = "users"


def create(call: Call) -> Values:
    """Make a context; the answer echoes the request."""
    sent, admin = call.values.get("ctx"), call.values.get("admin_user")
    if sent is None or admin is None:
        raise InvalidData("Context or user not correct")
    _check_context(call, sent)
    _check_admin(admin)
    access = _wanted_access(call)
    name = sent.get("name") or str(sent["id"])
    mappings = _mappings(call, sent, name)
    quota = sent["maxQuota"]
    context = Context(
        id=sent["id"],
        name=name,
        quota=quota if quota >= 0 else None,
        mappings=mappings,
        attributes=merged({}, sent.get("userAttributes", {})),
        next_id=ADMIN_ID,
    )
    user_create.check_storable(context, admin, access)
    _check_leftovers(call, context)
    call.world.contexts[context.id] = context
    call.note_created(context.id, "context", context.name, context.id)
    user_create.insert(call, context, admin, access)
    context.next_id = FIRST_FREE_ID
    group = Group(STANDARD_GROUP, STANDARD_GROUP_NAME, "Standard group", {ADMIN_ID: None})
    context.groups[group.id] = group
    call.journal.save_context(context)
    call.journal.save_group(context, group)
    call.journal.add_members(context, group, [ADMIN_ID])
    return {**sent, "name": name, "loginMappings": mappings, "enabled": True}


def _check_context(call: Call, sent: Values) -> None:
    absent = [name for name in ("id", "maxQuota") if sent.get(name) is None]
    if absent:
        raise InvalidData(f"Mandatory fields in context not set: [{', '.join(absent)}]")
    if sent["id"] <= 0:
        raise InvalidData(f"The context identifier {sent['id']} is not allowed!")
    if sent["id"] in call.world.contexts:
        raise ContextExists(f"Context {sent['id']} already exists!")
    if sent.get("name") and call.world.named(sent["name"]) is not None:
        raise ContextExists(f"Context {sent['name']} already exists!")


def _check_admin(admin: Values) -> None:
    absent = user_create.missing(admin)
    if absent:
        raise InvalidData(f"Mandatory fields in admin user not set: [{', '.join(absent)}]")
    try:
        user_create.check_fields(admin)
    except Fault as cause:
        raise caused_by(cause) from cause


def _wanted_access(call: Call) -> Access:
    if call.operation.endswith("ByName"):
        access = combination(call.values.get("access_combination_name"))
    elif call.operation.endswith("createModuleAccess"):
        if "access" not in call.values:
            raise InvalidData
        access = from_values(call.values["access"])
    else:
        access = DEFAULT
    check_access(access, is_admin=True)
    return access


def _mappings(call: Call, sent: Values, name: str) -> list[str]:
    """The context's login mappings: its id, its name and what was sent."""
    wanted = [one for one in sent.get("loginMappings", ()) if one]
    for mapping in wanted:
        check_mapping(mapping)
        check_lengths({"mapping": mapping}, changing=False)
    folded = list({one.lower(): one for one in (str(sent["id"]), name, *wanted)}.values())
    for mapping in folded:
        if call.world.mapping_holder(mapping) is not None:
            raise Storage(
                f"Cannot map '{mapping}' to the newly created context. "
                "This mapping is already in use."
            )
    return folded


def _check_leftovers(call: Call, context: Context) -> None:
    """A deleted id fails once when it is made again: rows of it are purged hourly only."""
    if context.id in call.world.deleted:
        call.world.deleted.discard(context.id)
        call.journal.save_deleted(call.world)
        call.journal.commit()
        raise Storage(
            "FLD-0038 Categories=ERROR Message='Unexpected SQL error: "
            f"Duplicate entry '{context.id}-24-0' for key 'PRIMARY''"
        )
