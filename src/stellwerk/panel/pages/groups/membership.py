"""Who is in a group, directly and through groups in it, and who of them is to be where."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet

from stellwerk.people.models import Group, Membership, Person
from stellwerk.people.queries import groups_above, groups_below
from stellwerk.portals.models import Portal
from stellwerk.sync.models import Applied, AppliedMember, Work


def with_nested(group: Group) -> set[int]:
    """A group and all groups in it that are still there."""
    below = Group.objects.filter(pk__in=groups_below(group.pk), left_at=None)
    return {group.pk, *below.values_list("pk", flat=True)}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The groups around one: in it directly, above it, and all whose people are its people.

    `unknown` are DNs of members that no source has shown yet, the first of them.
    """

    nested: Collection[int]
    below: Sequence[Group]
    above: Sequence[Group]
    unknown: Sequence[str]


def surroundings(group: Group) -> Surroundings:
    """Everything around a group; four questions, however deep the nesting."""
    below, above = groups_below(group.pk), groups_above(group.pk)
    rows = Group.objects.filter(pk__in=below | above, left_at=None).order_by("sort_key", "pk")
    known = {row.pk: row for row in rows}
    refs = Membership.objects.filter(group=group, person=None).order_by("ref")
    others = list(refs.values_list("subgroup_id", "ref")[:_REFS])
    direct = {pk for pk, _ in others if pk is not None}
    return Surroundings(
        {group.pk, *(below & known.keys())},
        [row for row in known.values() if row.pk in direct],
        [row for row in known.values() if row.pk in above],
        [ref.partition(":")[2] for pk, ref in others if pk is None][:_UNKNOWN],
    )


_REFS, _UNKNOWN = 1_000, 20


def members(groups: Collection[int]) -> QuerySet[Person]:
    """Everybody who is in one of these groups directly."""
    return Person.objects.filter(pk__in=_people(groups).values("person"))


def members_by_name(portal: Portal, groups: Collection[int]) -> QuerySet[Person]:
    """The same people for a page in the order of their names.

    The names are walked in the order of their index until the page is full, however many members
    there are; `pk` itself would make the store read and sort all of them.
    """
    everybody = Person.objects.filter(portal=portal).annotate(number=F("pk") + 0)
    return everybody.filter(number__in=_people(groups).values("person"))


def _people(groups: Collection[int]) -> QuerySet[Membership]:
    return Membership.objects.filter(group__in=groups, person__isnull=False)


def in_scope(groups: Collection[int], target: int, scope: str) -> QuerySet[Person]:
    """Those of them with an account in a scope of a target: who the group there is to hold."""
    accounts = Applied.objects.filter(
        target=target, scope=scope, disabled=False, person__isnull=False
    ).exclude(remote_id="")
    return members(groups).filter(pk__in=accounts.values("person"))


def sent_members(applied: Applied) -> QuerySet[Person]:
    """Everybody a group at a target was last sent with."""
    rows = AppliedMember.objects.filter(applied=applied)
    return Person.objects.filter(pk__in=rows.values("person"))


def keys_of(group: Group) -> list[str]:
    """The keys under which a group is known to the engine: as a whole, and in each context."""
    return sorted({f"group:{group.pk}", *_scoped(group)})


def _scoped(group: Group) -> set[str]:
    keys = set(Applied.objects.filter(group=group).values_list("object", flat=True))
    work = Work.objects.filter(rank=2, number=group.pk, state=Work.State.PARKED)
    return keys | {key for key in work.values_list("object", flat=True) if key.startswith("group:")}
