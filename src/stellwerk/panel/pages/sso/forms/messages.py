"""What is signed, what must be signed, and with which algorithms."""

from typing import Any

from django import forms
from django.utils.translation import gettext as say_
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.pages.sso import choices
from stellwerk.panel.pages.sso.forms.form import ConfigurationForm, label
from stellwerk.panel.settings.fields import LinesField, tick
from stellwerk.panel.settings.form import Part
from stellwerk.sso.configuration import Configuration
from stellwerk.sso.saml.names import EncryptionAlgorithm, SignatureAlgorithm


class MessagesForm(ConfigurationForm):
    """Signatures and encryption."""

    TITLE = _("Signatures and encryption")
    LEAD = _(
        "What is set here suits nearly every identity provider. A signature that is there is always"
        " verified, whatever is ticked."
    )
    SETTINGS = {
        "sign_authn_requests": "signing.sign_authn_requests",
        "sign_logout_requests": "signing.sign_logout_requests",
        "sign_logout_responses": "signing.sign_logout_responses",
        "algorithm": "signing.algorithm",
        "verify_responses": "signing.verify_responses",
        "response_signature_suffices": "signing.response_signature_suffices",
        "verify_logout_requests": "signing.verify_logout_requests",
        "verify_logout_responses": "signing.verify_logout_responses",
        "want_assertions_encrypted": "signing.want_assertions_encrypted",
        "encryption": "signing.encryption",
        "allow_sha1": "signing.allow_sha1",
        "authn_context": "authn_context",
        "skew_seconds": "skew_seconds",
    }
    PARTS = (
        Part(
            _("What we sign"),
            ("sign_authn_requests", "sign_logout_requests", "sign_logout_responses", "algorithm"),
            _("Needs a certificate of ours for signing."),
        ),
        Part(
            _("What must be signed"),
            (
                "verify_responses",
                "verify_logout_requests",
                "verify_logout_responses",
                "response_signature_suffices",
            ),
            _("The assertion that says who somebody is must always be signed, in both bindings."),
        ),
        Part(
            _("Encryption"),
            ("want_assertions_encrypted", "encryption"),
            _("The identity provider chooses; what is not ticked here is refused."),
        ),
        Part(_("Outdated and special"), ("allow_sha1", "skew_seconds", "authn_context"),
             advanced=True),
    )  # fmt: skip
    sign_authn_requests = tick(
        label("signing.sign_authn_requests"),
        _("Needed where the metadata say WantAuthnRequestsSigned."),
    )
    sign_logout_requests = tick(label("signing.sign_logout_requests"), usual=True)
    sign_logout_responses = tick(label("signing.sign_logout_responses"), usual=True)
    algorithm = forms.ChoiceField(label=label("signing.algorithm"), choices=choices.SIGNATURES)
    verify_responses = tick(
        label("signing.verify_responses"), _("In addition to the assertion in it.")
    )
    verify_logout_requests = tick(
        label("signing.verify_logout_requests"),
        _("Without it, anybody could sign people out."),
        usual=True,
    )
    verify_logout_responses = tick(label("signing.verify_logout_responses"), usual=True)
    response_signature_suffices = tick(
        label("signing.response_signature_suffices"),
        _("For identity providers that sign the response but not the assertion in it."),
    )
    want_assertions_encrypted = tick(
        label("signing.want_assertions_encrypted"),
        _("Needs a certificate of ours for encryption. TLS protects messages on their way anyway."),
    )
    encryption = forms.MultipleChoiceField(
        label=label("signing.encryption"),
        choices=choices.ENCRYPTIONS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    allow_sha1 = tick(
        label("signing.allow_sha1"),
        _(
            "Dangerous: signatures with SHA-1 can be forged with some effort. Tick this only until"
            " your identity provider is updated."
        ),
    )
    skew_seconds = forms.IntegerField(
        label=label("skew_seconds"),
        min_value=0,
        max_value=120,
        help_text=_("60 suits servers that keep their time by the network; 120 at most."),
    )
    authn_context = LinesField(
        label=label("authn_context"),
        help_text=_(
            "One AuthnContextClassRef a line; usually none. Answers that name another are refused."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """SHA-1 only where it is allowed by name."""
        data = super().clean()
        if data.get("algorithm") == SignatureAlgorithm.RSA_SHA1 and not data.get("allow_sha1"):
            said = say_("SHA-1 needs its own switch, below under “Outdated and special”.")
            self.add_error("algorithm", said)
        return data

    def wanted(self) -> Configuration:
        """With the choices as what they are."""
        data = self.cleaned_data
        data["algorithm"] = SignatureAlgorithm(data["algorithm"])
        data["encryption"] = [EncryptionAlgorithm(one) for one in data["encryption"]]
        return super().wanted()
