"""Wanted: what a target should hold of one person, group or context. Pure.

Facts in, a verdict out. Drafting looks at one object alone; settling then gives it the names that
are still free in its context.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from stellwerk.core import clock
from stellwerk.core.gates import Limits
from stellwerk.core.said import joined, say
from stellwerk.sync import names
from stellwerk.sync.assignments import Given, Rule, Subject, decide
from stellwerk.sync.names import Claims
from stellwerk.targets.ox import mapping
from stellwerk.targets.ox.access import ACCESS
from stellwerk.targets.ox.accounts import LOGIN_TEMPLATE
from stellwerk.targets.ox.names import (
    fold_group_name,
    group_display_name,
    with_suffix,
)


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of one OX context: declared here, known there, and reachable.

    `mappings` None and `enabled` "" are not declared. `answers_to` are the names and login mappings
    it is known to have at the server.
    """

    scope: str
    entry: int
    name: str
    quota: str = ""
    applied: bool = False
    there: bool = False
    credential: bool = False
    left: bool = False
    mappings: tuple[str, ...] | None = None
    enabled: str = ""
    answers_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class World:
    """What is the same for all objects of one target."""

    target: int
    name: str
    manual: bool
    rules: Sequence[Rule]
    contexts: Mapping[str, Context]
    profiles: Mapping[str, Sequence[str]]
    user: mapping.UserSettings
    suffix: str = " ({login})"
    skip_groups: frozenset[str] = frozenset({"users", "domain users"})
    account_login: str = LOGIN_TEMPLATE
    now: datetime = field(default_factory=clock.now)
    grace: timedelta = timedelta(days=30)
    reassign: str = ""
    limits: Limits = field(default_factory=Limits)
    gates: bool = True
    owners: Mapping[str, str] = field(default_factory=dict)
    """Whose each id, name and login mapping of contexts is (`wanted_contexts.owners`)."""


@dataclass(frozen=True, slots=True)
class Move:
    """A move between contexts that was begun: the other place, and what the account is there.

    While it is *copied* the account still counts where it was, and `fields` are what the copy in
    `scope` holds; once it is *switched* the account counts in its new context, and what is in
    `scope` is to be removed. `goal` is what the copy is to become where nothing but what was
    approved is sent; empty, it becomes what is wanted.
    """

    scope: str
    remote_id: str
    step: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    goal: Mapping[str, Any] = field(default_factory=dict)


COPIED, SWITCHED = "copied", "switched"


@dataclass(frozen=True, slots=True)
class Applied:
    """What the target was last sent for an object."""

    pk: int
    scope: str
    remote_id: str
    disabled: bool
    fields: Mapping[str, Any]
    profile: str = ""
    rule: int | None = None
    disabled_at: datetime | None = None
    by_hand: bool = False
    stamp: str = ""
    stamped_in: str = ""
    adopted: bool = False
    members: frozenset[int] = frozenset()
    move: Move | None = None
    logins: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """What the target held before anything was sent, for an object of that name."""

    pk: int
    remote_id: str
    mail: str
    fields: Mapping[str, Any]
    members: frozenset[int] = frozenset()
    logins: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one person. `missing`: the source holds the absence of the last record."""

    pk: int
    key: str
    label: str
    left: bool
    subject: Subject
    blobs: Mapping[str, mapping.Photo] = field(default_factory=dict)
    question: str = ""
    applied: Applied | None = None
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """The fields a target should hold for an object in a scope.

    `logins` are those that the members of a functional account sign in with.
    """

    scope: str
    fields: Mapping[str, Any]
    name_key: str
    mail_key: str = ""
    profile: str = ""
    rule: Given | None = None
    notes: tuple[str, ...] = ()
    members: frozenset[int] = frozenset()
    logins: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Absent:
    """The object is not to be at the target; `cause` says why."""

    cause: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """What is wanted cannot be computed or sent: the object is parked with this."""

    code: str
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open decision stands before this object."""

    question: str


Verdict = Wanted | Absent | Blocked | Waiting


def draft_person(facts: Facts, world: World) -> Verdict:
    """What is wanted of a person, before names are settled against the others'."""
    if facts.question:
        return Waiting(facts.question)
    if facts.left:
        return Absent(say("left the directory"))
    if not facts.subject.sources:
        return Absent(say("made in the panel, not known to any source"))
    given = decide(world.rules, facts.subject)
    if given is None:
        return Absent(say("no rule assigns this person"))
    place = placed(given.context, world)
    if isinstance(place, Blocked):
        return place
    rights = world.profiles.get(given.profile)
    if rights is None:
        return Blocked(
            "profile_unknown",
            say("There is no access profile '%(profile)s'.", profile=given.profile),
            say("Create the profile in the directory, or give the person a known one (oxAccess)."),
        )
    mapped = mapping.user_fields(facts.subject.attributes, facts.blobs, world.user)
    if mapped.problems:
        first = mapped.problems[0]
        named = [say("%(field)s: %(text)s", field=p.field, text=p.text) for p in mapped.problems]
        return Blocked(first.code, joined(named, "; "), first.hint)
    fields: dict[str, Any] = {**mapped.fields, ACCESS: list(rights)}
    return Wanted(
        place.scope,
        fields,
        names.person_key(fields["display_name"]),
        names.mail_key(fields["email1"]),
        given.profile,
        given,
        tuple(say("%(field)s: %(text)s", field=one.field, text=one.text) for one in mapped.notes),
    )


def placed(scope: str, world: World) -> Context | Blocked:
    """The context a scope means, if objects can be sent there."""
    context = world.contexts.get(scope)
    if not scope:
        return Blocked(
            "context_missing",
            say("No rule names an OX context for this person."),
            say("Set oxContext, or a default context in the rule."),
        )
    if context is None or context.left:
        return Blocked(
            "context_undeclared",
            say("Context %(context)s is not declared.", context=scope),
            say("Create it in the directory or in the configuration file, or correct oxContext."),
        )
    if context.there and not context.credential:
        return no_credential(scope)
    return context


def no_credential(scope: str) -> Blocked:
    """A context that is in OX and that we cannot sign in to."""
    return Blocked(
        "context_credential",
        say(
            "Context %(context)s exists in OX, but its administrator's login is not known here.",
            context=scope,
        ),
        say(
            'Give it in the configuration file under [[target.context]] id = "%(context)s".',
            context=scope,
        ),
    )


def settle_person(
    facts: Facts, wanted: Wanted, world: World, claims: Claims, *, patience: bool = True
) -> Verdict:
    """Give a drafted person the names that are free in its context.

    Without ``patience`` a name that its holder is about to release counts as taken.
    """
    scope = wanted.scope
    held = claims.holder(scope, wanted.mail_key, facts.key)
    if held is not None and (held.wants or not patience):
        return Blocked(
            "mail_taken",
            say(
                "The address %(address)s belongs to another account in OX (%(account)s).",
                address=wanted.fields["email1"],
                account=held.object or say("not one of ours"),
            ),
            say("Give one of the two another primary address."),
        )
    base = wanted.fields["display_name"]
    suffixed = with_suffix(base, world.suffix.format(login=wanted.fields["name"]), 320)
    sent = facts.applied.fields.get("display_name") if facts.applied else None
    clash = claims.taken(scope, wanted.name_key, facts.key, facts.pk)
    if not patience and claims.in_the_way(scope, wanted.name_key, facts.key) is not None:
        clash = True
    # A suffix once sent is not taken back on its own.
    if sent != suffixed and not clash:
        return wanted
    return replace(
        wanted,
        fields={**wanted.fields, "display_name": suffixed},
        notes=(
            *wanted.notes,
            say("%(field)s: '%(name)s' is taken in this context", field="display_name", name=base),
        ),
    )


def draft_group(
    subject: Subject, scope: str, name: str, left: bool, members: frozenset[int], world: World
) -> Verdict:
    """What is wanted of a group in one context, before its name is settled."""
    if left:
        return Absent(say("the group is gone from the directory"))
    if name.casefold() in world.skip_groups:
        return Absent(say("this group is never carried over"))
    if decide(world.rules, subject) is None:
        return Absent(say("no rule assigns this group"))
    if not members:
        return Absent(say("nobody of this group is in context %(context)s", context=scope))
    place = placed(scope, world)
    if isinstance(place, Blocked):
        return place
    folded = fold_group_name(name)
    fields = {"name": folded, "displayname": group_display_name(name) or folded}
    return Wanted(scope, fields, names.group_key(folded), members=members)


def settle_name(
    key: str,
    number: int,
    wanted: Wanted,
    claims: Claims,
    sent: str,
    name_key: Callable[[str], str] = names.group_key,
) -> Wanted:
    """Give a drafted group or resource a name that is free; `sent` is what OX has it under."""
    base = wanted.fields["name"]
    name, attempt = base, 1
    while claims.taken(wanted.scope, name_key(name), key, number):
        attempt += 1
        name = with_suffix(base, f"-{attempt}", 64)
        if name == sent or attempt > 99:
            break
    if name == base:
        return wanted
    return replace(wanted, fields={**wanted.fields, "name": name}, name_key=name_key(name))
