"""Groups that the identity provider puts people into: made when somebody is first in one."""

from collections.abc import Sequence

from stellwerk.core import fold
from stellwerk.people import actions as people
from stellwerk.people.models import Group, Person
from stellwerk.sources.base import Kind, ReadRecord, fingerprint, fold_dn
from stellwerk.sources.batch import Batch, reference
from stellwerk.sources.models import Record, Source
from stellwerk.sso.profile import key_of


def be_in(source: Source, person: Person, dn: str, names: Sequence[str]) -> bool:
    """Let somebody be in just these groups of the identity provider; whether that changed.

    Groups of a directory, and those somebody is in otherwise, are not touched.
    """
    wanted = {_ident(name): name for name in names}
    records = Record.objects.filter(source=source, kind=Kind.GROUP)
    known: dict[str, int | None] = dict(
        records.filter(ident__in=wanted).values_list("ident", "group_id")
    )
    fresh = [_record(ident, name) for ident, name in wanted.items() if ident not in known]
    if fresh:
        batch = Batch.load(source, fresh)
        batch.save()
        known |= {ident: row.group_id for ident, row in batch.rows.items()}
    among = Group.objects.filter(pk__in=records.values("group"))
    groups = {pk for pk in known.values() if pk is not None}
    return people.be_just_in(person, reference(source, fold_dn(dn)[:1024]), groups, among)


def _ident(name: str) -> str:
    return key_of("group", fold.key(name))


def _record(ident: str, name: str) -> ReadRecord:
    shown = "".join(char if char.isalnum() or char in "@._-" else "_" for char in name)
    dn, attributes = f"cn={shown[:100]},ou={ident[:16]},o=sso", {"name": [name]}
    mark = fingerprint(Kind.GROUP, dn, attributes, {})
    return ReadRecord(Kind.GROUP, ident, dn, attributes, {}, mark)
