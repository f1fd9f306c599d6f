"""Reads one context whole and compares everything in it, in bounded batches."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from stellwerk.audit import comparing, looking
from stellwerk.audit.actions import Scanned, close
from stellwerk.audit.findings import foreign_group, foreign_user, relinked
from stellwerk.audit.noting import Noting
from stellwerk.audit.place import Place
from stellwerk.audit.reading import Group, User
from stellwerk.audit.scanning_entries import scan_entries
from stellwerk.audit.strangers import no_strangers_after_all, owners_of_groups, owners_of_users
from stellwerk.audit.turn import Turn
from stellwerk.sync.models import Applied
from stellwerk.targets.ox.access import ACCESS
from stellwerk.targets.ox.faults import Gone

_BATCH = 500
_GROUPS = 20


@dataclass(slots=True)
class Scan:
    """One context being scanned for a run; `tell` says how many objects were read."""

    place: Place
    run: int
    turn: Turn
    tell: Callable[[int], None]
    noting: Noting = field(init=False)

    def __post_init__(self) -> None:
        self.noting = Noting(self.place, self.run, self.tell)

    def run_through(self) -> Scanned:
        """Read, compare, write down; what was found before and is no more is closed.

        Raises an OxError: what was written by then stays, nothing is closed.
        """
        self._users()
        # Whose account is gone counts in no group: known before what has members is compared.
        self.noting.look_again()
        self._groups()
        scan_entries(self.noting)
        self.noting.look_again()
        result = self.noting.result
        close(self.place, self.run, self.turn, result.left_out, result.unread)
        return result

    def _users(self) -> None:
        here: set[int] = set()
        strangers: list[User] = []
        for users in self.place.reader.users():
            pairs, others = self._pair_users(users)
            here |= {row.person_id for row, _ in pairs if row.person_id}
            # Only what they can be known by is kept of all who are nobody's.
            strangers += [User(user.id, _known_by(user.fields)) for user in others]
            self._read_rights(pairs)
            self.noting.take(looking.compare_users(self.place, pairs))
            self.noting.result.users += len(users)
            self.noting.counted()
        rest = self._missing_users(here, strangers)
        self._foreign_users(rest)

    def _pair_users(self, users: Sequence[User]) -> tuple[list[tuple[Applied, User]], list[User]]:
        """Users with the accounts of ours they are, and those who are nobody of ours."""
        ids = [str(user.id) for user in users]
        rows = Applied.objects.filter(
            target=self.place.world.target, remote_id__in=ids, person__isnull=False
        )
        rows = rows.filter(scope=self.place.scope)
        ours = {int(row.remote_id): row for row in rows}
        pairs, others = [], []
        for user in users:
            row = ours.get(user.id)
            if row is not None and (row.move or comparing.same_user(user.fields, row.fields)):
                pairs.append((row, user))
            elif user.id != comparing.ADMINISTRATOR:
                others.append(user)
        return [(row, user) for row, user in pairs if not row.move], others

    def _read_rights(self, pairs: Sequence[tuple[Applied, User]]) -> None:
        for row, user in pairs:
            if row.person_id and self.turn.has(row.person_id):
                try:
                    user.fields[ACCESS] = self.place.reader.rights(user.id)
                except Gone:
                    self.noting.again.add(row.object)
                self.noting.result.rights += 1
                self.noting.counted()

    def _missing_users(self, here: Collection[int], strangers: Sequence[User]) -> list[User]:
        """Accounts that were not among what was read: under another id, or not there."""
        by_identity = {comparing.user_identity(user.fields): user for user in strangers}
        for rows in _batches(self.place.accounts().filter(person__isnull=False)):
            found = []
            for row in rows:
                if row.person_id in here:
                    continue
                user = by_identity.pop(comparing.user_identity(row.fields), None)
                if user is None:
                    self.noting.again.add(row.object)
                    continue
                found.append(relinked(self.place, row, user.id))
                assert row.person_id is not None
                self.place.moved[user.id] = row.person_id
            self.noting.take(found)
        return list(by_identity.values())

    def _foreign_users(self, strangers: Sequence[User]) -> None:
        for start in range(0, len(strangers), _BATCH):
            some = strangers[start : start + _BATCH]
            known = no_strangers_after_all(
                self.place,
                "person",
                {str(user.id): _name(user.fields) for user in some},
                self.noting.began,
            )
            owners = owners_of_users(self.place, [user.fields for user in some])
            self.noting.record(
                [
                    foreign_user(
                        self.place, user, owners.get(comparing.user_identity(user.fields), "")
                    )
                    for user in some
                    if str(user.id) not in known
                ]
            )

    def _groups(self) -> None:
        rows = {int(row.remote_id): row for row in self.place.accounts().exclude(group=None)}
        here: set[int] = set()
        others: list[Group] = []
        batch: list[tuple[Applied, Group]] = []
        for group in self.place.reader.groups():
            row = rows.get(group.id)
            self.noting.result.groups += 1
            if row is not None and comparing.same_group(group.fields, row.fields):
                here.add(row.pk)
                batch.append((row, group))
            elif group.id not in comparing.OWN_GROUPS:
                others.append(Group(group.id, group.fields, frozenset()))
            if len(batch) == _GROUPS:
                self.noting.take(looking.compare_groups(self.place, batch))
                batch = []
            self.noting.counted()
        self.noting.take(looking.compare_groups(self.place, batch))
        by_name = {comparing.group_identity(group.fields): group for group in others}
        found = []
        for row in rows.values():
            if row.pk in here:
                continue
            other = by_name.pop(comparing.group_identity(row.fields), None)
            if other is None:
                self.noting.again.add(row.object)
            else:
                found.append(relinked(self.place, row, other.id))
        self.noting.take(found)
        self._foreign_groups(list(by_name.values()))

    def _foreign_groups(self, others: Sequence[Group]) -> None:
        names = {str(group.id): _name(group.fields) for group in others}
        known = no_strangers_after_all(self.place, "group", names, self.noting.began)
        owners = owners_of_groups(self.place, list(names.values()))
        self.noting.record(
            [
                foreign_group(
                    self.place, group, owners.get(comparing.group_identity(group.fields), "")
                )
                for group in others
                if str(group.id) not in known
            ]
        )


def _known_by(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: fields[name] for name in ("name", "email1", "primaryEmail") if name in fields}


def _name(fields: Mapping[str, Any]) -> str:
    return str(fields.get("name", ""))


def _batches(rows: Any) -> Iterator[list[Applied]]:
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:_BATCH]):
        yield batch
        last = batch[-1].pk
