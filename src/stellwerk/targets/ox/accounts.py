"""A functional account's properties become secondary mail accounts, one of each member. Pure.

Source: OXSecondaryAccountService. An account is known by its user and its primary address, which
cannot be changed; it takes its mail server from the member's primary account.
"""

import re
from collections.abc import Mapping, Sequence

from stellwerk.core.said import say
from stellwerk.core.visible import visible
from stellwerk.targets.ox.mailbox import is_address
from stellwerk.targets.ox.userfields import FieldProblem, Mapped
from stellwerk.targets.ox.values import ILLEGAL

LOGIN_TEMPLATE = "{{fa_entry_uuid}}{{username}}"
"""What members sign in with at the mail server, unless the target has a template of its own."""

ADDRESS_LIMIT = 80
"""Characters: an account is known by its address, which takes the place of an id."""

_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")
_ACCOUNT = "fa_"


def account_fields(attributes: Mapping[str, Sequence[str]]) -> Mapped:
    """The fields that all members' accounts share: `name`, `personal`, `primaryAddress`.

    `attributes` are UDM's (`name`, `personal`, `mailPrimaryAddress`).
    """
    result = Mapped()
    mail = _first(attributes, "mailPrimaryAddress")
    name = ILLEGAL.sub("", _first(attributes, "name"))
    if not mail:
        result.problems.append(_NO_MAIL)
    elif not is_address(mail) or len(mail) > ADDRESS_LIMIT:
        text = say(
            "%(address)s is no mail address of at most %(limit)s characters",
            address=visible(mail),
            limit=ADDRESS_LIMIT,
        )
        hint = say("Correct mailPrimaryAddress in the directory.")
        result.problems.append(FieldProblem("primaryAddress", "mail", text, hint))
    result.fields.update(
        name=name or mail,
        personal=ILLEGAL.sub("", _first(attributes, "personal")),
        primaryAddress=mail,
    )
    return result


_NO_MAIL = FieldProblem(
    "primaryAddress",
    "no-mail",
    say("a functional account needs a mail address"),
    say("Give it a mailPrimaryAddress in the directory."),
)


def check_template(text: str) -> None:
    """Refuse a login template with braces that are no placeholder. Raises ValueError."""
    rest = _PLACEHOLDER.sub("", text)
    if "{" in rest or "}" in rest:
        raise ValueError(f"{text!r} holds a brace that is not part of {{{{property}}}}")


def login(
    template: str,
    account: Mapping[str, Sequence[str]],
    member: Mapping[str, Sequence[str]],
    dn: str,
) -> str:
    """A member's login at the mail server; "" if a property in the template has no value.

    ``{{fa_entry_uuid}}`` and ``{{fa_email_address}}`` are the account's id and address, any other
    ``{{fa_...}}`` that property of it; ``{{entry_uuid}}`` and ``{{dn}}`` are the member's, and so
    is any other property.
    """
    parts = {
        "fa_entry_uuid": _ident(account),
        "fa_email_address": _first(account, "mailPrimaryAddress"),
        "entry_uuid": _ident(member),
        "dn": dn,
    }

    def value(name: str) -> str:
        if name in parts:
            return parts[name]
        if name.startswith(_ACCOUNT):
            return _first(account, name.removeprefix(_ACCOUNT))
        return _first(member, name)

    values = {name: value(name) for name in _PLACEHOLDER.findall(template)}
    if not all(values.values()):
        return ""
    return _PLACEHOLDER.sub(lambda match: values[match.group(1)], template)


def _ident(attributes: Mapping[str, Sequence[str]]) -> str:
    return _first(attributes, "entryUUID") or _first(attributes, "univentionObjectIdentifier")


def _first(attributes: Mapping[str, Sequence[str]], name: str) -> str:
    values = attributes.get(name) or [""]
    return values[0].strip()
