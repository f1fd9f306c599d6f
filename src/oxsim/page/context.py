"""The pages of a context, of a user and of a group in it."""

from collections.abc import Iterator
from itertools import islice

from oxsim.page.elements import Html, Link, facts, pages, table
from oxsim.schema.access import as_values
from oxsim.user import User
from oxsim.world import Context, Group

ROWS = 200


def address(context: Context) -> str:
    """Where a context's page is."""
    return f"/_sim/contexts/{context.id}"


def context_page(context: Context, start: int) -> Iterator[Html]:
    """A context with its users from a place in their list on, its groups and resources."""
    own = address(context)
    yield facts(
        [
            ("Name", context.name),
            ("Enabled", context.enabled),
            ("Quota", "unlimited" if context.quota is None else f"{context.quota} MB"),
            ("Login mappings", list(context.mappings)),
            ("Next id", context.next_id),
            *((f"Quota of {module}", limit) for module, limit in context.quotas.items()),
        ]
    )
    users = islice(context.users.values(), start, start + ROWS)
    yield table(
        "Users", ("Id", "Login", "Name", "Mail", "Enabled"), (_row(own, one) for one in users)
    )
    yield pages(own, start, ROWS, len(context.users))
    yield table(
        "Groups",
        ("Id", "Name", "Display name", "Members"),
        (
            (_link(own, "groups", one.id), one.name, one.displayname, len(one.members))
            for one in islice(context.groups.values(), ROWS)
        ),
    )
    yield table(
        "Resources",
        ("Id", "Name", "Display name", "Mail", "Available", "Description"),
        (
            (one.id, one.name, one.displayname, one.email, one.available, one.description)
            for one in islice(context.resources.values(), ROWS)
        ),
    )


def user_page(context: Context, user: User) -> Iterator[Html]:
    """All that is set of a user, its rights, groups and secondary accounts; no password."""
    own = address(context)
    fields = sorted(user.fields.items())
    photo = user.photo.digest if user.photo is not None else None
    quota = "none of its own" if user.quota is None else f"{user.quota} MB"
    yield facts([("Login", user.name), *fields, ("Photo (SHA-256)", photo), ("Quota", quota)])
    flags = as_values(user.access)
    yield facts(
        [
            ("May use", [flag for flag, on in flags.items() if on]),
            ("May not use", [flag for flag, on in flags.items() if not on]),
        ]
    )
    yield table(
        "Groups",
        ("Id", "Name"),
        (
            (_link(own, "groups", one.id), one.name)
            for one in context.groups.values()
            if user.id in one.members
        ),
    )
    yield table(
        "Secondary accounts",
        ("Id", "Address", "Login", "Name"),
        (
            (one.id, one.address, one.fields.get("login"), one.fields.get("name"))
            for one in context.accounts.get(user.id, {}).values()
        ),
    )


def group_page(context: Context, group: Group, start: int) -> Iterator[Html]:
    """A group with its members from a place in their list on."""
    own = address(context)
    yield facts([("Name", group.name), ("Display name", group.displayname)])
    members = (context.users[one] for one in islice(group.members, start, start + ROWS))
    yield table(
        "Members", ("Id", "Login", "Name", "Mail", "Enabled"), (_row(own, one) for one in members)
    )
    yield pages(f"{own}/groups/{group.id}", start, ROWS, len(group.members))


def _row(own: str, user: User) -> tuple[object, ...]:
    fields = user.fields
    return (
        _link(own, "users", user.id),
        user.name,
        fields.get("display_name"),
        fields.get("primaryEmail"),
        fields.get("mailenabled", True),
    )


def _link(own: str, kind: str, number: int) -> Link:
    return Link(f"{own}/{kind}/{number}", str(number))
