"""Why somebody is not let in although the identity provider's message is believed.

The codes are stable, and stand in the list of refusals beside those of the core. Pure.
"""

from enum import StrEnum


class Why(StrEnum):
    """One code per reason."""

    NO_IDENTIFIER = "no-identifier"
    NO_FIRST_NAME = "no-first-name"
    NO_LAST_NAME = "no-last-name"
    NO_MAIL = "no-mail"
    DISABLED = "disabled"
    LEFT = "left"
    MAIL_NOT_TRUSTED = "mail-not-trusted"
    MAIL_OF_SEVERAL = "mail-of-several"
    MAIL_TAKEN = "mail-taken"
    LOGIN_TAKEN = "login-taken"
    OTHER_ISSUER = "other-issuer"
    OTHER_IDENTITY = "other-identity"
    LAST_OWNER = "last-owner"
    NOT_CONFIRMED = "not-confirmed"
    BAD_PHOTO = "bad-photo"
