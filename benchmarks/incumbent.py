"""The sequential client to compare with: three calls per user on one kept-alive connection.

It makes the calls the incumbent connector was seen to make (exists, create, changeByModuleAccess),
but with no work of its own beside them: requests are filled-in templates, answers are only looked
at for what is needed. Whoever beats it beats the calls, not slow code.
"""

import re
import time
from collections.abc import Sequence
from http.client import HTTPConnection
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from benchmarks.figure import WrongEnd, require

CALLS_PER_USER = 3
_TRIES = 4
LOGIN, PASSWORD = "oxadmin", "secret"

_ENVELOPE = (
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:d="http://dataobjects.soap.admin.openexchange.com/xsd"'
    ' xmlns:r="http://dataobjects.rmi.admin.openexchange.com/xsd"><soap:Body>'
    '<{name} xmlns="http://soap.admin.openexchange.com">'
    "<ctx><d:id>{context}</d:id></ctx>{inner}"
    f"<auth><r:login>{LOGIN}</r:login><r:password>{PASSWORD}</r:password></auth>"
    "</{name}></soap:Body></soap:Envelope>"
)
_FLAGS = """OLOX20 USM activeSync calendar collectEmailAddresses contacts delegateTask deniedPortal
    editGroup editPassword editPublicFolders editResource globalAddressBookDisabled ical infostore
    multipleMailAccounts publicFolderEditable publication readCreateSharedFolders subscription
    syncml tasks vcard webdav webdavXml webmail"""
_ON = {"calendar", "contacts", "tasks", "webmail", "infostore", "vcard", "ical"}
_ACCESS = "".join(f"<d:{flag}>{str(flag in _ON).lower()}</d:{flag}>" for flag in _FLAGS.split())
_ID = re.compile(rb"<(?:\w+:)?id>(\d+)</")
_HEADERS = {"Content-Type": "text/xml; charset=UTF-8", "SOAPAction": '""'}


class Incumbent:
    """One connection, one user after the other."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._connection = HTTPConnection(parts.hostname or "", parts.port, timeout=30)

    def create(self, context: int, login: str) -> None:
        """Create one user with its rights. Raises WrongEnd when a call does not succeed."""
        there = self._call("exists", context, f"<user><d:name>{escape(login)}</d:name></user>")
        require(b">false</" in there, f"{login} is there already")
        made = _ID.search(self._call("create", context, f"<usrdata>{_fields(login)}</usrdata>"))
        require(made, f"the answer to the create of {login} has no id")
        assert made is not None
        user = f"<user><d:id>{made[1].decode()}</d:id></user>"
        rights = f"<moduleAccess>{_ACCESS}</moduleAccess>"
        self._call("changeByModuleAccess", context, user + rights)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _call(self, name: str, context: int, inner: str) -> bytes:
        body = _ENVELOPE.format(name=name, context=context, inner=inner).encode()
        self._connection.request("POST", "/webservices/OXUserService", body, _HEADERS)
        answer = self._connection.getresponse()
        data = answer.read()
        require(answer.status == 200, f"{name} was answered with {answer.status}: {data[:300]!r}")
        return data


def _fields(login: str) -> str:
    first, _, last = login.partition(".")
    mail = f"{login}@bench.example"
    values = {
        "city_business": "Lindenau",
        "company": "Stadt Lindenau",
        "department": "Standesamt",
        "display_name": f"{first} {last}",
        "email1": mail,
        "given_name": first,
        "imapServer": "imap://imap.bench.example:143",
        "imapLogin": mail,
        "language": "de_DE",
        "name": login,
        "password": "not-a-real-secret",
        "position": "Sachbearbeitung",
        "postal_code_business": "55555",
        "primaryEmail": mail,
        "room_number": "A 1.01",
        "smtpServer": "smtp://smtp.bench.example:587",
        "street_business": "Lindenallee 1",
        "sur_name": last,
        "telephone_business1": "+49 5555 100",
        "timezone": "Europe/Berlin",
    }
    return "".join(f"<d:{name}>{escape(value)}</d:{name}>" for name, value in values.items())


def users_per_second(
    url: str, contexts: Sequence[int], users: int, latency: float, least_share: float
) -> float:
    """The rate at which so many users are made, in turn in these contexts.

    `latency` is the server's, in seconds. What reaches less than `least_share` of the rate that
    three such calls allow is no baseline: it is tried again, since the machine may have been busy.
    Raises WrongEnd after the last try.
    """
    best = 1 / (CALLS_PER_USER * latency)
    rate = 0.0
    for attempt in range(_TRIES):
        rate = max(rate, _rate(url, contexts, users, attempt))
        if rate >= least_share * best:
            return rate
    raise WrongEnd(
        f"the sequential client made {rate:.2f} users/s of {best:.2f} possible: a bad baseline"
    )


def _rate(url: str, contexts: Sequence[int], users: int, attempt: int) -> float:
    client = Incumbent(url)
    try:
        client.create(contexts[0], f"warm.up{attempt}")
        start = time.perf_counter()
        for number in range(users):
            client.create(contexts[number % len(contexts)], f"person{number}.try{attempt}")
        return users / (time.perf_counter() - start)
    finally:
        client.close()
