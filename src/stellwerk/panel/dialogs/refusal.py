"""Says why something cannot be done now, in a dialog or on a page, with the way back."""

from django.http import HttpResponse
from django.shortcuts import render

from stellwerk.core.page import Head
from stellwerk.signin.request import Request


def refuse(request: Request, title: str, text: str, back: str) -> HttpResponse:
    """409: nothing was changed. A dialog is answered with 200, or it would not be shown."""
    context = {"head": Head(title), "title": title, "text": text, "back": back}
    if request.htmx:
        return render(request, "ui/refusal.html", context)
    return render(request, "panel/cannot.html", context, status=409)
