"""Another service provider, to see identity providers with eyes that are not ours: python3-saml."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from stellwerk.sso.saml.names import Binding, NameIdFormat
from tests.servers.certificates import self_signed
from tests.servers.identity_provider import ALICE, IdentityProvider
from tests.servers.walker import Page, Walker

ADDRESS = "https://127.0.0.1:9/"
ENTITY_ID = f"{ADDRESS}metadata"
_ACS = {"http_host": "127.0.0.1:9", "script_name": "/acs", "https": "on"}


class Stranger:
    """It describes itself to an identity provider and reads what that one sends."""

    def __init__(self) -> None:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        certificate = self_signed("stranger", key).public_bytes(Encoding.PEM).decode()
        self._us: dict[str, Any] = {
            "entityId": ENTITY_ID,
            "assertionConsumerService": {"url": f"{ADDRESS}acs", "binding": Binding.POST},
            "singleLogoutService": {"url": f"{ADDRESS}slo", "binding": Binding.REDIRECT},
            "NameIDFormat": NameIdFormat.PERSISTENT,
            "x509cert": certificate,
            "privateKey": private,
        }

    def metadata(self) -> str:
        """Our metadata."""
        settings = {"sp": self._us, "security": {"wantAssertionsEncrypted": True}}
        ours = OneLogin_Saml2_Settings(settings, sp_validation_only=True)
        return str(ours.get_sp_metadata().decode())

    def receive(self, idp: IdentityProvider) -> Page:
        """Have Alice sign in there; what would be posted to us."""
        walker = Walker(idp.ca_file, halt_at=ADDRESS)
        form = walker.get(idp.sign_in_there(ENTITY_ID))
        return walker.log_in(form, ALICE.login, ALICE.password)

    def believe(
        self,
        posted: Page,
        metadata: str,
        *,
        message: bool,
        assertion: bool,
        encrypted: bool = False,
    ) -> OneLogin_Saml2_Response:
        """Read what was posted, strictly; raises for what is not signed or encrypted so."""
        settings = {
            "strict": True,
            "sp": self._us,
            "security": {
                "wantMessagesSigned": message,
                "wantAssertionsSigned": assertion,
                "wantAssertionsEncrypted": encrypted,
            },
            **OneLogin_Saml2_IdPMetadataParser.parse(metadata),
        }
        settings["sp"] = self._us
        read = OneLogin_Saml2_Response(
            OneLogin_Saml2_Settings(settings), posted.sent["SAMLResponse"]
        )
        read.is_valid(_ACS, raise_exceptions=True)
        return read
