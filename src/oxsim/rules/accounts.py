"""The operations of the service for secondary mail accounts."""

from collections.abc import Iterator

from oxsim.call import Call
from oxsim.faults import InvalidData, NoSuchUser, Storage
from oxsim.rules.user_view import user_values
from oxsim.schema.field import Values
from oxsim.world import Account, Context

EVERYBODY = 0
"""The virtual group of all users."""

_SOURCES = frozenset({"localhost", "primary", "none"})
_NOT_KEPT = frozenset({"mailEndpointSource", "transportEndpointSource", "primaryAddress"})
_KINDS = {"mail": "imap", "transport": "smtp"}


def _users(call: Call) -> list[int]:
    """The users that a call names one by one or by their groups, each once."""
    context = call.context
    wanted: dict[int, None] = {}
    for one in call.values.get("users", ()):
        if one.get("id") not in context.users:
            raise NoSuchUser(f"No such user {one.get('id')} in context {context.id}")
        wanted[one["id"]] = None
    for one in call.values.get("groups", ()):
        wanted.update(dict.fromkeys(_members(context, one.get("id"))))
    return list(wanted)


def _members(context: Context, group_id: int | None) -> list[int]:
    if group_id == EVERYBODY:
        return list(context.users)
    group = context.groups.get(group_id) if group_id is not None else None
    if group is None:
        raise InvalidData(f"No such group {group_id} in context {context.id}")
    return list(group.members)


def create(call: Call) -> None:
    """Give an account to every named user, or to none if one has it already."""
    context, sent = call.context, call.values.get("accountDataOnCreate")
    users = _users(call)
    if sent is None or not users:
        raise InvalidData
    if not sent.get("primaryAddress"):
        raise InvalidData("Mandatory fields not set: [primaryAddress]")
    address: str = sent["primaryAddress"]
    for user_id in users:
        if address.lower() in context.accounts.get(user_id, {}):
            raise Storage(
                "ACC-0013 Categories=USER_INPUT Message='Duplicate mail account for user "
                f"{user_id} in context {context.id}.'"
            )
    kept = {name: value for name, value in sent.items() if name not in _NOT_KEPT}
    for user_id in users:
        endpoints = {**_endpoint(context, user_id, sent, "mail")}
        endpoints |= _endpoint(context, user_id, sent, "transport")
        account = Account(context.next_account, user_id, address, {**endpoints, **kept})
        context.next_account += 1
        context.keep_account(account)
        call.journal.save_account(context, account)
        # One address may be an account of many: each of them has one of their own.
        whose = f"{address} {context.users[user_id].name}"
        call.note_created(context.id, "account", whose, account.id)
    call.journal.save_context(context)


def _endpoint(context: Context, user_id: int, sent: Values, part: str) -> Values:
    """Server, port and protocol that a source stands for; what is sent itself goes before."""
    source = sent.get(f"{part}EndpointSource") or "none"
    if source.lower() not in _SOURCES:
        raise InvalidData(f"Invalid value for {part}EndpointSource: {source}")
    kind = _KINDS[part]
    if source.lower() == "none":
        return {}
    if source.lower() == "localhost":
        port = 143 if part == "mail" else 25
        return {f"{part}Server": "localhost", f"{part}Port": port, f"{part}Protocol": kind}
    user = user_values(context, context.users[user_id])
    return {
        f"{part}Server": user[f"{kind}Server"],
        f"{part}Port": user[f"{kind}Port"],
        f"{part}Protocol": kind,
        f"{part}Secure": user[f"{kind}Schema"] == f"{kind}s://",
    }


def _named(call: Call) -> Iterator[Account]:
    """The accounts with the sent primary address among those of the named users."""
    address = call.values.get("primaryAddress")
    users = _users(call)
    if not address or not users:
        raise InvalidData
    for user_id in users:
        account = call.context.accounts.get(user_id, {}).get(address.lower())
        if account is not None:
            yield account


def update(call: Call) -> bool:
    """Change what is sent in the accounts of the named users; an empty text clears."""
    sent: Values | None = call.values.get("accountDataUpdate")
    if sent is None:
        raise InvalidData
    found = list(_named(call))
    for account in found:
        fields = {**account.fields, **sent}
        account.fields = {name: value for name, value in fields.items() if value != ""}
        call.journal.save_account(call.context, account)
    return bool(found)


def delete(call: Call) -> bool:
    """Take the account from the named users; whether there was one."""
    found = list(_named(call))
    for account in found:
        call.context.drop_account(account)
        call.journal.drop_account(call.context, account)
    return bool(found)


def list_accounts(call: Call) -> list[Values]:
    """The accounts of the named users, or of all; passwords in clear, as on the server."""
    context = call.context
    users = _users(call) or list(context.accounts)
    return [
        {
            **account.fields,
            "contextId": context.id,
            "userId": account.user,
            "id": account.id,
            "primaryAddress": account.address,
        }
        for user_id in users
        for account in context.accounts.get(user_id, {}).values()
    ]
