"""Sends a browser on to the identity provider with a message of ours."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from stellwerk.core.page import Head, page
from stellwerk.signin.request import Request
from stellwerk.sso.connection import NotReady
from stellwerk.sso.saml.sending import Form, Redirect

_PLAIN = re.compile(r"[A-Za-z0-9.:\[\]_-]+")


def go(request: Request, message: Redirect | Form, *, from_form: bool = False) -> HttpResponse:
    """The answer that does it: a redirect, or a page whose form posts itself.

    `from_form`: a form of ours asked for it. Browsers let its answer lead to no site which the
    form's page does not name (form-action), so it goes on by a page of its own.

    Raises NotReady for an address that names no site.
    """
    if isinstance(message, Form):
        return _posting(request, message)
    if from_form:
        head = Head(_("On to your organisation"))
        return page(request, "signin/onward.html", head, address=message.address)
    return HttpResponseRedirect(message.address)


def _posting(request: Request, message: Form) -> HttpResponse:
    """Only this one page may post to that one site."""
    parts = urlsplit(message.address)
    if not _PLAIN.fullmatch(parts.netloc):
        # It would write more into the policy than the name of a site.
        raise NotReady
    origin = f"{parts.scheme}://{parts.netloc}"

    def posting(request: HttpRequest) -> HttpResponse:
        head = Head(_("On to your organisation"))
        return page(request, "sso/posting.html", head, message=message)

    widened: Callable[[HttpRequest], Any] = csp_update({"form-action": [origin]})(posting)
    answer: HttpResponse = widened(request)
    return answer
