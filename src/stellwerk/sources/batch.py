"""One batch of changed records on its way into the store, inside one transaction."""

from dataclasses import dataclass, field
from hashlib import sha256

from stellwerk.core import changes, fold
from stellwerk.core.saving import save_again
from stellwerk.people import actions as people
from stellwerk.people.models import Address, Group, Person
from stellwerk.people.named_members import arrived
from stellwerk.portals.actions import Note, note
from stellwerk.sources import decisions
from stellwerk.sources.base import Kind, ReadRecord, fold_dn
from stellwerk.sources.claims import Claims, Clash, person_fields
from stellwerk.sources.models import Blob, Record, Source

_CHUNK = 500


def reference(source: Source, dn_key: str) -> str:
    """How a membership names a member of this source before it is known."""
    return f"{source.pk}:{dn_key}"[:1024]


@dataclass
class Batch:
    """The records of one batch with their rows, saved by `save`.

    `before` is how many records the same reading had changed before: the last few of many are no
    live changes.
    """

    source: Source
    records: list[ReadRecord]
    rows: dict[str, Record]
    before: int = 0
    new: int = 0
    notes: list[Note] = field(default_factory=list)
    arrived: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)

    @classmethod
    def load(cls, source: Source, records: list[ReadRecord]) -> "Batch":
        """Fetch the rows that these records already have."""
        rows = Record.objects.filter(source=source, ident__in=[r.ident for r in records])
        return cls(source, records, {row.ident: row for row in rows.select_related("entry")})

    @property
    def pks(self) -> list[int]:
        """The primary keys of all rows of the batch, after `save`."""
        return [row.pk for row in self.rows.values()]

    def save(self) -> None:
        """Write records, people, groups, entries, memberships, marks and trail."""
        before = {ident: dict(row.attributes) for ident, row in self.rows.items()}
        back = {ident for ident, row in self.rows.items() if row.absent_since is not None}
        self._save_blobs()
        self._save_records()
        by_kind: dict[str, list[Record]] = {}
        for record in self.records:
            by_kind.setdefault(record.kind, []).append(self.rows[record.ident])
        self._save_entries(
            [r for kind, rows in by_kind.items() if kind not in _OWN_TABLE for r in rows]
        )
        self._save_people(by_kind.get(Kind.PERSON, []))
        self._save_groups(by_kind.get(Kind.GROUP, []))
        self._resolve(changes.BULK)
        self._note(before, back)

    def admit(self, rows: list[Record]) -> None:
        """Take people rows in again whose open questions are answered."""
        self._save_people(rows)
        self._resolve(changes.LIVE)

    def _resolve(self, priority: int) -> None:
        """Whoever arrived is a member of what named them."""
        changes.touched("group", people.resolve(self.arrived), priority=priority)
        persons = [person for person, _ in self.arrived.values() if person]
        groups = [group for _, group in self.arrived.values() if group]
        called = arrived(self.source.portal_id, persons, groups)
        for kind, pks in people.resolve_entries({**self.arrived, **called}).items():
            changes.touched(kind, pks, priority=priority)

    @property
    def _priority(self) -> int:
        return changes.BULK if self.before + len(self.records) > 50 else changes.LIVE

    def _save_blobs(self) -> None:
        blobs = {
            sha256(data).hexdigest(): data
            for record in self.records
            for data in record.blobs.values()
        }
        Blob.objects.bulk_create(
            [Blob(sha256=digest, data=data) for digest, data in blobs.items()],
            ignore_conflicts=True,
            batch_size=100,
        )

    def _save_records(self) -> None:
        new, changed = [], []
        for record in self.records:
            row = self.rows.get(record.ident)
            if row is None:
                row = Record(source=self.source, ident=record.ident, kind=record.kind)
                new.append(row)
            else:
                changed.append(row)
            row.dn, row.dn_key = record.dn, fold_dn(record.dn)[:1024]
            row.attributes = record.attributes
            row.blobs = {name: sha256(data).hexdigest() for name, data in record.blobs.items()}
            row.fingerprint = record.fingerprint
            row.absent_since = None
        for row in Record.objects.bulk_create(new, batch_size=_CHUNK):
            self.rows[row.ident] = row
        save_again(changed, ["dn", "dn_key", "attributes", "blobs", "fingerprint", "absent_since"])
        self.new = len(new)

    def _save_people(self, rows: list[Record]) -> None:
        wanted = {row.pk: person_fields(row.attributes) for row in rows}
        logins: set[str] = set()
        mails: set[str] = set()
        for row in rows:
            logins.add(wanted[row.pk].login)
            mails.update(wanted[row.pk].mail_keys)
        claims = load_claims(self.source, logins, mails)
        present = Person.objects.in_bulk([row.person_id for row in rows if row.person_id])
        fresh: list[Record] = []
        changed: list[tuple[Person, people.PersonFields]] = []
        clashes: list[tuple[Record, list[Clash]]] = []
        for row in rows:
            fields = wanted[row.pk]
            if not fields.login:
                continue
            found = claims.clashes(fields, row.person_id)
            clashes.append((row, found))
            if found:
                continue
            if row.person_id is None:
                # The row's own key stands in for the person until it is made, below zero.
                claims.take(fields, -row.pk)
                fresh.append(row)
            else:
                claims.take(fields, row.person_id)
                changed.append((present[row.person_id], fields))
        # Whoever gives a login up does so before somebody new takes it.
        people.change_people(changed)
        made = people.add_people(self.source.portal, [wanted[row.pk] for row in fresh])
        for row, person in zip(fresh, made, strict=True):
            row.person = person
        save_again(fresh, ["person"])
        decisions.record(self.source, clashes, {-row.pk: row.person_id for row in fresh})
        touched = [row.person_id for row in rows if row.person_id]
        changes.touched("person", touched, priority=self._priority)
        for row in rows:
            if row.person_id:
                self.arrived[reference(self.source, row.dn_key)] = (row.person_id, None)

    def _save_groups(self, rows: list[Record]) -> None:
        groups = Group.objects.in_bulk([row.group_id for row in rows if row.group_id])
        saved = people.save_groups(
            self.source.portal,
            [
                (
                    groups.get(row.group_id or 0),
                    (row.attributes.get("name") or [""])[0],
                    (row.attributes.get("description") or [""])[0],
                )
                for row in rows
            ],
        )
        fresh = []
        for row, group in zip(rows, saved, strict=True):
            if row.group_id is None:
                fresh.append(row)
            row.group = group
            self.arrived[reference(self.source, row.dn_key)] = (None, group.pk)
        save_again(fresh, ["group"])
        for row, group in zip(rows, saved, strict=True):
            people.set_members(group, self._members(row, "members"))
        changes.touched("group", [group.pk for group in saved], priority=self._priority)

    def _members(self, row: Record, name: str) -> dict[str, tuple[int | None, int | None]]:
        keys = {fold_dn(dn)[:1024] for dn in row.attributes.get(name, ())}
        found: dict[str, tuple[int | None, int | None]] = {
            reference(self.source, key): (None, None) for key in keys
        }
        ordered = sorted(keys)
        for start in range(0, len(ordered), _CHUNK):
            for key, person, group in Record.objects.filter(
                source=self.source, dn_key__in=ordered[start : start + _CHUNK], absent_since=None
            ).values_list("dn_key", "person_id", "group_id"):
                if person or group:
                    found[reference(self.source, key)] = (person, group)
        return found

    def _save_entries(self, rows: list[Record]) -> None:
        for row in rows:
            name = (row.attributes.get("name") or row.attributes.get("cn") or [row.ident])[0]
            had = row.entry_id is not None
            row.entry = people.save_entry(
                self.source.portal,
                row.entry,
                kind=row.kind,
                name=name,
                attributes=row.attributes,
                owner=f"source:{self.source.pk}",
            )
            if not had:
                row.save(update_fields=["entry"])
            if row.kind in _WITH_USERS:
                people.set_entry_members(row.entry, self._members(row, "users"))

    def _note(self, before: dict[str, dict[str, list[str]]], back: set[str]) -> None:
        lines = []
        for record in self.records:
            row, old = self.rows[record.ident], before.get(record.ident)
            changed = sorted(
                name
                for name in {*record.attributes, *(old or {})}
                if record.attributes.get(name) != (old or {}).get(name)
            )
            lines.append(
                Note(
                    "record.create"
                    if old is None
                    else "record.return"
                    if record.ident in back
                    else "record.change",
                    object_key(row),
                    record.dn,
                    {name: old[name] for name in changed if old and name in old},
                    {}
                    if old is None
                    else {n: record.attributes[n] for n in changed if n in record.attributes},
                )
            )
        note(self.source.portal, f"source:{self.source.name}", lines)


_OWN_TABLE = {Kind.PERSON, Kind.GROUP}
_WITH_USERS = {Kind.FUNCTIONAL_ACCOUNT}


def object_key(row: Record) -> str:
    """What the trail calls the object of a record."""
    if row.person_id:
        return f"person:{row.person_id}"
    if row.group_id:
        return f"group:{row.group_id}"
    return f"{row.kind}:{row.entry_id}" if row.entry_id else f"record:{row.pk}"


def load_claims(source: Source, logins: set[str], mails: set[str]) -> Claims:
    """Who holds these logins and folded mail addresses; people on their way out still do."""
    claims = Claims()
    held = Person.objects.filter(
        portal=source.portal, login_key__in=[fold.key(login) for login in logins]
    )
    for pk, key, state in held.values_list("pk", "login_key", "state"):
        if state != Person.State.LEFT or key not in claims.logins:
            claims.logins[key] = pk
    for key, person in Address.objects.filter(
        portal=source.portal, key__in=list(mails)
    ).values_list("key", "person_id"):
        claims.mails.setdefault(key, set()).add(person)
    return claims
