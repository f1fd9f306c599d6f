"""What can be done with audits: start one, repair what is ticked, leave it as it is."""

from collections import Counter
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from stellwerk.audit import queries, tasks
from stellwerk.audit.actions import leave
from stellwerk.audit.models import Finding
from stellwerk.audit.repairing import ORDER
from stellwerk.core.access import Role, needs
from stellwerk.panel.dialogs.question import Question, ask
from stellwerk.panel.pages.audits.forms import chosen
from stellwerk.panel.pages.audits.words import KINDS, REPAIRS
from stellwerk.panel.templatetags.ui import number
from stellwerk.signin.request import Request

_MOST = 20_000
"""So many findings of a kind are repaired at once; the rest stay listed."""


@needs(Role.ADMINISTRATOR)
@require_POST
def start(request: Request) -> HttpResponse:
    """Have all targets compared now, with everybody's rights if that is asked for."""
    rights = "rights" in request.POST
    job = tasks.ask_for_audit(request.portal, actor=request.person.login, rights=rights)
    return HttpResponseRedirect(reverse("run", args=[job.pk]), status=303)


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def repair(request: Request) -> HttpResponse:
    """Say what the repair of the chosen findings does, then have it done."""
    picked = _picked(request)
    if not picked:
        messages.warning(request, _("No finding was chosen. Tick those you mean first."))
        return _back(request)
    if request.method == "POST":
        keys = [one.pk for one in picked]
        job = tasks.ask_for_repair(request.portal, keys, actor=request.person.login)
        return HttpResponseRedirect(reverse("run", args=[job.pk]), status=303)
    return ask(request, _question(picked))


def _picked(request: Request) -> Sequence[Finding]:
    """Those ticked, or all open ones of a kind."""
    kind = request.GET.get("kind", "")
    if "all" in request.GET and kind in KINDS:
        return list(queries.findings(request.portal, kind=kind).order_by("pk")[:_MOST])
    return chosen(request.portal, request.GET)


def _question(picked: Sequence[Finding]) -> Question:
    counted = Counter(one.kind for one in picked)
    facts = tuple(
        (f"{KINDS[kind]}: {number(counted[kind])}", str(REPAIRS[kind]))
        for kind in ORDER
        if counted[kind]
    )
    text = _(
        "Each is looked at once more. Then the engine sends what differs, as a plan shows it, and"
        " the gates hold what takes something away."
    )
    title = ngettext("Repair %(count)s finding?", "Repair %(count)s findings?", len(picked)) % {
        "count": number(len(picked))
    }
    return Question(title, text, _("Repair"), reverse("audits"), facts=facts)


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def leave_them(request: Request) -> HttpResponse:
    """Ask, then leave what is ticked as it is at the target, or have it reported again."""
    again = "again" in request.GET
    picked = chosen(request.portal, request.GET)
    if not picked:
        messages.warning(request, _("No finding was chosen. Tick those you mean first."))
        return _back(request)
    if request.method != "POST":
        return ask(request, _again(picked) if again else _leaving(picked))
    done = leave(request.portal, picked, left=not again, actor=request.person.login)
    if again:
        said = ngettext(
            "%(count)s finding is reported again.", "%(count)s findings are reported again.", done
        )
    else:
        said = ngettext(
            "%(count)s finding is left as it is.", "%(count)s findings are left as they are.", done
        )
    messages.success(request, said % {"count": number(done)})
    return _back(request)


def _leaving(picked: Sequence[Finding]) -> Question:
    title = ngettext(
        "Leave %(count)s finding as it is?", "Leave %(count)s findings as they are?", len(picked)
    )
    text = _("Nothing is changed at the target, and no audit reports it again until you say so.")
    back = reverse("audits")
    return Question(title % {"count": number(len(picked))}, text, _("Leave as it is"), back)


def _again(picked: Sequence[Finding]) -> Question:
    title = ngettext(
        "Report %(count)s finding again?", "Report %(count)s findings again?", len(picked)
    )
    text = _("It stands among the open ones again and can be repaired.")
    back = reverse("audits") + "?show=left"
    return Question(title % {"count": number(len(picked))}, text, _("Report again"), back)


def _back(request: Request) -> HttpResponse:
    """In a dialog there is no page to show the message on: htmx is told to load it."""
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": reverse("audits")})
    return HttpResponseRedirect(reverse("audits"), status=303)
