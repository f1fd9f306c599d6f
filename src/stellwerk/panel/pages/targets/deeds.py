"""Removing a target."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stellwerk.config.removing import accounts_of
from stellwerk.core.access import Role, needs
from stellwerk.panel.dialogs.question import Question
from stellwerk.panel.settings import removal
from stellwerk.panel.settings.removal import Removal
from stellwerk.panel.templatetags.ui import number
from stellwerk.signin.request import Request
from stellwerk.targets.models import Credential, Target


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Request, public_id: str) -> HttpResponse:
    """Ask, then forget it; refused while it holds anything of ours."""
    row = get_object_or_404(Target, portal=request.portal, public_id=public_id)
    question = Question(
        _("Remove the target %(name)s?") % {"name": row.name},
        _("Its settings, logins and rules are forgotten. Nothing is changed on the server."),
        _("Remove"),
        reverse("target", args=[public_id]),
        danger=True,
        facts=(
            (_("Rules that go"), number(row.assignments.count())),
            (_("Logins that go"), number(Credential.objects.filter(target=row).count())),
            (_("Accounts there"), number(0)),
        ),
    )
    gone = _("The target %(name)s is removed.") % {"name": row.name}
    return removal.remove(request, Removal(row, question, _in_use(row), gone, reverse("targets")))


def _in_use(row: Target) -> str:
    held = accounts_of(row)
    if not held:
        return ""
    said = _(
        "It holds accounts, groups and contexts of this portal: %(number)s. Change its rules so"
        " that nobody has an account there, carry out the plan, then remove it."
    )
    return said % {"number": number(held)}
