"""What goes into the mapping of a person, and what comes out of it. Pure."""

from dataclasses import dataclass, field

from stellwerk.targets.ox.fields import DEFAULT_RULES, Rule
from stellwerk.targets.ox.mailbox import server_url

Value = str | list[str]
"""Text (numbers, `true`, ISO dates and `sha256:<hex>` of pictures included) or, for aliases, a
list of texts."""


@dataclass(frozen=True, slots=True)
class UserSettings:
    """How people become OX users at one target.

    `identifier` is the property the OX login is taken from. `imap_server` and `smtp_server` are
    URLs (`imap://host:143`), "" leaves OX's own. `imap_login` is a template: `{}` is the primary
    mail address, `{property}` that property, "" leaves OX's own. Who is disabled in
    the directory keeps an open account, unless `close_disabled`. Raises ValueError for servers that
    are no such URL.
    """

    identifier: str = "username"
    imap_server: str = ""
    smtp_server: str = ""
    imap_login: str = ""
    language: str = "de_DE"
    timezone: str = "Europe/Berlin"
    close_disabled: bool = False
    rules: tuple[Rule, ...] = DEFAULT_RULES

    def __post_init__(self) -> None:
        for server in (self.imap_server, self.smtp_server):
            if server:
                server_url(server)

    @property
    def at_creation(self) -> dict[str, str]:
        """Fields sent when an account is created and never again; people change them in OX."""
        return {"language": self.language, "timezone": self.timezone}


@dataclass(frozen=True, slots=True)
class Photo:
    """What is known of a picture; `reason` says why OX could not take it, "" if it can."""

    sha256: str
    content_type: str = "image/jpeg"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """Why a person cannot be sent: the OX field, a code, a sentence, and the next step."""

    field: str
    code: str
    text: str
    hint: str


@dataclass(frozen=True, slots=True)
class FieldNote:
    """What was left out or altered while the rest is sent."""

    field: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """The wanted fields; with any problem in it nothing of it may be sent."""

    fields: dict[str, Value] = field(default_factory=dict)
    problems: list[FieldProblem] = field(default_factory=list)
    notes: list[FieldNote] = field(default_factory=list)
