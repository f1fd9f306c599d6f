"""What each refusal means: what was wrong, what usually causes it, and the next step."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stellwerk.panel.pages.sso.codes.messages import (
    ASSERTION,
    BYTES,
    ENCRYPTED,
    REDIRECT,
    SIGNED,
    WHOLE,
)
from stellwerk.panel.pages.sso.codes.people import PEOPLE
from stellwerk.panel.pages.sso.codes.usual import Usual
from stellwerk.panel.settings.fields import Text

WORDS: Mapping[str, tuple[Text, Usual]] = {
    **BYTES,
    **WHOLE,
    **SIGNED,
    **ENCRYPTED,
    **ASSERTION,
    **REDIRECT,
    **PEOPLE,
}
"""By code, of the core (`saml.refusal.Code`) and of people (`sso.why.Why`)."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A code in words."""

    meaning: str
    cause: str
    step: str


def explained(code: str) -> Explained:
    """What a code means; one of another version says at least that."""
    if code not in WORDS:
        said = _("This version of Stellwerk has no words for the code %(code)s.")
        return Explained(said % {"code": code}, "", "")
    meaning, usual = WORDS[code]
    return Explained(str(meaning), str(usual.cause), str(usual.step))
