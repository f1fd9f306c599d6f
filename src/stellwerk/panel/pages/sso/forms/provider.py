"""Who signs people in: the identity provider, filled by hand."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.pages.sso import choices
from stellwerk.panel.pages.sso.forms.form import Address, ConfigurationForm, label
from stellwerk.panel.settings.fields import authority, text, tick
from stellwerk.panel.settings.form import Part
from stellwerk.sso.configuration import Configuration
from stellwerk.sso.saml.names import Binding, NameIdFormat


class ProviderForm(ConfigurationForm):
    """The identity provider."""

    TITLE = _("Identity provider")
    LEAD = _("All of this stands in its metadata; by hand it is needed only where there are none.")
    SETTINGS = {
        "product": "provider.product",
        "entity_id": "provider.entity_id",
        "sso_address": "provider.sso_address",
        "sso_binding": "provider.sso_binding",
        "slo_address": "provider.slo_address",
        "slo_binding": "provider.slo_binding",
        "slo_answers": "provider.slo_answers",
        "name_id_format": "name_id_format",
        "metadata_address": "provider.metadata_address",
        "metadata_private": "provider.metadata_private",
        "metadata_ca": "provider.metadata_ca",
    }
    PARTS = (
        Part(_("Who it is"), ("product", "entity_id", "name_id_format")),
        Part(_("Signing in"), ("sso_address", "sso_binding")),
        Part(
            _("Signing out everywhere"),
            ("slo_address", "slo_binding", "slo_answers"),
            _("Without an address, signing out ends the session here alone."),
        ),
        Part(
            _("Metadata that are read again by themselves"),
            ("metadata_address", "metadata_private", "metadata_ca"),
            _("Once a day; new keys are shown to you before they are trusted."),
            advanced=True,
        ),
    )
    product = forms.ChoiceField(
        label=label("provider.product"),
        choices=choices.PRODUCTS,
        required=False,
        help_text=_("Says which words the guide uses; nothing else depends on it."),
    )
    entity_id = text(
        label("provider.entity_id"),
        _("What it calls itself, to the letter. Messages of anybody else are refused."),
        "https://idp.example.org/idp/shibboleth",
        required=True,
        max_length=1024,
    )
    sso_address = Address(
        label=label("provider.sso_address"),
        help_text=_("Where browsers are sent to sign in. A question mark and more may follow."),
        example="https://idp.example.org/sso",
    )
    sso_binding = forms.ChoiceField(
        label=label("provider.sso_binding"),
        choices=choices.BINDINGS,
        widget=forms.RadioSelect,
        initial=Binding.REDIRECT,
    )
    slo_address = Address(
        label=label("provider.slo_address"), required=False, example="https://idp.example.org/slo"
    )
    slo_binding = forms.ChoiceField(
        label=label("provider.slo_binding"),
        choices=choices.BINDINGS,
        widget=forms.RadioSelect,
        initial=Binding.REDIRECT,
    )
    slo_answers = Address(
        label=label("provider.slo_answers"),
        required=False,
        help_text=_("Only if the metadata name one (ResponseLocation)."),
        example="https://idp.example.org/slo/done",
    )
    name_id_format = forms.ChoiceField(
        label=label("name_id_format"),
        choices=choices.NAME_IDS,
        initial=NameIdFormat.TRANSIENT,
        help_text=_(
            "How the identity provider names people. With “transient”, people are known by an"
            " attribute: see Attributes and roles."
        ),
    )
    metadata_address = Address(
        label=label("provider.metadata_address"),
        required=False,
        example="https://idp.example.org/metadata",
    )
    metadata_private = tick(
        label("provider.metadata_private"),
        _("Without this, only servers on the internet are asked."),
    )
    metadata_ca = authority()

    def wanted(self) -> Configuration:
        """With the choices as what they are."""
        data = self.cleaned_data
        data["sso_binding"] = Binding(data["sso_binding"])
        data["slo_binding"] = Binding(data["slo_binding"])
        data["name_id_format"] = NameIdFormat(data["name_id_format"])
        return super().wanted()
