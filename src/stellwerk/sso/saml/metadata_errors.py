"""What can be wrong with an identity provider's metadata: a code, a sentence and a step each."""

from stellwerk.sso.saml.errors import SamlError


class BadMetadata(SamlError):
    """This metadata cannot be used."""

    code = "metadata"


class MetadataEmpty(BadMetadata):
    """There is nothing in the metadata."""

    code = "metadata-empty"
    hint = "Download it again at the identity provider."


class MetadataTooLarge(BadMetadata):
    """The metadata is larger than 50 MB."""

    code = "metadata-too-large"
    hint = "Take the metadata of the one identity provider instead of the whole federation's."


class MetadataEntityTooLarge(BadMetadata):
    """A single entry of the metadata is larger than any real one."""

    code = "metadata-entity-too-large"
    hint = "Take the metadata of the one identity provider instead of the whole federation's."


class MetadataEncoding(BadMetadata):
    """The metadata is not written in UTF-8."""

    code = "metadata-encoding"
    hint = "Download the file as it is, or save it again as UTF-8."


class MetadataIsPage(BadMetadata):
    """This is a web page, no metadata."""

    code = "metadata-page"
    hint = "Use the address of the metadata itself; a browser shows XML there, or saves a file."


class MetadataDoctype(BadMetadata):
    """The metadata declares a document type or entities. Those are refused unread."""

    code = "metadata-doctype"
    hint = "Take the metadata that the identity provider makes itself."


class MetadataNotXml(BadMetadata):
    """The metadata is no well-formed XML."""

    code = "metadata-not-xml"
    hint = "Download it again at the identity provider; do not copy it out of a page."


class MetadataOtherDocument(BadMetadata):
    """This XML document is no SAML metadata."""

    code = "metadata-other-document"
    hint = "Use the address or file that the identity provider calls its SAML 2.0 metadata."


class MetadataNoProvider(BadMetadata):
    """The metadata describes no identity provider."""

    code = "metadata-no-provider"
    hint = "It may be that of a service. Take the identity provider's."


class MetadataNoSaml2(BadMetadata):
    """The identity provider does not speak SAML 2.0."""

    code = "metadata-no-saml2"
    hint = "Switch SAML 2.0 on at the identity provider."


class MetadataNoEntityId(BadMetadata):
    """The identity provider has no entity id in the metadata."""

    code = "metadata-no-entity-id"
    hint = "Download it again at the identity provider."


class MetadataTwice(BadMetadata):
    """The identity provider stands in the metadata more than once."""

    code = "metadata-twice"
    hint = "Take the metadata that the identity provider itself publishes."


class MetadataUnknownEntity(BadMetadata):
    """The metadata does not hold this identity provider."""

    code = "metadata-unknown-entity"
    hint = "Compare the entity id, letter by letter."


class MetadataExpired(BadMetadata):
    """The metadata is past its date."""

    code = "metadata-expired"
    hint = "Download it again; if it is still past its date, the identity provider has to renew it."


class MetadataBadDate(BadMetadata):
    """The metadata says until when it holds, in a way that is no date."""

    code = "metadata-bad-date"
    hint = "Have the identity provider's administrator correct validUntil."


class MetadataNoSignOn(BadMetadata):
    """The identity provider names no address to sign in at by POST or Redirect."""

    code = "metadata-no-sign-on"
    hint = "Switch one of the bindings HTTP-POST and HTTP-Redirect on at the identity provider."


class MetadataNoCertificate(BadMetadata):
    """The identity provider names no certificate for signing."""

    code = "metadata-no-certificate"
    hint = "Give it a certificate for signing, and download the metadata again."


class MetadataBadCertificate(BadMetadata):
    """No certificate of the identity provider can be read."""

    code = "metadata-bad-certificate"
    hint = "Download the metadata again at the identity provider."


class MetadataWeakCertificate(BadMetadata):
    """The keys of the identity provider are too weak, or of a kind that cannot be used."""

    code = "metadata-weak-certificate"
    hint = "Give it a certificate with an RSA key of at least 2048 bits."
