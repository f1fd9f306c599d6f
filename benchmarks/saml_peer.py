"""python3-saml, set up as strictly as it can be and with everything made beforehand that can be."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from tests.saml_messages.building import ACS, IDP, SLO, SP
from tests.saml_messages.connection import idp_pair, sp_pair

if TYPE_CHECKING:
    from benchmarks.saml_validate import Message

_POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
_REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"


class Peer:
    """One connection of python3-saml's. `whole`: Responses have to be signed."""

    def __init__(self, *, whole: bool, encrypted: bool) -> None:
        self._settings = OneLogin_Saml2_Settings(_document(whole, encrypted))
        address = urlsplit(ACS)
        self._request = {
            "https": "on",
            "http_host": address.netloc,
            "script_name": address.path,
            "get_data": {},
            "post_data": {},
        }

    def name_in(self, message: "Message") -> str:
        """Whom a message names, everything read that ours reads too; else what is wrong."""
        found: Any = OneLogin_Saml2_Response(self._settings, message.text)
        if not found.is_valid(self._request, message.request):
            return str(found.get_error())
        found.get_attributes()
        found.get_session_index()
        found.get_session_not_on_or_after()
        found.get_authn_contexts()
        return str(found.get_nameid())


def _document(whole: bool, encrypted: bool) -> dict[str, Any]:
    return {
        "strict": True,
        "debug": False,
        "sp": {
            "entityId": SP,
            "assertionConsumerService": {"url": ACS, "binding": _POST},
            "singleLogoutService": {"url": SLO, "binding": _REDIRECT},
            "x509cert": sp_pair().certificate_pem.decode(),
            "privateKey": sp_pair().key_pem.decode(),
        },
        "idp": {
            "entityId": IDP,
            "singleSignOnService": {"url": "https://idp.example.org/sso", "binding": _REDIRECT},
            "x509cert": idp_pair().certificate_pem.decode(),
        },
        "security": {
            "wantAssertionsSigned": True,
            "wantMessagesSigned": whole,
            "wantAssertionsEncrypted": encrypted,
            "wantNameId": True,
            "wantAttributeStatement": True,
            "rejectUnsolicitedResponsesWithInResponseTo": True,
            "rejectDeprecatedAlgorithm": True,
            "requestedAuthnContext": False,
        },
    }
