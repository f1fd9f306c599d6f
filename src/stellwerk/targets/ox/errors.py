"""What can go wrong with OX, by what has to be done about it."""

import inspect
import re

from stellwerk.core.errors import StellwerkError
from stellwerk.core.said import Said, joined, say

_SUFFIX = re.compile(r"(; exceptionId -?\d+-\d+)+\s*$")
_WRAPPING = re.compile(r"^(?:[\w.$]*\w+Exception: )+")


class OxError(StellwerkError):
    """OX App Suite could not do what was asked."""

    code = "ox"

    def __init__(self, text: str = "", *, kind: str = "", hint: str = "") -> None:
        """`text` is the server's own text, `kind` the fault's detail element if there is one."""
        self.text = text if isinstance(text, Said) else _SUFFIX.sub("", text.strip())
        self.kind = kind
        meaning = say(inspect.cleandoc(self.__doc__ or "").removesuffix("."))
        plain = text if isinstance(text, Said) else _WRAPPING.sub("", self.text)
        said = joined([meaning, plain], ": ") if plain else say("%(what)s.", what=meaning)
        super().__init__(said, hint=hint)


class Gone(OxError):
    """OX does not have this object (any more)."""

    code = "ox_gone"

    def __init__(self, text: str = "", *, kind: str = "", what: str = "", hint: str = "") -> None:
        """`what` is user, group, context or resource, "" if it cannot be told."""
        super().__init__(text, kind=kind, hint=hint)
        self.what = what


class Exists(OxError):
    """OX has this already."""

    code = "ox_exists"

    def __init__(
        self,
        text: str = "",
        *,
        kind: str = "",
        field: str = "",
        remote_id: int | None = None,
        hint: str = "",
    ) -> None:
        """`field` is what is taken: name, display_name, mail, group_name, login_mapping, context,
        resource_name or member; `remote_id` is who holds it, if the text tells."""
        super().__init__(text, kind=kind, hint=hint)
        self.field = field
        self.remote_id = remote_id


class Invalid(OxError):
    """OX does not accept a value."""

    code = "ox_invalid"

    def __init__(self, text: str = "", *, kind: str = "", field: str = "", hint: str = "") -> None:
        """`field` is the OX field that is refused, "" if it cannot be told."""
        super().__init__(text, kind=kind, hint=hint)
        self.field = field


class Refused(OxError):
    """OX refuses the login it was called with."""

    code = "ox_refused"
    hint = "Check the administrator's login and password; a deleted context answers the same."


class Conflict(OxError):
    """Something else was at work in OX at the same moment; nothing was changed."""

    code = "ox_conflict"
    hint = "It is tried again by itself."


class Storage(OxError):
    """OX failed inside."""

    code = "ox_storage"
    hint = "Look for this text in OX's log; retry when the cause is gone."


class Unavailable(OxError):
    """OX cannot be reached; nothing was changed."""

    code = "ox_unavailable"
    hint = "It is tried again by itself once OX answers."


class InDoubt(OxError):
    """It is not known whether OX carried this out."""

    code = "ox_in_doubt"
    hint = "The object is read before anything else is written to it."


class Silent(OxError):
    """OX answers others, but never says that this was carried out."""

    code = "ox_silent"
    hint = "Look into OX's log, and that of a proxy, at the time of the last try."


class Unreadable(OxError):
    """OX's answer could not be read."""

    code = "ox_unreadable"
    hint = "Check whether a proxy stands between and changes or cuts the answer."


class NotFoundService(OxError):
    """The address does not lead to OX's provisioning services."""

    code = "ox_not_found"
