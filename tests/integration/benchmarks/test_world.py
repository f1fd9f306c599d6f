"""The benchmark's ready-made world is what a real import and sync of the same town come to."""

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from benchmarks import product
from benchmarks.world import town_of
from oxsim.testing import spawned
from stellwerk.demo.directory import write_directory

PEOPLE = 2000

_RUNS = {"jobs_job", "jobs_release", "sync_plan", "sync_planchunk", "sync_lane"}
"""Tables about what ran, not about what is."""
_NO_STATE = {"django_migrations", "sqlite_sequence"}
_ELSEWHERE = re.compile(r"^(id|public_id|remote_id|secret|generation)$")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d")
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A built world, and one that was really imported and synchronised."""
    built, real = tmp_path_factory.mktemp("built"), tmp_path_factory.mktemp("real")
    subprocess.run([sys.executable, "-m", "benchmarks.world", str(built), str(PEOPLE)], check=True)
    town = town_of(PEOPLE)
    write_directory(
        real / "directory.ldif",
        town.people,
        contexts=town.contexts,
        groups=town.groups,
        photo_every=town.photo_every,
    )
    with spawned("--state", str(real / "oxsim.sqlite")) as sim:
        product.configure(real, sim.url, 8)
        assert product.sync(real)["parked"] == 3
    return built, real


def test_every_table_of_the_store_holds_the_same(folders: tuple[Path, Path]) -> None:
    built, real = (_store(folder / "stellwerk.sqlite") for folder in folders)
    assert built.keys() == real.keys()
    assert len(real["sync_applied"]) > PEOPLE * 0.9
    for table, rows in real.items():
        assert _difference(built[table], rows) == [], table


def test_oxsim_holds_the_same(folders: tuple[Path, Path]) -> None:
    built, real = (_ox(folder / "oxsim.sqlite") for folder in folders)
    assert len(real["users"]) > PEOPLE * 0.9
    for kind, rows in real.items():
        assert _difference(built[kind], rows) == [], kind


def test_the_ids_that_are_applied_are_those_in_oxsim(folders: tuple[Path, Path]) -> None:
    applied = "SELECT scope, remote_id, json_extract(fields, '$.name') FROM sync_applied"
    for folder in folders:
        with closing(sqlite3.connect(folder / "stellwerk.sqlite")) as store:
            named = set(store.execute(f"{applied} WHERE person_id IS NOT NULL"))
        with closing(sqlite3.connect(folder / "oxsim.sqlite")) as state:
            users = set(
                state.execute(
                    "SELECT CAST(context AS TEXT), CAST(id AS TEXT), json_extract(doc, '$.name')"
                    " FROM user WHERE id > 2"
                )
            )
        assert named == users


def _store(file: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(file)) as store:
        store.row_factory = sqlite3.Row
        found = store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        tables = {row["name"] for row in found} - _RUNS - _NO_STATE
        objects: dict[int, str] = {
            row["id"]: row["object"] for row in store.execute("SELECT id, object FROM sync_applied")
        }
        rows = {table: store.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables}
        steps = rows.pop("sync_history")
        # The built world's oxsim was started twice, each time at another address.
        rows["portals_trail"] = [r for r in rows["portals_trail"] if r["verb"] != "target.save"]
        return {
            **{table: sorted(_plain(row, objects) for row in some) for table, some in rows.items()},
            "sync_history": _history(steps),
        }


def _history(rows: list[sqlite3.Row]) -> list[str]:
    """What was sent per object: a group's members may go in one call or in several."""
    sent: dict[str, dict[str, Any]] = {}
    for row in rows:
        assert row["result"] == "ok", tuple(row)
        fields = json.loads(row["fields"])
        added = {*sent.get(row["object"], {}).get("added", ()), *fields.get("added", ())}
        sent[row["object"]] = {**sent.get(row["object"], {}), **fields, "added": sorted(added)}
    return sorted(json.dumps([key, fields], sort_keys=True) for key, fields in sent.items())


def _plain(row: sqlite3.Row, objects: dict[int, str]) -> str:
    values = dict(_kept(row))
    if "applied_id" in values:
        values["applied_id"] = objects[values["applied_id"]]
    return _ADDRESS.sub("address", json.dumps(values, sort_keys=True, default=bytes.hex))


def _kept(row: sqlite3.Row) -> Iterator[tuple[str, Any]]:
    for name in row.keys():  # noqa: SIM118 - the row iterates over its values
        value = row[name]
        if not _ELSEWHERE.match(name) and not (isinstance(value, str) and _TIME.match(value)):
            yield name, value


def _ox(file: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(file)) as state:
        users = {
            (context, number): json.loads(doc)
            for context, number, doc in state.execute("SELECT context, id, doc FROM user")
        }
        teams = {
            (context, number): (name, shown)
            for context, number, name, shown in state.execute(
                "SELECT context, id, name, displayname FROM team"
            )
        }
        photos = dict(state.execute("SELECT context || '/' || id, photo FROM user"))
        return {
            "users": sorted(
                json.dumps(
                    [context, photos[f"{context}/{number}"], {**doc, "password": ""}],
                    sort_keys=True,
                )
                for (context, number), doc in users.items()
            ),
            "groups": sorted(json.dumps([key[0], *named]) for key, named in teams.items()),
            "members": sorted(
                json.dumps([context, teams[context, team][0], users[context, user]["name"]])
                for context, team, user in state.execute("SELECT context, team, user FROM member")
            ),
            "creates": sorted(
                json.dumps(row)
                for row in state.execute("SELECT operation, context, kind, name FROM creation")
            ),
            "contexts": sorted(
                json.dumps(row) for row in state.execute("SELECT id, next_id, doc FROM context")
            ),
        }


def _difference(one: list[str], other: list[str]) -> list[str]:
    """The first rows that only one of them has; equal rows count as often as they are there."""
    if one == other:
        return []
    mine, theirs = set(one), set(other)
    odd = [f"built: {row}" for row in one if row not in theirs][:3]
    odd += [f"real: {row}" for row in other if row not in mine][:3]
    return odd or [f"{len(one)} rows built, {len(other)} real"]
