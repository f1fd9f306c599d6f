"""What can be done with a source: read it now, let it count earlier, remove it."""

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stellwerk.config.removing import accounts_of, rules_about
from stellwerk.config.saving import move_source
from stellwerk.config.taking_back import Earlier
from stellwerk.core.access import Role, needs
from stellwerk.jobs.actions import enqueue
from stellwerk.panel.dialogs.question import Question
from stellwerk.panel.pages.dashboard.cards import counted
from stellwerk.panel.pages.sources import queries
from stellwerk.panel.settings import removal
from stellwerk.panel.settings.preview import preview
from stellwerk.panel.settings.removal import Removal
from stellwerk.panel.templatetags.ui import number
from stellwerk.signin.request import Request
from stellwerk.sources.models import Source
from stellwerk.sources.queries import read_ones
from stellwerk.sync.tasks import key_of


@needs(Role.ADMINISTRATOR)
@require_POST
def read(request: Request, public_id: str) -> HttpResponse:
    """Have it read now."""
    row = _found(request, public_id)
    who = request.person.login
    job = enqueue("read", key_of(request.portal), actor=who, order={"source": row.pk})
    return HttpResponseRedirect(reverse("run", args=[job.pk]), status=303)


@needs(Role.ADMINISTRATOR)
@require_POST
def move(request: Request, public_id: str) -> HttpResponse:
    """Let it count before the source above it, or after the one below."""
    row = _found(request, public_id)
    way = request.POST.get("way", "")
    if way not in {"earlier", "later"}:
        raise BadRequest("There is no such way.")
    with transaction.atomic():
        before = Earlier.of(request.portal)
        moved = move_source(row, earlier=way == "earlier", actor=request.person.login)
        change = before.saved(request.portal, _("The order of the sources"))
    if moved:
        return preview(request, change)
    return HttpResponseRedirect(reverse("sources"), status=303)


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Request, public_id: str) -> HttpResponse:
    """Ask, then forget it; refused while somebody has an account because of it."""
    row = _found(request, public_id)
    question = Question(
        _("Remove the source %(name)s?") % {"name": row.name},
        _("Its settings, its password and everything read from it are forgotten."),
        _("Remove"),
        reverse("source", args=[public_id]),
        danger=True,
        facts=(
            (_("Records that go"), number(row.records.count())),
            (
                _("People known from here alone, who are on the way out then"),
                counted(queries.alone(row)),
            ),
            (_("Accounts at targets"), number(0)),
        ),
    )
    gone = _("The source %(name)s is removed.") % {"name": row.name}
    return removal.remove(request, Removal(row, question, _in_use(row), gone, reverse("sources")))


def _in_use(row: Source) -> str:
    if accounts := accounts_of(row):
        said = _(
            "Accounts and groups at targets come from it: %(number)s. Change the rules so that"
            " nobody of this source has an account, carry out the plan, then remove it."
        )
        return said % {"number": number(accounts)}
    if rules := rules_about(row):
        names = ", ".join(f"{rule.target.name}: {rule.name}" for rule in rules)
        return _("Rules ask for it: %(rules)s. Change these first.") % {"rules": names}
    return ""


def _found(request: Request, public_id: str) -> Source:
    return get_object_or_404(read_ones(request.portal), public_id=public_id)
