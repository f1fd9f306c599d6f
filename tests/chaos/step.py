"""What the children of a trial do: one run of Stellwerk, until its end or its kill.

``python -m tests.chaos.step --data DIR`` does the same run by hand.
"""

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stellwerk.portals.models import Portal

SYNC, APPROVE = "sync", "approve"


def run(data: str, what: str, commit: int, delay: float) -> None:
    """Sync as the command line does; ``approve`` approves what is held first.

    With ``commit`` > 0 the process kills itself `delay` seconds after that commit began.
    """
    from stellwerk.cli.main import main

    os.environ["STELLWERK_DATA"] = data
    if commit:
        _die_at(commit, delay)
    if what == APPROVE:
        _approve(Path(data))
    main(["--data", data, "sync", "--yes", "--json"])


def _approve(data: Path) -> None:
    from stellwerk.cli.opening import open_portal

    portal = open_portal(data)
    from stellwerk.sync import runs

    runs.read_sources(portal)
    runs.approve(portal, runs.draw_plan(portal), actor="chaos")


def _die_at(commit: int, delay: float) -> None:
    """Count the statements that end a transaction, and kill this process at the n-th."""
    from django.db.backends.signals import connection_created

    left = commit

    def watch(statement: str) -> None:
        nonlocal left
        if not statement.startswith("COMMIT"):
            return
        left -= 1
        if left == 0:
            if delay == 0.0:
                os.kill(os.getpid(), signal.SIGKILL)
            threading.Thread(target=_die_later, args=(delay,), daemon=True).start()

    def connected(connection: Any, **_: Any) -> None:
        connection.connection.set_trace_callback(watch)

    connection_created.connect(connected, weak=False)


def _die_later(delay: float) -> None:
    time.sleep(delay)
    os.kill(os.getpid(), signal.SIGKILL)


def prepare(data: str, url: str, settings: dict[str, Any]) -> None:
    """Make a data folder with a portal, the directory as source and the stand-in as target."""
    from stellwerk.store import open_store

    open_store(Path(data))
    point(url, settings)


def point(url: str, settings: dict[str, Any]) -> "Portal":
    """Configure the store that is open."""
    from stellwerk.core.masked import Masked
    from stellwerk.portals.actions import open_portal
    from stellwerk.sources.actions import save_source
    from stellwerk.sync.actions import save_rules
    from stellwerk.sync.assignments import UCS
    from stellwerk.targets.actions import save_credential, save_target

    portal = open_portal("Chaos", actor="chaos")
    where = {"path": "directory.ldif", "dialect": "ucs"}
    save_source(
        portal, "directory", kind="ldif", settings=where, secret=None, position=0, actor="chaos"
    )
    target, _ = save_target(
        portal, "ox", settings={**settings, "url": url}, manual=False, actor="chaos"
    )
    save_credential(target, "", "oxadminmaster", Masked("secret"), actor="chaos")
    save_rules(target, UCS, actor="chaos")
    return portal


if __name__ == "__main__":
    arguments = dict(zip(sys.argv[1::2], sys.argv[2::2], strict=True))
    run(arguments["--data"], arguments.get("--do", SYNC), 0, 0.0)
    print(json.dumps({"done": True}))
