"""Resources and functional accounts: the lists, each one's page, the forms, what can be done."""

from collections.abc import Iterator

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.menu import MenuItem, Section
from stellwerk.panel.objects import deeds
from stellwerk.panel.pages.entries import editing, views
from stellwerk.panel.pages.entries.kinds import ACCOUNT, KINDS, RESOURCE, Kind
from stellwerk.panel.pages.entries.subject import find_of


def _of(kind: Kind) -> Iterator[URLPattern]:
    given, found = {"kind": kind}, {"find": find_of(kind)}
    one, word = f"{kind.many}/<uuid:public_id>/", kind.word
    yield path(f"{kind.many}/", views.entries, given, name=kind.many)
    yield path(f"{kind.many}/new/", editing.new, given, name=f"{word}-new")
    yield path(one, views.entry, given, name=word)
    yield path(f"{one}edit/", editing.edit, given, name=f"{word}-edit")
    yield path(f"{one}remove/", editing.remove, given, name=f"{word}-remove")
    yield path(f"{one}history/", views.history, given, name=f"{word}-history")
    yield path(f"{one}look/", deeds.look, found, name=f"{word}-look")
    yield path(f"{one}retry/", deeds.retry, found, name=f"{word}-retry")
    yield path(f"{one}approve/", deeds.approve, found, name=f"{word}-approve")
    yield path(f"{one}drop/", deeds.drop, found, name=f"{word}-drop")


urlpatterns = [pattern for kind in KINDS for pattern in _of(kind)]
menu = [
    MenuItem(Section.PORTAL, 22, RESOURCE.many, _("Resources"), RESOURCE.icon),
    MenuItem(Section.PORTAL, 24, ACCOUNT.many, _("Functional accounts"), ACCOUNT.icon),
]
