"""Access profiles: the list, each one's page, the form, and the removal."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stellwerk.config.declared import LOCAL
from stellwerk.config.exporting import profile_table
from stellwerk.config.removing import accounts_of, rules_about
from stellwerk.config.saving import Clash, save_profile, take_out
from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link, page
from stellwerk.panel.access import may_change
from stellwerk.panel.dialogs.question import Question, ask
from stellwerk.panel.dialogs.refusal import refuse
from stellwerk.panel.lists.paging import page_of
from stellwerk.panel.pages.profiles.forms import ProfileForm
from stellwerk.panel.settings.mistakes import put
from stellwerk.panel.settings.preview import preview
from stellwerk.panel.templatetags.ui import number
from stellwerk.people.models import Entry
from stellwerk.signin.request import Request
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


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """An access profile that is not there yet."""
    form = ProfileForm(request.POST or None)
    name = str(request.POST.get("name", "")).strip()
    taken = Entry.objects.filter(portal=request.portal, kind="access_profile", left_at=None)
    if name and taken.filter(name=name).exists():
        form.add_error("name", _("There is an access profile of this name already."))
    return _form(request, form, Head(_("New access profile"), crumbs=_crumbs()))


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, public_id: str) -> HttpResponse:
    """An access profile that is declared here."""
    row = _local(request, public_id)
    form = ProfileForm(request.POST or None, row=profile_table(row))
    title = _("Change the access profile %(name)s") % {"name": row.name}
    crumbs = (*_crumbs(), Link(row.name, reverse("profile", args=[public_id])))
    return _form(request, form, Head(title, crumbs=crumbs))


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Request, public_id: str) -> HttpResponse:
    """Ask, then take it back; refused while somebody has it or a rule gives it."""
    row = _local(request, public_id)
    back = reverse("profile", args=[public_id])
    accounts, rules = accounts_of(row), rules_about(row)
    if accounts or rules:
        names = ", ".join(f"{rule.target.name}: {rule.name}" for rule in rules) or "–"
        said = _("Accounts that have it: %(number)s. Rules that give it: %(rules)s.")
        text = said % {"number": number(accounts), "rules": names}
        title = _("%(name)s cannot be removed yet") % {"name": row.name}
        return refuse(request, title, text, back)
    if request.method == "POST":
        take_out(row, actor=request.person.login)
        messages.success(request, _("The access profile %(name)s is removed.") % {"name": row.name})
        return HttpResponseRedirect(reverse("profiles"), status=303)
    title = _("Remove the access profile %(name)s?") % {"name": row.name}
    facts = ((_("Accounts that have it"), number(0)), (_("Rules that give it"), number(0)))
    text = _("Nobody has it, and no rule gives it.")
    return ask(request, Question(title, text, _("Remove"), back, danger=True, facts=facts))


def _form(request: Request, form: ProfileForm, head: Head) -> HttpResponse:
    status = 200
    if request.method == "POST":
        wish = form.wish()
        status = 422
        if wish is not None:
            try:
                save_profile(request.portal, wish, actor=request.person.login)
            except Clash as error:
                put(form, [error.problem])
            else:
                return preview(request, wish.name)
    context = {"form": form, "back": reverse("profiles")}
    return page(request, "profiles/edit.html", head, status=status, **context)


def _local(request: Request, public_id: str) -> Entry:
    """One that is declared here. Raises Http404 also for those of a directory."""
    return get_object_or_404(
        Entry,
        portal=request.portal,
        kind="access_profile",
        public_id=public_id,
        owner=LOCAL,
        left_at=None,
    )


def _crumbs() -> tuple[Link, ...]:
    return (Link(_("Access profiles"), reverse("profiles")),)
