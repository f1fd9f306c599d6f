"""Which of the connector's objects is whom here: by immutable id, then by DN."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stellwerk.moving_in.objects import GROUP, IDENTS, PERSON
from stellwerk.moving_in.state import OldObject
from stellwerk.portals.models import Portal
from stellwerk.sources.base import fold_dn
from stellwerk.sources.models import Record, Source
from stellwerk.sync.models import Applied
from stellwerk.targets.models import Target

BATCH = 500
_READ = "Read the source it comes from: stellwerk plan. Then import again."


@dataclass(frozen=True, slots=True)
class Link:
    """An object of the connector and the object key of whom it is (``person:5``, ``group:7``)."""

    key: str
    old: OldObject


@dataclass(frozen=True, slots=True)
class Unlinked:
    """An object of the connector that is nobody's here, why, and what to do."""

    dn: str
    name: str
    reason: str
    hint: str


def link(
    portal: Portal, target: Target, objects: Sequence[OldObject]
) -> Iterator[tuple[list[Link], list[Unlinked]]]:
    """People and groups in batches: whom they are, and who of them is nobody.

    Whoever has no account in OX (without oxDbId, without context) is in neither list, nor are the
    other kinds of objects.
    """
    wanted = [one for one in objects if _concerns(one)]
    numbers = Counter((one.context, one.ox_id) for one in wanted if one.module == PERSON)
    sources = list(Source.objects.filter(portal=portal).values_list("pk", flat=True))
    taken: set[str] = set()
    for start in range(0, len(wanted), BATCH):
        linked, unlinked = [], []
        batch = wanted[start : start + BATCH]
        by_ident = _by_ident(sources, batch)
        found = by_ident, _by_dn(sources, [one for one in batch if not _rows(one, by_ident)])
        holders = _holders(target, batch)
        for one in batch:
            result = _link(one, found, taken)
            if isinstance(result, Link) and one.module == PERSON:
                result = _checked(result, numbers, holders)
            if isinstance(result, Link):
                taken.add(result.key)
                linked.append(result)
            else:
                unlinked.append(result)
        yield linked, unlinked


def _concerns(one: OldObject) -> bool:
    if one.module == GROUP:
        return bool(one.name)
    return one.module == PERSON and bool(one.ox_id and one.context)


Records = dict[tuple[str, str], list[Record]]


def _by_ident(sources: Sequence[int], batch: Sequence[OldObject]) -> Records:
    idents = {ident for one in batch for ident in one.idents.values()}
    return _records(sources, "ident", sorted(idents))


def _by_dn(sources: Sequence[int], batch: Sequence[OldObject]) -> Records:
    return _records(sources, "dn_key", sorted({fold_dn(one.dn) for one in batch}))


def _records(sources: Sequence[int], column: str, values: Sequence[str]) -> Records:
    found: Records = {}
    for start in range(0, len(values), BATCH):
        chunk = values[start : start + BATCH]
        rows = Record.objects.filter(source__in=sources, **{f"{column}__in": chunk})
        for row in rows.filter(kind__in=["person", "group"]).only(
            "kind", "ident", "dn_key", "attributes", "person_id", "group_id"
        ):
            found.setdefault((row.kind, getattr(row, column)), []).append(row)
    return found


def _kind(one: OldObject) -> str:
    return "person" if one.module == PERSON else "group"


def _rows(one: OldObject, by_ident: Records) -> list[Record]:
    """The records with one of an object's immutable ids."""
    return [row for ident in one.idents.values() for row in by_ident.get((_kind(one), ident), ())]


def _link(one: OldObject, found: tuple[Records, Records], taken: set[str]) -> Link | Unlinked:
    kind, (by_ident, by_dn) = _kind(one), found
    rows = _rows(one, by_ident)
    if not rows:
        rows = by_dn.get((kind, fold_dn(one.dn)), [])
        if any(_is_another(one, row) for row in rows):
            return _unlinked(
                one,
                "the object of this DN is another one now (its immutable id differs)",
                "Its account is found by login and mail address, if these are the same.",
            )
    owners = {getattr(row, f"{kind}_id") for row in rows} - {None}
    if not owners:
        return _unlinked(one, "nobody here has this id or this DN", _READ)
    if len(owners) > 1:
        return _unlinked(one, "more than one here has this id or this DN", "stellwerk decide")
    key = f"{kind}:{owners.pop()}"
    if key in taken:
        return _unlinked(one, f"another object of the connector is {key} already", "Remove one.")
    return Link(key, one)


def _is_another(one: OldObject, row: Record) -> bool:
    for name in IDENTS:
        here = str((row.attributes.get(name) or [""])[0]).lower()
        if here and one.idents.get(name) and here != one.idents[name]:
            return True
    return False


def _holders(target: Target, batch: Sequence[OldObject]) -> dict[tuple[str, str], str]:
    """Who has an account of these numbers already."""
    ids = {one.ox_id for one in batch if one.ox_id}
    rows = Applied.objects.filter(target=target, person__isnull=False, remote_id__in=ids)
    return {
        (scope, remote): key
        for key, scope, remote in rows.values_list("object", "scope", "remote_id")
    }


def _checked(
    found: Link, numbers: Counter[tuple[str, str]], holders: dict[tuple[str, str], str]
) -> Link | Unlinked:
    old = found.old
    place = (old.context, old.ox_id)
    if numbers[place] > 1:
        text = f"the connector gives number {old.ox_id} in context {old.context} to several"
        return _unlinked(old, text, "Their accounts are found by login and mail address.")
    if holders.get(place, found.key) != found.key:
        text = f"account {old.ox_id} in context {old.context} is {holders[place]}'s already"
        return _unlinked(old, text, "stellwerk why, for both of them")
    return found


def _unlinked(one: OldObject, reason: str, hint: str) -> Unlinked:
    return Unlinked(one.dn, one.name, reason, hint)
