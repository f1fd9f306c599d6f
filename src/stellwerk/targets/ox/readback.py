"""What was read from OX, in the form it is compared in. Pure.

Source: answers of OXUserService, OXGroupService, OXResourceService and OXContextService `getData`,
and of OXSecondaryAccountService `list`.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from stellwerk.targets.ox.fields import DEFAULT_RULES, UNFILLED, Form, Rule
from stellwerk.targets.ox.mailbox import ordered
from stellwerk.targets.ox.userfields import Value

_SCHEMAS = {"imap": ("imap://", 143), "smtp": ("smtp://", 25)}


def user_from(
    record: Mapping[str, Any], rules: tuple[Rule, ...] = DEFAULT_RULES
) -> dict[str, Value]:
    """A decoded User as the field map `mapping.user_fields` makes; other fields are ignored.

    Nil becomes "", dates become ISO, servers URLs, aliases are ordered, a quota that is absent
    is "-1", a picture its hash. OX scales big pictures, so theirs differs from what was sent.
    """
    primary = str(record.get("primaryEmail") or "")
    fields: dict[str, Value] = {
        name: _text(record, name)
        for name in ("name", "primaryEmail", "defaultSenderAddress", "imapLogin")
    }
    for rule in rules:
        if rule.form is Form.PHOTO:
            _picture(record, rule.field, fields)
        elif rule.form is Form.DATE:
            fields[rule.field] = _text(record, rule.field)[:10]
        elif rule.form is Form.QUOTA:
            fields[rule.field] = _quota(record, rule.field)
        elif rule.form is not Form.ALIASES:
            fields[rule.field] = _text(record, rule.field)
    fields |= {rule.field: text for rule in UNFILLED if (text := _text(record, rule.field))}
    aliases = [str(alias) for alias in record.get("aliases", ())]
    known = any(alias.casefold() == primary.casefold() for alias in aliases)
    fields["aliases"] = ordered(primary, aliases) if primary and known else sorted(aliases)
    fields["mailenabled"] = "true" if record.get("mailenabled") else "false"
    for kind in _SCHEMAS:
        fields[f"{kind}Server"] = _server(record, kind)
    return fields


def group_from(record: Mapping[str, Any]) -> dict[str, Value]:
    """A decoded Group's `name` and `displayname`; its members are `members_of`."""
    return {"name": _text(record, "name"), "displayname": _text(record, "displayname")}


def members_of(record: Mapping[str, Any]) -> frozenset[int]:
    """The user ids in a decoded Group."""
    return frozenset(int(member) for member in record.get("members", ()))


def resource_from(record: Mapping[str, Any]) -> dict[str, Value]:
    """A decoded Resource as `resources.resource_fields` makes it; OX sends no permissions."""
    fields: dict[str, Value] = {
        name: _text(record, name) for name in ("name", "displayname", "email", "description")
    }
    fields["available"] = "false" if record.get("available") is False else "true"
    return fields


def account_from(records: Sequence[Mapping[str, Any]]) -> dict[str, Value]:
    """Decoded Accounts of one address as the functional account they are: what they share.

    Where they differ the field holds all values, and so never what is wanted.
    """
    fields: dict[str, Value] = {"primaryAddress": _text(records[0], "primaryAddress")}
    for name in ("name", "personal"):
        values = sorted({_text(one, name) for one in records})
        fields[name] = values[0] if len(values) == 1 else values
    return fields


def logins_of(records: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """User id -> login of some decoded Accounts."""
    return {str(one["userId"]): _text(one, "login") for one in records}


def context_from(record: Mapping[str, Any]) -> dict[str, Value]:
    """A decoded Context: `name`, `maxQuota` ("-1" when unlimited), `enabled`, `loginMappings`.

    The mappings are sorted and hold neither the id nor the name, which OX adds by itself in some
    answers and not in others.
    """
    own = {_text(record, "id"), _text(record, "name").casefold()}
    mappings = {str(text) for text in record.get("loginMappings", ())}
    return {
        "name": _text(record, "name"),
        "maxQuota": _quota(record, "maxQuota"),
        "enabled": "false" if record.get("enabled") is False else "true",
        "loginMappings": sorted(text for text in mappings if text.casefold() not in own),
    }


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    if value is None:
        return ""
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


def _quota(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    return "-1" if value is None else str(value)


def _picture(record: Mapping[str, Any], name: str, fields: dict[str, Value]) -> None:
    data = record.get(name)
    content_type = f"{name}ContentType"
    if not data:
        fields[name] = fields[content_type] = ""
        return
    fields[name] = f"sha256:{hashlib.sha256(data).hexdigest()}"
    fields[content_type] = _text(record, content_type)


def _server(record: Mapping[str, Any], kind: str) -> str:
    host = _text(record, f"{kind}Server")
    if not host or "://" in host:
        return host
    scheme, port = _SCHEMAS[kind]
    return f"{_text(record, f'{kind}Schema') or scheme}{host}:{record.get(f'{kind}Port') or port}"
