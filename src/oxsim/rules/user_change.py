"""Changing users: absent is unchanged, empty clears, and some things cannot be changed."""

from typing import Any

from oxsim.call import Call
from oxsim.faults import InvalidData, Storage
from oxsim.passwords import hashed
from oxsim.rules.lengths import check_lengths
from oxsim.rules.mail import check_aliases, check_syntax, distinct
from oxsim.rules.photo import check_photo
from oxsim.rules.text import check_language, check_timezone
from oxsim.rules.user_create import check_mail_free
from oxsim.rules.user_draft import plain_fields, put
from oxsim.rules.user_lookup import find, sent_user
from oxsim.schema.field import Values
from oxsim.schema.maps import merged
from oxsim.user import User
from oxsim.world import ADMIN_ID, Context

_MAIL_FIELDS = ("primaryEmail", "email1", "defaultSenderAddress", "aliases")


def change(call: Call) -> None:
    """Change the sent fields of one user, all or nothing."""
    context = call.context
    sent = sent_user(call, "usrdata")
    user = find(context, sent)
    if sent.get("name", user.name) != user.name:
        raise InvalidData("Changing username is disabled!")
    _check_plain(context, user, sent)
    changes = plain_fields(sent)
    aliases = _mail_changes(context, user, sent)
    quota = _quota(context, user, sent)
    photo = sent.get("image1") or None
    if photo is not None:
        check_photo(photo, sent.get("image1ContentType"))
        changes["image1ContentType"] = sent["image1ContentType"]
    check_lengths(changes, changing=True)
    fields = user.fields
    context.unindex(user, fields)
    put(fields, changes)
    if aliases is not None:
        fields["aliases"] = aliases
    user.fields = fields
    context.index(user, fields)
    user.quota = quota
    if sent.get("password"):
        user.password = hashed(context.id, sent["password"])
    if "userAttributes" in sent:
        user.attributes = merged(user.attributes, sent["userAttributes"])
    if photo is not None:
        user.photo = call.journal.keep_photo(photo)
    call.journal.save_user(context, user)


def _check_plain(context: Context, user: User, sent: Values) -> None:
    if "language" in sent:
        check_language(sent["language"], changing=True)
    if "timezone" in sent:
        check_timezone(sent["timezone"])
    display = sent.get("display_name")
    if display and context.displays.get(display, user.id) != user.id:
        raise InvalidData("The displayname is already used")


def _mail_changes(context: Context, user: User, sent: Values) -> list[str] | None:
    """Check addresses against each other; the new aliases, or None if they stay as they are."""
    if not any(name in sent for name in _MAIL_FIELDS):
        return None
    held: dict[str, Any] = user.fields
    aliases = sent.get("aliases")
    if user.id != ADMIN_ID:
        _check_addresses(sent)
        check_aliases(
            [alias.strip() for alias in aliases] if aliases else held["aliases"],
            *(sent.get(name, held.get(name)) for name in _MAIL_FIELDS[:3]),
        )
    if sent.get("primaryEmail"):
        check_mail_free(context, sent["primaryEmail"], user.id)
    return distinct(aliases, context.id, user.id) if aliases else None


def _check_addresses(sent: Values) -> None:
    for name in _MAIL_FIELDS[:3]:
        if sent.get(name):
            check_syntax(sent[name])
    for alias in sent.get("aliases", ()):
        if alias:
            check_syntax(alias)
    if sent.get("primaryEmail"):
        if "email1" not in sent:
            raise InvalidData("email1 not sent but required!")
        if sent["email1"] != sent["primaryEmail"]:
            raise InvalidData("email1 not equal with primarymail!")


def _quota(context: Context, user: User, sent: Values) -> int | None:
    wanted = sent.get("maxQuota")
    if wanted is None:
        return user.quota
    if wanted < 0:
        return None
    if not user.has_filestore:
        raise Storage(
            f"Quota cannot be changed for user {user.id} in context {context.id} since that user "
            'has no file storage set. See "ALLOW_CHANGING_QUOTA_IF_NO_FILESTORE_SET".'
        )
    return int(wanted)
