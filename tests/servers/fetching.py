"""HTTPS to servers of the tests: only their authorities count, every name is this machine."""

import http.client
import ssl
import urllib.request
from pathlib import Path
from typing import Any


class _Nearby(http.client.HTTPSConnection):
    """Connects to 127.0.0.1, whatever the host is called; the certificate is for its name."""

    def connect(self) -> None:
        """Connect without asking any name server."""
        name, self.host = self.host, "127.0.0.1"
        try:
            http.client.HTTPConnection.connect(self)
        finally:
            self.host = name
        context: ssl.SSLContext = self._context  # type: ignore[attr-defined]
        self.sock = context.wrap_socket(self.sock, server_hostname=name)


class Https(urllib.request.HTTPSHandler):
    """urllib's handler for https, with the authorities in these files and no others."""

    def __init__(self, *ca_files: Path) -> None:
        self._trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        for file in ca_files:
            self._trusted.load_verify_locations(str(file))
        super().__init__(context=self._trusted)

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        """Open an address."""
        opened: Any = self.do_open(_Nearby, req, context=self._trusted)
        return opened  # type: ignore[no-any-return]


def fetch(url: str, ca_file: Path) -> str:
    """Return what an address answers; raises HTTPError for a refusal."""
    opener = urllib.request.build_opener(Https(ca_file))
    with opener.open(url, timeout=20) as answer:
        return str(answer.read().decode())
