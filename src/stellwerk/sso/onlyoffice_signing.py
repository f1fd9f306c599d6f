"""Certificates and signatures of an ONLYOFFICE settings document: taken over, or said why not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from stellwerk.core.said import say
from stellwerk.sso.configuration import Signing
from stellwerk.sso.onlyoffice_document import flag, part, parts, text
from stellwerk.sso.saml.certificates import pem, read_certificate, read_pair
from stellwerk.sso.saml.errors import BadCertificate
from stellwerk.sso.saml.names import SignatureAlgorithm
from stellwerk.sso.saml.settings import KeyPair

Use = Literal["signing", "encryption", "both"]

_USES: dict[str, Use] = {
    "signing": "signing",
    "encrypt": "encryption",
    "signing and encrypt": "both",
}
_ALGORITHMS = {
    "rsa-sha1": SignatureAlgorithm.RSA_SHA256,
    "rsa-sha256": SignatureAlgorithm.RSA_SHA256,
    "rsa-sha512": SignatureAlgorithm.RSA_SHA512,
}
_SIGNED = ("signAuthRequests", "signLogoutRequests", "signLogoutResponses")


@dataclass(frozen=True, slots=True)
class Key:
    """A key pair of the old portal, and what it was for there."""

    use: Use
    pair: KeyPair = field(repr=False)


def certificates_of(settings: Mapping[str, Any], notes: list[str]) -> Iterator[str]:
    """Those that the identity provider's signatures are verified with, each once."""
    seen: set[str] = set()
    for one in parts(settings, "idpCertificates"):
        if "verification" not in text(one, "action"):
            notes.append(
                say("A certificate of the identity provider that only decrypts was left out.")
            )
            continue
        try:
            found = pem(read_certificate(text(one, "crt")))
        except BadCertificate as problem:
            notes.append(
                say(
                    "A certificate of the identity provider was left out: %(reason)s",
                    reason=problem.message,
                )
            )
            continue
        if found not in seen:
            seen.add(found)
            yield found


def keys_of(settings: Mapping[str, Any], notes: list[str]) -> Iterator[Key]:
    """Our own key pairs, as far as they can be used."""
    for one in parts(settings, "spCertificates"):
        use = _USES.get(text(one, "action"))
        if use is None:
            notes.append(say("A certificate of the portal was left out: its use is not known."))
            continue
        try:
            yield Key(use, read_pair(text(one, "crt"), text(one, "key")))
        except BadCertificate as problem:
            notes.append(
                say("A certificate of the portal was left out: %(reason)s", reason=problem.message)
            )


def signing_of(settings: Mapping[str, Any], keys: tuple[Key, ...], notes: list[str]) -> Signing:
    """Which messages are signed and verified: never less strictly than by default."""
    theirs, ours = part(settings, "idpCertificateAdvanced"), part(settings, "spCertificateAdvanced")
    _compare_verification(theirs, notes)
    uses = {one.use for one in keys}
    signs, opens = bool(uses & {"signing", "both"}), bool(uses & {"encryption", "both"})
    wanted = [flag(ours, name) for name in _SIGNED]
    if any(wanted) and not signs:
        notes.append(
            say("Messages were signed there; without a usable key for signing they are not here.")
        )
    encrypted = flag(ours, "encryptAssertions")
    if encrypted and not opens:
        notes.append(
            say("Assertions were encrypted there; no usable key to decrypt them was taken over.")
        )
    elif encrypted:
        notes.append(
            say(
                "Assertions that are encrypted with a CBC algorithm are only accepted inside a"
                " signed response: let the identity provider use AES-GCM, or sign the response."
            )
        )
    requests, logouts, answers = (one and signs for one in wanted)
    return Signing(
        sign_authn_requests=requests,
        sign_logout_requests=logouts,
        sign_logout_responses=answers,
        algorithm=_algorithm(ours, notes),
        response_signature_suffices=not flag(theirs, "verifyAuthResponsesSign"),
        want_assertions_encrypted=encrypted and opens,
    )


def _compare_verification(theirs: Mapping[str, Any], notes: list[str]) -> None:
    """What ONLYOFFICE's switches left unverified is verified here."""
    if not flag(theirs, "verifyAuthResponsesSign"):
        notes.append(
            say(
                "A signature over the whole response is enough, as it was there. It is safer to"
                " have the assertion signed, and to switch this off."
            )
        )
    if not (flag(theirs, "verifyLogoutRequestsSign") and flag(theirs, "verifyLogoutResponsesSign")):
        notes.append(
            say(
                "Logout messages of the identity provider have to be signed here, which they had"
                " not to be there."
            )
        )
    if "sha1" in text(theirs, "verifyAlgorithm").casefold():
        notes.append(
            say(
                "SHA-1 was the algorithm to verify with. Here signatures with SHA-1 are refused"
                " unless you allow them: have the identity provider sign with SHA-256."
            )
        )


def _algorithm(ours: Mapping[str, Any], notes: list[str]) -> SignatureAlgorithm:
    name = text(ours, "signingAlgorithm").rpartition("#")[2].casefold()
    if name == "rsa-sha1":
        notes.append(say("Messages were signed with SHA-1 there; here they are with SHA-256."))
    return _ALGORITHMS.get(name, SignatureAlgorithm.RSA_SHA256)
