"""Taking a source, target or access profile out: refused with the reason, or asked about first."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from stellwerk.config.removing import Removable, StillInUse
from stellwerk.config.saving import take_out
from stellwerk.panel.dialogs.question import Question, ask
from stellwerk.panel.dialogs.refusal import refuse
from stellwerk.panel.objects.in_words import in_words
from stellwerk.signin.request import Request


@dataclass(frozen=True, slots=True)
class Removal:
    """What goes. `refused` says why it cannot go now ("" if it can); `gone` is said afterwards,
    at the address `after`.
    """

    row: Removable
    question: Question
    refused: str
    gone: str
    after: str


def remove(request: Request, removal: Removal) -> HttpResponse:
    """Refuse, ask on GET, or take it out on POST."""
    if removal.refused:
        return _refused(request, removal, removal.refused)
    if request.method != "POST":
        return ask(request, removal.question)
    try:
        take_out(removal.row, actor=request.person.login)
    except StillInUse as error:
        return _refused(request, removal, in_words(error.message))
    messages.success(request, removal.gone)
    return HttpResponseRedirect(removal.after, status=303)


def _refused(request: Request, removal: Removal, why: str) -> HttpResponse:
    title = _("%(name)s cannot be removed yet") % {"name": removal.row.name}
    return refuse(request, title, why, removal.question.back)
