"""Fetches a file from an address that somebody typed, and from nowhere else.

The name is looked up once per step and the connection goes to what was checked, so a name service
that says something else the second time changes nothing. Every redirect is checked anew.
"""

import http.client
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast
from urllib.parse import SplitResult, urljoin, urlsplit

from stellwerk.core.outbound.errors import (
    BadAddress,
    BadAnswer,
    Forbidden,
    NotEncrypted,
    TooLarge,
    TooManyTurns,
    TooSlow,
    UnknownHost,
    Unreachable,
    Untrusted,
)
from stellwerk.core.outbound.places import Reach, is_this_machine, reach
from stellwerk.core.said import say
from stellwerk.core.wire import Connection, Deadline, Place, places

LARGEST = 50 * 1024 * 1024
"""Files of federations, with thousands of services in them, are this large."""
_SECONDS, _TURNS, _IN_MEMORY = 20.0, 5, 1024 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
LookUp = Callable[[str, int], Sequence[Place]]


@dataclass(frozen=True, slots=True)
class Trust:
    """What an administrator allows: addresses in private networks, and an authority of one's own
    (a file in PEM; "" for those that the system knows).
    """

    private: bool = False
    ca_file: str = ""


def fetch(
    address: str,
    trust: Trust,
    *,
    largest: int = LARGEST,
    seconds: float = _SECONDS,
    look_up: LookUp = places,
) -> BinaryIO:
    """The content of an address, to be closed by the caller. Raises a NotFetched.

    `seconds` are for all of it, redirects included; only the name service has its own patience.
    """
    deadline = Deadline(seconds)
    for _turn in range(_TURNS):
        answer = _Step(_parts(address), trust, deadline, look_up).ask(largest)
        if not isinstance(answer, str):
            return answer
        address = urljoin(address, answer)
    raise TooManyTurns


def _tls(trust: Trust) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=trust.ca_file or None)
    except OSError as error:
        said = say("The file %(file)s holds no authority that could be read.", file=trust.ca_file)
        raise Untrusted(said) from error


def _parts(address: str) -> SplitResult:
    if not address.isascii() or any(one <= " " or one == "\x7f" for one in address):
        raise BadAddress
    try:
        parts = urlsplit(address)
        known = parts.scheme in {"https", "http"} and parts.hostname and parts.port != 0
    except ValueError:
        raise BadAddress from None
    if not known or parts.username is not None or parts.password is not None:
        raise BadAddress
    return parts


@dataclass(frozen=True, slots=True)
class _Step:
    """One address on the way."""

    parts: SplitResult
    trust: Trust
    deadline: Deadline
    look_up: LookUp

    @property
    def host(self) -> str:
        return self.parts.hostname or ""

    def ask(self, largest: int) -> BinaryIO | str:
        """The content, or where it leads on."""
        encrypted = self.parts.scheme == "https"
        port = self.parts.port or (443 if encrypted else 80)
        checked = self._checked(port)
        tls = _tls(self.trust) if encrypted else None
        connection = Connection(self.host, port, tls, lambda *_: checked)
        try:
            connection.start(self.deadline)
            connection.send(self._request())
            return self._read(connection, largest)
        except ssl.SSLCertVerificationError as error:
            said = say("The certificate of %(host)s cannot be verified: %(why)s.",
                       host=self.host, why=error.verify_message)  # fmt: skip
            raise Untrusted(said) from error
        except TimeoutError as error:
            raise TooSlow from error
        except OSError as error:
            raise Unreachable(
                say("%(host)s does not answer: %(why)s.", host=self.host, why=_why(error))
            ) from error
        except (http.client.HTTPException, EOFError, ValueError) as error:
            raise BadAnswer(say("%(host)s did not answer as a web server.", host=self.host)) from (
                error
            )
        finally:
            connection.close()

    def _checked(self, port: int) -> Sequence[Place]:
        """Where the name leads, as far as it may be asked there. Raises Forbidden."""
        try:
            found = list(self.look_up(self.host, port))
        except (OSError, UnicodeError) as error:
            raise UnknownHost(say("%(host)s is not known.", host=self.host)) from error
        near = [place for place in found if is_this_machine(place[1][0])]
        if self.parts.scheme == "http" and (not self.trust.private or len(near) < len(found)):
            raise NotEncrypted
        good = {Reach.PUBLIC, Reach.PRIVATE} if self.trust.private else {Reach.PUBLIC}
        may = [place for place in found if reach(place[1][0]) in good]
        if not may:
            first = str(found[0][1][0]) if found else ""
            raise Forbidden(self.host, first, ever=bool(first) and reach(first) is Reach.PRIVATE)
        return may

    def _request(self) -> bytes:
        target = self.parts.path or "/"
        if self.parts.query:
            target += f"?{self.parts.query}"
        host = self.parts.netloc.rpartition("@")[2]
        return (
            f"GET {target} HTTP/1.1\r\nHost: {host}\r\nAccept: */*\r\n"
            "Accept-Encoding: identity\r\nUser-Agent: Stellwerk\r\nConnection: close\r\n\r\n"
        ).encode("ascii")

    def _read(self, connection: Connection, largest: int) -> BinaryIO | str:
        response = connection.response()
        if response.status in _REDIRECTS and (there := response.getheader("Location")):
            if self.parts.scheme == "https" and urlsplit(there).scheme == "http":
                raise NotEncrypted
            return there
        plain = response.getheader("Content-Encoding", "identity") == "identity"
        if response.status != 200 or not plain:
            raise BadAnswer(
                say("%(host)s answered %(status)s.", host=self.host, status=response.status)
            )
        content = cast(BinaryIO, SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115
        try:
            self._fill(content, connection, response, largest)
        except BaseException:
            content.close()
            raise
        return content

    def _fill(
        self,
        content: BinaryIO,
        connection: Connection,
        response: http.client.HTTPResponse,
        largest: int,
    ) -> None:
        size = 0
        for piece in connection.chunks(response):
            size += len(piece)
            if size > largest:
                raise TooLarge
            content.write(piece)
        content.seek(0)


def _why(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__
