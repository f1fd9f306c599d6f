"""The groups somebody is in."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from stellwerk.people.models import Group, Membership, Person
from stellwerk.people.queries import groups_of_person


@dataclass(frozen=True, slots=True)
class Belonging:
    """One group somebody is in, directly or through another one."""

    group: Group
    direct: bool


def belonging(person: Person) -> list[Belonging]:
    """All groups of a person, the direct ones first, each by name."""
    direct = Membership.objects.filter(person=person, group=OuterRef("pk"))
    groups = Group.objects.filter(pk__in=groups_of_person(person.pk), left_at=None)
    rows = groups.annotate(direct=Exists(direct)).order_by("-direct", "sort_key", "pk")
    return [Belonging(group, group.direct) for group in rows]
