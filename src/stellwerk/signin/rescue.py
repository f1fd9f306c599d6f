"""The way back in for whoever has the machine: new password, no lock, no foreign sessions."""

from django.db import transaction

from stellwerk.core import fold
from stellwerk.core.access import Role
from stellwerk.core.errors import NotFound
from stellwerk.core.masked import Masked
from stellwerk.people.models import Person
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.signin import actions, lockout, passwords
from stellwerk.signin.models import Attempts
from stellwerk.signin.otherwise import vouched


def reset(portal: Portal, login: str, *, actor: str) -> tuple[str, Masked]:
    """Give an owner a one-time password: login and password, to be shown once.

    ``login`` "" is the owner who was there first; where no active one is left, one is made. Raises
    NotFound for a login that is no owner's, PasswordElsewhere for one who has none here.
    """
    with transaction.atomic():
        owner = _owner(portal, login)
        if owner is None:
            made = actions.new_owner(portal, actor=actor)
            unlock(portal, made[0], actor=actor)
            return made
        password = passwords.one_time()
        actions.set_password(owner, password, one_time=True, actor=actor, keep=None)
        unlock(portal, "", actor=actor)
    return owner.login, password


def _owner(portal: Portal, login: str) -> Person | None:
    owners = Person.objects.filter(
        portal=portal, state=Person.State.ACTIVE, grants__role=Role.OWNER
    )
    if not login:
        # Who signs in through an identity provider gets no password.
        return next((row for row in owners.order_by("pk") if not vouched(row)), None)
    owner = owners.filter(login_key=fold.key(login)).first()
    if owner is None:
        raise NotFound(f"No owner has the login {login!r}.", hint="stellwerk owner reset")
    return owner


def unlock(portal: Portal, login: str, *, actor: str) -> int:
    """Forget the failed attempts of a login, or of all logins and addresses; how many."""
    rows = Attempts.objects.filter(portal=portal)
    if login:
        rows = rows.filter(key=lockout.guards(login, "")[0].key)
    with transaction.atomic():
        number, _each = rows.delete()
        if number:
            note(portal, actor, [Note("signin.unlock", f"portal:{portal.pk}", login)])
    return number


def end_sessions(portal: Portal, login: str, *, actor: str) -> int:
    """End all sessions of somebody; how many. Raises NotFound."""
    rows = Person.objects.filter(portal=portal, login_key=fold.key(login))
    found = list(rows)
    if not found:
        raise NotFound(f"Nobody has the login {login!r}.", hint=f"stellwerk people {login}")
    return sum(actions.close_others(person, None, actor=actor) for person in found)
