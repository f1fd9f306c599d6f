"""How a finding of an audit looks in a terminal."""

from rich.text import Text

from stellwerk.audit.models import Finding
from stellwerk.cli.output import console, shown_value
from stellwerk.core.visible import visible

_STYLE = {"missing": "red", "foreign": "magenta", "relinked": "cyan"}
_MANY = 12


def show_finding(one: Finding) -> None:
    """What is the matter, of what, and field by field: as it is there, as it should be."""
    line = Text("  ")
    line.append(f"{one.kind:<10}", style=_STYLE.get(one.kind, "yellow"))
    line.append(visible(one.name), style="bold")
    line.append(f"  {one.what}", style="dim")
    if "@" not in one.what:
        line.append(f"@{one.scope}", style="dim")
    if one.kind == Finding.Kind.FOREIGN:
        line.append(f"  {one.object or 'nobody of ours'}", style="dim")
    console.print(line, soft_wrap=True)
    for name, (there, wanted) in one.fields.items():
        field = Text(f"             {name}: ")
        field.append(shown_value(there), style="red")
        field.append(" -> ")
        field.append(shown_value(wanted), style="green")
        console.print(field, soft_wrap=True)
    for word, people in (("lacks", one.lost), ("too much", one.extra)):
        if people:
            names = visible(", ".join(str(login) for _, login in people[:_MANY]))
            more = f" … ({len(people)})" if len(people) > _MANY else ""
            console.print(Text(f"             {word}: {names}{more}"), soft_wrap=True)
