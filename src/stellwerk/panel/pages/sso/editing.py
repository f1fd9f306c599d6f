"""The pages on which a part of the settings is changed, or tried before that."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link, page
from stellwerk.panel.dialogs.refusal import refuse
from stellwerk.panel.objects.in_words import in_words
from stellwerk.panel.pages.sso.forms import FORMS
from stellwerk.panel.pages.sso.forms.form import ConfigurationForm
from stellwerk.panel.pages.sso.forms.people import PeopleForm
from stellwerk.panel.pages.sso.starting import begin
from stellwerk.panel.pages.sso.words import told
from stellwerk.panel.trials.beside import not_tried
from stellwerk.signin.request import Request
from stellwerk.sso.connecting import Outdated, Unready, configuration_of, save, version_of
from stellwerk.sso.differing import differences
from stellwerk.sso.presets import PRESETS, preset


def crumbs() -> tuple[Link, ...]:
    """The way back to the overview."""
    return (Link(_("Single sign-on"), reverse("sso")),)


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, part: str) -> HttpResponse:
    """One part of the settings."""
    form, unlike = _form(request, part), None
    seen = request.POST.get("version", "")
    if request.method == "POST" and "preset" in request.POST:
        form = _preset(request, form)
    elif request.method == "POST" and form.is_valid():
        try:
            changed = save(
                request.portal, form.wanted(), seen=seen or None, actor=request.person.login
            )
        except Outdated:
            form.add_error(None, _outdated())
            unlike = told(differences(configuration_of(request.portal), form.wanted()))
            seen = ""
        except Unready as error:
            for one in error.reasons:
                form.add_error(None, in_words(one))
        else:
            if changed:
                messages.success(request, _("Saved."))
            else:
                messages.info(request, _("Nothing was changed."))
            return HttpResponseRedirect(reverse("sso"), status=303)
    return page(
        request,
        "sso/edit.html",
        Head(form.TITLE, form.LEAD, crumbs=crumbs()),
        status=422 if form.is_bound and form.errors else 200,
        form=form,
        part=part,
        unlike=unlike,
        version=seen or version_of(configuration_of(request.portal)),
        presets=PRESETS if isinstance(form, PeopleForm) else (),
    )


@needs(Role.ADMINISTRATOR)
@require_POST
def attempt(request: Request, part: str) -> HttpResponse:
    """Begin a test sign-in with what is in the form, saved or not."""
    form = _form(request, part)
    if not form.is_valid():
        wrong = [f"{name}: {said}" if name else said for name, said in not_tried(form).wrong]
        title = _("This cannot be tried yet")
        return refuse(request, title, " ".join(wrong), reverse("sso-part", args=[part]))
    return begin(request, form.wanted(), reverse("sso-part", args=[part]))


def _form(request: Request, part: str) -> ConfigurationForm:
    if part not in FORMS:
        raise Http404
    return FORMS[part](request.POST or None, configuration_of(request.portal))


def _preset(request: Request, form: ConfigurationForm) -> ConfigurationForm:
    """The form as a product usually needs it; nothing is saved by it."""
    chosen = preset(request.POST["preset"])
    if chosen is None or not isinstance(form, PeopleForm):
        raise Http404
    data = request.POST.copy()
    for name in PeopleForm.TAKEN:
        data[name] = getattr(chosen.attributes, name)
    said = _("Filled in for %(name)s. Nothing is saved yet.")
    messages.info(request, said % {"name": chosen.name})
    return PeopleForm(data, form.configuration)


def _outdated() -> str:
    return _(
        "Somebody saved this meanwhile. Nothing of yours was saved. Compare the two, then save"
        " again if yours is to hold."
    )
