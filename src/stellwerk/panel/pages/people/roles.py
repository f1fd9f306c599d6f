"""Roles as people read them: what each is called, what it allows, and who may give it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stellwerk.core.access import Role
from stellwerk.people.models import Person, RoleGrant

ROLES: dict[Role, str | Promise] = {
    Role.OWNER: _("Owner"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.AUDITOR: _("Auditor"),
    Role.HELP_DESK: _("Help desk"),
}
ALLOWS: dict[Role, str | Promise] = {
    Role.OWNER: _("may do everything, and gives every role"),
    Role.ADMINISTRATOR: _("sees and changes everything, and gives every role but the owner's"),
    Role.AUDITOR: _("sees everything, changes nothing"),
    Role.HELP_DESK: _("helps people; sees no settings"),
}


def named_roles(roles: Collection[Role]) -> list[str | Promise]:
    """What roles are called, the one that allows most first."""
    return [ROLES[role] for role in Role if role in roles and role in ROLES]


@dataclass(frozen=True, slots=True)
class Held:
    """A role somebody has: `by_hand`, or from an identity provider, which alone takes it away."""

    role: Role
    name: str | Promise
    allows: str | Promise
    by_hand: bool


def held_by(person: Person) -> Sequence[Held]:
    """The roles of somebody, the one that allows most first."""
    rows = RoleGrant.objects.filter(person=person).values_list("role", "origin")
    found = [
        Held(Role(role), ROLES[Role(role)], ALLOWS[Role(role)], origin == RoleGrant.Origin.BY_HAND)
        for role, origin in rows
        if role in ROLES
    ]
    return sorted(found, key=lambda one: (list(Role).index(one.role), not one.by_hand))


def given_by(roles: Collection[Role]) -> Sequence[Role]:
    """The roles that somebody with these may give and take: only owners make owners."""
    if Role.OWNER in roles:
        return tuple(ROLES)
    if Role.ADMINISTRATOR in roles:
        return tuple(role for role in ROLES if role is not Role.OWNER)
    return ()


def may_get(person: Person, held: Sequence[Held], roles: Collection[Role]) -> Sequence[Held]:
    """The roles that somebody with `roles` may give this person, who has none of them by hand."""
    if person.state == Person.State.LEFT:
        return ()
    here = {one.role for one in held if one.by_hand}
    return [
        Held(role, ROLES[role], ALLOWS[role], by_hand=True)
        for role in given_by(roles)
        if role not in here
    ]
