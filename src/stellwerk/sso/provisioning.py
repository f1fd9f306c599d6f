"""The only writer of people who come by signing in: their record, groups and roles.

Their record goes the way of everything that is read, so that rules and targets see them as anybody
else. Whoever a directory knows gets none: what the directory says of them counts, and once it
drops them nothing keeps them here.
"""

from dataclasses import dataclass, field

from stellwerk.people import actions as people
from stellwerk.people.models import Person, RoleGrant
from stellwerk.portals.models import Portal
from stellwerk.sources.actions import sign_on_source
from stellwerk.sources.base import Kind, ReadRecord, fingerprint, fold_dn
from stellwerk.sources.batch import Batch, load_claims
from stellwerk.sources.claims import person_fields
from stellwerk.sources.models import SIGN_ON, Record, Source
from stellwerk.sso import joining
from stellwerk.sso.matching import NotLetIn
from stellwerk.sso.picture import BadPicture, picture_of
from stellwerk.sso.profile import Profile
from stellwerk.sso.why import Why

OWNED = ("login", "first_name", "last_name", "mails")
"""The fields of a person that their sign-in keeps."""


@dataclass(slots=True)
class Provisioned:
    """Who it is now, and what of their profile could not be taken."""

    person: Person
    left_out: list[tuple[Why, str]] = field(default_factory=list)


def provision(portal: Portal, profile: Profile, person: Person | None) -> Provisioned:
    """Make or refresh somebody, in the caller's transaction. Raises NotLetIn."""
    source = sign_on_source(portal)
    if person is not None and kept_elsewhere(person):
        Record.objects.filter(source=source, ident=profile.key).delete()
        done = Provisioned(person)
    else:
        done = _recorded(source, profile, person)
    if profile.groups is not None:
        joining.be_in(source, done.person, dn_of(profile), profile.groups)
    people.grant_exactly(
        done.person,
        profile.roles,
        origin=RoleGrant.Origin.SIGN_ON,
        actor=f"source:{source.name}",
    )
    return done


def kept_elsewhere(person: Person) -> bool:
    """Whether a directory knows somebody."""
    rows = Record.objects.filter(person=person, absent_since=None)
    return rows.exclude(source__kind=SIGN_ON).exists()


def dn_of(profile: Profile) -> str:
    """What stands for a DN: the identifier as far as it can be read, and its hash."""
    letters = profile.identifier[:100]
    shown = "".join(char if char.isalnum() or char in "@._-" else "_" for char in letters)
    return f"uid={shown},ou={profile.key[:16]},o=sso"


def _recorded(source: Source, profile: Profile, person: Person | None) -> Provisioned:
    blobs, left_out = _photo(profile)
    attributes = _attributes(profile, person)
    row = _row(source, profile, person)
    if person is not None and row is not None and _is(row, _record(profile, attributes, blobs)):
        return Provisioned(person, left_out)
    if person is not None:
        left_out += _settled(source, attributes, person)
    record = _record(profile, attributes, blobs)
    if row is None and person is not None:
        row = Record.objects.create(
            source=source, kind=Kind.PERSON, ident=profile.key, dn=record.dn,
            dn_key=fold_dn(record.dn), fingerprint=b"", person=person,
        )  # fmt: skip
    if row is None or not _is(row, record):
        batch = Batch.load(source, [record])
        batch.save()
        row = batch.rows[record.ident]
    if row.person is None:
        # Somebody else took the name in this very moment.
        raise NotLetIn(Why.LOGIN_TAKEN, profile.login or profile.mail)
    who = Person.objects.get(pk=row.person.pk)
    people.own(who, OWNED, SIGN_ON)
    return Provisioned(who, left_out)


def _row(source: Source, profile: Profile, person: Person | None) -> Record | None:
    """Their record; whomever another identity provider brought before keeps the one they have."""
    row = Record.objects.filter(source=source, ident=profile.key).first()
    if row is not None or person is None:
        return row
    row = Record.objects.filter(source=source, kind=Kind.PERSON, person=person).first()
    if row is not None:
        row.ident, row.fingerprint = profile.key, b""
        row.save(update_fields=["ident", "fingerprint"])
    return row


def _record(
    profile: Profile, attributes: dict[str, list[str]], blobs: dict[str, bytes]
) -> ReadRecord:
    dn = dn_of(profile)
    mark = fingerprint(Kind.PERSON, dn, attributes, blobs)
    return ReadRecord(Kind.PERSON, profile.key, dn, attributes, blobs, mark)


def _is(row: Record, record: ReadRecord) -> bool:
    return bytes(row.fingerprint) == record.fingerprint and row.absent_since is None


def _attributes(profile: Profile, person: Person | None) -> dict[str, list[str]]:
    """A profile under UDM property names. A login that nothing gives stays what it is."""
    login = profile.login or (person.login if person is not None else profile.mail)
    found = {
        "username": login,
        "firstname": profile.first_name,
        "lastname": profile.last_name,
        "displayName": f"{profile.first_name} {profile.last_name}",
        "mailPrimaryAddress": profile.mail,
        "title": profile.title,
        "city": profile.location,
        "phone": profile.phone,
        "preferredLanguage": profile.language,
    }
    return {name: [value] for name, value in found.items() if value}


def _settled(
    source: Source, attributes: dict[str, list[str]], person: Person
) -> list[tuple[Why, str]]:
    """Leave somebody the login or mail they have, where another one has what they would get."""
    fields = person_fields(attributes)
    claims = load_claims(source, {fields.login}, set(fields.mail_keys))
    left_out = []
    for clash in claims.clashes(fields, person.pk):
        name, kept, why = _KEPT[clash.kind]
        left_out.append((why, clash.value))
        old = getattr(person, kept)
        attributes[name] = [old]
        if not old:
            del attributes[name]
    return left_out


_KEPT = {
    "login": ("username", "login", Why.LOGIN_TAKEN),
    "mail": ("mailPrimaryAddress", "mail", Why.MAIL_TAKEN),
}


def _photo(profile: Profile) -> tuple[dict[str, bytes], list[tuple[Why, str]]]:
    if not profile.photo:
        return {}, []
    try:
        return {"jpegPhoto": picture_of(profile.photo)}, []
    except BadPicture:
        return {}, [(Why.BAD_PHOTO, "")]
