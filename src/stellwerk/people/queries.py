"""Reads of people and groups."""

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
