"""Asks before something is done: in a dialog where scripts run, else on a page of its own.

The button is a link to the action's own address. Its view answers GET with the question and does
the deed on POST.
"""

from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import render

from stellwerk.core.page import Head
from stellwerk.signin.request import Request


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: title, what will happen, the button's words, and where "no" leads."""

    title: str
    text: str
    button: str
    back: str
    danger: bool = False
    facts: tuple[tuple[str, str], ...] = field(default=())


def ask(request: Request, question: Question) -> HttpResponse:
    """The question, posted back to the address it stands at."""
    template = "ui/confirm.html" if request.htmx else "panel/confirm.html"
    context = {
        "head": Head(question.title),
        "question": question,
        "action": request.get_full_path(),
    }
    return render(request, template, context)
