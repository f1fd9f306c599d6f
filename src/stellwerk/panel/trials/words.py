"""What checks say, in the reader's language; what is not known stays as it is."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_NAMES = {
    "name": gettext_noop("Name (DNS)"),
    "connection": gettext_noop("Connection (TCP)"),
    "encryption": gettext_noop("Encryption (TLS)"),
    "certificate": gettext_noop("Certificate (TLS)"),
    "bind": gettext_noop("Sign-in"),
    "reading": gettext_noop("Reading"),
    "paging": gettext_noop("Long answers"),
    "sample": gettext_noop("A sample person"),
    "file": gettext_noop("File"),
    "objects": gettext_noop("Objects"),
    "services": gettext_noop("Services of OX"),
    "master account": gettext_noop("Master account"),
    "contexts": gettext_noop("Contexts"),
    "contexts to be made": gettext_noop("Contexts to be made"),
    "source": gettext_noop("Source"),
}
_BEGINNINGS = [
    (re.compile(pattern), text)
    for pattern, text in (
        (r"sample at (?P<name>.+)", gettext_noop("Sample person at %(name)s")),
        (r"sample from (?P<name>.+)", gettext_noop("Sample person from %(name)s")),
        (r"base (?P<name>.+)", gettext_noop("Base %(name)s")),
        (r"context (?P<name>.+)", gettext_noop("Context %(name)s")),
        (r"rule (?P<name>.+)", gettext_noop("Rule %(name)s")),
        (r"(?P<kind>\w+) in (?P<name>.+)", gettext_noop("%(kind)s in %(name)s")),
    )
]
_SAID = [
    (re.compile(pattern), text)
    for pattern, text in (
        (r"(?P<host>\S+) is (?P<where>[\d.:a-f, ]+)", gettext_noop("%(host)s is %(where)s")),
        (
            r"(?P<host>\S+) is not known: (?P<why>.+)",
            gettext_noop("%(host)s is not known: %(why)s"),
        ),
        (r"(?P<host>\S+), port (?P<port>\d+)", gettext_noop("%(host)s, port %(port)s")),
        (
            r"(?P<host>\S+), port (?P<port>\d+): (?P<why>.+)",
            gettext_noop("%(host)s, port %(port)s: %(why)s"),
        ),
        (
            r"valid until (?P<day>[\d-]+), (?P<days>\d+) days left",
            gettext_noop("valid until %(day)s, %(days)s days left"),
        ),
        (
            r"it cannot be verified: (?P<why>.+)",
            gettext_noop("it cannot be verified: %(why)s"),
        ),
        (r"no encryption", gettext_noop("no encryption")),
        (r"signed in as (?P<who>.+)", gettext_noop("signed in as %(who)s")),
        (r"it is there", gettext_noop("it is there")),
        (
            r"none, and none needed on this machine",
            gettext_noop("none, and none needed on this machine"),
        ),
        (
            r"none: the password crosses the network in the clear",
            gettext_noop("none: the password crosses the network in the clear"),
        ),
        (
            r"the server sends long answers in pages",
            gettext_noop("the server sends long answers in pages"),
        ),
        (r"read to its end: (?P<found>.+)", gettext_noop("read to its end: %(found)s")),
        (r"(?P<services>.+) answer", gettext_noop("%(services)s answer")),
        (
            r"(?P<who>\S+) may manage contexts",
            gettext_noop("%(who)s may manage contexts"),
        ),
        (
            r"(?P<some>[\d, ]+) not there yet: the first sync makes them",
            gettext_noop("%(some)s not there yet: the first run makes them"),
        ),
        (
            r"(?P<some>[\d, ]+) not there yet: the first sync makes them; their administrators'"
            r" addresses would end in example\.invalid",
            gettext_noop(
                "%(some)s not there yet: the first run makes them; their administrators' addresses"
                " would end in example.invalid"
            ),
        ),
        (r"Add mail_domain = .+", gettext_noop("Give the mail domain, under New accounts.")),
        (
            r"Use https://: passwords and personal data are in every call\.",
            gettext_noop("Use https://: passwords and personal data are in every call."),
        ),
        (
            r"(?P<subject>.+), signed by (?P<issuer>.+), valid until (?P<day>[\d-]+)",
            gettext_noop("%(subject)s, signed by %(issuer)s, valid until %(day)s"),
        ),
        (
            r"Set start_tls = true or use ldaps://\.",
            gettext_noop("Tick StartTLS or use ldaps://."),
        ),
        (
            r"it is there and opens for (?P<who>.+)",
            gettext_noop("it is there and opens for %(who)s"),
        ),
        (
            r"it is there, but its administrator is not known",
            gettext_noop("it is there, but its administrator is not known"),
        ),
        (
            r"it does not accept the login (?P<who>.+)",
            gettext_noop("it does not accept the login %(who)s"),
        ),
        (
            r"no rule assigns any of its first (?P<number>\d+) people",
            gettext_noop("no rule assigns any of its first %(number)s people"),
        ),
        (
            r"none of its first (?P<number>\d+) people is assigned here",
            gettext_noop("none of its first %(number)s people is assigned here"),
        ),
        (
            r"rules ask for groups, which are known after the first plan",
            gettext_noop("rules ask for groups, which are known after the first plan"),
        ),
        (
            r"(?P<dn>.+?) becomes name (?P<login>.*), display_name (?P<shown>.*),"
            r" email1 (?P<mail>.*), context (?P<context>.+), profile (?P<profile>.+),"
            r" (?P<number>\d+) fields \(rule (?P<rule>.+)\)",
            gettext_noop(
                "%(dn)s becomes %(login)s (%(shown)s, %(mail)s) in context %(context)s with the"
                " access profile %(profile)s; %(number)s fields, by the rule %(rule)s"
            ),
        ),
        (
            r"Correct the host in url, or the name service of this machine\.|"
            r"Correct url, or the name service of this machine\.",
            gettext_noop("Correct the address, or the name service of this machine."),
        ),
        (
            r"Check that the server runs there and that no firewall is in between\.",
            gettext_noop("Check that the server runs there and that no firewall is in between."),
        ),
        (
            r"Check that OX or its web server runs there and that no firewall is in between\.",
            gettext_noop(
                "Check that OX or its web server runs there and that no firewall is in between."
            ),
        ),
        (
            r"Name the CA that signed it as ca_file\.",
            gettext_noop("Name the file of the authority that signed it."),
        ),
        (
            r"Renew the certificate of the server\.",
            gettext_noop("Renew the certificate of the server."),
        ),
        (
            r"Check master_login and its password: the one of (?P<file>\S+)\.",
            gettext_noop("Check the master account and its password: the one of %(file)s."),
        ),
        (
            r"Give login and password_file of its administrator.+",
            gettext_noop("Give the login and password of its administrator below, under Contexts."),
        ),
        (
            r"Correct login and password under .+",
            gettext_noop("Correct its login and password below, under Contexts."),
        ),
    )
]


def name_of(what: str) -> str:
    """What a step looked at."""
    if what in _NAMES:
        return _(_NAMES[what])
    for pattern, words in _BEGINNINGS:
        if match := pattern.fullmatch(what):
            return _(words) % match.groupdict()
    return what


def said(text: str) -> str:
    """The result or the next step."""
    for pattern, words in _SAID:
        if match := pattern.fullmatch(text):
            return _(words) % match.groupdict()
    return text
