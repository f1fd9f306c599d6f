"""The StartTLS request (RFC 4511 section 4.14) by hand, to look at a certificate with `ssl`.

libldap says little about why it refuses a certificate; Python's ssl says it in a sentence.
"""

import socket
from contextlib import suppress

_REQUEST = bytes.fromhex("301d02010177188016") + b"1.3.6.1.4.1.1466.20037"
_EXTENDED_RESPONSE = 0x78
_ENUMERATED = 0x0A


def start_tls(connection: socket.socket) -> bool:
    """Ask for TLS on a fresh LDAP connection; tell whether the server agrees.

    Raises OSError, also TimeoutError as the socket is set.
    """
    connection.sendall(_REQUEST)
    answer = b""
    while len(answer) < 2 or len(answer) < 2 + _body_length(answer):
        more = connection.recv(4096)
        if not more:
            return False
        answer += more
    at = answer.find(bytes([_EXTENDED_RESPONSE]))
    code = answer.find(bytes([_ENUMERATED, 1]), at) if at >= 0 else -1
    with suppress(IndexError):
        return code >= 0 and answer[code + 2] == 0
    return False


def _body_length(answer: bytes) -> int:
    """Return the length of the message's body; its long form is two bytes at most here."""
    first = answer[1]
    if first < 0x80:
        return first
    extra = first & 0x7F
    return extra + int.from_bytes(answer[2 : 2 + extra], "big")
