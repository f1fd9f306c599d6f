"""Answers questions of identity: one, or everything that one reading brought up."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from stellwerk.core.access import Role, needs
from stellwerk.core.said import joined
from stellwerk.jobs.actions import enqueue
from stellwerk.panel.dialogs.question import Question, ask
from stellwerk.panel.objects.in_words import in_words
from stellwerk.panel.templatetags.ui import number
from stellwerk.signin.request import Request
from stellwerk.sources.answers import NotAnswerable
from stellwerk.sources.questions import (
    Verb,
    acceptable,
    answer_records,
    answer_run,
    records_in_question,
)
from stellwerk.sync.tasks import key_of

AT_ONCE = 20
"""So many records are answered while the browser waits; more are a job."""


@needs(Role.ADMINISTRATOR)
@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """They are the same person: the account stays."""
    return _one(request, pk, Verb.ACCEPT)


@needs(Role.ADMINISTRATOR)
@require_POST
def refuse(request: Request, pk: int) -> HttpResponse:
    """They are not the same: the record stays out."""
    return _one(request, pk, Verb.REFUSE)


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def accept_run(request: Request, run: int) -> HttpResponse:
    """Ask, then accept everything one reading brought up."""
    return _run(request, run, Verb.ACCEPT)


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def refuse_run(request: Request, run: int) -> HttpResponse:
    """Ask, then refuse everything one reading brought up."""
    return _run(request, run, Verb.REFUSE)


def _one(request: Request, pk: int, verb: Verb) -> HttpResponse:
    record = records_in_question(request.portal).filter(pk=pk).first()
    if record is None:
        raise Http404
    try:
        answer_records(request.portal, [record], verb, actor=request.person.login)
    except NotAnswerable as error:
        messages.error(request, in_words(joined([error.message, error.hint])))
    else:
        _told(request, 1, 0)
    return _back()


def _run(request: Request, run: int, verb: Verb) -> HttpResponse:
    records = records_in_question(request.portal, run)
    count = records.count()
    if not count:
        raise Http404
    if request.method != "POST":
        return ask(request, _question(count, acceptable(records).count(), verb))
    who = request.person.login
    if count > AT_ONCE:
        order = {"run": run, "verb": str(verb)}
        job = enqueue("decide", key_of(request.portal), actor=who, order=order)
        return HttpResponseRedirect(reverse("run", args=[job.pk]), status=303)
    _told(request, *answer_run(request.portal, run, verb, actor=who))
    return _back()


def _question(count: int, fit: int, verb: Verb) -> Question:
    if verb is Verb.ACCEPT:
        facts = [(_("Become the person they look like"), number(fit))]
        if count > fit:
            stay = _("Stay open: more than one person, or somebody already")
            facts.append((stay, number(count - fit)))
        return Question(
            _("Are all of these the same people as before?"),
            _(
                "Each record becomes the person it looks like, and the accounts stay. The next plan"
                " shows what that changes."
            ),
            _("The same people"),
            reverse("decisions"),
            facts=tuple(facts),
        )
    return Question(
        _("Are none of these the same people?"),
        _("These records stay out until the directory changes. Accounts stay as they are."),
        _("Not the same people"),
        reverse("decisions"),
        danger=True,
        facts=((_("Records that stay out"), number(count)),),
    )


def _told(request: Request, done: int, left: int) -> None:
    said = ngettext("%(count)s question answered.", "%(count)s questions answered.", done)
    messages.success(request, said % {"count": number(done)})
    if left:
        said = ngettext("%(count)s stays open.", "%(count)s stay open.", left)
        messages.warning(request, said % {"count": number(left)})
    messages.info(request, _("Draw a new plan to see what your answer changes."))


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("decisions"), status=303)
