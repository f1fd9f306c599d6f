"""A source that takes in readings from memory, and what can be asked of the store afterwards."""

from typing import Any

from django.db import connection

from stellwerk.people.models import Group, Person
from stellwerk.portals.actions import open_portal
from stellwerk.portals.models import Trail
from stellwerk.sources.actions import save_source
from stellwerk.sources.base import ReadRecord
from stellwerk.sources.intake import Summary, take_in
from stellwerk.sources.models import Decision
from stellwerk.sync import plan
from stellwerk.sync.models import Work
from stellwerk.targets.models import Target
from tests.factories import Memory


class Intake:
    """A portal with a source and a target that nobody ever talks to."""

    def __init__(self) -> None:
        self.portal = open_portal("Test", actor="test")
        self.target = Target.objects.create(portal=self.portal, name="ox")
        self.source = self.add_source("directory", 0)

    def add_source(self, name: str, position: int) -> Any:
        """Another source of the same portal."""
        source, _ = save_source(
            self.portal,
            name,
            kind="memory",
            settings={},
            secret=None,
            position=position,
            actor="test",
        )
        return source

    def take(self, *records: ReadRecord, reason: str = "", source: Any = None) -> Summary:
        """Take a reading of these records in; with a reason it is not whole."""
        return take_in(source or self.source, Memory(records, reason))

    def person(self, login: str) -> Person:
        """The person with this login who has not left."""
        return Person.objects.exclude(state="left").get(login=login)

    def states(self) -> dict[str, str]:
        """Login -> state of everybody."""
        return dict(Person.objects.values_list("login", "state"))

    def members(self, group: str) -> set[str]:
        """Logins and group names that are resolved members of a group, directly."""
        rows = Group.objects.get(name=group).memberships.select_related("person", "subgroup")
        people = {row.person.login for row in rows if row.person}
        return people | {row.subgroup.name for row in rows if row.subgroup}

    def marked(self) -> set[str]:
        """The object keys that are marked; forgets them."""
        keys = set(Work.objects.values_list("object", flat=True))
        Work.objects.all().delete()
        return keys

    def decisions(self) -> set[tuple[str, str, str, str]]:
        """Open decisions: kind, value, ident of the record, login of the holder."""
        return set(Decision.objects.values_list("kind", "value", "record__ident", "person__login"))

    def questions(self) -> list[dict[str, Any]]:
        """The open decisions as people are asked them."""
        return plan.questions(self.portal)

    def trail(self, verb: str) -> list[Trail]:
        """The lines of the trail of one verb, oldest first."""
        return list(Trail.objects.filter(verb=verb).order_by("pk"))


def contents() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but those of jobs."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        found = {}
        for name in sorted(names):
            if name.startswith(("jobs_", "django_")):
                continue
            cursor.execute(f'SELECT * FROM "{name}" ORDER BY 1, 2')
            found[name] = cursor.fetchall()
        return found
