"""The codes of people who are not let in although their message is believed."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from stellwerk.panel.pages.sso.codes import usual
from stellwerk.panel.pages.sso.codes.usual import Usual
from stellwerk.panel.settings.fields import Text
from stellwerk.sso.why import Why

PEOPLE: Mapping[str, tuple[Text, Usual]] = {
    Why.NO_IDENTIFIER: (_("The attribute that says who somebody is did not come."), usual.RELEASE),
    Why.NO_FIRST_NAME: (_("No first name came."), usual.RELEASE),
    Why.NO_LAST_NAME: (_("No last name came."), usual.RELEASE),
    Why.NO_MAIL: (_("No mail address came that could be used."), usual.RELEASE),
    Why.BAD_PHOTO: (_("The photo that came is no picture that can be used."), usual.RELEASE),
    Why.DISABLED: (_("The person's account is switched off."), usual.SWITCHED_OFF),
    Why.LEFT: (_("The person has left."), usual.SWITCHED_OFF),
    Why.MAIL_NOT_TRUSTED: (
        _("An account has this mail address already, and its domain is not trusted."),
        usual.ACCOUNTS,
    ),
    Why.MAIL_OF_SEVERAL: (_("Several accounts have this mail address."), usual.ACCOUNTS),
    Why.MAIL_TAKEN: (_("Another account has this mail address."), usual.ACCOUNTS),
    Why.LOGIN_TAKEN: (_("Another account has this login."), usual.ACCOUNTS),
    Why.OTHER_ISSUER: (_("The person is linked with another identity provider."), usual.ACCOUNTS),
    Why.OTHER_IDENTITY: (
        _("The account belongs to somebody else of this identity provider."),
        usual.LINKED_ELSE,
    ),
    Why.LAST_OWNER: (
        _("The person is the last owner with a password here, and keeps it."),
        usual.ACCOUNTS,
    ),
    Why.NOT_CONFIRMED: (
        _("The person did not confirm in time that the two accounts are theirs."),
        usual.STALE,
    ),
}
