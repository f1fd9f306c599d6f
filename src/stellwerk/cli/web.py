"""The panel beside a worker: its child process, its address, the first owner's password."""

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stellwerk.core.children import COULD_NOT_START, end_with_parent
from stellwerk.core.errors import StellwerkError
from stellwerk.panel import server

if TYPE_CHECKING:
    from stellwerk.portals.models import Portal


def address(host: str, port: int) -> str:
    """What to type into a browser on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - only compared
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def child(data: Path, host: str, port: int) -> list[str]:
    """The command that serves the panel of ``data`` and ends with whoever started it."""
    start = [sys.executable, "-m", "stellwerk", "--data", str(data), "serve", "--child", "web"]
    return [*start, "--host", host, "--port", str(port)]


def greeting(portal: "Portal") -> str:
    """How to sign in for the first time; empty when the portal has an owner already."""
    from stellwerk.signin.actions import first_owner

    owner = first_owner(portal)
    if owner is None:
        return ""
    login, password = owner
    return (
        f"Sign in as {login} with the one-time password {password.reveal()}\n"
        "(no later start shows it; the panel asks for one of your own)"
    )


def serve(data: Path, host: str, port: int) -> int:
    """The web child: serves the panel until it is told to stop or its parent is gone."""
    end_with_parent(lambda: os.kill(os.getpid(), signal.SIGTERM))
    try:
        server.serve(data, host, port)
    except StellwerkError as error:
        complain(error)
        return COULD_NOT_START
    return 0


def complain(error: StellwerkError) -> None:
    """Say on standard error what is wrong and what to do."""
    click.echo(f"stellwerk: {error.message}", err=True)
    if error.hint:
        click.echo(f"  What to do: {error.hint}", err=True)
