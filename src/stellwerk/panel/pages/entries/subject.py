"""A resource or functional account, as what can be done for one is done."""

import uuid

from django.urls import reverse

from stellwerk.panel.objects.deeds import Find, Subject
from stellwerk.panel.pages.entries import views
from stellwerk.panel.pages.entries.kinds import Kind
from stellwerk.signin.request import Request


def find_of(kind: Kind) -> Find:
    """Finds one of a kind by the id in an address."""

    def find(request: Request, public_id: uuid.UUID) -> Subject:
        row = views.find(request, public_id, kind)
        page = reverse(kind.word, args=[public_id])
        return Subject(f"{row.kind}:{row.pk}", views.keys_of(row), row.name, row.name, page)

    return find
