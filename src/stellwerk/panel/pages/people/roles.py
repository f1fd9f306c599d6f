"""Roles as people read them: what each is called, and what it allows."""

from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stellwerk.core.access import Role

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
