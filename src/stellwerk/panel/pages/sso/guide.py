"""Where each product asks for our values: a few steps, in the words of its own pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stellwerk.panel.settings.fields import Text
from stellwerk.sso.configuration import Configuration


@dataclass(frozen=True, slots=True)
class Guide:
    """The steps at one product, and the attributes that it has to send."""

    steps: Sequence[Text]
    attributes: Sequence[tuple[str, str]]


def guide(product: str, configuration: Configuration) -> Guide:
    """What is to be done at a product; for one that is not known what holds for all."""
    names = configuration.attributes
    wanted = (
        (_("Unique identifier"), names.identifier),
        (_("First name"), names.first_name),
        (_("Last name"), names.last_name),
        (_("Mail address"), names.mail),
        (_("Title"), names.title),
        (_("Location"), names.location),
        (_("Phone"), names.phone),
        (_("Groups"), names.groups),
        (_("Role"), names.role),
    )
    steps = _steps().get(product) or _others()
    return Guide(steps, [(label, name) for label, name in wanted if name])


def _others() -> Sequence[str]:
    return (
        _("Add a service provider (also called relying party, client or application)."),
        _("Give it the address of our metadata, or upload the file; or copy the values below."),
        _("Let it sign assertions with RSA and SHA-256."),
        _("Release the attributes below to this service."),
    )


def _steps() -> Mapping[str, Sequence[str]]:
    return {
        "adfs": (
            _("AD FS Management → Relying Party Trusts → Add Relying Party Trust → Claims aware."),
            _("Import data about the relying party published online: the address of our metadata."
              " If the server has no way to it: import the file."),
            _("Choose who may use it (Access Control Policy), and finish."),
            _("Edit Claim Issuance Policy → Send LDAP Attributes as Claims: add a line for each"
              " attribute below."),
            _("If a persistent NameID is wanted, transform one of them into Name ID with a rule of"
              " its own."),
        ),
        "entra": (
            _("Entra admin center → Enterprise applications → New application → Create your own."),
            _("Single sign-on → SAML → Upload metadata file: ours; Save."),
            _("Attributes & Claims: see that the claims below are there."),
            _("Users and groups: assign whoever may use it."),
            _("Copy the App Federation Metadata Url, and give it in step 1 here."),
        ),
        "keycloak": (
            _("Your realm → Clients → Import client: our metadata file; Save."),
            _("Settings: Sign assertions on, Signature algorithm RSA_SHA256. Keys: Encrypt"
              " assertions only if you want it."),
            _("Client scopes → the one of this client → Add mapper → By configuration → User"
              " Attribute or User Property: one for each attribute below."),
            _("The metadata for step 1 here: /realms/YOUR-REALM/protocol/saml/descriptor."),
        ),
        "onelogin": (
            _("Applications → Add App → SAML Custom Connector (Advanced)."),
            _("Configuration: Audience = our entity ID; Recipient and ACS URL = where sign-ins"
              " arrive; ACS URL Validator = the same as a pattern; Single Logout URL = where"
              " sign-outs arrive."),
            _("Parameters: add the attributes below, each with Include in SAML assertion."),
            _("SSO: SAML Signature Algorithm SHA-256. More Actions → SAML Metadata gives the file"
              " for step 1 here."),
        ),
        "shibboleth": (
            _("conf/metadata-providers.xml: add a MetadataProvider of type FileBackedHTTP with the"
              " address of our metadata, or FilesystemMetadataProvider with the file."),
            _("conf/attribute-filter.xml: a policy with our entity ID as Requester that releases"
              " the attributes below."),
            _("It signs the response alone by itself: tick “A signed response is enough” here, or"
              " set signAssertions in conf/relying-party.xml. It encrypts by itself: have our"
              " certificate made first."),
            _("The metadata for step 1 here: /idp/shibboleth."),
        ),
        "simplesamlphp": (
            _("Its admin pages → Federation → XML to SimpleSAMLphp metadata converter: paste our"
              " metadata."),
            _("Put the result into metadata/saml20-sp-remote.php."),
            _("Release the attributes below, with an authproc filter if they are called otherwise"
              " there."),
            _("The metadata for step 1 here: /simplesaml/module.php/saml/idp/metadata (version 2)"
              " or /simplesaml/saml2/idp/metadata.php (version 1)."),
        ),
        "ucs": (
            _("UCS 5.2 and later: Keycloak signs people in; its admin page is reached by the"
              " portal. The client can be made by import, as in Keycloak."),
            _("UCS 5.0: univention-management-console → Domain → SAML identity provider → Add:"
              " service provider identifier = our entity ID, URL of the assertion consumer service"
              " = where sign-ins arrive, single logout URL = where sign-outs arrive."),
            _("Extended Settings: allow the transmission of LDAP attributes, and name those"
              " below."),
            _("Activate it for users or groups, under Account at each of them."),
            _("The metadata for step 1 here: https://ucs-sso-ng.YOUR-DOMAIN/realms/ucs/protocol/saml"
              "/descriptor (5.2), https://ucs-sso.YOUR-DOMAIN/simplesamlphp/saml2/idp/metadata.php"
              " (5.0)."),
        ),
    }  # fmt: skip
