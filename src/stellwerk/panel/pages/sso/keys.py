"""Our own certificates and keys: made here or pasted, and changed over without a gap."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from stellwerk.core.access import Role, needs
from stellwerk.core.errors import StellwerkError
from stellwerk.core.page import Head, page
from stellwerk.panel.access import may_change
from stellwerk.panel.dialogs.question import Question, ask
from stellwerk.panel.dialogs.refusal import refuse
from stellwerk.panel.objects.in_words import in_words
from stellwerk.panel.pages.sso.editing import crumbs
from stellwerk.panel.settings.fields import Text
from stellwerk.signin.request import Request
from stellwerk.sso import rollover, validity
from stellwerk.sso.connecting import sign_on_of
from stellwerk.sso.models import Key
from stellwerk.sso.saml.certificates import read_pair

USES: dict[str, Text] = {
    Key.Use.BOTH: gettext_lazy("Signing and encryption"),
    Key.Use.SIGNING: gettext_lazy("Signing"),
    Key.Use.ENCRYPTION: gettext_lazy("Encryption"),
}
_SLOTS: dict[str, tuple[str, Text]] = {
    Key.Slot.ACTIVE: ("good", gettext_lazy("in use")),
    Key.Slot.NEXT: ("wait", gettext_lazy("next")),
    Key.Slot.RETIRED: ("off", gettext_lazy("retired")),
}


def _use() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("What it is for"), choices=list(USES.items()), initial=Key.Use.BOTH
    )


class MakeForm(forms.Form):
    """A certificate to be made here."""

    use = _use()


class PasteForm(forms.Form):
    """A certificate and its key that are there already."""

    use = _use()
    certificate = forms.CharField(
        label=gettext_lazy("Certificate"),
        widget=forms.Textarea(
            attrs={"rows": 6, "spellcheck": "false", "placeholder": "-----BEGIN CERTIFICATE-----"}
        ),
        max_length=100_000,
    )
    private_key = forms.CharField(
        label=gettext_lazy("Private key"),
        help_text=gettext_lazy("Without a passphrase. Stored encrypted, and never shown again."),
        widget=forms.Textarea(
            attrs={
                "rows": 6,
                "spellcheck": "false",
                "autocomplete": "off",
                "placeholder": "-----BEGIN PRIVATE KEY-----",
            }
        ),
        max_length=100_000,
    )


@needs(Role.AUDITOR)
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: Request) -> HttpResponse:
    """All of them; on POST one is made, or one that was pasted is taken."""
    pasted = request.method == "POST" and "private_key" in request.POST
    made = request.method == "POST" and not pasted
    make = MakeForm(request.POST if made else None)
    paste = PasteForm(request.POST if pasted else None)
    form: forms.Form = paste if pasted else make
    if request.method == "POST" and form.is_valid():
        try:
            row = _added(request, form)
        except StellwerkError as error:
            form.add_error(None, f"{in_words(error.message)} {in_words(error.hint)}".strip())
        else:
            said = _("The certificate is in use. Give our metadata to the identity provider.")
            if row.slot == Key.Slot.NEXT:
                said = _(
                    "The certificate is in our metadata now. Give these to the identity provider,"
                    " then change over."
                )
            messages.success(request, said)
            return HttpResponseRedirect(reverse("sso-keys"), status=303)
    if pasted:
        # What was typed never goes back to a browser.
        paste.data = {**paste.data.dict(), "private_key": ""}  # type: ignore[attr-defined]
    rows = Key.objects.filter(portal=request.portal).order_by("slot", "use", "pk")
    lead = _("What we sign with, and what is encrypted for us.")
    return page(
        request,
        "sso/keys.html",
        Head(_("Our certificates"), lead, crumbs=crumbs()),
        status=422 if form.errors else 200,
        rows=[
            (row, USES[row.use], *_SLOTS[row.slot], validity.of_pem(row.certificate))
            for row in rows
        ],
        make=make,
        paste=paste,
        may=may_change(request),
    )


def _added(request: Request, form: forms.Form) -> Key:
    data, actor = form.cleaned_data, request.person.login
    use = Key.Use(data["use"])
    if isinstance(form, MakeForm):
        return rollover.make(request.portal, use, actor=actor)
    pair = read_pair(data["certificate"], data["private_key"])
    return rollover.take(request.portal, pair, use, actor=actor)


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def use(request: Request, public_id: str) -> HttpResponse:
    """Change over to the next one."""
    row = get_object_or_404(Key, portal=request.portal, public_id=public_id, slot=Key.Slot.NEXT)
    if request.method != "POST":
        question = Question(
            _("Change over to this certificate?"),
            _(
                "From now on we sign with it. Do this once the identity provider knows it, or it"
                " refuses our messages. The one before it still decrypts what is under way."
            ),
            _("Change over"),
            reverse("sso-keys"),
        )
        return ask(request, question)
    rollover.change_over(row, actor=request.person.login)
    messages.success(request, _("This certificate is in use now."))
    return HttpResponseRedirect(reverse("sso-keys"), status=303)


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Request, public_id: str) -> HttpResponse:
    """Forget one and its key."""
    row = get_object_or_404(Key, portal=request.portal, public_id=public_id)
    back = reverse("sso-keys")
    on = sign_on_of(request.portal).enabled
    if on and row.slot == Key.Slot.ACTIVE:
        error = rollover.InUse()
        why = f"{in_words(error.message)} {in_words(error.hint)}"
        return refuse(request, _("This certificate cannot be removed now"), why, back)
    if request.method == "POST":
        rollover.remove(row, on=on, actor=request.person.login)
        messages.success(request, _("The certificate and its key are gone."))
        return HttpResponseRedirect(back, status=303)
    question = Question(
        _("Remove this certificate?"),
        _("Its private key is forgotten. What was encrypted for it can no longer be read."),
        _("Remove"),
        back,
        danger=True,
    )
    return ask(request, question)
