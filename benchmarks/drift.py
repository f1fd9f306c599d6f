"""``python -m benchmarks.drift STATE EACH``: changes what an oxsim state holds, past Stellwerk.

In every way an audit tells apart, so many times in every context; prints how many findings that
makes, by kind, as one JSON object.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from oxsim.journal import Journal
from oxsim.store import open_store
from oxsim.user import User
from oxsim.world import ADMIN_ID, STANDARD_GROUP, Context

ROOM = "drifted"


def plant(state: Path, each: int) -> Counter[str]:
    """Change a state file that no oxsim serves; how many findings of each kind that makes."""
    journal, world = open_store(state)
    made: Counter[str] = Counter()
    for context in world.contexts.values():
        users = iter([context.users[one] for one in sorted(context.users) if one != ADMIN_ID])
        for _ in range(each):
            _change(journal, context, next(users))
            _delete(journal, context, next(users))
            _renumber(journal, context, next(users))
            _invent(journal, context, next(users))
        made.update(dict.fromkeys(("different", "missing", "relinked", "foreign"), each))
        made["members"] += _take_out(journal, context, users)
    journal.commit()
    journal.close()
    return made


def _change(journal: Journal, context: Context, user: User) -> None:
    user.fields = {**user.fields, "room_number": ROOM}
    journal.save_user(context, user)


def _delete(journal: Journal, context: Context, user: User) -> None:
    for group in context.groups.values():
        group.members.pop(user.id, None)
    journal.drop_user(context, user)


def _renumber(journal: Journal, context: Context, user: User) -> None:
    """As after a restore: the same user, in the same groups, under another id."""
    groups = [group for group in context.groups.values() if user.id in group.members]
    journal.drop_user(context, user)
    for group in groups:
        del group.members[user.id]
    user.id = context.take_id()
    journal.save_user(context, user)
    journal.save_next_id(context)
    for group in groups:
        group.members[user.id] = None
        journal.add_members(context, group, [user.id])


def _invent(journal: Journal, context: Context, like: User) -> None:
    name = f"stranger-{like.id}"
    fresh = User(context.take_id(), name, like.packed, like.password, like.access)
    address = f"{name}@elsewhere.example"
    mine = {"display_name": name, "primaryEmail": address, "email1": address, "aliases": [address]}
    fresh.fields = {**like.fields, **mine, "defaultSenderAddress": address}
    journal.save_user(context, fresh)
    journal.save_next_id(context)


def _take_out(journal: Journal, context: Context, users: Iterator[User]) -> int:
    """One member who is otherwise left alone out of one group, if there is such a one."""
    free = {user.id for user in users}
    for group in context.groups.values():
        inside = free & set(group.members)
        if group.id != STANDARD_GROUP and inside:
            journal.drop_members(context, group, [min(inside)])
            return 1
    return 0


if __name__ == "__main__":
    print(json.dumps(plant(Path(sys.argv[1]), int(sys.argv[2]))))
