"""The pages, one package per group. A group is found by itself: it needs only a `urls` module.

`urls.py` holds ``urlpatterns`` and ``menu``, the items it adds to the menu. See docs/patterns.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.urls import URLPattern

from stellwerk.panel.menu import MenuItem


@dataclass(frozen=True, slots=True)
class PageGroup:
    """One group of pages."""

    name: str
    urlpatterns: Sequence[URLPattern]
    menu: Sequence[MenuItem]


@cache
def page_groups() -> tuple[PageGroup, ...]:
    """All groups of pages, by name."""
    found = []
    for module in sorted(module.name for module in iter_modules(__path__) if module.ispkg):
        if find_spec(f"{__name__}.{module}.urls") is None:
            continue
        urls = import_module(f"{__name__}.{module}.urls")
        found.append(PageGroup(module, urls.urlpatterns, urls.menu))
    return tuple(found)
