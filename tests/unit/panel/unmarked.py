"""Addresses with one whose view forgot to say what it needs."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from stellwerk import urls


def unmarked(_request: HttpRequest) -> HttpResponse:
    """A view."""
    return HttpResponse("secret")


urlpatterns = [*urls.urlpatterns, path("unmarked/", unmarked, name="unmarked")]
handler403 = urls.handler403
