"""The form of a target: new or changed, tried before it is saved."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stellwerk.config.removing import StillInUse
from stellwerk.config.saving import Clash, save_target
from stellwerk.config.storing import NothingKept
from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link, page
from stellwerk.panel.pages.targets import trial
from stellwerk.panel.pages.targets.whole import Wanted, Whole
from stellwerk.panel.settings.mistakes import put
from stellwerk.panel.settings.preview import preview
from stellwerk.panel.trials.beside import Tried, not_tried, tried_again
from stellwerk.signin.request import Request
from stellwerk.targets.models import Target


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """A target that is not there yet."""
    return _form(request, None, Head(_("New target"), crumbs=_crumbs()), reverse("targets"))


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, public_id: str) -> HttpResponse:
    """A target that is there."""
    row = get_object_or_404(Target, portal=request.portal, public_id=public_id)
    back = reverse("target", args=[public_id])
    title = _("Change the target %(name)s") % {"name": row.name}
    return _form(request, row, Head(title, crumbs=(*_crumbs(), Link(row.name, back))), back)


def _form(request: Request, row: Target | None, head: Head, back: str) -> HttpResponse:
    """Show the form, move its rules about, try what is in it, or save it."""
    arranging = request.POST.get("arrange", "")
    whole = Whole(request.portal, row, request.POST or None, arranging=arranging)
    tried, status = Tried(), 200
    if request.method == "POST" and not arranging:
        wanted = whole.wanted()
        if wanted is not None:
            done = _done(request, whole, wanted)
            if isinstance(done, HttpResponse):
                return done
            tried = done or tried
            wanted = wanted if done else None
        if wanted is None:
            # htmx shows no answer that is an error; there the trial's card says what is wrong.
            status, tried = 200 if request.htmx else 422, not_tried(*whole.forms)
    context = {"whole": whole, "form": whole.form, "back": back, "tried": tried}
    return page(request, "targets/edit.html", head, status=status, **context)


def _done(request: Request, whole: Whole, wanted: Wanted) -> HttpResponse | Tried | None:
    """Try or save; None where the forms say why it cannot be."""
    who = request.person
    try:
        if "try" in request.POST:
            return Tried(trial.begin(request.portal, wanted, who), asked=True)
        if "look" in request.POST:
            return tried_again(request)
        save_target(
            request.portal,
            wanted.target,
            wanted.entries,
            dropped=wanted.dropped,
            actor=who.login,
        )
    except (NothingKept, Clash) as error:
        put(whole.form, whole.contexts.put(whole.rules.put([error.problem])))
        return None
    except StillInUse as error:
        said = _("A context with accounts in it cannot be taken out. %(why)s")
        whole.form.add_error(None, said % {"why": error.message})
        return None
    return preview(request, wanted.target.name)


def _crumbs() -> tuple[Link, ...]:
    return (Link(_("Targets"), reverse("targets")),)
