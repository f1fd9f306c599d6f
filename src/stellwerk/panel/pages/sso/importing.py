"""Takes over what ONLYOFFICE knew of single sign-on, so that the registration there stays valid."""

import json
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from stellwerk.core.access import Role, needs
from stellwerk.core.errors import StellwerkError
from stellwerk.core.page import Head, Link, page
from stellwerk.core.secrets import keyring
from stellwerk.panel.objects.in_words import in_words
from stellwerk.panel.pages.sso import words
from stellwerk.panel.pages.sso.editing import crumbs
from stellwerk.panel.pages.sso.forms.form import Address
from stellwerk.panel.pages.sso.keys import USES
from stellwerk.signin.request import Request
from stellwerk.sso import rollover, validity
from stellwerk.sso.configuration import Configuration
from stellwerk.sso.connecting import Outdated, Unready, configuration_of, save, version_of
from stellwerk.sso.differing import differences
from stellwerk.sso.models import Key
from stellwerk.sso.onlyoffice import Taken, take_over
from stellwerk.sso.onlyoffice_document import LARGEST, NotOnlyoffice

_HOUR = 3600


class DocumentForm(forms.Form):
    """The document."""

    file = forms.FileField(
        label=gettext_lazy("Document"),
        help_text=gettext_lazy(
            "What /api/2.0/settings/ssov2 of ONLYOFFICE answers to an administrator, as a file."
        ),
        widget=forms.FileInput(attrs={"accept": ".json,application/json,text/plain"}),
    )

    old_address = Address(
        label=gettext_lazy("Address of the ONLYOFFICE portal"),
        required=False,
        help_text=gettext_lazy(
            "If it was another one than this portal's: we keep its entity ID then. The addresses"
            " where sign-ins and sign-outs arrive have to be changed at the identity provider."
        ),
        example="https://office.example.org",
    )

    def clean_file(self) -> str:
        """Its text."""
        file: Any = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("This file is larger than any such document."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError(in_words(NotOnlyoffice().message)) from error


@needs(Role.ADMINISTRATOR)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: Request) -> HttpResponse:
    """Ask for the document, and show what it would set."""
    posted = request.method == "POST"
    form = DocumentForm(request.POST, request.FILES) if posted else DocumentForm()
    if posted and form.is_valid():
        given = json.dumps([form.cleaned_data["file"], form.cleaned_data["old_address"]])
        try:
            return _preview(request, given)
        except NotOnlyoffice as error:
            form.add_error("file", f"{in_words(error.message)} {in_words(error.hint)}")
    lead = _("An identity provider that was set up for ONLYOFFICE keeps working for this portal.")
    return page(
        request,
        "sso/import.html",
        Head(_("Take over from ONLYOFFICE"), lead, crumbs=crumbs()),
        status=422 if form.errors else 200,
        form=form,
    )


def _read(given: str, before: Configuration) -> Taken:
    """What the document sets; what ONLYOFFICE does not know stays. Raises NotOnlyoffice."""
    document, old_address = json.loads(given)
    taken = take_over(document, old_address=old_address)
    stays = {
        name: getattr(before, name)
        for name in ("allow_unsolicited", "trusted_domains", "authn_context", "skew_seconds")
    }
    return replace(taken, configuration=replace(taken.configuration, **stays))


def _preview(request: Request, given: str) -> HttpResponse:
    before = configuration_of(request.portal)
    found = _read(given, before)
    above = (*crumbs(), Link(_("Take over from ONLYOFFICE"), reverse("sso-import")))
    sealed = keyring().seal(given, _place(request))
    return page(
        request,
        "sso/import_preview.html",
        Head(_("What the document sets"), _("Nothing is saved yet."), crumbs=above),
        notes=found.notes,
        changes=words.told(differences(before, found.configuration)),
        keys=[(USES[one.use], validity.validity(one.pair.certificate)) for one in found.keys],
        # There are private keys in it: it waits in the browser sealed, not only signed.
        token=signing.dumps(sealed, salt="sso.import"),
        version=version_of(before),
    )


@needs(Role.ADMINISTRATOR)
@require_POST
def take(request: Request) -> HttpResponse:
    """Save what was shown."""
    back = HttpResponseRedirect(reverse("sso-import"), status=303)
    try:
        sealed = signing.loads(request.POST.get("document", ""), salt="sso.import", max_age=_HOUR)
        given = keyring().open(sealed, _place(request)).reveal()
    except (signing.BadSignature, StellwerkError):
        messages.error(request, _("This page was open for too long. Upload the document again."))
        return back
    found = _read(given, configuration_of(request.portal))
    try:
        with transaction.atomic():
            _save(request, found)
    except Outdated:
        messages.error(request, _("Somebody saved other settings meanwhile. Look at it again."))
        return back
    except Unready as error:
        for one in error.reasons:
            messages.error(request, in_words(one))
        return back
    except StellwerkError as error:
        messages.error(request, f"{in_words(error.message)} {in_words(error.hint)}")
        return back
    messages.success(request, _("The settings of ONLYOFFICE are taken over. Test them now."))
    return HttpResponseRedirect(reverse("sso"), status=303)


def _save(request: Request, found: Taken) -> None:
    actor, seen = request.person.login, request.POST.get("version") or None
    for one in found.keys:
        if not rollover.is_there(request.portal, one.pair):
            rollover.take(request.portal, one.pair, Key.Use(one.use), actor=actor)
    save(request.portal, found.configuration, seen=seen, actor=actor)


def _place(request: Request) -> str:
    return f"sso.import.{request.portal.public_id}.{request.person.public_id}"
