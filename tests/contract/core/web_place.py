"""A small web server on this machine, encrypted, and a name service that says what it is told."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from stellwerk.core.wire import Place

NAME = "idp.example.org"
Answer = Callable[[str], bytes]
"""What is answered to a path: everything from the status line on."""


def ok(body: bytes, *headers: str) -> bytes:
    """An answer with a body."""
    head = "\r\n".join(["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", *headers])
    return head.encode() + b"\r\n\r\n" + body


def to(address: str) -> bytes:
    """A redirect."""
    return f"HTTP/1.1 302 Found\r\nLocation: {address}\r\nContent-Length: 0\r\n\r\n".encode()


def certificate(folder: Path, name: str = NAME) -> tuple[Path, Path]:
    """The files of a certificate that signs itself, and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    files = folder / f"{name}.pem", folder / f"{name}.key"
    files[0].write_bytes(built.public_bytes(Encoding.PEM))
    files[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return files


@contextmanager
def serving(answer: Answer, files: tuple[Path, Path] | None = None) -> Iterator[int]:
    """Serve until the end; yields the port."""
    context = None
    if files:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*files)
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=_answer, args=(connection, context, answer)).start()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


def _answer(plain: socket.socket, context: ssl.SSLContext | None, answer: Answer) -> None:
    with plain:
        plain.settimeout(10)
        try:
            spoken = context.wrap_socket(plain, server_side=True) if context else plain
            with spoken, spoken.makefile("rb") as lines:
                path = lines.readline().decode().split(" ")[1]
                while lines.readline().strip():
                    pass
                spoken.sendall(answer(path))
        except (OSError, IndexError):
            return


class Names:
    """A name service: each name leads to these addresses, one list per time it is asked."""

    def __init__(self, **known: Sequence[Sequence[str]]) -> None:
        self._known = {name.replace("_", "."): list(lists) for name, lists in known.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> list[Place]:
        self.asked.append(host)
        if host not in self._known:
            return [_place(host, port)]
        lists = self._known[host]
        return [_place(one, port) for one in (lists.pop(0) if len(lists) > 1 else lists[0])]


def _place(address: str, port: int) -> Place:
    if ":" in address:
        return socket.AF_INET6, (address, port, 0, 0)
    return socket.AF_INET, (address, port)
