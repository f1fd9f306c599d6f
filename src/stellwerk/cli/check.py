"""`stellwerk check`: is everything reachable and allowed that a sync will need?"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stellwerk.checks import check_folder
from stellwerk.cli.opening import open_portal, print_json
from stellwerk.core.check import Check, State

if TYPE_CHECKING:
    from stellwerk.portals.models import Portal

_COLOURS = {State.OK: "green", State.WARN: "yellow", State.FAIL: "red"}


@click.command("check", short_help="Try everything a sync needs, step by step; change nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
@click.pass_obj
def command(data: Path, as_json: bool) -> None:
    """Try everything a sync needs, step by step, and change nothing.

    Each line says what was looked at, how it ended and, where something is amiss, what to do.
    Exit code 1 if anything fails.
    """
    done = []
    for one in _checks(data):
        done.append(one)
        if not as_json:
            _show(one)
    failed = [one for one in done if one.state is State.FAIL]
    if as_json:
        print_json({"checks": [one.as_dict() for one in done], "ok": not failed})
    elif failed:
        click.echo(f"{len(failed)} of {len(done)} checks failed.")
    else:
        click.echo("Nothing stands in the way. Next: stellwerk plan")
    raise click.exceptions.Exit(1 if failed else 0)


def _checks(data: Path) -> Iterator[Check]:
    for one in check_folder(data):
        yield one
        if one.state is State.FAIL:
            return
    portal = open_portal(data)
    yield from _of_portal(portal)


def _of_portal(portal: "Portal") -> Iterator[Check]:
    from stellwerk.sources.checks import Glimpse, check_source
    from stellwerk.sources.models import Source
    from stellwerk.sources.queries import read_ones
    from stellwerk.sync.checks import Seen, check_target
    from stellwerk.targets.models import Target

    seen = Seen()
    sources = read_ones(portal)
    anywhere = Source.objects.filter(portal=portal)
    targets = Target.objects.filter(portal=portal).order_by("name")
    for word, rows in (("source", anywhere), ("target", targets)):
        if not rows:
            hint = f"Add a [[{word}]] to the configuration file and import it."
            yield Check(f"{word}s", State.FAIL, f"there is no {word}", hint)
    for source in sources:
        glimpse = Glimpse()
        yield from check_source(source, glimpse)
        seen.take(source.name, glimpse.people, glimpse.declared)
    for target in targets:
        yield from check_target(target, seen)


def _show(one: Check) -> None:
    word = click.style(f"{one.state:<6}", fg=_COLOURS[one.state])
    click.echo(f"{word}{one.what}: {one.result}")
    if one.next:
        click.echo(f"      What to do: {one.next}")
