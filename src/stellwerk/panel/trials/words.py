"""What checks say, in the reader's language; what is not known stays as it is."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from stellwerk.core.said import Said
from stellwerk.panel.objects.in_words import in_words

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
    "identifier": gettext_noop("Identifier"),
    "imap_login": gettext_noop("Login of the mailbox"),
    "python-ldap": gettext_noop("LDAP library"),
    "referential integrity": gettext_noop("Members that are gone"),
}
_BEGINNINGS = [
    (re.compile(pattern), text)
    for pattern, text in (
        (r"sample at (?P<name>.+)", gettext_noop("Sample person at %(name)s")),
        (r"sample from (?P<name>.+)", gettext_noop("Sample person from %(name)s")),
        (r"base (?P<name>.+)", gettext_noop("Base %(name)s")),
        (r"context (?P<name>.+)", gettext_noop("Context %(name)s")),
        (r"rule (?P<name>.+)", gettext_noop("Rule %(name)s")),
        (r"mapping of (?P<name>.+)", gettext_noop("Mapping of %(name)s")),
        (r"person in (?P<name>.+)", gettext_noop("People in %(name)s")),
        (r"group in (?P<name>.+)", gettext_noop("Groups in %(name)s")),
        (r"context in (?P<name>.+)", gettext_noop("Contexts in %(name)s")),
        (r"access_profile in (?P<name>.+)", gettext_noop("Access profiles in %(name)s")),
        (r"functional_account in (?P<name>.+)", gettext_noop("Functional accounts in %(name)s")),
        (r"resource in (?P<name>.+)", gettext_noop("Resources in %(name)s")),
    )
]
HERE = {
    'Add mail_domain = "..." to the target.': gettext_noop(
        "Give the mail domain, under New accounts."
    ),
    "Check master_login and its password: the one of /opt/open-xchange/etc/mpasswd.": gettext_noop(
        "Check the master account and its password: the one of /opt/open-xchange/etc/mpasswd."
    ),
    "Correct login and password under [[target.context]] id = %(scope)s; import it.": gettext_noop(
        "Correct its login and password below, under Contexts."
    ),
    "Correct the host in url, or the name service of this machine.": gettext_noop(
        "Correct the address, or the name service of this machine."
    ),
    "Correct url, or the name service of this machine.": gettext_noop(
        "Correct the address, or the name service of this machine."
    ),
    "Declare it in the directory or in the configuration file, or correct it.": gettext_noop(
        "Declare it in the directory or here, or correct the rule."
    ),
    "Give login and password_file of its administrator in the configuration file, under"
    " [[target.context]] id = %(scope)s; then import it.": gettext_noop(
        "Give the login and password of its administrator below, under Contexts."
    ),
    "Name a PEM file that can be read as ca_file.": gettext_noop(
        "Name a PEM file that can be read."
    ),
    "Name the CA that signed it as ca_file.": gettext_noop(
        "Name the file of the authority that signed it."
    ),
    "Set start_tls = true or use ldaps://.": gettext_noop("Tick StartTLS or use ldaps://."),
    "Draw a plan, then see why: stellwerk plan, stellwerk why LOGIN": gettext_noop(
        "Save, then see on a person's page why no rule is theirs."
    ),
    "Correct the name, or see it filled: stellwerk mapping.": gettext_noop(
        "Correct the name, or see on the mapping's page how it is filled."
    ),
    "%(dn)s becomes name %(login)s, display_name %(shown)s, email1 %(mail)s,"
    " context %(context)s, profile %(profile)s, %(number)s fields (rule %(rule)s)": gettext_noop(
        "%(dn)s becomes %(login)s (%(shown)s, %(mail)s) in context %(context)s with the"
        " access profile %(profile)s; %(number)s fields, by the rule %(rule)s"
    ),
}
"""What is said otherwise where one sees a form instead of a configuration file."""


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
    if isinstance(text, Said) and text.id in HERE:
        return in_words(Said(HERE[text.id], text.values))
    return in_words(text)
