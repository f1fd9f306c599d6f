"""The groups somebody is in."""

from dataclasses import dataclass

from stellwerk.people.models import Group, Membership, Person
from stellwerk.people.queries import groups_of_person


@dataclass(frozen=True, slots=True)
class Belonging:
    """One group somebody is in, directly or through another one."""

    group: Group
    direct: bool


def belonging(person: Person) -> list[Belonging]:
    """All groups of a person, the direct ones first, each by name."""
    groups = Group.objects.filter(pk__in=groups_of_person(person.pk), left_at=None)
    direct = set(Membership.objects.filter(person=person).values_list("group_id", flat=True))
    rows = [Belonging(group, group.pk in direct) for group in groups.order_by("sort_key", "pk")]
    return sorted(rows, key=lambda row: not row.direct)
