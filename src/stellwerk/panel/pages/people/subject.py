"""A person, as what can be done for one is done."""

import uuid

from django.urls import reverse

from stellwerk.panel.objects.deeds import Subject
from stellwerk.panel.pages.people import views
from stellwerk.signin.request import Request


def find(request: Request, public_id: uuid.UUID) -> Subject:
    """A person of this portal, who has one key at every target. Raises Http404."""
    who = views.find(request, public_id)
    key = f"person:{who.pk}"
    return Subject(key, [key], str(who), who.login, reverse("person", args=[public_id]))
