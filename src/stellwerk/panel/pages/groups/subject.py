"""A group, as what can be done for one is done."""

import uuid

from django.urls import reverse

from stellwerk.panel.objects.deeds import Subject
from stellwerk.panel.pages.groups import views
from stellwerk.panel.pages.groups.membership import keys_of
from stellwerk.signin.request import Request


def find(request: Request, public_id: uuid.UUID) -> Subject:
    """A group of this portal, with a key in each context it is in. Raises Http404."""
    group = views.find(request, public_id)
    page = reverse("group", args=[public_id])
    return Subject(f"group:{group.pk}", keys_of(group), group.name, group.name, page)
