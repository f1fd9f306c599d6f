"""The menu: what each group of pages adds to it, and what of that somebody may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.urls import resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stellwerk.core.access import Needs, Role, needs_of


class Section(StrEnum):
    """The two parts of the menu."""

    COMMON = "common"
    PORTAL = "portal"

    @property
    def label(self) -> str | Promise:
        """What stands above it."""
        return _LABELS[self]


_LABELS = {Section.COMMON: _("Common"), Section.PORTAL: _("Portal")}


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of the menu: `page` is the name of an address, `icon` one of lucide's.

    Items are sorted by section and position; leave gaps of ten for those to come. `seen_by` is the
    role from which on it is seen, where more may open its page than look for it in a menu.
    """

    section: Section
    position: int
    page: str
    label: str | Promise
    icon: str
    seen_by: Role | None = None

    @property
    def url(self) -> str:
        """Where it leads."""
        return reverse(self.page)


@dataclass(frozen=True, slots=True)
class Shown:
    """An item as one page shows it."""

    item: MenuItem
    here: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A section with the items somebody sees; empty ones are left out."""

    section: Section
    items: Sequence[Shown]


def menu(roles: Collection[Role], path: str) -> list[Part]:
    """The menu for these roles on the page at a path."""
    from stellwerk.panel.pages import page_groups

    seen = [
        item
        for group in page_groups()
        for item in group.menu
        if (needed := _needs(item.page)) is not None
        and needed.allows(roles, "GET")
        and (item.seen_by is None or Needs(item.seen_by, None).allows(roles, "GET"))
    ]
    best = max((item.url for item in seen if _is_under(path, item.url)), key=len, default="")
    parts = []
    for section in Section:
        items = sorted((i for i in seen if i.section is section), key=lambda i: i.position)
        if items:
            parts.append(Part(section, [Shown(item, item.url == best) for item in items]))
    return parts


def _is_under(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


@cache
def _needs(page: str) -> Needs | None:
    return needs_of(resolve(reverse(page)).func)
