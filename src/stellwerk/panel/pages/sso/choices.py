"""What can be chosen, in words."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stellwerk.core.access import Role
from stellwerk.sso.saml.names import Binding, EncryptionAlgorithm, NameIdFormat, SignatureAlgorithm

Choices = Sequence[tuple[str, str | Promise]]

BINDINGS: Choices = [(Binding.POST, "POST"), (Binding.REDIRECT, "Redirect")]
NAME_IDS: Choices = [
    (NameIdFormat.UNSPECIFIED, _("unspecified (SAML 1.1)")),
    (NameIdFormat.EMAIL, _("emailAddress (SAML 1.1): the mail address")),
    (NameIdFormat.ENTITY, _("entity (SAML 2.0)")),
    (NameIdFormat.TRANSIENT, _("transient (SAML 2.0): another one at each sign-in")),
    (NameIdFormat.PERSISTENT, _("persistent (SAML 2.0): always the same, says nothing")),
    (NameIdFormat.ENCRYPTED, _("encrypted (SAML 2.0)")),
    (NameIdFormat.UNSPECIFIED_2, _("unspecified (SAML 2.0)")),
    (NameIdFormat.X509_SUBJECT, _("X509SubjectName (SAML 1.1)")),
    (NameIdFormat.WINDOWS, _("WindowsDomainQualifiedName (SAML 1.1)")),
    (NameIdFormat.KERBEROS, _("kerberos (SAML 2.0)")),
]
SIGNATURES: Choices = [
    (SignatureAlgorithm.RSA_SHA256, _("RSA with SHA-256 (recommended)")),
    (SignatureAlgorithm.RSA_SHA384, _("RSA with SHA-384")),
    (SignatureAlgorithm.RSA_SHA512, _("RSA with SHA-512")),
    (SignatureAlgorithm.RSA_SHA1, _("RSA with SHA-1 (outdated, only with the switch below)")),
]
ENCRYPTIONS: Choices = [
    (EncryptionAlgorithm.AES128_GCM, "AES-128-GCM"),
    (EncryptionAlgorithm.AES192_GCM, "AES-192-GCM"),
    (EncryptionAlgorithm.AES256_GCM, "AES-256-GCM"),
    (EncryptionAlgorithm.AES128_CBC, _("AES-128-CBC (only in a signed response)")),
    (EncryptionAlgorithm.AES256_CBC, _("AES-256-CBC (only in a signed response)")),
    (EncryptionAlgorithm.TRIPLEDES_CBC, _("Triple-DES-CBC (only in a signed response)")),
]
ROLES: Choices = [
    (Role.ADMINISTRATOR, _("Administrator")),
    (Role.AUDITOR, _("Auditor")),
    (Role.HELP_DESK, _("Help desk")),
]
"""Roles that an identity provider can give; an owner is only ever made here."""
PRODUCTS: Choices = [
    ("", _("Another product")),
    ("adfs", "Microsoft AD FS"),
    ("entra", "Microsoft Entra ID"),
    ("keycloak", "Keycloak"),
    ("onelogin", "OneLogin"),
    ("shibboleth", "Shibboleth"),
    ("simplesamlphp", "SimpleSAMLphp"),
    ("ucs", "Univention Corporate Server"),
]


def word(choices: Choices, value: str) -> str:
    """What a choice is called; one that is not there stays as it is."""
    return str(dict(choices).get(value, value))
