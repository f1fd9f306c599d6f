"""Identity providers as pages of single sign-on meet them: their certificates and metadata."""

from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile

from stellwerk.core import clock
from stellwerk.sso.saml.certificates import bare, pem, private_pem, self_signed
from stellwerk.sso.saml.names import METADATA, SAMLP, Binding, NameIdFormat
from stellwerk.sso.saml.settings import KeyPair

ENTITY = "https://idp.example.org/idp/shibboleth"
ADDRESS = "https://portal.example.org"


def pair(name: str = "idp.example.org") -> KeyPair:
    """A key and its certificate: always the same for a name, as making one takes a while."""
    return _made(name)


@cache
def _made(name: str) -> KeyPair:
    return self_signed(name, now=clock.now())


def descriptor(entity: str = ENTITY, *names: str, wants_signed: bool = False) -> str:
    """One identity provider with a certificate of each of these names."""
    keys = "".join(
        f'<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#">'
        f"<X509Data><X509Certificate>{bare(pair(name).certificate)}</X509Certificate></X509Data>"
        f"</KeyInfo></KeyDescriptor>"
        for name in names or ("idp.example.org",)
    )
    signed = ' WantAuthnRequestsSigned="true"' if wants_signed else ""
    return (
        f'<EntityDescriptor xmlns="{METADATA}" entityID="{entity}">'
        f'<IDPSSODescriptor protocolSupportEnumeration="{SAMLP}"{signed}>{keys}'
        f'<SingleLogoutService Binding="{Binding.POST}" Location="https://idp.example.org/slo"/>'
        f"<NameIDFormat>{NameIdFormat.PERSISTENT}</NameIDFormat>"
        f'<SingleSignOnService Binding="{Binding.POST}" Location="https://idp.example.org/post"/>'
        f'<SingleSignOnService Binding="{Binding.REDIRECT}"'
        f' Location="https://idp.example.org/sso?idpid=7"/>'
        f"</IDPSSODescriptor></EntityDescriptor>"
    )


def federation(count: int) -> str:
    """Many identity providers in one file."""
    each = "".join(descriptor(f"https://idp{n}.example.org/") for n in range(count))
    return f'<EntitiesDescriptor xmlns="{METADATA}">{each}</EntitiesDescriptor>'


def upload(content: str, name: str = "metadata.xml") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content.encode())


def pasted(name: str = "ours.example.org") -> tuple[str, str]:
    """A certificate and its private key as text."""
    made = pair(name)
    return pem(made.certificate), private_pem(made.private_key)
