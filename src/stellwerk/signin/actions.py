"""The only writers of sessions, local passwords and preferences."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from stellwerk.core import clock
from stellwerk.core.access import Role
from stellwerk.core.masked import Masked
from stellwerk.people.actions import PersonFields, add_local_person, grant, without_password
from stellwerk.people.models import Person, RoleGrant
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.signin import lockout, passwords
from stellwerk.signin.errors import PasswordElsewhere, WrongPassword
from stellwerk.signin.models import LocalPassword, Preference, Session
from stellwerk.signin.naming import meant
from stellwerk.signin.otherwise import vouched

IDLE, LONGEST = timedelta(hours=2), timedelta(hours=16)
"""A session ends when nothing was asked for so long, and after so long in any case."""
LONGEST_INDEX = 400
"""So much of an identity provider's name for a session is kept."""
_SEEN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Client:
    """Where a request comes from: network address, and what the browser calls itself."""

    address: str
    agent: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session, and the token that only its browser knows."""

    session: Session
    token: Masked


@dataclass(frozen=True, slots=True)
class Voucher:
    """The identity provider that says who somebody is: whom it means, and until when."""

    issuer: str = ""
    subject: Mapping[str, str] = field(default_factory=dict)
    subject_key: str = ""
    session_index: str = ""
    ends_at: datetime | None = None


def token_hash(token: str) -> str:
    """What is stored of a session's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def sign_in(portal: Portal, login: str, password: Masked, client: Client) -> Opened:
    """Open a session for whoever knows the password; `login` may be their mail address too.

    Raises LockedOut after too many failures, else WrongPassword; both alike for logins that
    nobody has. Failures count under the login, whatever was typed.
    """
    person = meant(portal, login)
    keys = lockout.guards(person.login if person else login, client.address)
    locking = lockout.count(portal, keys)
    right = passwords.is_right(person, password)
    if not right or person is None or vouched(person):
        if locking:
            lines = [Note("signin.lock", guard.key[:80], login) for guard in locking]
            note(portal, client.address, lines)
        raise WrongPassword
    lockout.succeeded(portal, *keys)
    return open_session(person, client)


def open_session(person: Person, client: Client, voucher: Voucher | None = None) -> Opened:
    """A new session with a new token, for somebody who has just proven who they are, here or to
    an identity provider, which vouches for them.
    """
    given = voucher or Voucher()
    now, token = clock.now(), Masked(secrets.token_urlsafe(32))
    with transaction.atomic():
        Session.objects.filter(created__lt=now - LONGEST).delete()
        session = Session.objects.create(
            token_hash=token_hash(token.reveal()),
            person=person,
            portal=person.portal,
            created=now,
            last_seen=now,
            address=client.address[:45],
            agent=client.agent[:300],
            issuer=given.issuer[:1024],
            subject=dict(given.subject),
            subject_key=given.subject_key,
            session_index=given.session_index[:LONGEST_INDEX],
            ends_at=given.ends_at,
        )
        said = {"address": client.address}
        if voucher is not None:
            said["by"] = voucher.issuer
        _note(person, "session.open", person.login, after=said)
    return Opened(session, token)


def seen(session: Session) -> None:
    """Note that a session is in use; written once a minute at most."""
    now = clock.now()
    if now - session.last_seen >= _SEEN:
        session.last_seen = now
        session.save(update_fields=["last_seen"])


def close_session(session: Session, *, actor: str) -> None:
    """End a session: signed out, or revoked."""
    with transaction.atomic():
        session.delete()
        _note(session.person, "session.close", actor, before={"address": session.address})


def close_others(person: Person, keep: Session | None, *, actor: str) -> int:
    """End all sessions of somebody but one. Returns how many ended."""
    rows = Session.objects.filter(person=person)
    if keep is not None:
        rows = rows.exclude(pk=keep.pk)
    with transaction.atomic():
        number, _ = rows.delete()
        if number:
            _note(person, "session.close_others", actor, before={"sessions": number})
    return number


def set_password(
    person: Person, password: Masked, *, one_time: bool = False, actor: str, keep: Session | None
) -> None:
    """Give somebody a new password; every other session of theirs ends.

    Raises WeakPassword, unless it is a random one for one time, and PasswordElsewhere for whoever
    signs in through an identity provider.
    """
    if vouched(person):
        raise PasswordElsewhere
    if not one_time:
        passwords.check_strength(password, person)
    encoded = make_password(password.reveal())
    with transaction.atomic():
        person.password = encoded
        person.save(update_fields=["password"])
        LocalPassword.objects.update_or_create(
            person=person, defaults={"changed": clock.now(), "one_time": one_time}
        )
        _note(person, "password.set", actor, after={"one_time": one_time})
        close_others(person, keep, actor=actor)


def forget_password(person: Person) -> None:
    """Nobody signs in with a password of this person any more, in the caller's transaction."""
    without_password(person)
    LocalPassword.objects.filter(person=person).delete()


def choose_language(person: Person, language: str) -> None:
    """Remember the language somebody reads the panel in."""
    Preference.objects.update_or_create(person=person, defaults={"language": language})


def first_owner(portal: Portal) -> tuple[str, Masked] | None:
    """Make the portal's first owner: login and one-time password, to be shown once.

    None when the portal has an owner already.
    """
    with transaction.atomic():
        if RoleGrant.objects.filter(person__portal=portal, role=Role.OWNER).exists():
            return None
        return new_owner(portal, actor="stellwerk")


def new_owner(portal: Portal, *, actor: str) -> tuple[str, Masked]:
    """Make one more owner, in the caller's transaction: login and one-time password."""
    taken = set(Person.objects.filter(portal=portal).values_list("login_key", flat=True))
    names = ("owner", *(f"owner{number}" for number in range(2, len(taken) + 3)))
    login = next(name for name in names if name not in taken)
    person = add_local_person(portal, PersonFields(login), actor=actor)
    grant(person, Role.OWNER, actor=actor)
    password = passwords.one_time()
    set_password(person, password, one_time=True, actor=actor, keep=None)
    return login, password


def _note(
    person: Person,
    verb: str,
    actor: str,
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    line = Note(verb, f"person:{person.pk}", person.login, before or {}, after or {})
    note(person.portal, actor, [line])
