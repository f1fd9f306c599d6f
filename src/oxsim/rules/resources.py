"""The operations of the resource service."""

from typing import Any

from oxsim.call import Call
from oxsim.faults import InvalidData, NoSuchResource, by_name
from oxsim.rules.lengths import check_lengths
from oxsim.rules.mail import check_syntax
from oxsim.rules.resource_permissions import check_permissions
from oxsim.rules.text import check_group_name, matches
from oxsim.rules.user_create import check_mail_free
from oxsim.schema.field import Values
from oxsim.world import Context, Resource

_ANSWERED = ("id", "name", "displayname", "email", "available", "description")


def values_of(resource: Resource) -> Values:
    """A resource as it reads back: without its permissions, as observed."""
    return {name: getattr(resource, name) for name in _ANSWERED}


def _sent(call: Call) -> Values:
    sent: Values | None = call.values.get("res")
    if sent is None:
        raise InvalidData
    return sent


def _find(context: Context, sent: Values, missing: str) -> Resource:
    """The resource that a sent object names; its id wins. Raises NoSuchResource."""
    if sent.get("id"):
        resource = context.resources.get(sent["id"])
        if resource is None:
            raise NoSuchResource(missing)
        return resource
    if not sent.get("name"):
        raise InvalidData
    named = _named(context, sent["name"])
    if named is None:
        raise by_name(NoSuchResource(f"No such resource {sent['name']} in context {context.id}"))
    return named


def _named(context: Context, name: str) -> Resource | None:
    wanted = name.lower()
    return next((one for one in context.resources.values() if one.name.lower() == wanted), None)


def check_create(call: Call) -> None:
    """Check a new resource. The server does so before it writes: two at once may both pass."""
    context, sent = call.context, _sent(call)
    if not sent.get("name"):
        raise InvalidData
    absent = [name for name in ("displayname", "email") if not sent.get(name)]
    if absent:
        raise InvalidData(f"Mandatory fields not set: [{', '.join(absent)}]")
    _check(context, sent, None, changing=False)


def _check(context: Context, sent: Values, own: Resource | None, *, changing: bool) -> None:
    """Refuse a taken or bad name or address, and permissions that the simple mode does not know."""
    name, email = sent.get("name"), sent.get("email")
    if name:
        check_group_name(name)
        if _named(context, name) not in (None, own):
            raise InvalidData(f"Resource {name} already exists in this context")
    if email:
        check_syntax(email)
        _check_mail_free(context, email, own)
    if "permissions" in sent:
        check_permissions(sent["permissions"])
    lengths = {"groupname": name, "displayname": sent.get("displayname"), "primaryEmail": email}
    check_lengths(lengths, changing=changing)


def _check_mail_free(context: Context, email: str, own: Resource | None) -> None:
    for other in context.resources.values():
        if other is not own and other.email and other.email.lower() == email.lower():
            raise InvalidData("Resource with this email address already exists")
    check_mail_free(context, email)


def create(call: Call) -> Values:
    """Store a checked resource under the next id."""
    context, sent = call.context, _sent(call)
    resource = Resource(
        id=context.take_id(),
        name=sent["name"],
        displayname=sent["displayname"],
        email=sent["email"],
        available=sent.get("available", True),
        description=sent.get("description") or None,
        permissions=sent.get("permissions", []),
    )
    context.resources[resource.id] = resource
    call.journal.save_next_id(context)
    call.journal.save_resource(context, resource)
    call.note_created(context.id, "resource", resource.name, resource.id)
    return values_of(resource)


def change(call: Call) -> None:
    """Change what is sent. An empty text clears the description and, as observed, the address."""
    context, sent = call.context, _sent(call)
    resource = _find(context, sent, "Resource with this id does not exists")
    _check(context, sent, resource, changing=True)
    resource.name = sent.get("name") or resource.name
    resource.displayname = sent.get("displayname") or resource.displayname
    resource.email = sent.get("email", resource.email) or None
    resource.available = sent.get("available", resource.available)
    resource.description = sent.get("description", resource.description) or None
    resource.permissions = sent.get("permissions", resource.permissions)
    call.journal.save_resource(context, resource)


def delete(call: Call) -> None:
    """Delete a resource."""
    context = call.context
    resource = _find(context, _sent(call), "Resource with this id does not exist")
    del context.resources[resource.id]
    call.journal.drop_resource(context, resource)


def get_data(call: Call) -> Values:
    """One resource."""
    return values_of(_read(call.context, _sent(call)))


def get_multiple(call: Call) -> list[Values]:
    """Several resources; one that is missing refuses the whole call."""
    sent: list[Any] = call.values.get("resources", [])
    if not sent:
        raise InvalidData
    return [values_of(_read(call.context, one)) for one in sent]


def _read(context: Context, sent: Values) -> Resource:
    return _find(context, sent, "resource with with this id does not exist")


def list_resources(call: Call) -> list[Values]:
    """Resources whose name or display name matches a pattern, whole."""
    pattern = call.values.get("pattern")
    if pattern is None:
        raise InvalidData
    resources = call.context.resources.values()
    return [values_of(one) for one in resources if matches(pattern, one.name, one.displayname)]


def list_all(call: Call) -> list[Values]:
    """All resources, whole."""
    return [values_of(resource) for resource in call.context.resources.values()]
