"""Our own keys: sealed in the store, opened for use."""

from collections.abc import Iterable
from functools import lru_cache

from stellwerk.core.secrets import keyring
from stellwerk.portals.models import Portal
from stellwerk.sso.models import Key
from stellwerk.sso.saml.certificates import read_pair
from stellwerk.sso.saml.settings import KeyPair


def place(row: Key) -> str:
    """What a private key is bound to."""
    return f"sso.key.{row.public_id}"


def opened(row: Key) -> KeyPair:
    """A key with its certificate. Raises BadCertificate, KeyMissing, SealBroken."""
    return _opened(row.certificate, row.private_key, place(row))


def keys_of(portal: Portal) -> list[Key]:
    """All keys of a portal, the one in use first, then the one to follow, then the old ones."""
    rows = Key.objects.filter(portal=portal).order_by("-created", "-pk")
    return sorted(rows, key=lambda row: _ORDER.index(row.slot))


def for_use(rows: Iterable[Key], use: Key.Use) -> list[Key]:
    """Those for signing, or those for encryption."""
    return [row for row in rows if row.use in {use, Key.Use.BOTH}]


_ORDER: list[str] = [Key.Slot.ACTIVE, Key.Slot.NEXT, Key.Slot.RETIRED]


@lru_cache(maxsize=64)
def _opened(certificate: str, sealed: str, where: str) -> KeyPair:
    # Reading a key costs more than everything else in an answer of ours.
    return read_pair(certificate, keyring().open(sealed, where).reveal())
