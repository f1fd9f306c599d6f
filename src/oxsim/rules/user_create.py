"""Creating users: what must be there, what must be free, what a new user starts with."""

from typing import Any

from oxsim.call import Call
from oxsim.faults import InvalidData, Storage
from oxsim.packed import pack
from oxsim.passwords import hashed
from oxsim.rules.access import check_access
from oxsim.rules.lengths import check_lengths
from oxsim.rules.mail import check_syntax, distinct
from oxsim.rules.photo import check_photo
from oxsim.rules.text import check_language, check_timezone, check_user_name
from oxsim.rules.user_draft import plain_fields, put
from oxsim.schema.access import Access
from oxsim.schema.field import Values
from oxsim.schema.maps import merged
from oxsim.user import User
from oxsim.world import STANDARD_GROUP, Context

MANDATORY = (
    "name",
    "display_name",
    "password",
    "given_name",
    "sur_name",
    "primaryEmail",
    "email1",
)


def missing(sent: Values) -> list[str]:
    """The mandatory fields that are absent; an empty one counts as absent, but for passwords."""
    return [
        name
        for name in MANDATORY
        if (name not in sent if name == "password" else not sent.get(name))
    ]


def check_fields(sent: Values) -> None:
    """Refuse a new user for what it is, without regard to who else is there."""
    absent = missing(sent)
    if absent:
        raise InvalidData(f"Mandatory fields not set: [{', '.join(absent)}]")
    if not sent["password"]:
        raise InvalidData("Empty password is not allowed.")
    check_user_name(sent["name"])
    for name in ("primaryEmail", "email1", "defaultSenderAddress"):
        if sent.get(name):
            check_syntax(sent[name])
    for alias in sent.get("aliases", ()):
        check_syntax(alias)
    if sent["email1"] != sent["primaryEmail"]:
        raise InvalidData("primarymail must have the same value as email1")
    if "language" in sent:
        check_language(sent["language"], changing=False)
    if "timezone" in sent:
        check_timezone(sent["timezone"])


def check_free(context: Context, sent: Values) -> None:
    """Refuse taken names in the server's order: display name, login name, mail address."""
    if sent["display_name"] in context.displays:
        raise InvalidData("The displayname is already used")
    if sent["name"] in context.names:
        raise InvalidData(f"User {sent['name']} already exists in this context")
    check_mail_free(context, sent["primaryEmail"])


def check_mail_free(context: Context, address: str, own_id: int = 0) -> None:
    """Refuse a primary address that another user of the context has."""
    holder = context.mails.get(address.lower())
    if holder is not None and holder != own_id:
        raise InvalidData(
            f'Primary mail address "{address}" already exists in context {context.id} '
            f"(Already assigned to user {holder})."
        )


def check_storable(context: Context, sent: Values, access: Access) -> None:
    """Refuse what only the storage notices: lengths, photo, rights, a drive folder's name."""
    check_access(access, is_admin=not context.users)
    check_lengths(sent, changing=False)
    if sent.get("image1"):
        check_photo(sent["image1"], sent.get("image1ContentType"))
    if "infostore" in access:
        alike = context.folded.get(sent["display_name"].lower(), ())
        if any("infostore" in context.users[user_id].access for user_id in alike):
            raise Storage(
                "FLD-0075 Categories=USER_INPUT Message='An infostore folder named "
                f'"{sent["display_name"]}" already exists below folder "Userstore" (10) '
                f"in context {context.id}.'"
            )


def check_still_free(context: Context, sent: Values) -> None:
    """Refuse what became taken while this call waited for the lock; the text differs then."""
    if sent["name"] in context.names:
        raise Storage(f"User {sent['name']} already exists in this context")
    check_free(context, sent)


def insert(call: Call, context: Context, sent: Values, access: Access) -> User:
    """Store a checked user under the next id and let it join group 1."""
    user_id = context.take_id()
    primary = sent["primaryEmail"]
    sender = sent.get("defaultSenderAddress") or primary
    fields: dict[str, Any] = {
        "language": "en_US",
        "timezone": "Europe/Berlin",
        "mailenabled": True,
    }
    put(fields, plain_fields(sent))
    fields["defaultSenderAddress"] = sender
    wanted = [*sent.get("aliases", ()), primary, sender]
    fields["aliases"] = distinct(wanted, context.id, user_id)
    if sent.get("image1"):
        fields["image1ContentType"] = sent["image1ContentType"]
    user = User(
        id=user_id,
        name=sent["name"],
        packed=pack(fields),
        password=hashed(context.id, sent["password"]),
        access=access,
        attributes=merged({}, sent.get("userAttributes", {})),
    )
    quota = sent.get("maxQuota", -1)
    if quota >= 0:
        user.quota, user.has_filestore = quota, True
    if sent.get("image1"):
        user.photo = call.journal.keep_photo(sent["image1"])
    context.users[user_id] = user
    context.index(user, fields)
    standard = context.groups.get(STANDARD_GROUP)
    call.journal.save_next_id(context)
    call.journal.save_user(context, user)
    if standard is not None:
        standard.members[user_id] = None
        call.journal.add_members(context, standard, [user_id])
    return user
