"""Reads of people and groups."""

from django.db import connection
from django.db.models import Q, QuerySet

from stellwerk.core import fold
from stellwerk.people.models import Group, Person
from stellwerk.portals.models import Portal


def search(portal: Portal, text: str) -> QuerySet[Person]:
    """People in whose name, login or mail every word of the text occurs, folded on both sides."""
    rows = Person.objects.filter(_words(text), portal=portal)
    return rows.order_by("sort_key", "pk")


def search_groups(portal: Portal, text: str) -> QuerySet[Group]:
    """Groups in whose name or description every word of the text occurs, folded on both sides."""
    return Group.objects.filter(_words(text), portal=portal).order_by("sort_key", "pk")


def _words(text: str) -> Q:
    found = Q()
    for word in fold.fold(text).split():
        found &= Q(search__contains=word)
    return found


_ABOVE_PERSON = """
WITH RECURSIVE above(id) AS (
    SELECT group_id FROM people_membership WHERE person_id = %s
    UNION
    SELECT m.group_id FROM people_membership m JOIN above a ON m.subgroup_id = a.id
) SELECT id FROM above
"""
_ABOVE_GROUP = """
WITH RECURSIVE above(id) AS (
    SELECT group_id FROM people_membership WHERE subgroup_id = %s
    UNION
    SELECT m.group_id FROM people_membership m JOIN above a ON m.subgroup_id = a.id
) SELECT id FROM above
"""
_BELOW_GROUP = """
WITH RECURSIVE below(id) AS (
    SELECT subgroup_id FROM people_membership WHERE group_id = %s AND subgroup_id IS NOT NULL
    UNION
    SELECT m.subgroup_id FROM people_membership m JOIN below b ON m.group_id = b.id
    WHERE m.subgroup_id IS NOT NULL
) SELECT id FROM below
"""


def groups_of_person(person: int) -> set[int]:
    """All groups somebody is in, directly and through others; one question, cycles endured."""
    return _walk(_ABOVE_PERSON, person)


def groups_above(group: int) -> set[int]:
    """All groups a group is in, directly and through others, but not itself."""
    return _walk(_ABOVE_GROUP, group) - {group}


def groups_below(group: int) -> set[int]:
    """All groups in a group, directly and through others, but not itself."""
    return _walk(_BELOW_GROUP, group) - {group}


def _walk(statement: str, start: int) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [start])
        return {int(pk) for (pk,) in cursor.fetchall()}
