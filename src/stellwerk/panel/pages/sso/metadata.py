"""Fills the identity provider's half from its metadata: by address, or from a file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stellwerk.core import clock
from stellwerk.core.access import Role, needs
from stellwerk.core.errors import StellwerkError
from stellwerk.core.outbound.errors import TooLarge
from stellwerk.core.outbound.fetching import LARGEST, Trust, fetch
from stellwerk.core.page import Head, Link, page
from stellwerk.panel.objects.in_words import in_words
from stellwerk.panel.pages.sso import words
from stellwerk.panel.pages.sso.editing import crumbs
from stellwerk.panel.pages.sso.forms.form import Address, label
from stellwerk.panel.settings.fields import authority, tick
from stellwerk.signin.request import Request
from stellwerk.sso import validity
from stellwerk.sso.configuration import Provider
from stellwerk.sso.connecting import Outdated, Unready, configuration_of, save, version_of
from stellwerk.sso.differing import differences
from stellwerk.sso.filling import Filling, filling
from stellwerk.sso.saml.idp_entity import Found
from stellwerk.sso.saml.idp_metadata import read_metadata

_SALT, _HOUR, _SHOWN = "sso.metadata", 3600, 50


class AddressForm(forms.Form):
    """Where the metadata are."""

    address = Address(
        label=label("provider.metadata_address"),
        help_text=gettext_lazy("It is read again every day; new keys are shown to you first."),
        example="https://idp.example.org/metadata",
    )
    private = tick(
        label("provider.metadata_private"),
        gettext_lazy("Without this, only servers on the internet are asked."),
    )
    ca_file = authority()

    def read(self) -> BinaryIO:
        """What stands there. Raises a NotFetched."""
        return fetch(self.cleaned_data["address"], self.trust)

    @property
    def trust(self) -> Trust:
        """What is allowed for it."""
        return Trust(self.cleaned_data["private"], self.cleaned_data["ca_file"])

    def kept(self, before: Provider) -> Provider:
        """The identity provider, read again from here."""
        return replace(
            before,
            metadata_address=self.cleaned_data["address"],
            metadata_private=self.trust.private,
            metadata_ca=self.trust.ca_file,
        )


class FileForm(forms.Form):
    """The metadata as a file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("XML, 50 MB at most: of one identity provider or a federation."),
        widget=forms.FileInput(attrs={"accept": ".xml,application/xml,text/xml"}),
    )

    def clean_file(self) -> Any:
        """Not larger than anything that is read."""
        file: Any = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(in_words(TooLarge().message))
        return file

    def read(self) -> BinaryIO:
        """The file."""
        file: BinaryIO = self.cleaned_data["file"]
        return file

    def kept(self, before: Provider) -> Provider:
        """The identity provider, not read again from anywhere: the file is newer."""
        return replace(before, metadata_address="", metadata_private=False, metadata_ca="")


@dataclass(frozen=True, slots=True)
class Offered:
    """One of several identity providers; `token` carries it to the next page."""

    found: Found
    problem: str
    token: str


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: Request) -> HttpResponse:
    """Ask for the metadata, read them, and show what they would set."""
    by_file = "file" in request.FILES or "by_file" in request.POST
    address = AddressForm(
        request.POST if request.method == "POST" and not by_file else None,
        initial=_initial(request),
    )
    file = FileForm(request.POST, request.FILES) if by_file else FileForm()
    form: AddressForm | FileForm = file if by_file else address
    if request.method == "POST" and form.is_valid():
        try:
            with form.read() as content:
                found = read_metadata(
                    content, now=clock.now(), language=(get_language() or "en")[:2]
                )
        except StellwerkError as error:
            where = "file" if by_file else "address"
            form.add_error(where, f"{in_words(error.message)} {in_words(error.hint)}".strip())
        else:
            before = form.kept(configuration_of(request.portal).provider)
            if len(found) > 1:
                return _choose(request, found, before)
            return _preview(request, filling(found[0], before))
    return page(
        request,
        "sso/metadata.html",
        Head(_("Identity provider from its metadata"), crumbs=crumbs()),
        status=422 if form.errors else 200,
        address=address,
        file=file,
    )


def _initial(request: Request) -> dict[str, Any]:
    known = configuration_of(request.portal).provider
    return {
        "address": known.metadata_address,
        "private": known.metadata_private,
        "ca_file": known.metadata_ca,
    }


def _choose(request: Request, found: Sequence[Found], before: Provider) -> HttpResponse:
    """Several identity providers: whose is it?"""
    sought = request.POST.get("sought", "").strip().casefold()
    fitting = [
        one
        for one in found
        if sought in one.entity_id.casefold() or sought in one.display_name.casefold()
    ]
    offered = [
        Offered(
            one,
            in_words(one.problem.message) if one.problem else "",
            "" if one.problem else _token(filling(one, before)),
        )
        for one in fitting[:_SHOWN]
    ]
    above = (*crumbs(), Link(_("Metadata"), reverse("sso-fill")))
    lead = _("These metadata hold several identity providers. Which one is yours?")
    return page(
        request,
        "sso/choose.html",
        Head(_("Choose the identity provider"), lead, crumbs=above),
        offered=offered,
        more=len(fitting) - len(offered),
        count=len(found),
        sought=request.POST.get("sought", ""),
        address=before.metadata_address,
        private=before.metadata_private,
        ca_file=before.metadata_ca,
    )


def _token(given: Filling) -> str:
    return signing.dumps(given.to_document(), salt=_SALT, compress=True)


def _preview(request: Request, given: Filling) -> HttpResponse:
    """What would be set."""
    before = configuration_of(request.portal)
    after = given.applied(before)
    above = (*crumbs(), Link(_("Metadata"), reverse("sso-fill")))
    return page(
        request,
        "sso/preview.html",
        Head(_("What the metadata set"), _("Nothing is saved yet."), crumbs=above),
        name=given.name,
        changes=words.told(differences(before, after)),
        certificates=validity.of_provider(after),
        token=_token(given),
        version=version_of(before),
    )


@needs(Role.ADMINISTRATOR)
@require_POST
def take(request: Request) -> HttpResponse:
    """Show one of several, or save what was shown."""
    try:
        document = signing.loads(request.POST.get("found", ""), salt=_SALT, max_age=_HOUR)
        given = Filling.from_document(document)
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        messages.error(request, _("This page was open for too long. Read the metadata again."))
        return HttpResponseRedirect(reverse("sso-fill"), status=303)
    if "save" not in request.POST:
        return _preview(request, given)
    wanted = given.applied(configuration_of(request.portal))
    seen = request.POST.get("version") or None
    try:
        save(request.portal, wanted, seen=seen, actor=request.person.login)
    except Outdated:
        messages.error(request, _("Somebody saved other settings meanwhile. Look at it again."))
        return _preview(request, given)
    except Unready as error:
        for one in error.reasons:
            messages.error(request, in_words(one))
        return _preview(request, given)
    messages.success(request, _("The identity provider is known now."))
    return HttpResponseRedirect(reverse("sso"), status=303)
