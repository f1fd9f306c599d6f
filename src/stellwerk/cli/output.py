"""How plans, parked objects and progress look in a terminal."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.text import Text

from stellwerk.core.visible import visible
from stellwerk.sync.plan import Drawn

console = Console(highlight=False)
MANY = 12
_STYLE = {
    "create": "green",
    "adopt": "cyan",
    "update": "yellow",
    "disable": "red",
    "delete": "red",
}


def show_plan(drawn: Drawn, *, full: bool = True) -> None:
    """Every change with its fields; with ``full`` off only the first of many."""
    shown = 0
    for change in drawn.changes():
        shown += 1
        if full or shown <= MANY:
            _show_change(change)
    if not full and shown > MANY:
        console.print(f"  … and {shown - MANY} more: stellwerk plan", style="dim")
    console.print(summary(drawn.counts, drawn.hash))


def _show_change(change: dict[str, Any]) -> None:
    line = Text("  ")
    line.append(f"{change['action']:<8}", style=_STYLE.get(change["action"], ""))
    line.append(visible(change["name"]), style="bold")
    line.append(f"  {change['target']}/{change['object']}", style="dim")
    if change["cause"]:
        line.append(f"  {change['cause']}", style="dim")
    if change["held"]:
        line.append("  held", style="magenta")
    console.print(line, soft_wrap=True)
    for name, (old, new) in change["fields"].items():
        _show_field(name, old, new, change["action"])
    for sign, people, style in (("+", change["add"], "green"), ("-", change["remove"], "red")):
        if people:
            names = visible(", ".join(people[:12])) + (
                f" … ({len(people)})" if len(people) > 12 else ""
            )
            console.print(Text(f"           {sign} {names}", style=style), soft_wrap=True)
    for text in change["notes"]:
        console.print(Text(f"           note: {visible(text)}", style="dim"), soft_wrap=True)


def _show_field(name: str, old: Any, new: Any, action: str) -> None:
    line = Text(f"           {name}: ", style="")
    if action != "create":
        line.append(shown_value(old), style="red")
        line.append(" -> ")
    line.append(shown_value(new), style="green")
    console.print(line, soft_wrap=True)


def shown_value(value: Any) -> str:
    """A field's value, short and safe for a terminal."""
    if isinstance(value, list):
        return visible(", ".join(map(str, value))) or "(none)"
    text = visible(str(value))
    if text.startswith("sha256:"):
        return f"picture {text[7:15]}"
    return text if len(text) <= 120 else f"{text[:117]}..."


def summary(counts: dict[str, int], name: str) -> Text:
    """The plan in one line: its counts and its hash."""
    line = Text("Plan ")
    line.append(name[:12], style="bold")
    parts = [f"{number} {word}" for word, number in counts.items() if number]
    line.append(": " + (", ".join(parts) if parts else "nothing to do"))
    return line


def show_parked(rows: Iterable[dict[str, Any]]) -> int:
    """What failed for good: what happened and what to do. Returns how many."""
    number = 0
    for row in rows:
        number += 1
        console.print(
            Text.assemble(
                "  parked  ", (visible(row["name"]), "bold"), (f"  {row['object']}", "dim")
            ),
            soft_wrap=True,
        )
        console.print(Text(f"           {visible(row['error'])}"), soft_wrap=True)
        if row["hint"]:
            line = Text(f"           What to do: {row['hint']}", style="dim")
            console.print(line, soft_wrap=True)
    return number


def show_questions(rows: Iterable[dict[str, Any]]) -> int:
    """Open decisions, by name, with a proposal. Returns how many."""
    number = 0
    for row in rows:
        number += 1
        console.print(
            Text(
                f"  decision {row['id']}: {row['question']}: {visible(row['value'])}",
                style="magenta",
            ),
            soft_wrap=True,
        )
        against = visible(f"{row['record']} against {row['person']}")
        console.print(Text(f"           {against}"), soft_wrap=True)
        console.print(Text(f"           Proposal: {row['proposal']}", style="dim"))
    return number


class Meter:
    """Progress of a run: done, rate, time left, current object."""

    def __init__(self, bar: Progress | None, total: int) -> None:
        self._bar, self._total, self._start = bar, total, monotonic()
        self._task = bar.add_task("", total=total) if bar else None

    def __call__(self, applied: int, parked: int, current: str) -> None:
        if self._bar is None or self._task is None:
            return
        spent = monotonic() - self._start
        rate = applied / spent if spent > 0.5 else 0.0
        left = (self._total - applied) / rate if rate and applied < self._total else 0
        text = f"{applied}/{self._total}  {rate:5.0f}/s  {left:4.0f} s left  {current}"
        self._bar.update(self._task, completed=applied, description=text)

    def say(self, text: str) -> None:
        """Another kind of progress, in words."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=text)


@contextmanager
def meter(total: int, *, quiet: bool) -> Iterator[Meter]:
    """A progress line while something runs; nothing with ``quiet`` or without a terminal."""
    if quiet or not console.is_terminal:
        yield Meter(None, total)
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True) as bar:
        yield Meter(bar, total)
