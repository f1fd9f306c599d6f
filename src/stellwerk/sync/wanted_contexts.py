"""Wanted: what a target should hold of one context. Pure.

What is not declared of a context (quota, login mappings, whether people may sign in) stays as OX
has it.

Source: OXContextService. Ids, names and login mappings of all contexts share one space, compared
without case; OX adds a context's id and name to its mappings by itself.
"""

import re
from collections.abc import Iterable, Sequence

from stellwerk.core.said import say
from stellwerk.sync.wanted import Absent, Blocked, Context, Verdict, Wanted, World, no_credential
from stellwerk.targets.ox.names import (
    LIMIT,
    fold_context_name,
    is_context_id,
    is_login_mapping,
    with_suffix,
)

MAPPING_TAKEN = "mapping_taken"
_QUOTA = re.compile(r"-1|[0-9]{1,12}")


def draft_context(context: Context, world: World) -> Verdict:
    """What is wanted of a context: its name, and what else is declared of it.

    One that is made is unlimited without a quota, and answers to ``context<id>`` as well without
    declared login mappings.
    """
    if context.left:
        return Absent(say("the context is no longer declared"))
    if context.there and not context.credential and not context.applied:
        return no_credential(context.scope)
    if not is_context_id(context.scope):
        return Blocked(
            "context_id",
            say("'%(value)s' is no context id.", value=context.scope[:40]),
            say("A context needs a whole number above zero as contextid."),
        )
    if context.quota and not _QUOTA.fullmatch(context.quota):
        return Blocked(
            "context_quota",
            say("'%(quota)s' is no quota.", quota=context.quota[:40]),
            say("Write a number of megabytes, or -1 for no limit."),
        )
    name = _name(context, world)
    mappings = _mappings(context, name, world)
    if isinstance(mappings, Blocked):
        return mappings
    fields: dict[str, str | list[str]] = {"name": name}
    if context.quota:
        fields["maxQuota"] = context.quota
    if mappings is not None:
        fields["loginMappings"] = mappings
    if context.enabled:
        fields["enabled"] = context.enabled
    return Wanted(context.scope, fields, f"context:{name.casefold()}")


def owners(contexts: Iterable[Context]) -> dict[str, str]:
    """Who has or may have each id, name and login mapping: case-folded -> number of the context.

    What a context is known to have at the server is its own, then the lowest number wins.
    """
    ordered = sorted(contexts, key=lambda one: (len(one.scope), one.scope))
    owned: dict[str, str] = {one.scope: one.scope for one in ordered}
    for one in ordered:
        for text in one.answers_to:
            owned.setdefault(text.casefold(), one.scope)
    for one in ordered:
        if not one.left:
            owned.setdefault(_folded(one).casefold(), one.scope)
    for one in ordered:
        for text in () if one.left else one.mappings or ():
            owned.setdefault(text.casefold(), one.scope)
    return owned


def _folded(context: Context) -> str:
    return fold_context_name(context.name or f"context{context.scope}")


def _name(context: Context, world: World) -> str:
    """Its name, with its number behind it where another context answers to that name."""
    name = _folded(context)
    if world.owners.get(name.casefold(), context.scope) == context.scope:
        return name
    return with_suffix(name, f"-{context.scope}", LIMIT)


def _mappings(context: Context, name: str, world: World) -> list[str] | Blocked | None:
    """Its login mappings beside its id and name; None leaves those that are there."""
    if context.mappings is None:
        usual = f"context{context.scope}"
        taken = world.owners.get(usual, context.scope) != context.scope
        if context.applied or context.there or taken:
            return None
        return _beside([usual], context.scope, name)
    for text in context.mappings:
        if not is_login_mapping(text):
            return Blocked(
                "context_mapping",
                say("'%(text)s' is no login mapping.", text=text[:60]),
                say("Use letters without accents, digits and $ % . + _ -, no blanks."),
            )
        owner = world.owners.get(text.casefold(), context.scope)
        if owner != context.scope:
            return Blocked(
                MAPPING_TAKEN,
                say(
                    "Context %(owner)s answers to the login mapping %(text)s already.",
                    owner=owner,
                    text=text,
                ),
                say("Every id, name and login mapping belongs to one context of a server."),
            )
    return _beside(context.mappings, context.scope, name)


def _beside(mappings: Sequence[str], scope: str, name: str) -> list[str]:
    own = {scope, name.casefold()}
    by_key = {text.casefold(): text for text in reversed(mappings)}
    return sorted(text for key, text in by_key.items() if key not in own)
