"""A trail of years: what was read, who signed in, what administrators did."""

import random
from collections.abc import Iterator
from datetime import timedelta

from benchmarks.panel.rows import insert
from stellwerk.core import clock
from stellwerk.people.models import Person
from stellwerk.portals.models import Portal, Trail

_YEARS = timedelta(days=730)
_ADMINISTRATORS = 40
_READ = "source:directory"


def add_trail(portal: Portal, wanted: int) -> None:
    """Fill up to so many lines, spread over two years in the order of time."""
    insert(Trail, _lines(portal, wanted - Trail.objects.count()))


def _lines(portal: Portal, count: int) -> Iterator[dict[str, object]]:
    chance = random.Random("trail")
    people = list(Person.objects.filter(portal=portal).order_by("pk").values_list("pk", "login"))
    admins = people[: min(_ADMINISTRATORS, len(people))]
    began, step = clock.now() - _YEARS, _YEARS / max(count, 1)
    for number in range(count):
        pk, login = chance.choice(people)
        lot = chance.random()
        line: dict[str, object] = {
            "portal_id": portal.pk,
            "at": began + step * number,
            "actor": _READ,
            "verb": "record.change",
            "object": f"person:{pk}",
            "label": login,
        }
        if lot < 0.7:
            rooms = [f"{chance.choice('ABC')} {chance.randint(1, 9)}.{number % 100}" for _ in "ab"]
            line |= {"before": {"roomNumber": rooms[:1]}, "after": {"roomNumber": rooms[1:]}}
        elif lot < 0.9:
            who, name = chance.choice(admins)
            line |= {"verb": "session.open", "object": f"person:{who}", "actor": name}
            line |= {"label": name, "after": {"address": "192.0.2.7"}}
        else:
            verb = chance.choice(("object.look", "object.retry", "change.approve", "change.drop"))
            line |= {"verb": verb, "actor": chance.choice(admins)[1]}
        yield line
