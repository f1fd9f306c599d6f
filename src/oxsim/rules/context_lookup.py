"""Finding contexts, and how they read back."""

from oxsim.call import Call
from oxsim.faults import InvalidData, NoSuchContext
from oxsim.schema.field import Values
from oxsim.schema.maps import as_values
from oxsim.world import Context


def sent_context(call: Call) -> Values:
    """The context object of a call. Raises InvalidData if it has neither id nor name."""
    sent: Values = call.values.get("ctx") or {}
    if not sent.get("id") and not sent.get("name"):
        raise InvalidData("One contextobject has no contextid or contextname")
    return sent


def lookup(call: Call) -> Context | None:
    """The context that a call names, by id or by name, or None."""
    sent = sent_context(call)
    if sent.get("id"):
        return call.world.contexts.get(sent["id"])
    return call.world.named(sent["name"])


def find(call: Call) -> Context:
    """The context that a call names. Raises NoSuchContext."""
    context = lookup(call)
    if context is None:
        sent = sent_context(call)
        raise NoSuchContext(f"Context {sent.get('id') or sent['name']} does not exist")
    return context


def context_values(context: Context, *, with_id_mapping: bool) -> Values:
    """A context as `getData` (without its id among the mappings) or the lists answer it."""
    own = str(context.id)
    values: Values = {
        "id": context.id,
        "name": context.name,
        "enabled": context.enabled,
        "maxQuota": context.quota,
        "usedQuota": 0,
        "average_size": 0,
        "filestoreId": 3,
        "filestore_name": f"{context.id}_ctx_store",
        "gabMode": "global",
        "loginMappings": [one for one in context.mappings if with_id_mapping or one != own],
        "readDatabase": {"id": 4, "scheme": "oxdatabase_5"},
        "writeDatabase": {"id": 4, "scheme": "oxdatabase_5"},
    }
    if context.attributes:
        values["userAttributes"] = as_values(context.attributes)
    return values
