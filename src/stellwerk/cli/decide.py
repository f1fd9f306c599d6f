"""`stellwerk decide`: answer questions of identity."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stellwerk.cli.opening import open_portal, print_json
from stellwerk.core.errors import NotFound

if TYPE_CHECKING:
    from stellwerk.portals.models import Portal
    from stellwerk.sources.models import Decision


@click.command("decide", short_help="Answer questions of identity.")
@click.argument("words", nargs=-1, required=True, metavar="[ID] accept|refuse")
@click.option(
    "--run",
    default="",
    metavar="RUN",
    help="All open questions of one read: its number, or `last`.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
@click.pass_obj
def command(data: Path, words: tuple[str, ...], run: str, as_json: bool) -> None:
    """Say whether a record is the person it looks like; the next plan shows the outcome.

    ID is the number `stellwerk status` shows. accept: the same person, the account stays.
    refuse: not the same, the record stays out.
    """
    verb = words[-1]
    if verb not in {"accept", "refuse"} or len(words) != (1 if run else 2):
        raise click.UsageError("Write: stellwerk decide ID accept, or --run last accept")
    portal = open_portal(data)
    from stellwerk.sources import answers, questions

    rows = _asked(portal, run, "" if run else words[0])
    left = 0
    if run:
        done, left = questions.answer_run(portal, rows[0].run, questions.Verb(verb), actor="cli")
    else:
        done = (answers.accept if verb == "accept" else answers.refuse)(portal, rows, actor="cli")
    if as_json:
        print_json({"answered": done, "left": left})
        return
    if left:
        click.echo(f"{left} stay open, they cannot be accepted as they are: stellwerk status")
    click.echo(f"{done} answered. See what it changes: stellwerk plan")


def _asked(portal: "Portal", run: str, number: str) -> list["Decision"]:
    from stellwerk.sources.models import Decision

    rows = Decision.objects.filter(portal=portal, refused=False).select_related(
        "record", "record__source", "person"
    )
    if run:
        last = rows.order_by("-run").values_list("run", flat=True).first() or 0
        number = str(last) if run == "last" else run
        rows = rows.filter(run=int(number)) if number.isdigit() else rows.none()
    else:
        rows = rows.filter(pk=number) if number.isdigit() else rows.none()
    found = list(rows.order_by("pk"))
    if not found:
        raise NotFound(f"There is no open question {run or number!r}.", hint="stellwerk status")
    return found
