"""Somebody with a browser of their own who signs in: there, back, and to the page they wanted."""

import re
from base64 import b64decode, b64encode
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import parse_qs, urlencode, urlsplit
from zlib import decompress

from lxml import etree

from benchmarks.figure import require
from stellwerk.signin import cookie
from tests.saml_messages.building import NAMES, response
from tests.saml_messages.keys import Pair
from tests.saml_messages.signing import sign

WANTED = "/profile/"
_ID = re.compile(rb'ID="([^"]+)"')
_FORM = "application/x-www-form-urlencoded"


class Visitor:
    """One person, each time in a browser that knows nothing yet."""

    def __init__(self, address: str, number: int, pair: Pair) -> None:
        self._host = urlsplit(address).netloc
        self._address, self._number, self._pair = address, number, pair
        self._cookies: dict[str, str] = {}

    def sign_in(self) -> None:
        """All of it. Raises WrongEnd where the page that was wanted is not shown."""
        with closing(HTTPConnection(self._host, timeout=60)) as self._connection:
            answer, _ = self._ask("GET", f"/sso/login?{urlencode({'next': WANTED})}", 302)
            query = parse_qs(urlsplit(str(answer.getheader("Location"))).query)
            request = _ID.search(decompress(b64decode(query["SAMLRequest"][0]), -15))
            assert request is not None
            number = request[1].decode()
            body = urlencode({"SAMLResponse": self._answered(number), "RelayState": number})
            answer, _ = self._ask("POST", "/sso/acs", 303, body)
            require(answer.getheader("Location") == WANTED, "nobody came to the wanted page")
            require(cookie.NAME in self._cookies, "no session was opened")
            _, page = self._ask("GET", WANTED, 200)
            require(f"person{self._number}@example.org".encode() in page, "somebody else came in")

    def _answered(self, request: str) -> str:
        now = datetime.now(UTC)
        root = response(
            now=now,
            response_id=f"_r{request}",
            assertion_id=f"_a{request}",
            destination=f"{self._address}/sso/acs",
            recipient=f"{self._address}/sso/acs",
            audiences=((f"{self._address}/sso/metadata",),),
            in_response_to=request,
            confirms=request,
            name_id=f"person-{self._number}",
            start=now - timedelta(minutes=1),
            end=now + timedelta(minutes=5),
            confirmation_end=now + timedelta(minutes=5),
            authn_instant=now,
            session_end=now + timedelta(hours=8),
            session_index=f"_s{request}",
            attributes=[
                ("urn:oid:2.5.4.42", "givenName", ("Person",)),
                ("urn:oid:2.5.4.4", "sn", (f"Number {self._number}",)),
                ("urn:oid:0.9.2342.19200300.100.1.3", "mail", (self._mail,)),
                ("memberOf", "", ("staff", "board")),
            ],
        )
        assertion = root.find("saml:Assertion", NAMES)
        assert assertion is not None
        sign(assertion, self._pair)
        return b64encode(etree.tostring(root)).decode()

    @property
    def _mail(self) -> str:
        return f"person{self._number}@example.org"

    def _ask(
        self, method: str, path: str, status: int, body: str | None = None
    ) -> tuple[HTTPResponse, bytes]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = _FORM
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        page = answer.read()
        require(answer.status == status, f"{method} {path} was answered {answer.status}")
        for crumb in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = crumb.partition("=")
            self._cookies[name] = rest.partition(";")[0]
        return answer, page
