"""Quotas of single modules of a context."""

from oxsim.call import Call
from oxsim.faults import InvalidData
from oxsim.rules.context_lookup import find
from oxsim.schema.field import Values

MODULES = frozenset(
    [
        "user",
        "group",
        "resource",
        "task",
        "calendar",
        "contact",
        "infostore",
        "attachment",
        "invite_guests",
        "share_links",
    ]
)


def change_quota(call: Call) -> None:
    """Set how many objects of a module a context may have; -1 takes the limit off."""
    context = find(call)
    module, text = call.values.get("module") or "", (call.values.get("quotaValue") or "").strip()
    if module not in MODULES:
        raise InvalidData(f'Unknown module: "{module}"')
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 19):
        raise InvalidData(f'Quota value is not a number: "{text}"')
    limit = int(text)
    if limit < 0:
        context.quotas.pop(module, None)
    else:
        context.quotas[module] = limit
    call.journal.save_context(context)


def list_quota(call: Call) -> list[Values]:
    """The limits that are set."""
    quotas = find(call).quotas
    return [{"module": module, "limit": limit} for module, limit in quotas.items()]
