"""Loads what is the same for all objects of one target."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import F

from stellwerk.core.gates import Limits
from stellwerk.people.models import Entry
from stellwerk.sources.base import fold_dn
from stellwerk.sync.assignments import Rule
from stellwerk.sync.models import Applied, Assignment, Found
from stellwerk.sync.wanted import Context, World
from stellwerk.sync.wanted_contexts import owners
from stellwerk.targets.declared import contexts_known_at
from stellwerk.targets.models import Credential, Target
from stellwerk.targets.ox.access import flags_on, rights_of
from stellwerk.targets.ox.accounts import LOGIN_TEMPLATE
from stellwerk.targets.ox.mapping import UserSettings
from stellwerk.targets.ox.mapping_overrides import rules_with

_USER_SETTINGS = {
    "identifier",
    "imap_server",
    "smtp_server",
    "imap_login",
    "language",
    "timezone",
    "close_disabled",
}


def load_world(target: Target) -> World:
    """The rules, contexts, profiles and settings of a target as they stand now."""
    settings = target.settings
    contexts = _contexts(
        target, contexts_known_at(target).order_by(F("left_at").desc(nulls_last=True))
    )
    profiles = Entry.objects.filter(portal=target.portal_id, kind="access_profile", left_at=None)
    return World(
        target=target.pk,
        name=target.name,
        manual=target.manual,
        rules=[rule_of(row) for row in target.assignments.order_by("position")],
        contexts=contexts,
        owners=owners(contexts.values()),
        profiles={row.name: flags_on(rights_of(row.attributes)) for row in profiles},
        user=user_settings(settings),
        suffix=str(settings.get("suffix") or " ({login})"),
        grace=timedelta(days=float(settings.get("grace_days", 30))),
        account_login=str(settings.get("functional_account_login") or LOGIN_TEMPLATE),
        reassign=str(settings.get("reassign") or ""),
        limits=Limits.of(settings),
        gates=bool(settings.get("gates", True)),
    )


def user_settings(settings: Mapping[str, Any]) -> UserSettings:
    """How people become OX users by these settings of a target."""
    given = {k: v for k, v in settings.items() if k in _USER_SETTINGS and v}
    return UserSettings(**given, rules=rules_with(settings.get("mapping") or {}))


def rule_of(row: Assignment) -> Rule:
    """A stored rule, ready to ask."""
    match: dict[str, Any] = dict(row.match)
    kind = match.pop("kind", "person")
    if "ou" in match:
        match["ou"] = fold_dn(match["ou"])
    return Rule(row.pk, row.name, kind, match, row.give)


def _contexts(target: Target, declared: Iterable[Entry]) -> dict[str, Context]:
    entries = list(declared)
    rows = Applied.objects.filter(target=target, entry__in=[row.pk for row in entries])
    applied = dict(rows.exclude(remote_id="").values_list("scope", "fields"))
    there = Found.objects.filter(target=target, kind="context").exclude(remote_id="")
    found = dict(there.values_list("scope", "fields"))
    known = set(Credential.objects.filter(target=target).values_list("scope", flat=True))
    contexts: dict[str, Context] = {}
    for row in entries:
        scope = _first(row.attributes, "contextid")
        contexts[scope] = Context(
            scope=scope,
            entry=row.pk,
            name=_first(row.attributes, "name") or row.name,
            quota=_first(row.attributes, "oxQuota"),
            applied=scope in applied,
            there=scope in found and scope not in applied,
            credential=scope in known and "refused" not in found.get(scope, {}),
            left=row.left_at is not None,
            mappings=_mappings(row.attributes),
            enabled=_first(row.attributes, "enabled"),
            answers_to=_answers_to(applied.get(scope) or found.get(scope) or {}),
        )
    return contexts


def _mappings(attributes: Mapping[str, Any]) -> tuple[str, ...] | None:
    declared = attributes.get("loginMappings")
    return None if declared is None else tuple(str(one).strip() for one in declared)


def _answers_to(fields: Mapping[str, Any]) -> tuple[str, ...]:
    name = fields.get("name")
    return (*([str(name)] if name else []), *fields.get("loginMappings", ()))


def _first(attributes: Mapping[str, Any], name: str) -> str:
    values = attributes.get(name) or [""]
    return str(values[0]).strip()
