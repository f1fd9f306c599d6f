"""The whole mapping of a target, with what it makes of one person."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link, page
from stellwerk.panel.access import may_change
from stellwerk.panel.objects.fields import called
from stellwerk.panel.pages.mapping.forms import PersonForm
from stellwerk.panel.pages.mapping.person import tried_on
from stellwerk.signin.request import Request
from stellwerk.sync.mapped import model, rows
from stellwerk.targets.models import Target


@needs(Role.AUDITOR)
@require_safe
def mapping(request: Request, public_id: str) -> HttpResponse:
    """Every field, what it is made of, and what a person's would be."""
    target = get_object_or_404(Target, portal=request.portal, public_id=public_id)
    person = tried_on(request, target)
    found = rows(target, model(target, person.pk if person else None))
    back = reverse("target", args=[public_id])
    crumbs = (Link(_("Targets"), reverse("targets")), Link(target.name, back))
    title = _("Mapping of the target %(name)s") % {"name": target.name}
    lead = _("What people's properties become in OX. Marked lines differ from the default.")
    return page(
        request,
        "mapping/mapping.html",
        Head(title, lead, crumbs=crumbs),
        target=target,
        rows=[(called(one.field, "person"), one) for one in found],
        form=PersonForm(initial={"person": person.login if person else ""}),
        person=person,
        may=may_change(request),
    )
