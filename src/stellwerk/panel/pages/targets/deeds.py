"""Removing a target."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stellwerk.config.removing import accounts_of
from stellwerk.config.saving import take_out
from stellwerk.core.access import Role, needs
from stellwerk.panel.dialogs.question import Question, ask
from stellwerk.panel.dialogs.refusal import refuse
from stellwerk.panel.templatetags.ui import number
from stellwerk.signin.request import Request
from stellwerk.targets.models import Credential, Target


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Request, public_id: str) -> HttpResponse:
    """Ask, then forget it; refused while it holds anything of ours."""
    row = get_object_or_404(Target, portal=request.portal, public_id=public_id)
    back = reverse("target", args=[public_id])
    if held := accounts_of(row):
        return refuse(
            request,
            _("%(name)s cannot be removed yet") % {"name": row.name},
            _(
                "It holds accounts, groups and contexts of this portal: %(number)s. Change its"
                " rules so that nobody has an account there, carry out the plan, then remove it."
            )
            % {"number": number(held)},
            back,
        )
    if request.method == "POST":
        take_out(row, actor=request.person.login)
        messages.success(request, _("The target %(name)s is removed.") % {"name": row.name})
        return HttpResponseRedirect(reverse("targets"), status=303)
    facts = (
        (_("Rules that go"), number(row.assignments.count())),
        (_("Logins that go"), number(Credential.objects.filter(target=row).count())),
        (_("Accounts there"), number(0)),
    )
    title = _("Remove the target %(name)s?") % {"name": row.name}
    text = _("Its settings, logins and rules are forgotten. Nothing is changed on the server.")
    return ask(request, Question(title, text, _("Remove"), back, danger=True, facts=facts))
