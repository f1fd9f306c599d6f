"""Writes the store down as a configuration file that `config import` takes back unchanged.

Passwords are not in it: where there is one, it says that the store keeps it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings as django_settings

from stellwerk.config.declared import entry_key
from stellwerk.config.document import KEEP_RUNS, READ_EVERY
from stellwerk.config.duration import span
from stellwerk.config.preset import Preset, recognise
from stellwerk.config.toml import Table, lines
from stellwerk.jobs.models import Schedule
from stellwerk.people.models import Entry
from stellwerk.portals.models import Portal
from stellwerk.sources import readers
from stellwerk.sources.models import Source
from stellwerk.sources.queries import read_ones
from stellwerk.targets.declared import LOCAL, declared_at
from stellwerk.targets.models import Credential, Target
from stellwerk.tiles.models import Tile
from stellwerk.tiles.queries import tiles

_HEAD = """\
# Stellwerk's configuration, written by `stellwerk config export`. `stellwerk config import` takes
# it back; `stellwerk config template` explains every key.
#
# Passwords are not in here. password_kept = true leaves the one that Stellwerk holds as it is. To
# import this file into another installation, write password_file = "..." or password_env =
# "VARIABLE" instead.
"""


def export(portal: Portal) -> str:
    """The whole configuration of a portal as TOML."""
    sources = list(read_ones(portal))
    # Three questions for all targets, and one for the contexts of each.
    rows = Target.objects.filter(portal=portal).prefetch_related("credentials", "assignments")
    targets = list(rows.order_by("name"))
    every = _every(sources)
    usual = _usual(every.values())
    root: Table = {
        "portal": {
            "name": portal.name,
            "time_zone": portal.time_zone,
            **({"address": portal.address} if portal.address else {}),
        },
        "schedule": {"read_every": span(usual), **_kept(portal)},
        "source": [source_table(row, _own(every.get(row.pk), usual)) for row in sources],
        "target": [target_table(row, contexts_at(row)) for row in targets],
        **_entries(portal),
        "tile": [tile_table(row) for row in tiles(portal)],
    }
    return _HEAD + "\n".join(lines(_filled(root))) + "\n"


def source_table(row: Source, every: int | None = None) -> Table:
    """A source as the file has it; `every` (seconds) is how often it is read if that is its own."""
    settings = dict(row.settings)
    if "path" in settings:
        settings["path"] = str(Path(django_settings.DATA) / settings["path"])
    table: Table = {"name": row.name, "kind": row.kind}
    table |= {key: value for key, value in settings.items() if not isinstance(value, dict)}
    if row.secret:
        table["password_kept"] = True
    if every is not None:
        table["read_every"] = span(every)
    return table | {key: value for key, value in settings.items() if isinstance(value, dict)}


def target_table(row: Target, contexts: Sequence[Table]) -> Table:
    """A target as the file has it, with the contexts that stand below it."""
    table: Table = {"name": row.name, "apply": "manual" if row.manual else "auto", **row.settings}
    master = next((one for one in row.credentials.all() if not one.scope), None)
    if master is not None:
        table |= {"master_login": master.login, "master_password_kept": True}
    rules = [
        {"name": one.name, "match": dict(one.match), "give": dict(one.give)}
        for one in sorted(row.assignments.all(), key=lambda one: one.position)
    ]
    preset = recognise(rules)
    table |= _preset(preset)
    below = {"rule": [_rule(one) for one in preset.own], "context": list(contexts)}
    return table | _filled(below)


def profile_table(row: Entry) -> Table:
    """An access profile as the file has it."""
    return {"name": row.name, "rights": sorted(row.attributes)}


def tile_table(row: Tile) -> Table:
    """A tile as the file has it."""
    table = {
        "name": row.name,
        "name_de": row.name_de,
        "address": row.address,
        "icon": row.icon,
        "group": row.audience,
    }
    return {key: value for key, value in table.items() if value}


def resource_table(row: Entry) -> Table:
    """A resource as the file has it."""
    table: Table = {"name": row.name, "mail": _first(row, "resourceMailAddress")}
    if context := _first(row, "oxContext"):
        table["context"] = int(context)
    if (shown := _first(row, "displayname")) != row.name:
        table["display_name"] = shown
    if description := _first(row, "description"):
        table["description"] = description
    if _first(row, "available") == "0":
        table["available"] = False
    return table


def account_table(row: Entry) -> Table:
    """A functional account as the file has it."""
    table: Table = {"name": row.name, "mail": _first(row, "mailPrimaryAddress")}
    if personal := _first(row, "personal"):
        table["personal"] = personal
    return table | {
        key: row.attributes[key] for key in ("members", "groups") if key in row.attributes
    }


TABLES: dict[str, Callable[[Entry], Table]] = {
    "access_profile": profile_table,
    "resource": resource_table,
    "functional_account": account_table,
}
"""What is declared beside targets and their contexts, by kind."""


def _first(row: Entry, name: str) -> str:
    return str((row.attributes.get(name) or [""])[0])


def context_table(entry: Entry | None, login: Credential | None) -> Table:
    """A context as the file has it: what is declared of it, its administrator's login, or both."""
    table: Table = {}
    if entry is not None:
        table = {"id": int(entry_key(entry)), "name": entry.name}
        quota = entry.attributes.get("oxQuota") or []
        table |= {"quota": int(quota[0])} if quota else {}
        if "loginMappings" in entry.attributes:
            table["login_mappings"] = list(entry.attributes["loginMappings"])
        if enabled := entry.attributes.get("enabled"):
            table["enabled"] = enabled[0] == "true"
    if login is not None:
        table |= {"id": int(login.scope), "login": login.login, "password_kept": True}
    return table


def contexts_at(target: Target) -> list[Table]:
    """The contexts declared at a target, and those whose login it has, by number."""
    entries = {entry_key(row): row for row in declared_at(target).filter(left_at=None)}
    logins = {row.scope: row for row in target.credentials.all() if row.scope}
    return [
        context_table(entries.get(scope), logins.get(scope))
        for scope in sorted({*entries, *logins}, key=int)
    ]


def _kept(portal: Portal) -> Table:
    return {} if portal.keep_runs == KEEP_RUNS else {"keep_runs": f"{portal.keep_runs}d"}


def _filled(table: Table) -> Table:
    return {key: value for key, value in table.items() if value != []}


def _entries(portal: Portal) -> Table:
    """What is declared beside targets and their contexts, by kind; one question for all."""
    rows = Entry.objects.filter(portal=portal, kind__in=list(TABLES), owner=LOCAL, left_at=None)
    found: Table = {kind: [] for kind in TABLES}
    for row in rows.order_by("name", "pk"):
        found[row.kind].append(TABLES[row.kind](row))
    return found


def _every(sources: Sequence[Source]) -> dict[int, int]:
    """How often each source is read, in seconds, by primary key."""
    rows = dict(Schedule.objects.filter(kind="read").values_list("key", "every"))
    return {row.pk: rows[readers.key(row)] for row in sources if readers.key(row) in rows}


def _usual(every: Iterable[int]) -> int:
    counted = Counter(every)
    return min(counted, key=lambda value: (-counted[value], value), default=READ_EVERY)


def _own(every: int | None, usual: int) -> int | None:
    return None if every == usual else every


def _preset(preset: Preset) -> Table:
    table: Table = {} if preset.name == "none" and preset.own else {"preset": preset.name}
    return table | ({"default_context": preset.context} if preset.context else {})


def _rule(rule: Mapping[str, Any]) -> Table:
    match = dict(rule["match"])
    if match.get("kind") == "person":
        del match["kind"]
    return {"name": rule["name"], "match": match, "give": dict(rule["give"])}
