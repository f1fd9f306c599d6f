"""Wanted: what a target should hold of one functional account in one context. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from stellwerk.core.said import say
from stellwerk.sync import names
from stellwerk.sync.names import Claims
from stellwerk.sync.wanted import Absent, Blocked, Verdict, Wanted, World, placed
from stellwerk.targets.ox.accounts import account_fields


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What is known of one functional account, and everybody in it, through groups as well.

    `missing`: the source holds the absence of its last record.
    """

    pk: int
    name: str
    left: bool
    attributes: Mapping[str, Sequence[str]]
    people: frozenset[int] = frozenset()
    missing: bool = False


def draft_account(
    facts: AccountFacts, scope: str, logins: Mapping[int, str], world: World
) -> Verdict:
    """What is wanted in one context; `logins` are those of its members there, "" for none."""
    if facts.left:
        return Absent(say("the functional account is gone from the directory"))
    if not logins:
        return Absent(
            say("nobody of this functional account is in context %(context)s", context=scope)
        )
    place = placed(scope, world)
    if isinstance(place, Blocked):
        return place
    mapped = account_fields(facts.attributes)
    if mapped.problems:
        first = mapped.problems[0]
        text = "; ".join(f"{one.field}: {one.text}" for one in mapped.problems)
        return Blocked(first.code, text, first.hint)
    known = {pk: login for pk, login in logins.items() if login}
    if not known:
        return Blocked(
            "login_empty",
            say(
                "The login template %(template)s gives no member a login.",
                template=world.account_login,
            ),
            say("Correct the template, or fill the properties it names."),
        )
    without = len(logins) - len(known)
    notes = (f"{without} without a login by the template",) if without else ()
    key = names.account_key(str(mapped.fields["primaryAddress"]))
    return Wanted(
        place.scope, mapped.fields, key, notes=notes, members=frozenset(known), logins=known
    )


def settle_account(key: str, number: int, wanted: Wanted, claims: Claims) -> Verdict:
    """One address belongs to one functional account."""
    if claims.taken(wanted.scope, wanted.name_key, key, number):
        return Blocked(
            "account_taken",
            say(
                "The address %(address)s is that of another functional account.",
                address=wanted.fields["primaryAddress"],
            ),
            say("Give one of the two another address."),
        )
    return wanted


def keeping_address(wanted: Wanted, address: str) -> Wanted:
    """The same as wanted, but for the address, which stays as it was sent."""
    return replace(wanted, fields={**wanted.fields, "primaryAddress": address})
