"""Asks before what is held of an object is approved or dropped, and answers what was shown."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stellwerk.panel.dialogs.question import Question, ask
from stellwerk.panel.objects.held import waiting
from stellwerk.signin.request import Request
from stellwerk.sync.answering import Answer, answer
from stellwerk.sync.models import Held


def answer_shown(
    request: Request, keys: Sequence[str], name: str, verb: Answer, back: str
) -> HttpResponse:
    """Ask on GET; on POST answer the held parts whose digests the address names, and no other."""
    shown = request.GET.getlist("digest")
    rows = list(
        Held.objects.filter(
            target__portal=request.portal,
            object__in=keys,
            digest__in=shown,
            approved=False,
            dropped=False,
        ).select_related("target")
    )
    if not rows:
        messages.warning(
            request, _("It has changed since it was shown, or is done already: look at it anew.")
        )
        return HttpResponseRedirect(back, status=303)
    if request.method != "POST":
        return ask(request, _question(rows, name, verb, back))
    changes = [
        {
            "target": row.target.name,
            "object": row.object,
            "name": name,
            "action": row.part,
            "digest": row.digest,
        }
        for row in rows
    ]
    answered = answer(request.portal, changes, verb, actor=request.person.login)
    _tell(request, answered.done, len(answered.moved), verb)
    return HttpResponseRedirect(back, status=303)


def _question(rows: Sequence[Held], name: str, verb: Answer, back: str) -> Question:
    parts = []
    for one in waiting(rows):
        people = ", ".join(str(person) for person in one.names)
        more = _("%(people)s and %(count)s more") % {"people": people, "count": one.more}
        detail = f": {more if one.more else people}" if people else ""
        parts.append((one.row.target.name, f"{one.said}{detail}"))
    if verb is Answer.APPROVE:
        return Question(
            _("Approve what is held of %(name)s?") % {"name": name},
            _("The worker then carries it out at once."),
            _("Approve"),
            back,
            danger=any(row.gate == "destructive" for row in rows),
            facts=tuple(parts),
        )
    return Question(
        _("Drop what is held of %(name)s?") % {"name": name},
        _("Things stay as they are. It is shown again only when something else is wanted."),
        _("Drop"),
        back,
        facts=tuple(parts),
    )


def _tell(request: Request, done: int, moved: int, verb: Answer) -> None:
    if done and verb is Answer.APPROVE:
        said = ngettext("%(count)s change approved.", "%(count)s changes approved.", done)
        messages.success(request, said % {"count": done})
    elif done:
        said = ngettext("%(count)s change dropped.", "%(count)s changes dropped.", done)
        messages.success(request, said % {"count": done})
    if moved:
        messages.warning(
            request, _("It has changed since it was shown, or is done already: look at it anew.")
        )
