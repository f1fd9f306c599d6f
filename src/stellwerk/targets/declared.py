"""Contexts that are declared at a target: in its part of the configuration file, or in the panel.

What a directory declares is known to every target; what is declared here to that one alone.
"""

from django.db.models import Exists, Q, QuerySet

from stellwerk.people.models import Entry
from stellwerk.targets.models import Target

LOCAL = "local"
"""The owner of entries that come from no source and belong to no target: access profiles.

A context of this owner belongs to its portal's first target.
"""
FROM_DIRECTORIES = Q(owner__startswith="source:")
_TARGET = "target:"


def owner_at(target: Target) -> str:
    """The owner of what is declared at a target."""
    return f"{_TARGET}{target.pk}"


def target_of(row: Entry) -> int | None:
    """The primary key of the target an entry is declared at, None for none in particular."""
    return int(row.owner.removeprefix(_TARGET)) if row.owner.startswith(_TARGET) else None


def declared_at(target: Target) -> QuerySet[Entry]:
    """The contexts declared at a target, those taken back included."""
    return _contexts(target).filter(_mine(target))


def contexts_known_at(target: Target) -> QuerySet[Entry]:
    """Every context a target may serve: those of directories, and those declared at it."""
    return _contexts(target).filter(FROM_DIRECTORIES | _mine(target))


def _contexts(target: Target) -> QuerySet[Entry]:
    return Entry.objects.filter(portal=target.portal_id, kind="context")


def _mine(target: Target) -> Q:
    mine = Q(owner=owner_at(target))
    earlier = Target.objects.filter(portal=target.portal_id, pk__lt=target.pk)
    return mine | (Q(owner=LOCAL) & ~Q(Exists(earlier)))
