"""New passwords for the administrators of contexts, without a moment in which one could be lost.

The new password is kept before OX hears of it, the old one until OX has taken the new one. Whoever
finds both after a call that got no answer, or after a sudden end, asks OX which of them it takes.

Source: OXUserService.change with a `password`; it counts from the next call on.
"""

from stellwerk.core.errors import StellwerkError
from stellwerk.core.masked import Masked
from stellwerk.core.said import say
from stellwerk.core.secrets import keyring
from stellwerk.targets.actions import begin_rotation, end_rotation, opened, place
from stellwerk.targets.models import Credential, Target
from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.faults import OxError, Refused


class NotThere(StellwerkError):
    """The context is not in OX, so its administrator has no password to change."""

    code = "rotation.not_there"
    hint = "A context that is still to be made gets a random password with its first sync."


class NotProven(StellwerkError):
    """OX confirmed the new password and does not take it; both passwords are kept."""

    code = "rotation.not_proven"
    hint = "Run the command again; it asks OX first which password it takes."


def rotate(row: Credential, client: OxClient, master: Credentials | None, *, actor: str) -> None:
    """Give a context's administrator a new random password.

    One that was begun earlier and took effect is brought to its end instead. Raises OxError,
    NotThere and NotProven; the passwords that may be the right one are kept then.
    """
    if settle(row, client, actor=actor):
        return
    old = Credentials(row.login, opened(row))
    new = begin_rotation(row.pk)
    usrdata = {"name": row.login, "password": new}
    try:
        client.call(ox.USER_CHANGE, {"ctx": _ctx(row), "usrdata": usrdata}, old)
    except OxError as fault:
        # Without an answer it may have taken effect; refused, another rotation may have been first.
        if not _opens(client, row, new):
            if isinstance(fault, Refused) and _is_gone(client, row, master):
                gone = say("There is no context %(context)s in OX.", context=row.scope)
                raise NotThere(gone) from fault
            raise
    else:
        if not _opens(client, row, new):
            raise NotProven
    end_rotation(row.pk, new, actor=actor)


def settle(row: Credential, client: OxClient, *, actor: str) -> bool:
    """Whether a rotation that was begun took effect; the new password is the one in use then."""
    if not row.next:
        return False
    new = keyring().open(row.next, place(row))
    if not _opens(client, row, new):
        return False
    return end_rotation(row.pk, new, actor=actor)


def has_newer(target: Target, tried: Credentials, scope: str, client: OxClient) -> bool:
    """Whether a login that OX refused was overtaken by a newer password, to be used from now on."""
    row = Credential.objects.select_related("target").filter(target=target, scope=scope).first()
    if row is None:
        return False
    if (row.login, opened(row).reveal()) != (tried.login, tried.password.reveal()):
        return True
    try:
        return settle(row, client, actor="sync")
    except OxError:
        return False


def _ctx(row: Credential) -> dict[str, int]:
    return {"id": int(row.scope)}


def _opens(client: OxClient, row: Credential, password: Masked) -> bool:
    try:
        client.call(ox.CONTEXT_GET_DATA, {"ctx": _ctx(row)}, Credentials(row.login, password))
    except Refused:
        return False
    return True


def _is_gone(client: OxClient, row: Credential, master: Credentials | None) -> bool:
    return master is not None and not client.call(ox.CONTEXT_EXISTS, {"ctx": _ctx(row)}, master)
