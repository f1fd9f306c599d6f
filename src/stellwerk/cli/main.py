"""The command line's entrance: the data folder, and errors that say what to do."""

import importlib
import os
import sys
from pathlib import Path
from typing import Any

import click

from stellwerk import __doc__ as about
from stellwerk.core.errors import StellwerkError

# Loaded when asked for: a command that needs no store starts without it.
_COMMANDS = {
    "approve": "approve",
    "cancel": "cancel",
    "check": "check",
    "config": "config",
    "decide": "decide",
    "demo": "demo",
    "drop": "drop",
    "owner": "owner",
    "people": "people",
    "plan": "plan",
    "retry": "retry",
    "rotate": "rotate",
    "runs": "runs",
    "serve": "serve",
    "status": "status",
    "sync": "sync",
    "why": "why",
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        module = importlib.import_module(f"stellwerk.cli.{_COMMANDS[name]}")
        command: click.Command = module.command
        return command


@click.group(cls=_Lazy, help=about)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="STELLWERK_DATA",
    default=Path("var"),
    show_default=True,
    help="The data folder.",
)
@click.version_option(package_name="stellwerk")
@click.pass_context
def _group(context: click.Context, data: Path) -> None:
    context.obj = data.absolute()


def main(arguments: list[str] | None = None) -> Any:
    """Run a command. Exit codes: 0 done, 1 something failed or is parked, 2 usage."""
    try:
        return _group.main(args=arguments, prog_name="stellwerk", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped; nothing that was not confirmed was done.", err=True)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except StellwerkError as error:
        click.echo(f"stellwerk: {error.message}", err=True)
        if error.hint:
            click.echo(f"  What to do: {error.hint}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # Whoever read our output has gone (`| head`); the interpreter must not flush into it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
