"""What the operating system and TLS say is wrong, as sentences a reader has in their language.

What is not known here stays as it was said: somebody may search for it.
"""

import socket
import ssl

from stellwerk.core.said import say

_KNOWN = {
    str(one): one
    for one in (
        say("Address family not supported by protocol"),
        say("Broken pipe"),
        say("Connection refused"),
        say("Connection reset by peer"),
        say("Connection timed out"),
        say("Host is down"),
        say("Is a directory"),
        say("Name or service not known"),
        say("Network is unreachable"),
        say("No address associated with hostname"),
        say("No route to host"),
        say("No such file or directory"),
        say("Permission denied"),
        say("Temporary failure in name resolution"),
        say("certificate has expired"),
        say("certificate is not yet valid"),
        say("self-signed certificate"),
        say("self-signed certificate in certificate chain"),
        say("timed out"),
        say("unable to get local issuer certificate"),
    )
}
_MISMATCH = ("Hostname mismatch, certificate is not valid for ", "IP address mismatch")


def heard(error: OSError) -> str:
    """What went wrong, in one sentence."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _certificate(error)
    if isinstance(error, TimeoutError) and not error.strerror:
        return say("timed out")
    if isinstance(error, socket.gaierror | ssl.SSLError) or error.strerror:
        return known(str(error.strerror or error))
    return str(error)


def known(text: str) -> str:
    """A text of the system, as a sentence if it is one of the usual ones."""
    return _KNOWN.get(text.strip().removesuffix("."), text)


def _certificate(error: ssl.SSLCertVerificationError) -> str:
    said = str(error.verify_message)
    if said.startswith(_MISMATCH):
        return say("the certificate is made out to another name (%(said)s)", said=said)
    return known(said)
