"""Which certificates of the identity provider's can prove a signature of a kind."""

from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import Certificate

from stellwerk.sso.saml.refusal import Code, Refused
from stellwerk.sso.saml.settings import MAX_CERTIFICATES

SMALLEST_RSA = 2048
CURVES = frozenset({"secp256r1", "secp384r1", "secp521r1"})


def fitting(certificates: Sequence[Certificate], *, for_rsa: bool) -> list[Certificate]:
    """Those of the configured ones whose key is of the kind, and strong. Refuses if there is none.

    Whoever checks them when they are entered checks them for people to see; this is for safety.
    """
    kind = RSAPublicKey if for_rsa else EllipticCurvePublicKey
    of_kind = [one for one in certificates[:MAX_CERTIFICATES] if isinstance(one.public_key(), kind)]
    if not of_kind:
        raise Refused(Code.NO_FITTING_CERTIFICATE, "RSA" if for_rsa else "elliptic curve")
    found = [one for one in of_kind if _is_strong(one)]
    if not found:
        raise Refused(Code.WEAK_KEY)
    return found


def _is_strong(certificate: Certificate) -> bool:
    key = certificate.public_key()
    if isinstance(key, RSAPublicKey):
        return key.key_size >= SMALLEST_RSA
    return isinstance(key, EllipticCurvePublicKey) and key.curve.name in CURVES
