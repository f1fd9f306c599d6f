"""`stellwerk demo`: a town administration arrives in a stand-in OX server."""

import json
import time
from _thread import interrupt_main
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from stellwerk.cli import web
from stellwerk.core.children import Child
from stellwerk.core.lock import only_worker
from stellwerk.demo import run
from stellwerk.demo.stand_in import StandIn
from stellwerk.panel import server
from stellwerk.store import open_store

if TYPE_CHECKING:
    from stellwerk.portals.models import Portal

PORT = 8009


@click.command("demo", short_help="Carry a made-up town into a stand-in OX server and follow it.")
@click.option("--once", is_flag=True, help="Run once on a free port and stop.")
@click.option("--json", "as_json", is_flag=True, help="With --once: print one JSON object last.")
@click.option("--people", default=250, show_default=True, help="The size of the town, in people.")
@click.option("--ox-port", default=PORT, show_default=True, help="The stand-in server's port.")
@click.option("--lanes", default=8, show_default=True, help="Calls in flight at most.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where the panel listens.")
@click.option("--port", default=server.PORT, show_default=True, help="The panel's port.")
@click.option("--data", "folder", type=click.Path(path_type=Path), help="The data folder.")
@click.pass_obj
def command(
    data: Path,
    once: bool,
    as_json: bool,
    people: int,
    ox_port: int,
    lanes: int,
    host: str,
    port: int,
    folder: Path | None,
) -> None:
    """Carry the bundled town into a stand-in OX server, then follow its directory file.

    The panel shows everything while it runs; with --once there is none.
    """
    data = (folder or data).absolute()
    if not once:
        server.check_port(host, port)
    file = run.place_directory(data, people)
    open_store(data)
    panel, greeting = None, ""
    with only_worker(data):
        stand_in = StandIn(data / "oxsim.sqlite", 0 if once else ox_port)
        try:
            portal = run.configure(stand_in.url, lanes=lanes)
            if not as_json:
                click.echo(f"Stand-in OX server: {stand_in.url}  (look inside: /_sim/state)")
            if not once:
                greeting = web.greeting(portal)
                click.echo(f"Panel: {web.address(host, port)}\n{greeting}".rstrip())
                panel = Child("web", web.child(data, host, port), interrupt_main)
                panel.start()
            result = _carry(portal, stand_in.url, quiet=as_json)
            if once:
                if as_json:
                    click.echo(json.dumps(result.as_dict()))
                return
            # The plan above is long.
            click.echo(f"\nSee it all in the panel: {web.address(host, port)}\n{greeting}".rstrip())
            _follow(portal, file, data)
        except KeyboardInterrupt:
            click.echo("\nStopped. Start again at any time: nothing is lost.")
        finally:
            if panel is not None:
                panel.stop(at_once=False)
                panel.join()
            stand_in.stop()


def _carry(portal: "Portal", url: str, *, quiet: bool) -> run.Once:
    from stellwerk.cli import output
    from stellwerk.sync import plan, runs

    start = monotonic()
    with output.meter(0, quiet=quiet) as meter:
        read = runs.read_sources(portal, lambda n, d: meter.say(f"reading {n}: {d}"))
        drawn = runs.draw_plan(portal, meter.say)
    if not quiet:
        output.show_plan(drawn, full=False)
        output.show_questions(plan.questions(portal))
    total = sum(drawn.counts.values()) - drawn.counts["held"]
    with output.meter(total, quiet=quiet) as meter:
        report = runs.carry_out(portal, drawn, runs.permit_of(drawn), actor="demo", progress=meter)
    seconds = monotonic() - start
    parked = plan.parked(portal)
    if not quiet:
        output.console.print(f"{report.applied} applied in {seconds:.1f} s.")
        output.show_parked(parked)
        for reason in report.waiting:
            output.console.print(f"  [yellow]waiting[/]  {reason}")
    counts: dict[str, int] = {}
    for summary in read.values():
        for kind, number in summary.read.items():
            counts[str(kind)] = counts.get(str(kind), 0) + number
    calls = run.calls_at(url)
    return run.Once(counts, drawn.counts, report.applied, len(parked), calls, seconds)


def _follow(portal: "Portal", file: Path, data: Path) -> None:
    from stellwerk.jobs.actions import bury
    from stellwerk.sync import runs
    from stellwerk.sync.free import ALL
    from stellwerk.sync.queue import run_next

    bury()
    click.echo(f"\nFollowing {file}: edit it and watch the change arrive. Ctrl+C stops.")
    click.echo(f"In another terminal: stellwerk --data {data} status")
    watch = run.Watch(file)
    while True:
        time.sleep(0.2)
        if watch.changed():
            _one_change(portal)
        elif run_next(portal, runs.send):
            continue
        elif _approved_elsewhere(portal):
            _drain(portal, ALL)


def _one_change(portal: "Portal") -> None:
    from stellwerk.cli import output
    from stellwerk.sync import plan, runs

    reads = runs.read_sources(portal)
    for name, read in reads.items():
        if not read.complete:
            output.console.print(f"[yellow]{name} was not read whole[/]: {read.reason}.")
    before = {(row["object"], row["error"]) for row in plan.parked(portal)}
    drawn = runs.draw_plan(portal)
    output.show_plan(drawn)
    output.show_questions(plan.questions(portal))
    if sum(drawn.counts.values()) > drawn.counts["held"]:
        _drain(portal, runs.permit_of(drawn))
    if drawn.counts["held"]:
        click.echo(f"Held until you say: stellwerk approve {drawn.hash[:12]}")
    parked = plan.parked(portal)
    output.show_parked([r for r in parked if (r["object"], r["error"]) not in before])


def _approved_elsewhere(portal: "Portal") -> bool:
    from stellwerk.sync.models import Work

    rows = Work.objects.filter(target__portal=portal, state=Work.State.READY)
    return rows.exclude(lane__startswith="~").exists()


def _drain(portal: "Portal", permit: Any) -> None:
    from stellwerk.cli import output
    from stellwerk.sync.worker import Worker
    from stellwerk.targets.models import Target

    start = monotonic()
    worker = Worker(list(Target.objects.filter(portal=portal)), permit)
    worker.drain()
    output.console.print(f"{worker.applied} applied in {monotonic() - start:.1f} s.", style="green")
