"""One context of a target under audit: how it is read, and what is known of its ids by now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from stellwerk.audit.models import Finding
from stellwerk.audit.reading import Reader
from stellwerk.sync.models import Applied
from stellwerk.sync.wanted import World
from stellwerk.sync.world import load_world
from stellwerk.targets.models import Target
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.queries import MASTER

_CHUNK = 400


def place_at(
    target: Target, ox: OxClient, scope: str, logins: Mapping[str, Credentials]
) -> "Place":
    """One context of a target as it stands now."""
    world = load_world(target)
    login = logins.get(scope, logins[MASTER])
    return Place(world, Reader(ox, scope, login, world.user.rules))


@dataclass(slots=True)
class Place:
    """`moved` maps ids of users to people whose accounts have them now, other than was kept here;
    `gone` are people whose accounts are not there.
    """

    world: World
    reader: Reader
    moved: dict[int, int] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)

    @property
    def scope(self) -> str:
        """The context's number."""
        return self.reader.scope

    def recall(self) -> None:
        """Take from the findings that are kept which ids changed and which accounts are gone."""
        kept = Finding.objects.filter(target=self.world.target, scope=self.scope)
        for kind, key, remote in kept.filter(
            kind__in=[Finding.Kind.RELINKED, Finding.Kind.MISSING], object__startswith="person:"
        ).values_list("kind", "object", "remote_id"):
            person = int(key.partition(":")[2])
            if kind == Finding.Kind.RELINKED:
                self.moved[int(remote)] = person
            else:
                self.gone.add(person)

    def people(self, ids: Collection[int]) -> frozenset[int]:
        """Whose accounts these ids are; those of strangers are left out."""
        return frozenset(self.owners(ids).values())

    def owners(self, ids: Collection[int]) -> dict[int, int]:
        """User id -> person, for those of these ids that are accounts of ours."""
        elsewhere = self.gone.union(self.moved.values())
        found = {one: self.moved[one] for one in ids if one in self.moved}
        asked = sorted(str(one) for one in ids if one not in self.moved)
        for start in range(0, len(asked), _CHUNK):
            rows = Applied.objects.filter(
                target=self.world.target,
                scope=self.scope,
                remote_id__in=asked[start : start + _CHUNK],
                person__isnull=False,
            )
            found |= {
                int(remote): pk
                for remote, pk in rows.values_list("remote_id", "person_id")
                if pk is not None and pk not in elsewhere
            }
        return found

    def accounts(self) -> QuerySet[Applied]:
        """What was applied here and is known there under an id; nothing that is moving house."""
        rows = Applied.objects.filter(target=self.world.target, scope=self.scope, move={})
        return rows.exclude(remote_id="")
