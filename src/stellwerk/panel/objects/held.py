"""What is held of an object, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stellwerk.people.models import Person
from stellwerk.sync.changes import DELETE, FIELDS, LEAVE, MEMBERS, REMOVALS
from stellwerk.sync.models import Held

PARTS = {
    FIELDS: _("Fields are set"),
    MEMBERS: _("Members are added"),
    REMOVALS: _("Members are removed"),
    LEAVE: _("The account is disabled"),
    DELETE: _("It is deleted for good"),
}
NAMES = 50
"""So many people are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One held part. `names` are people it is about, `more` how many are not named."""

    row: Held
    said: str | Promise
    names: Sequence[Person] = ()
    more: int = 0


def waiting(rows: Sequence[Held]) -> list[Waiting]:
    """These rows in words, with the people they are about; one question for all of them."""
    about = {pk for row in rows for pk in row.people[:NAMES]}
    people = Person.objects.in_bulk(about) if about else {}
    return [
        Waiting(
            row,
            PARTS.get(row.part, row.part),
            [people[pk] for pk in row.people[:NAMES] if pk in people],
            max(len(row.people) - NAMES, 0),
        )
        for row in rows
    ]
