"""Reads of people."""

from django.db.models import Q, QuerySet

from stellwerk.core import fold
from stellwerk.people.models import Person
from stellwerk.portals.models import Portal


def search(portal: Portal, text: str) -> QuerySet[Person]:
    """People in whose name, login or mail every word of the text occurs, folded on both sides."""
    rows = Person.objects.filter(portal=portal)
    for word in fold.fold(text).split():
        rows = rows.filter(Q(search__contains=word))
    return rows.order_by("display_name", "pk")
