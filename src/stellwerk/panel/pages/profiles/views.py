"""Access profiles: the list, each one's page, the form, and the removal."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stellwerk.config.removing import accounts_of, rules_about
from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link, page
from stellwerk.panel.access import may_change
from stellwerk.panel.lists.paging import page_of
from stellwerk.people.models import Entry
from stellwerk.signin.request import Request
from stellwerk.targets.declared import LOCAL
from stellwerk.targets.ox.access import flags_on, rights_of


@needs(Role.AUDITOR)
@require_safe
def profiles(request: Request) -> HttpResponse:
    """All access profiles, of directories and declared here."""
    rows = Entry.objects.filter(portal=request.portal, kind="access_profile", left_at=None)
    found = page_of(request, rows, by="name")
    may = may_change(request)
    action = Link(_("Add an access profile"), reverse("profile-new"), "plus") if may else None
    lead = _("Named sets of OX rights. Those of a directory are changed there.")
    shown = [(row, row.owner == LOCAL, flags_on(rights_of(row.attributes))) for row in found.rows]
    head = Head(_("Access profiles"), lead, action=action)
    return page(request, "profiles/profiles.html", head, found=found, rows=shown, may=may)


@needs(Role.AUDITOR)
@require_safe
def profile(request: Request, public_id: str) -> HttpResponse:
    """One access profile: its rights, and the rules that give it."""
    row = get_object_or_404(
        Entry, portal=request.portal, kind="access_profile", public_id=public_id, left_at=None
    )
    head = Head(_("Access profile %(name)s") % {"name": row.name}, crumbs=_crumbs())
    context: dict[str, Any] = {
        "profile": row,
        "rights": flags_on(rights_of(row.attributes)),
        "rules": rules_about(row),
        "accounts": accounts_of(row),
        "here": row.owner == LOCAL,
        "may": may_change(request),
    }
    return page(request, "profiles/profile.html", head, **context)


def _crumbs() -> tuple[Link, ...]:
    return (Link(_("Access profiles"), reverse("profiles")),)
