"""In which phase a kill struck, read from the store and the stand-in it left behind."""

import json
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

_OUTCOME = {True: "took effect, not committed", False: "stamped, not carried out"}


def struck(data: Path, state: dict[str, Any]) -> Counter[str]:
    """What the last run was doing, and the stamps it left: how many of which outcome."""
    phases: Counter[str] = Counter()
    store = sqlite3.connect(f"file:{data / 'stellwerk.sqlite'}", uri=True)
    try:
        jobs = store.execute(
            "SELECT kind, state, finished FROM jobs_job ORDER BY id DESC LIMIT 1"
        ).fetchone()
        stamps = store.execute(
            "SELECT object, scope, remote_id, stamp_operation, stamp_sent, fields"
            " FROM sync_applied WHERE stamp != ''"
        ).fetchall()
    finally:
        store.close()
    if jobs is None:
        phases["killed: before reading"] += 1
    elif jobs[2] is None:
        phases[f"killed: {jobs[0]}"] += 1
    else:
        phases[f"killed: after {jobs[0]}"] += 1
    names = {
        (scope, kind[:-1]): {one["name"] for one in context[kind]}
        for scope, context in state.items()
        for kind in ("users", "groups")
    }
    for key, scope, _, operation, sent, _ in stamps:
        kind = key.partition(":")[0]
        name = json.loads(sent).get("name", "")
        if operation == "create" and kind == "context":
            phases[f"in doubt: create context: {_OUTCOME[scope in state]}"] += 1
        elif operation == "create":
            there = name in names.get((scope, "user" if kind == "person" else "group"), set())
            phases[f"in doubt: create {kind}: {_OUTCOME[there]}"] += 1
        else:
            phases[f"in doubt: {operation} {kind}"] += 1
    return phases
