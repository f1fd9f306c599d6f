"""Reads a configuration file whole: everything that is wrong in it is told at once."""

from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from stellwerk.config.document import KEEP_RUNS, READ_EVERY, Document, SourceWish, TargetWish
from stellwerk.config.duration import days, seconds
from stellwerk.config.functional_account import functional_account
from stellwerk.config.lines import Lines
from stellwerk.config.problem import BadConfiguration, Problem
from stellwerk.config.profile import profile
from stellwerk.config.reading import text_of, values_of
from stellwerk.config.resource import resource
from stellwerk.config.section import Section, suggestion
from stellwerk.config.source import source
from stellwerk.config.target import target
from stellwerk.config.tile import tile
from stellwerk.portals.address import check_address, plain


def read_file(file: Path) -> Document:
    """The content of a configuration file. Raises BadConfiguration with all that is wrong."""
    return parse(file, text_of(file))


def parse(file: Path, text: str) -> Document:
    """The content of a configuration file whose text is at hand; `file` is for messages and
    relative paths. Raises BadConfiguration. Pure.
    """
    values = values_of(file, text)
    problems: list[Problem] = []
    root = Section(values, (), Lines(text), problems)
    document = _document(file, root)
    root.end()
    if problems:
        raise BadConfiguration(file, problems)
    return document


def _document(file: Path, root: Section) -> Document:
    portal = root.table("portal")
    name = portal.text("name", required=True)
    zone = portal.text("time_zone", "Europe/Berlin")
    portal.checked("time_zone", zone, _time_zone, "Write it like Europe/Berlin.")
    address = portal.text("address", "")
    hint = "Write it as people type it: https://stellwerk.example.org, without a path."
    address = plain(portal.checked("address", address, check_address, hint))
    portal.end()
    schedule = root.table("schedule")
    every = schedule.text("read_every", f"{READ_EVERY}s")
    hint = "Write it like 90s, 15m, 2h or 1d."
    every = schedule.checked("read_every", every, seconds, hint) or f"{READ_EVERY}s"
    keep = schedule.text("keep_runs", f"{KEEP_RUNS}d")
    keep = schedule.checked("keep_runs", keep, days, "Write it like 30d.") or f"{KEEP_RUNS}d"
    schedule.end()
    folder = file.absolute().parent
    sources = [source(one, folder) for one in root.tables("source")]
    profiles = [profile(one) for one in root.tables("access_profile")]
    resources = [resource(one) for one in root.tables("resource")]
    accounts = [functional_account(one) for one in root.tables("functional_account")]
    targets = [target(one, folder) for one in root.tables("target")]
    tiles = [tile(one) for one in root.tables("tile")]
    _once(root, "source", [one.name for one in sources])
    _once(root, "target", [one.name for one in targets])
    _once(root, "access_profile", [one.name for one in profiles])
    _once(root, "tile", [one.fields.name for one in tiles])
    _once(root, "resource", [one.name for one in resources])
    _once(root, "functional_account", [one.name for one in accounts])
    _known_sources(root, sources, targets)
    return Document(
        file, name, zone, address, seconds(every), days(keep), sources, targets, profiles, tiles,
        resources, accounts,
    )  # fmt: skip


def _time_zone(name: str) -> ZoneInfo:
    if name not in available_timezones():
        raise ValueError(f"{name!r} is no time zone")
    return ZoneInfo(name)


def _once(root: Section, table: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name and name in seen:
            place = Section({}, (table, number), root.lines, root.problems)
            place.problem("name", f"{name!r} is there twice", "Give each a name of its own.")
        seen.add(name)


def _known_sources(
    root: Section, sources: Iterable[SourceWish], targets: Iterable[TargetWish]
) -> None:
    """A rule may ask only for sources of this file."""
    known = {one.name for one in sources}
    for number, one in enumerate(targets):
        for position, rule in enumerate(one.rules):
            name = rule["match"].get("source", "")
            if name and name not in known:
                path = ("target", number, "rule", position, "match")
                place = Section({}, path, root.lines, root.problems)
                place.problem("source", f"no source is called {name!r}", suggestion(name, known))
