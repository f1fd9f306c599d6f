"""Orders: one object to bring nearer to what is wanted, and how that went. Plain values only.

An order leaves the coordinator, is carried out by a thread that knows no database, and comes back
as an outcome.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from stellwerk.core.masked import Masked
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.faults import OxError

CREATE, UPDATE, READ, DELETE = "create", "update", "read", "delete"
COPY, SWITCH, CLEAR = "copy", "switch", "clear"
"""The steps of a move between contexts: copy there, bring the copy in step, delete what is left."""

NO_SECRET = Masked("")


@dataclass(frozen=True, slots=True)
class Order:
    """What to do for one object.

    `fields` go over the wire (pictures as ``sha256:``, their bytes in `blobs`); `rights` are all
    access flags, None to leave them. `add` and `remove` map people to their ids in OX; `members`
    are the ids of everybody a group holds afterwards, sent along where OX would forget them.
    `reassign` is for a user's delete: None leaves shared data to the context administrator, 0
    deletes it, else the id of who gets it.
    A copy comes from the context `origin` and needs the `master` account. An order for a functional
    account is about the accounts of people: `keep` are those who have theirs and stay (person ->
    id), `relogin` those of them whose login is another one now, `logins` what each signs in with;
    `shared` is what all of them are, `origin` the address they had so far. `partial` says that
    there is more to do.
    `name` and `mail` are what the object is, or was last, sent under: a read looks for them.
    """

    key: str
    operation: str
    scope: str
    credentials: Credentials
    remote_id: str = ""
    name: str = ""
    mail: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    rights: Mapping[str, bool] | None = None
    add: Mapping[int, str] = field(default_factory=dict)
    remove: Mapping[int, str] = field(default_factory=dict)
    members: tuple[str, ...] = ()
    keep: Mapping[int, str] = field(default_factory=dict)
    relogin: Mapping[int, str] = field(default_factory=dict)
    logins: Mapping[int, str] = field(default_factory=dict)
    shared: Mapping[str, str] = field(default_factory=dict)
    partial: bool = False
    blobs: Mapping[str, bytes] = field(default_factory=dict)
    secret: Masked = NO_SECRET
    reassign: int | None = None
    origin: str = ""
    master: Credentials | None = None

    @property
    def kind(self) -> str:
        """person, group, context, resource or functional_account."""
        return self.key.partition(":")[0]


@dataclass(slots=True)
class Outcome:
    """How an order went: what took effect before the fault, if there was one.

    `sent` are fields that took effect, `rights` whether the rights did, `added` and `removed`
    people whose membership did, `relogged` those whose login did. A read gives `found` (field map
    as read) or `gone`; a create that met its object gives `found` too.
    """

    order: Order
    started: bool = True
    remote_id: str = ""
    sent: dict[str, Any] = field(default_factory=dict)
    rights: bool = False
    added: list[int] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    relogged: list[int] = field(default_factory=list)
    found: dict[str, Any] | None = None
    found_members: tuple[str, ...] | None = None
    found_logins: dict[str, str] = field(default_factory=dict)
    gone: bool = False
    deleted: bool = False
    copied: bool = False
    fault: OxError | None = None
