"""`stellwerk serve`: keep everything in step."""

import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import click

from stellwerk.config.duration import seconds
from stellwerk.core.children import COULD_NOT_START, Parent, end_with_parent
from stellwerk.core.errors import Busy, StellwerkError
from stellwerk.core.lock import only_worker
from stellwerk.core.logs import to_stderr

_PATIENCE = 5.0
"""A worker that is just ending is waited for, in seconds."""


class Every(click.ParamType[int]):
    """A span of time like 15m, as seconds."""

    name = "15m"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Read one."""
        try:
            return value if isinstance(value, int) else seconds(str(value))
        except ValueError as error:
            self.fail(f"{error}; write it like 90s, 15m, 2h or 1d", param, ctx)


@click.command("serve")
@click.option("--read-every", type=Every(), help="How often sources are read (default: as set).")
@click.option("--child", is_flag=True, hidden=True)
@click.pass_obj
def command(data: Path, read_every: int | None, child: bool) -> None:
    """Read the sources regularly and carry every change out, until SIGTERM or Ctrl+C.

    SIGHUP reads the sources at once. A new target sends nothing before its first `stellwerk sync`.
    """
    to_stderr()
    if child:
        raise click.exceptions.Exit(_serve(data, read_every))
    arguments = [sys.executable, "-m", "stellwerk", "--data", str(data), "serve", "--child"]
    if read_every is not None:
        arguments += ["--read-every", f"{read_every}s"]
    raise click.exceptions.Exit(1 if Parent({"worker": arguments}).run() else 0)


def _serve(data: Path, every: int | None) -> int:
    """The worker child: serves until it is told to stop or its parent is gone."""
    from stellwerk.cli.opening import open_portal

    with ExitStack() as held:
        try:
            portal = open_portal(data)
            _lock(held, data)
        except StellwerkError as error:
            click.echo(f"stellwerk: {error.message}", err=True)
            if error.hint:
                click.echo(f"  What to do: {error.hint}", err=True)
            return COULD_NOT_START
        from stellwerk.sync.serving import Serving

        serving = Serving(portal, every)
        signal.signal(signal.SIGTERM, lambda *_: serving.stop())
        signal.signal(signal.SIGHUP, lambda *_: serving.reread())
        # Ctrl+C reaches the whole group; the parent passes it on once.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        end_with_parent(serving.stop)
        serving.run()
        return 1 if serving.failed else 0


def _lock(held: ExitStack, data: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            held.enter_context(only_worker(data))
        except Busy:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return
