"""The identity provider's certificates: several at a time, so that it can change its keys."""

from dataclasses import replace

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from stellwerk.core.access import Role, needs
from stellwerk.core.errors import StellwerkError
from stellwerk.core.page import Head, page
from stellwerk.panel.access import may_change
from stellwerk.panel.dialogs.question import Question, ask
from stellwerk.panel.dialogs.refusal import refuse
from stellwerk.panel.objects.in_words import in_words
from stellwerk.panel.pages.sso.editing import crumbs
from stellwerk.signin.request import Request
from stellwerk.sso import validity
from stellwerk.sso.configuration import Configuration
from stellwerk.sso.connecting import Unready, configuration_of, save
from stellwerk.sso.saml.certificates import pem, read_certificate
from stellwerk.sso.saml.settings import MAX_CERTIFICATES


class CertificateForm(forms.Form):
    """One certificate, pasted."""

    certificate = forms.CharField(
        label=gettext_lazy("Certificate"),
        help_text=gettext_lazy("In PEM, or its base64 text alone."),
        widget=forms.Textarea(
            attrs={
                "rows": 8,
                "spellcheck": "false",
                "autocomplete": "off",
                "placeholder": "-----BEGIN CERTIFICATE-----",
            }
        ),
        max_length=100_000,
    )

    def clean_certificate(self) -> str:
        """In PEM, whatever was pasted."""
        try:
            return pem(read_certificate(self.cleaned_data["certificate"]))
        except StellwerkError as error:
            said = f"{in_words(error.message)} {in_words(error.hint)}".strip()
            raise forms.ValidationError(said) from error


@needs(Role.AUDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def certificates(request: Request) -> HttpResponse:
    """All that are trusted; on POST one more."""
    known = configuration_of(request.portal)
    form = CertificateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        more, have = form.cleaned_data["certificate"], known.provider.certificates
        if more in have:
            form.add_error("certificate", _("This one is trusted already."))
        elif len(have) >= MAX_CERTIFICATES:
            said = _("%(number)s are trusted already. Remove one that has ended first.")
            form.add_error("certificate", said % {"number": MAX_CERTIFICATES})
        else:
            save(request.portal, _with(known, (*have, more)), actor=request.person.login)
            messages.success(request, _("The certificate is trusted now."))
            return HttpResponseRedirect(reverse("sso-certificates"), status=303)
    lead = _("Messages signed with the key of any of these are believed, and no others.")
    return page(
        request,
        "sso/certificates.html",
        Head(_("Certificates of the identity provider"), lead, crumbs=crumbs()),
        status=422 if form.errors else 200,
        rows=validity.of_provider(known),
        form=form,
        most=MAX_CERTIFICATES,
        by_metadata=bool(known.provider.metadata_address),
        may=may_change(request),
    )


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Request) -> HttpResponse:
    """Trust one no longer."""
    known = configuration_of(request.portal)
    sought = request.GET.get("fingerprint", "")
    told = [(one, validity.of_pem(one)) for one in known.provider.certificates]
    gone = next((pair for pair in told if pair[1].fingerprint == sought), None)
    if gone is None:
        raise Http404
    back = reverse("sso-certificates")
    if request.method != "POST":
        question = Question(
            _("Trust this certificate no longer?"),
            _("Sign-ins that are signed with its key are refused from then on."),
            _("Remove"),
            back,
            danger=True,
            facts=((_("Made out to"), gone[1].subject), (_("Fingerprint"), gone[1].fingerprint)),
        )
        return ask(request, question)
    left = tuple(one for one in known.provider.certificates if one != gone[0])
    try:
        save(request.portal, _with(known, left), actor=request.person.login)
    except Unready as error:
        why = " ".join(in_words(one) for one in error.reasons)
        return refuse(request, _("It cannot be removed now"), why, back)
    messages.success(request, _("The certificate is trusted no longer."))
    return HttpResponseRedirect(back, status=303)


def _with(known: Configuration, given: tuple[str, ...]) -> Configuration:
    return replace(known, provider=replace(known.provider, certificates=given))
