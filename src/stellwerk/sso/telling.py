"""What somebody who is not let in is told."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stellwerk.sso.why import Why

_TOLD: dict[Why, str | Promise] = {
    Why.NO_IDENTIFIER: _("Your organisation's sign-in did not say who you are in a lasting way."),
    Why.NO_FIRST_NAME: _("Your organisation's sign-in did not give your first name."),
    Why.NO_LAST_NAME: _("Your organisation's sign-in did not give your last name."),
    Why.NO_MAIL: _("Your organisation's sign-in did not give your mail address."),
    Why.DISABLED: _("Your account is switched off."),
    Why.LEFT: _("Your account is switched off."),
    Why.LAST_OWNER: _(
        "You are the last owner with a password of this portal. Somebody has to be able to sign in"
        " when your organisation's sign-in is away: make another owner first."
    ),
    Why.NOT_CONFIRMED: _(
        "This took too long, or was not begun in this browser. Please begin on the sign-in page."
    ),
}
_TAKEN = _("There already is another account with your mail address or login.")


def told(why: Why) -> str | Promise:
    """What the person themselves is told; what belongs to others is not in it."""
    return _TOLD.get(why, _TAKEN)
