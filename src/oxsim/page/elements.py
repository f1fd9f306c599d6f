"""What pages are made of. Every function takes plain values and escapes them itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Link:
    """A value that leads somewhere."""

    href: str
    label: str


@dataclass(frozen=True, slots=True)
class Html:
    """Markup that is safe as it stands."""

    markup: str


def cell(value: object) -> str:
    """A value as markup; nothing is a dash."""
    if isinstance(value, Link):
        return f'<a href="{escape(value.href)}">{escape(value.label)}</a>'
    if value is None or value == "":
        return '<span class="none">&ndash;</span>'
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(cell(one) for one in value)
    return escape(str(value))


def table(caption: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> Html:
    """A table, or a line that says that there is nothing."""
    body = "".join(
        "<tr>" + "".join(f"<td{_kind(one)}>{cell(one)}</td>" for one in row) + "</tr>"
        for row in rows
    )
    title = f"<h2>{escape(caption)}</h2>"
    if not body:
        return Html(f"{title}<p>None.</p>")
    names = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    return Html(
        f'{title}<div class="wide" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f"<table><thead><tr>{names}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def facts(pairs: Iterable[tuple[str, object]]) -> Html:
    """Names and values."""
    inner = "".join(f"<dt>{escape(name)}</dt><dd>{cell(value)}</dd>" for name, value in pairs)
    return Html(f"<dl>{inner}</dl>")


def pages(address: str, start: int, length: int, total: int) -> Html:
    """Links to what comes before and after a part of a list."""
    if total <= length:
        return Html("")
    links = []
    if start > 0:
        links.append(Link(f"{address}?from={max(start - length, 0)}", "Previous"))
    if start + length < total:
        links.append(Link(f"{address}?from={start + length}", "Next"))
    shown = f"{min(start + 1, total)} to {min(start + length, total)} of {total}"
    return Html(f"<p>{shown} {' '.join(cell(one) for one in links)}</p>")


def document(title: str, crumbs: Iterable[Link], parts: Iterable[Html]) -> bytes:
    """A whole page."""
    way = " / ".join(cell(one) for one in crumbs)
    content = "".join(part.markup for part in parts)
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)} - oxsim</title>"
        '<link rel="stylesheet" href="/_sim/style.css"></head><body>'
        f'<header><nav aria-label="Way">{way}</nav></header>'
        f"<main><h1>{escape(title)}</h1>{content}</main></body></html>"
    ).encode("utf-8", "replace")


def _kind(value: object) -> str:
    number = isinstance(value, int) and not isinstance(value, bool)
    return ' class="number"' if number else ""
