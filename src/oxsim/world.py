"""What the server holds: contexts with their users and groups, and the indexes over them."""

from dataclasses import dataclass, field
from typing import Any

from oxsim.schema.field import Values
from oxsim.schema.maps import Attributes
from oxsim.user import User

ADMIN_ID = 2
STANDARD_GROUP = 1
FIRST_FREE_ID = 3


@dataclass(slots=True)
class Group:
    """One group; ``members`` is an ordered set of user ids."""

    id: int
    name: str
    displayname: str | None
    members: dict[int, None]


@dataclass(slots=True)
class Resource:
    """One resource: a room, a beamer. ``permissions`` as they were sent."""

    id: int
    name: str
    displayname: str
    email: str | None
    available: bool = True
    description: str | None = None
    permissions: list[Values] = field(default_factory=list)


@dataclass(slots=True)
class Account:
    """A secondary mail account of one user; ``fields`` as they read back, password in clear."""

    id: int
    user: int
    address: str
    fields: Values


@dataclass(slots=True)
class Context:
    """One context. ``quota`` in megabytes, None for unlimited; ``quotas`` by module."""

    id: int
    name: str
    quota: int | None
    mappings: list[str]
    enabled: bool = True
    attributes: Attributes = field(default_factory=dict)
    quotas: dict[str, int] = field(default_factory=dict)
    next_account: int = 1
    next_id: int = FIRST_FREE_ID
    users: dict[int, User] = field(default_factory=dict)
    groups: dict[int, Group] = field(default_factory=dict)
    resources: dict[int, Resource] = field(default_factory=dict)
    accounts: dict[int, dict[str, Account]] = field(default_factory=dict)
    """Secondary accounts by user and primary address in small letters."""
    names: dict[str, int] = field(default_factory=dict)
    displays: dict[str, int] = field(default_factory=dict)
    folded: dict[str, tuple[int, ...]] = field(default_factory=dict)
    mails: dict[str, int] = field(default_factory=dict)

    @property
    def admin(self) -> User:
        """The context's administrator."""
        return self.users[ADMIN_ID]

    def index(self, user: User, fields: Values) -> None:
        """Enter a user with its new fields into the indexes by name, display name and mail."""
        self.names[user.name] = user.id
        display = fields.get("display_name")
        if display is not None:
            self.displays[display] = user.id
            folded = display.lower()
            alike = self.folded.get(folded)
            self.folded[folded] = tuple(sorted({*alike, user.id})) if alike else (user.id,)
        mail = fields.get("primaryEmail")
        if mail is not None:
            self.mails[mail.lower()] = user.id

    def unindex(self, user: User, fields: Values) -> None:
        """Take a user with the fields it had so far out of the indexes."""
        self.names.pop(user.name, None)
        display = fields.get("display_name")
        if display is not None:
            self.displays.pop(display, None)
            alike = self.folded.pop(display.lower(), ())
            if others := tuple(one for one in alike if one != user.id):
                self.folded[display.lower()] = others
        mail = fields.get("primaryEmail")
        if mail is not None and self.mails.get(mail.lower()) == user.id:
            del self.mails[mail.lower()]

    def keep_account(self, account: Account) -> None:
        """Enter a secondary account."""
        self.accounts.setdefault(account.user, {})[account.address.lower()] = account

    def drop_account(self, account: Account) -> None:
        """Take a secondary account out."""
        of_user = self.accounts[account.user]
        del of_user[account.address.lower()]
        if not of_user:
            del self.accounts[account.user]

    def take_id(self) -> int:
        """The next id of the one sequence that users, groups and resources share."""
        taken = self.next_id
        self.next_id += 1
        return taken


@dataclass(frozen=True, slots=True)
class Creation:
    """One create that took effect: when (Unix seconds), by which operation, what."""

    time: float
    operation: str
    context: int
    kind: str
    name: str
    id: int


@dataclass(slots=True)
class World:
    """All contexts, the creates that took effect, and what the utility service registered."""

    contexts: dict[int, Context] = field(default_factory=dict)
    log: list[Creation] = field(default_factory=list)
    registered: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)
    """Context ids deleted and not created again since."""

    def named(self, name: str) -> Context | None:
        """The context with exactly this name."""
        for context in self.contexts.values():
            if context.name == name:
                return context
        return None

    def mapping_holder(self, mapping: str) -> int | None:
        """The id of the context that holds a login mapping, compared without case."""
        wanted = mapping.lower()
        for context in self.contexts.values():
            if any(held.lower() == wanted for held in context.mappings):
                return context.id
        return None
