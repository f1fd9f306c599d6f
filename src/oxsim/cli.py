"""The command line: serve, or print the state in a file."""

import asyncio
import errno
import json
import signal
import sys
from pathlib import Path

import click

from oxsim.faults import Refused
from oxsim.latency import PROFILES
from oxsim.options import Options, Seed
from oxsim.report import print_state
from oxsim.server import Server
from oxsim.store import StateFileError


class SeedType(click.ParamType[Seed]):
    """``id:login:password`` of a context to be made at start."""

    name = "id:login:password"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Seed:
        """Read one."""
        if isinstance(value, Seed):
            return value
        number, _, rest = str(value).partition(":")
        login, _, password = rest.partition(":")
        if not number.isdecimal() or int(number) < 1 or not login or not password:
            self.fail(f"{value!r} is not id:login:password", param, ctx)
        return Seed(int(number), login, password)


_FILE = click.Path(dir_okay=False, path_type=Path)
_READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(invoke_without_command=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=0, show_default=True, help="Port to listen on; 0 takes a free one.")
@click.option("--latency-ms", default=0.0, show_default=True, help="How long each call takes.")
@click.option(
    "--profile",
    type=click.Choice(list(PROFILES)),
    default="none",
    show_default=True,
    help="What each operation costs besides, as measured on a server.",
)
@click.option(
    "--lock-wait-ms", default=1000.0, show_default=True, help="Unit of the user lock's waiting."
)
@click.option(
    "--idle-seconds", default=30.0, show_default=True, help="Idle connections close then."
)
@click.option("--tls-cert", type=_READABLE, help="Certificate chain (PEM): serve HTTPS.")
@click.option("--tls-key", type=_READABLE, help="Its key (PEM), if not in the same file.")
@click.option("--state", type=_FILE, help="SQLite file that keeps the state, even over kill -9.")
@click.option("--master-login", default="oxadminmaster", show_default=True)
@click.option("--master-password", default="secret", show_default=True)
@click.option("--master-password-file", type=_READABLE, help="Read the password from a file.")
@click.option(
    "--context",
    "seeds",
    type=SeedType(),
    multiple=True,
    help="Make this context at start if it is missing; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the address as a JSON object.")
@click.option("--dump", is_flag=True, help="Print the objects in --state as JSON and end.")
@click.pass_context
def main(
    ctx: click.Context,
    *,
    host: str,
    port: int,
    latency_ms: float,
    profile: str,
    lock_wait_ms: float,
    idle_seconds: float,
    tls_cert: Path | None,
    tls_key: Path | None,
    state: Path | None,
    master_login: str,
    master_password: str,
    master_password_file: Path | None,
    seeds: tuple[Seed, ...],
    as_json: bool,
    dump: bool,
) -> None:
    """A stand-in for the provisioning services of an Open-Xchange App Suite server."""
    if ctx.invoked_subcommand is not None:
        return
    if dump:
        if state is None:
            raise click.UsageError("--dump needs --state FILE")
        print_state(state, as_json=True)
        return
    if master_password_file is not None:
        master_password = master_password_file.read_text().strip()
    options = Options(
        host=host,
        port=port,
        latency=latency_ms / 1000,
        profile=profile,
        lock_wait=lock_wait_ms / 1000,
        idle=idle_seconds,
        tls_cert=tls_cert,
        tls_key=tls_key,
        state=state,
        master_login=master_login,
        master_password=master_password,
        seeds=seeds,
    )
    try:
        asyncio.run(_serve(options, as_json=as_json))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise click.ClickException(str(error)) from error
        click.echo(f"oxsim: port {port} is in use on {host}; choose another with --port", err=True)
        sys.exit(2)
    except StateFileError as error:
        raise click.ClickException(str(error)) from error
    except Refused as error:
        raise click.ClickException(f"--context cannot be made: {error.message}") from error


@main.command("state")
@click.option("--state", type=_READABLE, required=True, help="The file that was given to serve.")
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
def state_command(state: Path, *, as_json: bool) -> None:
    """Print all objects in a state file."""
    print_state(state, as_json=as_json)


async def _serve(options: Options, *, as_json: bool) -> None:
    server = Server(options)
    await server.start()
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    if as_json:
        click.echo(json.dumps({"url": server.url, "port": server.port}))
    else:
        click.echo(f"oxsim serves {server.url}/webservices/")
    sys.stdout.flush()
    await ended.wait()
    await server.close()
