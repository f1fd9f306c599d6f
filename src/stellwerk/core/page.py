"""What each page says of itself: title, where it stands, and its one main action."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; with an icon of lucide's where it is a button."""

    text: Text
    url: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a page. `title` is its own: no two pages share one. `crumbs` are the pages
    above it, outermost first; `action` is the one thing that is done from here most.
    """

    title: Text
    lead: Text = ""
    crumbs: tuple[Link, ...] = ()
    action: Link | None = None


def page(
    request: HttpRequest, template: str, head: Head, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Render a page with its head."""
    return render(request, template, {"head": head, **context}, status=status)
