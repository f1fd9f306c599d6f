"""Reads a state file back into a world; pictures stay in the file until somebody asks for them."""

import json
import sqlite3
import sys
from dataclasses import dataclass

from oxsim.packed import pack
from oxsim.schema.access import shared
from oxsim.user import User
from oxsim.world import Account, Context, Creation, Group, Resource, World


@dataclass(frozen=True, slots=True)
class StoredPhoto:
    """A picture whose bytes are in the file alone."""

    digest: str
    db: sqlite3.Connection

    def read(self) -> bytes:
        """Its bytes."""
        query = "SELECT bytes FROM photo WHERE digest = ?"
        (data,) = self.db.execute(query, (self.digest,)).fetchone()
        return bytes(data)


def load(db: sqlite3.Connection) -> World:
    """Everything in a state file."""
    world = World()
    for number, next_id, doc in db.execute("SELECT id, next_id, doc FROM context"):
        world.contexts[number] = Context(id=number, next_id=next_id, **json.loads(doc))
    rows = db.execute("SELECT context, id, doc, photo FROM user ORDER BY context, id")
    for context_id, number, doc, digest in rows:
        held = json.loads(doc)
        held["access"] = shared(held["access"])
        photo = StoredPhoto(digest, db) if digest is not None else None
        fields = held.pop("fields")
        user = User(id=number, packed=pack(fields), photo=photo, **held)
        world.contexts[context_id].users[number] = user
        world.contexts[context_id].index(user, fields)
    for context_id, number, name, display in db.execute(
        "SELECT context, id, name, displayname FROM team ORDER BY context, id"
    ):
        world.contexts[context_id].groups[number] = Group(number, name, display, {})
    for context_id, team, user_id in db.execute("SELECT context, team, user FROM member"):
        world.contexts[context_id].groups[team].members[user_id] = None
    _load_parts(db, world)
    for row in db.execute(
        "SELECT time, operation, context, kind, name, id FROM creation ORDER BY number"
    ):
        time, operation, context_id, kind, *rest = row
        world.log.append(Creation(time, sys.intern(operation), context_id, sys.intern(kind), *rest))
    for kind, doc in db.execute("SELECT kind, doc FROM registered"):
        world.registered[kind] = json.loads(doc)
    world.deleted.update(number for (number,) in db.execute("SELECT * FROM deleted"))
    return world


def _load_parts(db: sqlite3.Connection, world: World) -> None:
    """Resources and secondary accounts."""
    for context_id, number, doc in db.execute("SELECT * FROM resource ORDER BY id"):
        resource = Resource(id=number, **json.loads(doc))
        world.contexts[context_id].resources[number] = resource
    for context_id, number, user_id, address, doc in db.execute(
        "SELECT context, id, user, address, doc FROM account ORDER BY id"
    ):
        account = Account(number, user_id, address, json.loads(doc))
        world.contexts[context_id].keep_account(account)
