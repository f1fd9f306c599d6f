"""Reads of the trail that stay quick at millions of lines."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Q, QuerySet

from stellwerk.core import fold
from stellwerk.people.models import Group, Person
from stellwerk.portals.models import Portal, Trail

_BATCH = 1000
_MOST = 100

# A loose index scan: one probe per different value, however many lines each has.
_DIFFERENT = """
WITH RECURSIVE d(value, number) AS (
    SELECT min({column}), 1 FROM portals_trail WHERE portal_id = %s
    UNION ALL
    SELECT (SELECT min(t.{column}) FROM portals_trail t
            WHERE t.portal_id = %s AND t.{column} > d.value), d.number + 1
    FROM d WHERE d.value IS NOT NULL AND d.number < %s)
SELECT value FROM d WHERE value IS NOT NULL
"""
_ACTORS = _DIFFERENT.format(column="actor")
_VERBS = _DIFFERENT.format(column="verb")


def actors(portal: Portal) -> list[str]:
    """Whoever has a line in a portal's trail, a hundred at most, sorted."""
    return _different(_ACTORS, portal)


def verbs(portal: Portal) -> list[str]:
    """Whatever was done according to a portal's trail, sorted."""
    return _different(_VERBS, portal)


def object_keys(portal: Portal, text: str) -> list[str]:
    """The keys somebody may mean by a text: a key itself, a login, or a group's name."""
    if ":" in text:
        return [text]
    key = fold.key(text)
    people = Person.objects.filter(portal=portal, login_key=key).values_list("pk", flat=True)
    groups = Group.objects.filter(portal=portal, name_key=key).values_list("pk", flat=True)
    return [f"person:{pk}" for pk in people[:20]] + [f"group:{pk}" for pk in groups[:20]]


def in_batches(rows: QuerySet[Trail]) -> Iterator[Trail]:
    """Every row, the newest first, in short questions: nobody's writing waits for an export."""
    ordered = rows.order_by("-at", "-pk")
    batch = list(ordered[:_BATCH])
    while batch:
        yield from batch
        last = batch[-1]
        past = Q(at__lte=last.at) & (Q(at__lt=last.at) | Q(pk__lt=last.pk))
        batch = list(ordered.filter(past)[:_BATCH])


def _different(statement: str, portal: Portal) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [portal.pk, portal.pk, _MOST])
        return [value for (value,) in cursor.fetchall()]
