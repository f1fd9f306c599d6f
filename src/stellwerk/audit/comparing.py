"""What a target holds against what it was last sent and what is wanted. Pure.

A value has drifted when it is not what was last sent, and not what is wanted by now either. What
merely waits to be sent is no drift, and what OX cannot take back (a cleared birthday) is none that
anybody could repair.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from stellwerk.sync.comparing import difference
from stellwerk.targets.ox.access import ACCESS
from stellwerk.targets.ox.fields import DEFAULT_RULES, Form

ADMINISTRATOR = 2
"""The user id of every context's administrator, who is nobody of ours and never foreign."""
OWN_GROUPS = frozenset({0, 1, 2147483647})
"""OX's own groups: everybody (virtual), `users`, guests."""

Fields = Mapping[str, Any]
Pairs = dict[str, tuple[Any, Any]]
"""Field -> (as it is at the target, as it should be)."""

_LEFT_TO_OX = {"imapServer", "smtpServer", "imapLogin"}
"""Compared only where something was sent."""
_NOT_COMPARED = {"defaultSenderAddress", ACCESS}
_QUOTAS = {rule.field for rule in DEFAULT_RULES if rule.form is Form.QUOTA} | {"maxQuota"}


@dataclass(frozen=True, slots=True)
class Drift:
    """How an account differs: `fields`, and its `rights` (as it is, as it should be), if so."""

    fields: Pairs = field(default_factory=dict)
    rights: tuple[list[str], list[str]] | None = None


def same_user(there: Fields, sent: Fields) -> bool:
    """Whether what stands under an account's id is that account: its login or its address agrees.

    After a restore of OX's database an id may be somebody else's.
    """
    mail = _mail(there)
    return there.get("name") == sent.get("name") or bool(mail and mail == _mail(sent))


def same_group(there: Fields, sent: Fields) -> bool:
    """Whether what stands under a group's id is that group: its name or its display name agrees."""
    names = [(_key(one, "name"), _key(one, "displayname")) for one in (there, sent)]
    return any(mine and mine == its for mine, its in zip(*names, strict=True))


def same_resource(there: Fields, sent: Fields) -> bool:
    """Whether what stands under a resource's id is that resource: its name or address agrees."""
    names = [(_key(one, "name"), _key(one, "email")) for one in (there, sent)]
    return any(mine and mine == its for mine, its in zip(*names, strict=True))


def user_identity(fields: Fields) -> tuple[str, str]:
    """What an account is found again by when its id has changed: login and address."""
    return str(fields.get("name", "")), _mail(fields)


def group_identity(fields: Fields) -> str:
    """What a group is found again by when its id has changed: its name."""
    return _key(fields, "name")


def changed(there: Fields, sent: Fields) -> set[str]:
    """The fields that do not hold what was last sent; what was never sent counts as empty."""
    return {
        name
        for name, value in there.items()
        if name not in _NOT_COMPARED
        and not name.endswith("ContentType")
        and (name in sent or name not in _LEFT_TO_OX)
        and _plain(name, value) != _plain(name, sent.get(name, ""))
    }


def user_drift(there: Fields, sent: Fields, wanted: Fields) -> Drift:
    """How an account differs from what was sent and from what is wanted, by OX's rules of what can
    be changed. `there` holds its rights where they were read.
    """
    has_rights = ACCESS in there
    rights = list(wanted.get(ACCESS, sent.get(ACCESS, ())))
    base = {**there, ACCESS: list(there[ACCESS]) if has_rights else rights}
    send = difference({**wanted, ACCESS: rights}, base, True)
    send.pop(ACCESS, None)
    moved = changed(there, sent)
    fields = {name: pair for name, pair in send.items() if name in moved}
    if not has_rights or base[ACCESS] in (rights, list(sent.get(ACCESS, ()))):
        return Drift(fields)
    return Drift(fields, (base[ACCESS], rights))


def plain_drift(there: Fields, sent: Fields, wanted: Fields) -> Pairs:
    """The same for a group or a context, whose fields can all be changed."""
    moved = changed(there, sent)
    return {
        name: (there.get(name, ""), value)
        for name, value in wanted.items()
        if name in moved and _plain(name, there.get(name, "")) != _plain(name, value)
    }


@dataclass(frozen=True, slots=True)
class Members:
    """Who of ours a group lacks, and who of ours is in it too much, by primary key."""

    lost: frozenset[int] = frozenset()
    extra: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.lost or self.extra)


def member_drift(
    there: Collection[int], sent: Collection[int], wanted: Collection[int] | None
) -> Members:
    """How a group's members differ. `wanted` None: nobody knows, what was sent counts."""
    has, had = frozenset(there), frozenset(sent)
    wants = had if wanted is None else frozenset(wanted)
    return Members(lost=(had - has) & wants, extra=(has - had) - wants)


def _mail(fields: Fields) -> str:
    return str(fields.get("email1") or fields.get("primaryEmail") or "").casefold()


def _key(fields: Fields, name: str) -> str:
    return str(fields.get(name, "")).strip().casefold()


def _plain(name: str, value: Any) -> Any:
    """A value as it is compared: unlimited is empty, a list without order."""
    if isinstance(value, list):
        return sorted(value) or ""
    if name in _QUOTAS and value == "-1":
        return ""
    return "" if value is None else value
