"""The only writers of people, groups, memberships and entries, 500 at a time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from stellwerk.core import changes, clock, fold
from stellwerk.core.access import Role
from stellwerk.core.errors import StellwerkError
from stellwerk.core.saving import save_again
from stellwerk.people.models import (
    Address,
    Entry,
    EntryMember,
    Group,
    Membership,
    Person,
    RoleGrant,
)
from stellwerk.people.named_members import arrived
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal

NO_PASSWORD = "!"  # noqa: S105
"""Not a hash of anything: nobody signs in with it."""


@dataclass(frozen=True, slots=True)
class PersonFields:
    """What the portal itself keeps of a person; `mails` has the primary address first."""

    login: str
    first_name: str = ""
    last_name: str = ""
    display_name: str = ""
    mails: tuple[str, ...] = ()
    disabled: bool = False

    @property
    def mail_keys(self) -> dict[str, bool]:
        """Folded address -> whether it is the primary one."""
        keys: dict[str, bool] = {}
        for number, mail in enumerate(self.mails):
            keys.setdefault(fold.key(mail), number == 0)
        return keys


def _fill(person: Person, fields: PersonFields) -> Person:
    person.login = fields.login
    person.login_key = fold.key(fields.login)
    person.first_name = fields.first_name[:255]
    person.last_name = fields.last_name[:255]
    person.display_name = (
        fields.display_name or f"{fields.first_name} {fields.last_name}".strip() or fields.login
    )[:512]
    person.mail = fields.mails[0][:320] if fields.mails else ""
    person.state = Person.State.DISABLED if fields.disabled else Person.State.ACTIVE
    person.left_at = None
    person.search = fold.search_text(
        fields.login, person.display_name, fields.first_name, fields.last_name, *fields.mails
    )
    person.sort_key = fold.fold(person.display_name)[:255]
    return person


def _addresses(people: Sequence[tuple[Person, PersonFields]]) -> list[Address]:
    return [
        Address(portal_id=person.portal_id, person=person, key=key[:320], primary=primary)
        for person, fields in people
        for key, primary in fields.mail_keys.items()
    ]


def add_people(portal: Portal, wanted: Sequence[PersonFields]) -> list[Person]:
    """Make people; the caller has made sure that nobody claims their logins. Marks them."""
    people = [_fill(Person(portal=portal, password=NO_PASSWORD), fields) for fields in wanted]
    people = Person.objects.bulk_create(people, batch_size=500)
    Address.objects.bulk_create(_addresses(list(zip(people, wanted, strict=True))), batch_size=500)
    return people


def add_local_person(portal: Portal, fields: PersonFields, *, actor: str) -> Person:
    """Make a person by hand: the panel owns every field, and no rule of a target matches them."""
    with transaction.atomic():
        (person,) = add_people(portal, [fields])
        person.owned = dict.fromkeys(("login", "first_name", "last_name", "mails"), "local")
        person.save(update_fields=["owned"])
        made = Note("person.create", f"person:{person.pk}", person.login)
        note(portal, actor, [made])
        for kind, pks in resolve_entries(arrived(portal.pk, [person.pk], [])).items():
            changes.touched(kind, pks)
    return person


def grant(person: Person, role: Role, *, actor: str) -> RoleGrant:
    """Give somebody a role by hand; one that they were given so already stays as it is."""
    with transaction.atomic():
        row, made = RoleGrant.objects.get_or_create(
            person=person, role=role, origin=RoleGrant.Origin.BY_HAND
        )
        if made:
            given = Note("role.grant", f"person:{person.pk}", person.login, after={"role": role})
            note(person.portal, actor, [given])
    return row


class LastOwner(StellwerkError):
    """Somebody has to remain an owner; nothing was changed."""

    code = "people.last_owner"


def revoke(person: Person, role: Role, *, actor: str) -> bool:
    """Take a role that was given by hand away again; whether they had it.

    Raises LastOwner where no other active owner is left. What a group or an identity provider
    gives, they take away themselves.
    """
    with transaction.atomic():
        owners = RoleGrant.objects.select_for_update().filter(
            person__portal=person.portal_id, role=Role.OWNER, person__state=Person.State.ACTIVE
        )
        if role is Role.OWNER and all(row.person_id == person.pk for row in owners):
            raise LastOwner
        number, _each = RoleGrant.objects.filter(
            person=person, role=role, origin=RoleGrant.Origin.BY_HAND
        ).delete()
        if number:
            key = f"person:{person.pk}"
            note(person.portal, actor, [Note("role.revoke", key, person.login, {"role": role})])
    return bool(number)


def grant_exactly(
    person: Person, roles: Collection[Role], *, origin: RoleGrant.Origin, actor: str
) -> bool:
    """Let somebody hold just these roles from one origin; others stay. Whether that changed."""
    rows = RoleGrant.objects.filter(person=person, origin=origin)
    held = {Role(role) for role in rows.values_list("role", flat=True)}
    given, taken = set(roles) - held, held - set(roles)
    if not given and not taken:
        return False
    rows.filter(role__in=taken).delete()
    RoleGrant.objects.bulk_create(
        RoleGrant(person=person, role=role, origin=origin) for role in sorted(given)
    )
    key = f"person:{person.pk}"
    lines = [Note("role.grant", key, person.login, after={"role": role}) for role in sorted(given)]
    lines += [Note("role.revoke", key, person.login, {"role": role}) for role in sorted(taken)]
    note(person.portal, actor, lines)
    return True


def without_password(person: Person) -> None:
    """Nobody signs in with a password of this person any more."""
    person.password = NO_PASSWORD
    person.save(update_fields=["password"])


def own(person: Person, fields: Iterable[str], owner: str) -> None:
    """Say who keeps these fields of a person: ``local``, or ``sso``."""
    owned = {**person.owned, **dict.fromkeys(fields, owner)}
    if owned != person.owned:
        person.owned = owned
        person.save(update_fields=["owned"])


def change_people(changed: Sequence[tuple[Person, PersonFields]]) -> None:
    """Give people new fields, and the addresses that go with them."""
    save_again(
        [_fill(person, fields) for person, fields in changed],
        [
            "login",
            "login_key",
            "first_name",
            "last_name",
            "display_name",
            "mail",
            "state",
            "left_at",
            "search",
            "sort_key",
        ],
    )
    Address.objects.filter(person__in=[person.pk for person, _ in changed]).delete()
    Address.objects.bulk_create(_addresses(changed), batch_size=500)


def let_go(people: Sequence[int]) -> None:
    """Take logins and addresses off people who get others in this same transaction."""
    for start in range(0, len(people), 500):
        rows = Person.objects.filter(pk__in=people[start : start + 500])
        rows.update(login_key=Concat(Value("\x7f"), Cast("pk", CharField())))
        Address.objects.filter(person__in=people[start : start + 500]).delete()


def leave(people: Iterable[int]) -> None:
    """People whose last record is gone: they are on their way out. Marks them."""
    ids = list(people)
    Person.objects.filter(pk__in=ids).update(state=Person.State.LEFT, left_at=clock.now())
    changes.touched("person", ids, priority=changes.BULK)


def save_groups(portal: Portal, wanted: Sequence[tuple[Group | None, str, str]]) -> list[Group]:
    """Make or rename groups: (existing one or None, name, description) each."""
    new: list[Group] = []
    for group, name, description in wanted:
        row = group or Group(portal=portal)
        row.name, row.name_key = name[:255], fold.key(name)[:255]
        row.description, row.left_at = description, None
        row.search = fold.search_text(name, description)
        row.sort_key = fold.fold(name)[:255]
        if group is None:
            new.append(row)
        else:
            row.save()
    made = iter(Group.objects.bulk_create(new, batch_size=500))
    return [group if group is not None else next(made) for group, _, _ in wanted]


Refs = Mapping[str, tuple[int | None, int | None]]
"""Reference -> (person pk, subgroup pk); None where it is not known whom it means."""


_Member = TypeVar("_Member", Membership, EntryMember)


def set_members(group: Group, refs: Refs) -> bool:
    """Make a group's references exactly these. Returns whether anything changed."""
    return _set_refs(Membership, "group_id", group.pk, refs)


def set_entry_members(entry: Entry, refs: Refs) -> bool:
    """Make an entry's references exactly these. Returns whether anything changed."""
    return _set_refs(EntryMember, "entry_id", entry.pk, refs)


def _set_refs(model: type[_Member], owner: str, number: int, refs: Refs) -> bool:
    rows = model._default_manager.filter(**{owner: number})
    present = dict(rows.values_list("ref", "pk"))
    gone = [pk for ref, pk in present.items() if ref not in refs]
    fresh = [
        model(**{owner: number}, ref=ref, person_id=person, subgroup_id=subgroup)
        for ref, (person, subgroup) in refs.items()
        if ref not in present
    ]
    for start in range(0, len(gone), 500):
        model._default_manager.filter(pk__in=gone[start : start + 500]).delete()
    model._default_manager.bulk_create(fresh, batch_size=500)
    return bool(gone or fresh)


def be_just_in(person: Person, ref: str, groups: Collection[int], among: QuerySet[Group]) -> bool:
    """Let somebody be, under one reference alone, in just these of some groups. Marks them."""
    mine = Membership.objects.filter(Q(ref=ref[:1024]) | Q(person=person), group__in=among)
    wanted = Q(ref=ref[:1024], group__in=groups)
    present = set(mine.filter(wanted).values_list("group_id", flat=True))
    gone = set(mine.exclude(wanted).values_list("group_id", flat=True))
    fresh = set(groups) - present
    mine.exclude(wanted).delete()
    Membership.objects.bulk_create(
        Membership(group_id=group, ref=ref[:1024], person=person) for group in sorted(fresh)
    )
    changes.touched("group", gone ^ fresh)
    return bool(gone or fresh)


def resolve(arrived: Refs) -> set[int]:
    """Point references at people and groups that arrived, those of whoever was there before too.

    Returns the groups with another member now.
    """
    return {row.group_id for row in _point(Membership, arrived)}


def resolve_entries(arrived: Refs) -> dict[str, set[int]]:
    """The same for references of entries; returns those with another member now, by kind."""
    numbers = {row.entry_id for row in _point(EntryMember, arrived)}
    found: dict[str, set[int]] = {}
    for pk, kind in Entry.objects.filter(pk__in=numbers).values_list("pk", "kind"):
        found.setdefault(kind, set()).add(pk)
    return found


def _point(model: type[_Member], arrived: Refs) -> list[_Member]:
    rows = [
        row
        for row in model._default_manager.filter(ref__in=list(arrived))
        if (row.person_id, row.subgroup_id) != arrived[row.ref]
    ]
    for row in rows:
        row.person_id, row.subgroup_id = arrived[row.ref]
    save_again(rows, ["person", "subgroup"])
    return rows


def leave_groups(groups: Iterable[int]) -> None:
    """Groups whose record is gone. Marks them."""
    ids = list(groups)
    Group.objects.filter(pk__in=ids).update(left_at=clock.now())
    changes.touched("group", ids, priority=changes.BULK)


def save_entry(
    portal: Portal,
    entry: Entry | None,
    *,
    kind: str,
    name: str,
    attributes: Mapping[str, Any],
    owner: str,
) -> Entry:
    """Make or change an entry of any other kind (context, access profile, ...). Marks it."""
    row = entry or Entry(portal=portal, kind=kind)
    row.name, row.attributes, row.owner, row.left_at = name[:255], dict(attributes), owner, None
    row.save()
    changes.touched(kind, [row.pk])
    return row


def leave_entries(entries: Iterable[Entry]) -> None:
    """Entries whose record is gone. Marks them by kind."""
    for entry in entries:
        entry.left_at = clock.now()
        entry.save(update_fields=["left_at"])
        changes.touched(entry.kind, [entry.pk], priority=changes.BULK)
