"""The state in one SQLite file: written before each answer, read at start."""

import gc
import hashlib
import json
import sqlite3
from pathlib import Path
from typing import Any

from oxsim.journal import Journal
from oxsim.loading import StoredPhoto, load
from oxsim.photo import Photo
from oxsim.tables import TABLES
from oxsim.user import User
from oxsim.world import Account, Context, Creation, Group, Resource, World

_VERSION = 2
_RESOURCE = ("name", "displayname", "email", "available", "description", "permissions")
_dumped = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_IN_CONTEXT = ("user", "team", "member", "resource", "account")
_NAMES = (*_IN_CONTEXT, "context", "photo", "creation", "registered", "deleted")


class StateFileError(Exception):
    """this file cannot be used as a state file"""


class Store(Journal):
    """A journal in a file. What `commit` returned from survives a kill of the process.

    Not a loss of power: the file is not synchronised, a stand-in need not be.
    """

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=OFF")
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > _VERSION:
            raise StateFileError(f"{path} was written by a newer oxsim")
        self._db.executescript(f"{TABLES} PRAGMA user_version = {_VERSION};")
        self._open = False

    def _run(self, statement: str, *values: Any) -> None:
        if not self._open:
            self._db.execute("BEGIN IMMEDIATE")
            self._open = True
        self._db.execute(statement, values)

    def _run_many(self, statement: str, rows: list[tuple[int, ...]]) -> None:
        if rows and not self._open:
            self._db.execute("BEGIN IMMEDIATE")
            self._open = True
        self._db.executemany(statement, rows)

    def save_context(self, context: Context) -> None:
        """Write a context's own fields (not its users and groups)."""
        doc = {
            "name": context.name,
            "quota": context.quota,
            "mappings": context.mappings,
            "enabled": context.enabled,
            "attributes": context.attributes,
            "quotas": context.quotas,
            "next_account": context.next_account,
        }
        self._run(
            "INSERT OR REPLACE INTO context VALUES (?, ?, ?)",
            context.id,
            context.next_id,
            _dumped(doc),
        )

    def save_next_id(self, context: Context) -> None:
        """Write how far a context's sequence of ids is."""
        self._run("UPDATE context SET next_id = ? WHERE id = ?", context.next_id, context.id)

    def drop_context(self, context: Context) -> None:
        """Remove a context with everything in it."""
        self._run("DELETE FROM context WHERE id = ?", context.id)
        for table in _IN_CONTEXT:
            self._run(f"DELETE FROM {table} WHERE context = ?", context.id)  # noqa: S608

    def keep_photo(self, data: bytes) -> Photo:
        """Write a photo; its bytes stay in the file alone."""
        digest = hashlib.sha256(data).hexdigest()
        self._run("INSERT OR IGNORE INTO photo VALUES (?, ?)", digest, data)
        return StoredPhoto(digest, self._db)

    def save_user(self, context: Context, user: User) -> None:
        """Write a user; its photo was taken in before."""
        doc = {
            "name": user.name,
            "fields": user.fields,
            "password": user.password,
            "access": sorted(user.access),
            "quota": user.quota,
            "has_filestore": user.has_filestore,
            "attributes": user.attributes,
        }
        self._run(
            "INSERT OR REPLACE INTO user VALUES (?, ?, ?, ?)",
            context.id,
            user.id,
            _dumped(doc),
            user.photo.digest if user.photo is not None else None,
        )

    def drop_user(self, context: Context, user: User) -> None:
        """Remove a user with its memberships and secondary accounts."""
        self._run("DELETE FROM user WHERE context = ? AND id = ?", context.id, user.id)
        for table in ("member", "account"):
            where = "context = ? AND user = ?"
            self._run(f"DELETE FROM {table} WHERE {where}", context.id, user.id)  # noqa: S608

    def save_group(self, context: Context, group: Group) -> None:
        """Write a group's names (not its members)."""
        self._run(
            "INSERT OR REPLACE INTO team VALUES (?, ?, ?, ?)",
            *(context.id, group.id, group.name, group.displayname),
        )

    def drop_group(self, context: Context, group: Group) -> None:
        """Remove a group with its memberships."""
        self._run("DELETE FROM team WHERE context = ? AND id = ?", context.id, group.id)
        self._run("DELETE FROM member WHERE context = ? AND team = ?", context.id, group.id)

    def add_members(self, context: Context, group: Group, users: list[int]) -> None:
        """Write memberships."""
        self._run_many(
            "INSERT OR IGNORE INTO member VALUES (?, ?, ?)",
            [(context.id, group.id, user_id) for user_id in users],
        )

    def drop_members(self, context: Context, group: Group, users: list[int]) -> None:
        """Remove memberships."""
        self._run_many(
            "DELETE FROM member WHERE context = ? AND team = ? AND user = ?",
            [(context.id, group.id, user_id) for user_id in users],
        )

    def save_resource(self, context: Context, resource: Resource) -> None:
        """Write a resource."""
        doc = {name: getattr(resource, name) for name in _RESOURCE}
        self._run(
            "INSERT OR REPLACE INTO resource VALUES (?, ?, ?)",
            *(context.id, resource.id, _dumped(doc)),
        )

    def drop_resource(self, context: Context, resource: Resource) -> None:
        """Remove a resource."""
        self._run("DELETE FROM resource WHERE context = ? AND id = ?", context.id, resource.id)

    def save_account(self, context: Context, account: Account) -> None:
        """Write a secondary account."""
        self._run(
            "INSERT OR REPLACE INTO account VALUES (?, ?, ?, ?, ?)",
            *(context.id, account.id, account.user, account.address, _dumped(account.fields)),
        )

    def drop_account(self, context: Context, account: Account) -> None:
        """Remove a secondary account."""
        self._run("DELETE FROM account WHERE context = ? AND id = ?", context.id, account.id)

    def save_deleted(self, world: World) -> None:
        """Write which ids of contexts leave something behind."""
        self._run("DELETE FROM deleted")
        for context_id in world.deleted:
            self._run("INSERT INTO deleted VALUES (?)", context_id)

    def save_registered(self, world: World) -> None:
        """Write what the utility service registered."""
        for kind, held in world.registered.items():
            self._run("INSERT OR REPLACE INTO registered VALUES (?, ?)", kind, _dumped(held))

    def record(self, creation: Creation) -> None:
        """Write down a create that took effect."""
        self._run(
            "INSERT INTO creation VALUES (NULL, ?, ?, ?, ?, ?, ?)",
            *(creation.time, creation.operation, creation.context),
            *(creation.kind, creation.name, creation.id),
        )

    def commit(self) -> None:
        """Make everything since the last commit survive a kill of this process."""
        if self._open:
            self._db.execute("COMMIT")
            self._open = False

    def clear(self) -> None:
        """Remove everything."""
        for table in _NAMES:
            self._run(f"DELETE FROM {table}")  # noqa: S608

    def close(self) -> None:
        """Give up the file."""
        self._db.close()

    def load(self) -> World:
        """Read everything back."""
        return load(self._db)


def open_store(path: Path | None) -> tuple[Journal, World]:
    """The journal and the world in a file, or in memory alone. Raises StateFileError."""
    if path is None:
        return Journal(), World()
    gc.disable()
    try:
        store = Store(path)
        world = store.load()
    except sqlite3.Error as error:
        raise StateFileError(f"{path} cannot be used as a state file: {error}") from error
    finally:
        gc.enable()
    gc.freeze()  # a hundred thousand users need not be looked through at every collection
    return store, world
