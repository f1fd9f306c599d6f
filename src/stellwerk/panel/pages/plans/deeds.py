"""What can be done with plans: draw one, carry it out, answer what is held."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from stellwerk.core.access import Role, needs
from stellwerk.jobs.actions import enqueue
from stellwerk.panel.dialogs.question import Question, ask
from stellwerk.panel.pages.plans.asking import Chosen, chosen_in, question
from stellwerk.panel.pages.plans.views import counts, find, head
from stellwerk.panel.templatetags.ui import number
from stellwerk.signin.request import Request
from stellwerk.sync.answering import Answer, Answered, answer
from stellwerk.sync.tasks import key_of

AT_ONCE = 200
"""So many held changes are answered while the browser waits; more are a job."""
_NAMES = 5


@needs(Role.ADMINISTRATOR)
@require_POST
def draw(request: Request) -> HttpResponse:
    """Have the sources read and a new plan drawn."""
    job = enqueue("plan", key_of(request.portal), actor=request.person.login)
    return _to("run", job.pk)


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def carry_out(request: Request, name: str) -> HttpResponse:
    """Ask, then have everything a plan shows carried out, but for what is held."""
    plan = find(request, name)
    if request.method == "POST":
        order = {"plan": plan.hash}
        job = enqueue("sync", key_of(request.portal), actor=request.person.login, order=order)
        return _to("run", job.pk)
    facts = tuple(
        (word, number(count)) for key, word, _tone, count in counts(plan) if key != "held"
    )
    text = _(
        "What still stands of this plan is sent to the targets. What is held stays as it is until"
        " it is approved; nothing is done that the plan does not show."
    )
    asked = Question(
        _("Carry out this plan?"), text, _("Carry out"), reverse("plan", args=[name]), facts=facts
    )
    return ask(request, asked)


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: Request, name: str) -> HttpResponse:
    """Ask, then free held changes of a plan: those chosen, or all."""
    return _answer(request, name, Answer.APPROVE)


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: Request, name: str) -> HttpResponse:
    """Ask, then leave held changes of a plan as they are: those chosen, or all."""
    return _answer(request, name, Answer.DROP)


def _answer(request: Request, name: str, verb: Answer) -> HttpResponse:
    plan = find(request, name)
    everything = "all" in request.GET
    back = reverse("plan", args=[name]) + "?held=held"
    if everything and plan.counts.get("held", 0) > AT_ONCE:
        if request.method == "POST":
            order, who = {"plan": plan.hash}, request.person.login
            return _to("run", enqueue(str(verb), key_of(request.portal), actor=who, order=order).pk)
        return ask(request, question(request.portal, Chosen(plan, None), verb, back, head(plan)))
    chosen = chosen_in(plan, None if everything else request.GET.getlist("digest"))
    if not chosen.changes:
        messages.warning(request, _("No held change was chosen. Tick those you mean first."))
        return _back(request, back)
    if request.method != "POST":
        return ask(request, question(request.portal, chosen, verb, back, head(plan)))
    _tell(request, answer(request.portal, chosen.changes, verb, actor=request.person.login), verb)
    return HttpResponseRedirect(back, status=303)


def _back(request: Request, back: str) -> HttpResponse:
    """In a dialog there is no page to show the message on: htmx is told to load it."""
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": back})
    return HttpResponseRedirect(back, status=303)


def _tell(request: Request, answered: Answered, verb: Answer) -> None:
    if answered.done and verb is Answer.APPROVE:
        said = ngettext("%(count)s change approved.", "%(count)s changes approved.", answered.done)
        messages.success(request, said % {"count": number(answered.done)})
    elif answered.done:
        said = ngettext("%(count)s change dropped.", "%(count)s changes dropped.", answered.done)
        messages.success(request, said % {"count": number(answered.done)})
    if answered.moved:
        names = ", ".join(one["name"] for one in answered.moved[:_NAMES])
        more = len(answered.moved) - _NAMES
        if more > 0:
            names = _("%(names)s and %(count)s more") % {"names": names, "count": number(more)}
        said = _(
            "No longer stands as shown, and was left alone: %(names)s. Draw a new plan to see what"
            " is wanted now."
        )
        messages.warning(request, said % {"names": names})


def _to(page: str, pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse(page, args=[pk]), status=303)
