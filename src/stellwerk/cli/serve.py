"""`stellwerk serve`: keep everything in step."""

import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import click

from stellwerk.cli import web
from stellwerk.config.duration import seconds
from stellwerk.core.children import COULD_NOT_START, Parent, end_with_parent
from stellwerk.core.errors import Busy, StellwerkError
from stellwerk.core.lock import only_worker
from stellwerk.core.logs import to_stderr
from stellwerk.panel import server

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


@click.command("serve", short_help="Keep everything in step, and serve the panel.")
@click.option("--read-every", type=Every(), help="How often sources are read (default: as set).")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where the panel listens.")
@click.option("--port", default=server.PORT, show_default=True, help="The panel's port.")
@click.option("--no-panel", is_flag=True, help="Without the web panel.")
@click.option("--child", type=click.Choice(["first", "worker", "web"]), hidden=True)
@click.pass_obj
def command(
    data: Path, read_every: int | None, host: str, port: int, no_panel: bool, child: str | None
) -> None:
    """Read the sources regularly, carry every change out and serve the panel, until SIGTERM or
    Ctrl+C.

    SIGHUP reads the sources at once. A new target sends nothing before its first `stellwerk sync`.
    """
    to_stderr()
    if child == "web":
        raise click.exceptions.Exit(web.serve(data, host, port))
    if child is not None:
        raise click.exceptions.Exit(_first(data) if child == "first" else _serve(data, read_every))
    own = [sys.executable, "-m", "stellwerk", "--data", str(data), "serve", "--child"]
    worker = [*own, "worker"]
    if read_every is not None:
        worker += ["--read-every", f"{read_every}s"]
    commands = {"worker": worker}
    if not no_panel:
        _check_port(data, host, port)
        # A process of its own: this one stays small.
        if subprocess.run([*own, "first"], check=False).returncode:
            raise click.exceptions.Exit(1)
        click.echo(f"Panel: {web.address(host, port)}")
        commands["web"] = web.child(data, host, port)
    raise click.exceptions.Exit(1 if Parent(commands, reloaded={"worker"}).run() else 0)


def _check_port(data: Path, host: str, port: int) -> None:
    """Raises Busy when another service is why the port is taken, else PortTaken."""
    try:
        server.check_port(host, port)
    except server.PortTaken:
        if data.exists():
            with only_worker(data):
                pass
        raise


def _first(data: Path) -> int:
    """Before the others: open the store, make the first owner and say how to sign in."""
    from stellwerk.cli.opening import open_portal

    try:
        said = web.greeting(open_portal(data))
    except StellwerkError as error:
        web.complain(error)
        return COULD_NOT_START
    if said:
        click.echo(said)
    return 0


def _serve(data: Path, every: int | None) -> int:
    """The worker child: serves until it is told to stop or its parent is gone."""
    from stellwerk.cli.opening import open_portal

    with ExitStack() as held:
        try:
            portal = open_portal(data)
            _lock(held, data)
        except StellwerkError as error:
            web.complain(error)
            return COULD_NOT_START
        from stellwerk.sync.serving import Serving

        serving = Serving(portal, every)
        signal.signal(signal.SIGTERM, lambda *_: serving.stop())
        signal.signal(signal.SIGHUP, lambda *_: serving.reread())
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
