"""One line of the mapping: changed, tried on a real person before it is saved."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stellwerk.config.overriding import save_override
from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link, page
from stellwerk.panel.objects.fields import called
from stellwerk.panel.pages.mapping.forms import LineForm
from stellwerk.panel.pages.mapping.person import tried_on
from stellwerk.signin.request import Request
from stellwerk.sync.mapped import Model, Row, model, rows
from stellwerk.targets.models import Target


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, public_id: str, field: str) -> HttpResponse:
    """What a field is made of; with a preview."""
    target = get_object_or_404(Target, portal=request.portal, public_id=public_id)
    kept = next((one for one in rows(target, None) if one.field == field), None)
    if kept is None:
        raise Http404
    back = reverse("mapping", args=[public_id])
    if request.method == "POST" and request.POST.get("step") == "default":
        return _save(request, target, field, None)
    form = LineForm(field, request.POST or None, initial=_initial(kept))
    fine = form.is_bound and form.is_valid()
    if fine and request.POST.get("step") == "save":
        return _save(request, target, field, form.cleaned_data["lines"])
    lines = form.cleaned_data["lines"] if fine else kept.sources
    person = tried_on(request, target)
    tried = model(target, person.pk if person else None)
    crumbs = (
        Link(_("Targets"), reverse("targets")),
        Link(target.name, reverse("target", args=[public_id])),
        Link(_("Mapping"), back),
    )
    title = _("Mapping of %(field)s at %(name)s") % {"field": field, "name": target.name}
    return page(
        request,
        "mapping/edit.html",
        Head(title, str(called(field, "person")), crumbs=crumbs),
        status=422 if form.is_bound and not fine else 200,
        form=form,
        kept=kept,
        person=person,
        now=_tried(target, tried, kept, kept.sources),
        then=_tried(target, tried, kept, lines),
        back=back,
    )


def _initial(kept: Row) -> dict[str, object]:
    return {"sources": "\n".join(kept.sources), "alone": not kept.sources and bool(kept.usual)}


def _tried(target: Target, tried: Model | None, kept: Row, lines: object) -> Row:
    """The line as it would be, tried on a person."""
    sources = [str(one) for one in lines] if isinstance(lines, list | tuple) else []
    overrides = {**(target.settings.get("mapping") or {}), kept.field: sources}
    return next(one for one in rows(target, tried, overrides) if one.field == kept.field)


def _save(request: Request, target: Target, field: str, lines: list[str] | None) -> HttpResponse:
    changed = save_override(target, field, lines, actor=request.person.login)
    said = (
        _("Saved. Nothing is sent before you have seen the plan.") if changed else _("Unchanged.")
    )
    messages.success(request, said)
    return redirect("mapping", public_id=target.public_id)
