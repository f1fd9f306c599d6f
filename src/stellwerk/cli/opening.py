"""Opens the store for a command and finds what its words name."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stellwerk.core.errors import Ambiguous, NotFound
from stellwerk.store import open_store

if TYPE_CHECKING:
    from stellwerk.portals.models import Portal
    from stellwerk.sync.plan import Drawn
    from stellwerk.targets.models import Target


def open_portal(data: Path) -> "Portal":
    """Open the store and give its portal. Raises NotFound where nothing is configured yet."""
    open_store(data)
    from stellwerk.portals.models import Portal

    portal = Portal.objects.order_by("pk").first()
    if portal is None:
        raise NotFound(
            f"Nothing is configured in {data} yet.",
            hint="stellwerk config template > stellwerk.toml, edit it, then "
            "stellwerk config import stellwerk.toml. Or try: stellwerk demo",
        )
    return portal


def object_key(portal: "Portal", word: str) -> str:
    """The object key for ``[target/]kind:pk[@scope]``, ``source:NAME`` or a login.

    Raises NotFound.
    """
    from stellwerk.core import fold
    from stellwerk.people.models import Person
    from stellwerk.sources.base import Kind

    plain = word.rpartition("/")[2]
    kind, colon, rest = plain.partition(":")
    if kind == "source" and colon:
        return _source_key(portal, rest)
    if colon and kind in set(Kind) and rest.partition("@")[0].isdigit():
        return plain
    rows = Person.objects.filter(portal=portal, login_key=fold.key(word))
    found = list(rows.order_by("state")[:2])
    if not found:
        raise NotFound(f"Nobody has the login {word!r}.", hint=f"stellwerk people {word}")
    if len(found) > 1 and found[0].state == found[1].state:
        raise Ambiguous(f"More than one person answers to {word!r}.")
    return f"person:{found[0].pk}"


def _source_key(portal: "Portal", name: str) -> str:
    from stellwerk.sources.models import Source

    row = Source.objects.filter(portal=portal, name=name).first()
    if row is None:
        raise NotFound(f"There is no source {name!r}.", hint="stellwerk status")
    return f"source:{row.pk}"


def named(portal: "Portal", word: str) -> tuple["Drawn | None", str]:
    """What HASH|OBJECT names: a kept plan, else an object key. Raises NotFound."""
    from stellwerk.sync import plan

    if ":" not in word:
        try:
            return plan.find(portal, word), ""
        except NotFound:
            pass
    try:
        return None, object_key(portal, word)
    except NotFound as missing:
        if ":" in word:
            raise
        text = f"There is neither a plan nor a login {word!r}."
        raise NotFound(text, hint=f"stellwerk plan, or: stellwerk people {word}") from missing


def target_named(portal: "Portal", name: str | None) -> "Target":
    """The target of this name, or the only one there is. Raises NotFound, Ambiguous."""
    from stellwerk.targets.models import Target

    rows = Target.objects.filter(portal=portal).order_by("name")
    found = list(rows if name is None else rows.filter(name=name))
    known = ", ".join(rows.values_list("name", flat=True))
    if not found:
        what = "There is no target yet." if name is None else f"There is no target {name!r}."
        raise NotFound(what, hint=f"There are: {known}" if known else "stellwerk config template")
    if len(found) > 1:
        raise Ambiguous("There are several targets.", hint=f"Name one with --target: {known}")
    return found[0]


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
