"""What each setting is called, and its value in words."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stellwerk.panel.pages.sso import choices
from stellwerk.panel.settings.fields import Text
from stellwerk.sso.differing import Difference

NAMES: dict[str, Text] = {
    "provider.product": gettext_lazy("Product"),
    "provider.entity_id": gettext_lazy("Entity ID of the identity provider"),
    "provider.sso_address": gettext_lazy("Address for signing in"),
    "provider.sso_binding": gettext_lazy("How sign-in requests are sent"),
    "provider.slo_address": gettext_lazy("Address for signing out"),
    "provider.slo_binding": gettext_lazy("How sign-out messages are sent"),
    "provider.slo_answers": gettext_lazy("Another address for answers to sign-out requests"),
    "provider.certificates": gettext_lazy("Certificates of the identity provider"),
    "provider.metadata_address": gettext_lazy("Address of the metadata"),
    "provider.metadata_private": gettext_lazy("The address may lie in your own network"),
    "provider.metadata_ca": gettext_lazy("File of the certificate authority"),
    "name_id_format": gettext_lazy("Format of the NameID"),
    "sp_entity_id": gettext_lazy("Our entity ID"),
    "label": gettext_lazy("Words on the button"),
    "hide_login_page": gettext_lazy("Go straight to the identity provider"),
    "allow_unsolicited": gettext_lazy("Let the identity provider begin"),
    "trusted_domains": gettext_lazy("Trusted mail domains"),
    "join_attributes": gettext_lazy("Join an attribute that comes in pieces"),
    "authn_context": gettext_lazy("Ways of signing in that are asked for"),
    "skew_seconds": gettext_lazy("Seconds that clocks may differ"),
    "signing.sign_authn_requests": gettext_lazy("Sign sign-in requests"),
    "signing.sign_logout_requests": gettext_lazy("Sign sign-out requests"),
    "signing.sign_logout_responses": gettext_lazy("Sign answers to sign-out requests"),
    "signing.algorithm": gettext_lazy("Sign with"),
    "signing.verify_responses": gettext_lazy("The response as a whole must be signed"),
    "signing.response_signature_suffices": gettext_lazy("A signed response is enough"),
    "signing.verify_logout_requests": gettext_lazy("Sign-out requests must be signed"),
    "signing.verify_logout_responses": gettext_lazy("Answers to sign-out requests must be signed"),
    "signing.allow_sha1": gettext_lazy("Allow SHA-1"),
    "signing.want_assertions_encrypted": gettext_lazy("Assertions must be encrypted"),
    "signing.encryption": gettext_lazy("Encryption that is accepted"),
    "attributes.first_name": gettext_lazy("First name"),
    "attributes.last_name": gettext_lazy("Last name"),
    "attributes.mail": gettext_lazy("Mail address"),
    "attributes.title": gettext_lazy("Title"),
    "attributes.location": gettext_lazy("Location"),
    "attributes.phone": gettext_lazy("Phone"),
    "attributes.language": gettext_lazy("Language"),
    "attributes.photo": gettext_lazy("Photo"),
    "attributes.groups": gettext_lazy("Groups"),
    "attributes.role": gettext_lazy("Role"),
    "attributes.roles": gettext_lazy("Which value gives which role"),
    "attributes.identifier": gettext_lazy("Unique identifier"),
    "attributes.login": gettext_lazy("Login"),
}
_VALUES: dict[str, choices.Choices] = {
    "provider.product": choices.PRODUCTS,
    "provider.sso_binding": choices.BINDINGS,
    "provider.slo_binding": choices.BINDINGS,
    "name_id_format": choices.NAME_IDS,
    "signing.algorithm": choices.SIGNATURES,
    "signing.encryption": choices.ENCRYPTIONS,
}


def name_of(setting: str) -> str:
    """What a setting is called."""
    return str(NAMES.get(setting, setting))


def shown(setting: str, value: Any) -> str | None:
    """A value in words, None for nothing."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in ("", None, [], ()):
        return None
    if isinstance(value, list | tuple):
        return ", ".join(shown(setting, one) or "" for one in value)
    return choices.word(_VALUES.get(setting, ()), str(value))


def told(found: Sequence[Difference]) -> list[tuple[str, str | None, str | None]]:
    """Differences for `{% diff %}`."""
    return [
        (name_of(one.name), shown(one.name, one.before), shown(one.name, one.after))
        for one in found
    ]
