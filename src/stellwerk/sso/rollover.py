"""The only writers of our certificates and keys: made or pasted, published, used, retired.

A key goes from next to active to retired: next is in the metadata already, so that the identity
provider learns of it before it is used; retired still opens what was encrypted for it.
"""

from django.db import transaction

from stellwerk.core import clock
from stellwerk.core.errors import StellwerkError
from stellwerk.core.secrets import keyring
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.sso.keys import place
from stellwerk.sso.models import Key
from stellwerk.sso.saml import certificates
from stellwerk.sso.saml.settings import KeyPair

Use, Slot = Key.Use, Key.Slot


class NextIsThere(StellwerkError):
    """There is a certificate already that waits to be used next."""

    code = "sso-next-is-there"
    hint = "Use that one first, or remove it."


class OtherUse(StellwerkError):
    """The certificate in use serves for signing and encryption, so its successor has to as well."""

    code = "sso-other-use"
    hint = "Choose signing and encryption."


class InUse(StellwerkError):
    """This certificate is in use."""

    code = "sso-key-in-use"
    hint = "Add its successor and change over to it first, or turn single sign-on off."


def make(portal: Portal, use: Key.Use, *, actor: str) -> Key:
    """Make a key with a certificate that signs itself. Raises as `take` does."""
    name = portal.address.partition("://")[2].partition(":")[0] or portal.name
    return take(portal, certificates.self_signed(name, now=clock.now()), use, actor=actor)


def take(portal: Portal, pair: KeyPair, use: Key.Use, *, actor: str) -> Key:
    """Keep a certificate with its key: in use at once where none is, else next.

    Raises NextIsThere, OtherUse.
    """
    with transaction.atomic():
        now = _others(portal, use, Slot.ACTIVE)
        if any(row.use == Use.BOTH != use for row in now):
            raise OtherUse
        slot = Slot.NEXT if now else Slot.ACTIVE
        if slot == Slot.NEXT and _others(portal, use, Slot.NEXT):
            raise NextIsThere
        row = Key(portal=portal, use=use, slot=slot, created=clock.now())
        row.certificate = certificates.pem(pair.certificate)
        row.private_key = keyring().seal(certificates.private_pem(pair.private_key), place(row))
        row.save()
        _note("sso.key.add", row, actor, {}, _said(row))
    return row


def is_there(portal: Portal, pair: KeyPair) -> bool:
    """Whether a certificate is kept already."""
    known = Key.objects.filter(portal=portal).values_list("certificate", flat=True)
    return certificates.pem(pair.certificate) in set(known)


def change_over(row: Key, *, actor: str) -> None:
    """Use the next certificate; what it replaces is retired, and what was retired is forgotten."""
    with transaction.atomic():
        for old in _others(row.portal, Key.Use(row.use), Slot.RETIRED):
            _forget(old, actor)
        for old in _others(row.portal, Key.Use(row.use), Slot.ACTIVE):
            _move(old, Slot.RETIRED, actor)
        _move(row, Slot.ACTIVE, actor)


def remove(row: Key, *, on: bool, actor: str) -> None:
    """Forget a certificate and its key. Raises InUse for the one in use while sign-on is `on`."""
    with transaction.atomic():
        if on and row.slot == Slot.ACTIVE:
            raise InUse
        _forget(row, actor)


def _others(portal: Portal, use: Key.Use, slot: Key.Slot) -> list[Key]:
    """Keys in a slot that serve any of the purposes of `use`."""
    rows = Key.objects.filter(portal=portal, slot=slot).order_by("pk")
    return [row for row in rows if use == Use.BOTH or row.use in {use, Use.BOTH}]


def _move(row: Key, slot: Key.Slot, actor: str) -> None:
    before = _said(row)
    row.slot = slot
    row.save(update_fields=["slot"])
    _note("sso.key.move", row, actor, before, _said(row))


def _forget(row: Key, actor: str) -> None:
    before, key = _said(row), row.pk
    row.delete()
    row.pk = key
    _note("sso.key.remove", row, actor, before, {})


def _said(row: Key) -> dict[str, str]:
    found = certificates.read_certificate(row.certificate)
    return {
        "use": str(row.use),
        "slot": str(row.slot),
        "certificate": certificates.fingerprint(found),
    }


def _note(verb: str, row: Key, actor: str, before: dict[str, str], after: dict[str, str]) -> None:
    name = certificates.common_name(certificates.read_certificate(row.certificate))
    note(row.portal, actor, [Note(verb, f"sso-key:{row.pk}", name, before, after)])
