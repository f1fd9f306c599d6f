"""What can be done for one object from its page: look at it again, retry it, answer for it."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stellwerk.core.access import Role, needs
from stellwerk.panel.objects.again import tell_looked
from stellwerk.panel.objects.answer import answer_shown
from stellwerk.signin.request import Request
from stellwerk.sync.answering import Answer
from stellwerk.sync.looking import look_again
from stellwerk.sync.retrying import parked_rows, retry_rows


@dataclass(frozen=True, slots=True)
class Subject:
    """An object as deeds know it.

    ``key`` is its own, ``keys`` are all under which the engine may hold something of it; ``name``
    is what questions call it, ``label`` what the trail does; ``page`` is the address of its page.
    """

    key: str
    keys: Sequence[str]
    name: str
    label: str
    page: str


Find: TypeAlias = Callable[[Request, uuid.UUID], Subject]
"""Finds the object of an address in the portal of a request. Raises Http404."""


@needs(Role.ADMINISTRATOR)
@require_POST
def look(request: Request, public_id: uuid.UUID, find: Find) -> HttpResponse:
    """Have an object looked at again wherever it is, before all bulk work."""
    one = find(request, public_id)
    look_again(request.portal, [one.key], one.label, actor=request.person.login)
    tell_looked(request)
    return HttpResponseRedirect(one.page, status=303)


@needs(Role.ADMINISTRATOR)
@require_POST
def retry(request: Request, public_id: uuid.UUID, find: Find) -> HttpResponse:
    """Take a parked object up again wherever it is parked."""
    one = find(request, public_id)
    rows = parked_rows(request.portal, keys=one.keys)
    if retry_rows(rows, request.portal, actor=request.person.login):
        messages.success(request, _("It is tried again."))
    else:
        messages.info(request, _("Nothing was parked any more."))
    return HttpResponseRedirect(one.page, status=303)


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: Request, public_id: uuid.UUID, find: Find) -> HttpResponse:
    """Ask, then free what is held of an object."""
    one = find(request, public_id)
    return answer_shown(request, one.keys, one.name, Answer.APPROVE, one.page)


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: Request, public_id: uuid.UUID, find: Find) -> HttpResponse:
    """Ask, then leave what is held of an object as it is."""
    one = find(request, public_id)
    return answer_shown(request, one.keys, one.name, Answer.DROP, one.page)
