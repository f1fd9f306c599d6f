"""Why somebody is not signed in, or a password is not taken."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from stellwerk.core.errors import StellwerkError


class WrongPassword(StellwerkError):
    """The login or the password is wrong."""

    code = "signin.wrong"
    said = _("The login or the password is wrong.")


class LockedOut(StellwerkError):
    """Too many attempts failed; sign-in waits."""

    code = "signin.locked"
    said = _("Too many attempts failed. Please wait, then try again.")

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


class PasswordElsewhere(StellwerkError):
    """This person signs in through an identity provider and has no password here."""

    code = "signin.elsewhere"
    hint = (
        "Change the password there; without a login, `stellwerk owner reset` makes another owner."
    )


class WeakPassword(StellwerkError):
    """The password is too easy to guess."""

    code = "signin.weak"

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said
