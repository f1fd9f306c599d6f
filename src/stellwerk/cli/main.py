"""The command line's entrance: the data folder, and errors that say what to do."""

import importlib
import os
import sys
from pathlib import Path
from typing import Any

import click

from stellwerk import __doc__ as about
from stellwerk.core.errors import StellwerkError

_EXITS = (
    "Exit codes: 0 done (held changes are fine), 1 something is parked or failed, 2 wrong usage. "
    "Each command has its own --help."
)

# Loaded when asked for: a command that needs no store starts without it. `stellwerk x` is cli/x.py.
_SECTIONS = {
    "First": ("demo", "config", "check", "import"),
    "See, and carry out": ("plan", "sync", "serve"),
    "Answer what waits": ("approve", "drop", "decide", "retry"),
    "Look": ("status", "people", "why", "mapping", "runs", "audit"),
    "Tend": ("cancel", "rotate", "owner"),
}
_MODULES = {"import": "importing"}
"""Commands whose module cannot have their name."""
_COMMANDS = frozenset(name for names in _SECTIONS.values() for name in names)


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        module = importlib.import_module(f"stellwerk.cli.{_MODULES.get(name, name)}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """By what one wants to do, in the order one meets them."""
        for title, names in _SECTIONS.items():
            found = [(name, self.get_command(ctx, name)) for name in names]
            rows = [(name, one.get_short_help_str(limit=100)) for name, one in found if one]
            with formatter.section(title):
                formatter.write_dl(rows, col_max=10)


@click.group(cls=_Lazy, help=about, epilog=_EXITS)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="STELLWERK_DATA",
    default=Path("var"),
    show_default=True,
    help="The data folder: the store and the key of its passwords.",
    show_envvar=True,
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
