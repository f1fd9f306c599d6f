"""`stellwerk runs`: readings, plans and syncs, under way and done."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stellwerk.cli.opening import open_portal, print_json
from stellwerk.core.errors import NotFound

if TYPE_CHECKING:
    from stellwerk.jobs.models import Job


@click.command("runs", short_help="Readings, plans and syncs; one of them with its log.")
@click.argument("number", metavar="[RUN]", required=False, type=int)
@click.option("--limit", default=20, show_default=True, help="So many of the newest.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
@click.pass_obj
def command(data: Path, number: int | None, limit: int, as_json: bool) -> None:
    """The newest runs; with a number, one run and its log."""
    portal = open_portal(data)
    from stellwerk.sync import run_log, tasks

    rows = tasks.of_portal(portal)
    if number is None:
        found = list(rows.order_by("-pk").defer("log")[:limit])
        if as_json:
            print_json({"runs": [_told(row) for row in found]})
            return
        for row in found:
            click.echo(_line(row))
        return
    row = rows.filter(pk=number).first()
    if row is None:
        raise NotFound(f"There is no run {number}.", hint="stellwerk runs")
    entries = run_log.whole(portal, row)
    if as_json:
        print_json({**_told(row), "log": [run_log.as_json(one) for one in entries]})
        return
    click.echo(_line(row))
    for text in run_log.as_text(entries):
        click.echo(text, nl=False)
    if left := row.log.get("left_out", 0):
        click.echo(f"and {left} more lines that were not kept")


def _told(row: "Job") -> dict[str, Any]:
    return {
        "run": row.pk,
        "kind": row.kind,
        "state": _state(row),
        "started": row.started.isoformat(),
        "finished": row.finished.isoformat() if row.finished else None,
        "done": row.done,
        "total": row.total,
        "current": row.current,
        "actor": row.actor,
        "error": row.error,
        "result": row.result,
    }


def _state(row: "Job") -> str:
    """One whose process is gone has failed, also before a service has noted it."""
    from stellwerk.jobs.actions import is_interrupted

    return "failed" if row.state == "running" and is_interrupted(row) else str(row.state)


def _line(row: "Job") -> str:
    many = f"{row.done}/{row.total}" if row.total else str(row.done or "")
    words = [f"{row.pk:>6}  {row.started:%Y-%m-%d %H:%M} UTC  {row.kind:<8}{_state(row):<10}{many}"]
    words += [text for text in (row.current if not row.finished else "", row.error) if text]
    return "  ".join(words).rstrip()
