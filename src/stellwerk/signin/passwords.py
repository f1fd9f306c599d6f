"""Local passwords: which are good enough, and whether one is right, in the same time for all."""

import secrets
from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.utils.translation import gettext as _

from stellwerk.core import fold
from stellwerk.core.masked import Masked
from stellwerk.people.models import Person
from stellwerk.signin.errors import WeakPassword

SHORTEST = 12
LONGEST = 1024
# Without letters and digits that are easily mistaken for each other.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def is_right(person: Person | None, password: Masked) -> bool:
    """Whether this is the person's password. As slow for nobody, and for people without one."""
    known = person is not None and person.has_usable_password()
    encoded = person.password if person is not None and known else _nobodys()
    text = password.reveal()
    return check_password(text[:LONGEST], encoded) and known and len(text) <= LONGEST


@cache
def _nobodys() -> str:
    return make_password(secrets.token_urlsafe())


def one_time() -> Masked:
    """A random password for the first sign-in, 98 bits strong and easy to read out."""
    parts = ("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(4))
    return Masked("-".join(parts))


def check_strength(password: Masked, person: Person) -> None:
    """Raises WeakPassword for one that is short, common, or made of the person's own name."""
    text = password.reveal()
    if len(text) < SHORTEST:
        raise WeakPassword(_("Please take at least %(number)d characters.") % {"number": SHORTEST})
    if len(text) > LONGEST:
        raise WeakPassword(_("Please take at most %(number)d characters.") % {"number": LONGEST})
    folded = fold.fold(text)
    names = (person.login, person.first_name, person.last_name, person.mail.partition("@")[0])
    if any(len(name) > 3 and fold.fold(name) in folded for name in names):
        raise WeakPassword(_("Please take one that does not hold your name or login."))
    word = folded.strip("0123456789!?.,-_ ")
    half = word[: len(word) // 2]
    doubled = half * 2 == word and half in _common()
    if doubled or {folded, word} & _common() or len(set(folded)) < 5:
        raise WeakPassword(_("This one is among the first that anybody would try."))


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)
